"""The labour market of the demonstration: postings that nobody published, and that say so.

Two years and a quarter of them. Some skills are asked for ever more, some ever less, most as
before; there are fewer postings in summer and in December, and regions differ. Chance is fixed: the
same day gives the same file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random
from typing import Final

from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.labour.bringing import bring_file, say_mapping, start_load
from testamur_web.labour.counting import count_demand
from testamur_web.labour.loading import load_file
from testamur_web.labour.models import Load

__all__ = ["GENERATED", "load_generated_postings"]

GENERATED: Final = "Generated for the demonstration"
_MONTHS: Final = 27
_EACH: Final = 130
_CHANCE: Final = 48
_SEASON: Final = (1.0, 1.05, 1.15, 1.1, 1.05, 1.0, 0.8, 0.75, 1.1, 1.1, 1.0, 0.7)
_REGIONS: Final = {"Vienna": 8, "Tyrol": 5, "Styria": 4, "Salzburg": 3, "Carinthia": 2}
_WORKS: Final = (
    "software developer",
    "data analyst",
    "electrician",
    "care assistant",
    "office manager",
)
_TRENDS: Final = (0.9, -0.55, 0.0, 0.15, -0.1, 1.4, 0.05, -0.4)
"""How much the share of a skill changes from the first month to the last, in turn."""

_HEAD: Final = ("id", "title", "posted", "region", "occupation", "skills", "from", "to")
_FIELDS: Final = {
    "id": {"column": "id"},
    "title": {"column": "title"},
    "posted": {"column": "posted"},
    "region": {"column": "region"},
    "occupation": {"column": "occupation"},
    "skills": {"column": "skills", "separator": ";"},
    "salary_from": {"column": "from"},
    "salary_to": {"column": "to"},
    "period": {"value": "year"},
    "currency": {"value": "EUR"},
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A skill: in which kind of work it is asked for, how often at first, and how that changes."""

    uri: str
    work: int
    share: float
    trend: float

    def share_in(self, month: int) -> float:
        """How likely a posting of that kind of work asks for it."""
        return min(0.95, self.share * (1 + self.trend * month / (_MONTHS - 1)))


def load_generated_postings(*, at: datetime) -> Load:
    """Write the file, and have it mapped, loaded and counted as an operator would."""
    data = _table(at.date()).encode()
    load = bring_file("generated-postings.csv", [data], by=None, at=at)
    mapping = {
        "version": 1,
        "made": at.date().isoformat(),
        "source": GENERATED,
        "licence": "CC0 1.0",
        "retrieved": at.date().isoformat(),
        "attribution": "These postings were generated: they show no real demand.",
        "fields": _FIELDS,
    }
    say_mapping(load, mapping, is_generated=True, by=None, at=at)
    start_load(load, by=None, at=at)
    load_file(load.pk)
    count_demand(at=at)
    return load


def _table(today: date) -> str:
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(_HEAD)
    writer.writerows(_postings(_wanted(), today, Random(_CHANCE)))  # noqa: S311 -- no secrets
    return stream.getvalue()


def _wanted() -> list[_Wanted]:
    """What the catalogue certifies, in an order that is always the same."""
    uris = OutcomeSkill.objects.order_by("uri").values_list("uri", flat=True).distinct()
    return [
        _Wanted(uri, at % len(_WORKS), 0.16 + 0.05 * (at % 7), _TRENDS[at % len(_TRENDS)])
        for at, uri in enumerate(uris)
    ]


def _postings(wanted: Sequence[_Wanted], today: date, rng: Random) -> Iterator[Sequence[object]]:
    first = today.replace(day=1)
    for month in range(_MONTHS):
        begins = _months_before(first, _MONTHS - month)
        for number in range(round(_EACH * _SEASON[begins.month - 1])):
            work = rng.randrange(len(_WORKS))
            [region] = rng.choices([*_REGIONS], [*_REGIONS.values()])
            skills = [
                one.uri
                for one in wanted
                if rng.random() < one.share_in(month) * (1 if one.work == work else 0.12)
            ]
            pay = 26_000 + 3_500 * work + 100 * rng.randrange(120)
            day = begins + timedelta(days=rng.randrange(28))
            title = f"{_WORKS[work].capitalize()} {region}"
            yield (
                *(f"{begins:%Y%m}-{number}", title, day, region, _WORKS[work]),
                *(";".join(skills), pay, round(pay * 1.2)),
            )


def _months_before(first: date, count: int) -> date:
    number = first.year * 12 + first.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
