"""The figures of inflation of one subject as a page shows them, and as tables that leave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpResponse

from testamur_web.people.tables import lines_of
from testamur_web.trust.models import InflationCount
from testamur_web.ui.inflation_pictures import Columns, Rates, columns_of, rates_of

__all__ = ["TABLES", "Shown", "shown_of", "table_answer"]

TABLES: Final = ("parts", "rates", "spread", "achievements")
"""The tables that can be taken along."""

_STATE: Final = "state"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a count."""

    content: Mapping[str, Any]
    rates: Rates | None
    spread: Columns | None
    counted_at: datetime

    @property
    def index(self) -> float | None:
        """The index, None where too little is known."""
        value: float | None = self.content["index"]
        return value

    @property
    def is_high(self) -> bool:
        """Whether it is at the default threshold or above."""
        return self.index is not None and self.index >= 50


def shown_of(count: InflationCount | None, *, by: str = "quarter") -> Shown | None:
    """A count as a page shows it, with its rates by quarter, month or cohort."""
    if count is None:
        return None
    content = count.content
    return Shown(
        content, rates_of(content["rates"][by]), columns_of(content["spread"]), count.counted_at
    )


def table_answer(
    table: str, count: InflationCount | None, achievements: Iterable[InflationCount]
) -> HttpResponse:
    """One of `TABLES` as CSV; raises `Http404` for another, and where nothing was counted."""
    if count is None or table not in TABLES:
        raise Http404
    rows = {"parts": _parts, "rates": _rates, "spread": _spread}
    lines = rows[table](count.content) if table in rows else _achievements(achievements)
    answer = HttpResponse("".join(lines_of(lines)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="inflation-{table}.csv"'
    return answer


def _parts(content: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    names = ("name", "state", "value", "people", "weight", "none_at", "full_at", "share", "points")
    yield names
    for part in content["parts"]:
        yield [part[name] for name in names]
    yield ["index", "", content["index"], "", content["known_weight"], "", "", "", ""]


def _rates(content: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    yield ("period", "pass rate", "decided", "award rate", "begun", "given to")
    for row in content["rates"]["quarter"]:
        cells = [_cell(row[name], key) for name, key in _RATE_CELLS]
        yield [row["name"], *cells]


def _spread(content: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    yield ("credentials", "people")
    for row in content["spread"]["holding"]:
        yield [row["credentials"], _cell(row, "people")]


def _achievements(counts: Iterable[InflationCount]) -> Iterator[Sequence[object]]:
    parts: Sequence[str] = ()
    for number, count in enumerate(counts):
        if not number:
            parts = [part["name"] for part in count.content["parts"]]
            yield ("achievement", "title", "issuer", "index", "known weight", *parts)
        achievement = count.achievement
        if achievement is not None:
            cells = [_cell(part, "value") for part in count.content["parts"]]
            known = count.content["known_weight"]
            issuer = achievement.organisation.name
            yield (achievement.pk, achievement.title, issuer, count.index, known, *cells)


def _cell(figure: Mapping[str, Any], name: str) -> object:
    """A number, or why there is none."""
    return figure[_STATE] if figure[name] is None else figure[name]


_RATE_CELLS: Final = (
    ("pass_rate", "value"),
    ("pass_rate", "people"),
    ("award_rate", "value"),
    ("award_rate", "people"),
    ("given", "people"),
)
