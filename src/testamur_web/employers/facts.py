"""What somebody states for being found: languages, where they live, when they can work.

What was stated for fundings (ADR 28) is offered to be taken over, and never taken by itself: what
was told for one purpose serves no other. It is gone with the last consent.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur.problems import Problem
from testamur_web.catalogue.facts import COUNTRY, comparable
from testamur_web.catalogue.reading import Reader
from testamur_web.employers.models import Findable
from testamur_web.people.models import Person
from testamur_web.plans.having import facts_stated

__all__ = [
    "MOST_HOURS",
    "MOST_LANGUAGES",
    "Stated",
    "draw_number",
    "make_findable",
    "offered_facts",
    "read_stated",
    "state_for_employers",
    "stated_by",
]

MOST_HOURS: Final = 60
MOST_LANGUAGES: Final = 12
_DRAWN_BITS: Final = 62


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated; empty and None are not. `hours` are those of a week, at most."""

    languages: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    available_from: date | None = None
    hours: int | None = None

    def as_json(self) -> dict[str, Any]:
        """What is stated, by name, as `read_stated` reads it."""
        return {
            "languages": list(self.languages),
            "country": self.country,
            "region": self.region,
            "available_from": self.available_from.isoformat() if self.available_from else None,
            "hours": self.hours,
        }


def read_stated(value: Any) -> Stated:
    """What somebody states, as JSON; raises `Refused` with the first problem (`value.*`)."""
    problems: list[Problem] = []
    read = Reader(value, problems)
    languages = read.lines("languages", most=MOST_LANGUAGES, at_most=3)
    found = Stated(
        tuple(one.casefold() for one in languages),
        country=read.matching("country", COUNTRY, "the two letters of a country, such as AT"),
        region=read.line("region", at_most=80),
        available_from=read.day("available_from"),
        hours=read.whole("hours", least=1, most=MOST_HOURS),
    )
    read.finish()
    if problems:
        raise Refused(problems[0])
    for place, one in enumerate(found.languages):
        if not (one.isascii() and one.isalpha()):
            told = f"{one!r} is no language code such as de"
            raise Refused.because("value.wrong-kind", told, f"/languages/{place}")
    return found


def stated_by(person: Person) -> Stated | None:
    """What somebody states for being found; None where they are not to be found."""
    row = Findable.objects.filter(person=person).first()
    return stated_in(row) if row else None


def stated_in(row: Findable) -> Stated:
    """What stands in a row."""
    return Stated(
        tuple(row.languages.split()), row.country, row.region, row.available_from, row.hours
    )


def offered_facts(person: Person, *, at: datetime) -> Stated:
    """What they may begin with: their language, and where they live as they said for fundings."""
    facts = facts_stated(person, at=at)
    return Stated((person.language[:2],), facts.country, facts.region)


@transaction.atomic
def state_for_employers(person: Person, stated: Mapping[str, Any]) -> Stated:
    """Keep what is stated, in place of what was.

    Raises `Refused` (`value.*`) and `Conflict` (`consent.missing`): nothing is kept without one.
    """
    found = read_stated(stated)
    kept = Findable.objects.filter(person=person).update(
        languages=_spaced(found.languages),
        country=found.country,
        region=found.region,
        region_key=comparable(found.region)[:80],
        available_from=found.available_from,
        hours=found.hours,
    )
    if not kept:
        told = "you agreed neither to be found nor to be ranked, so nothing is kept"
        raise Conflict.because("consent.missing", told)
    return found


def make_findable(person: Person) -> Findable:
    """The row of somebody who may be found; made, with a number drawn, where there is none."""
    drawn = {"draw": draw_number()}
    return Findable.objects.get_or_create(person=person, defaults=drawn)[0]


def draw_number() -> int:
    """A number for somebody's place among others."""
    return secrets.randbits(_DRAWN_BITS)


def _spaced(words: tuple[str, ...]) -> str:
    return f" {' '.join(words)} " if words else ""
