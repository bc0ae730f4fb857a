"""Pictures of inflation: rates over time, and how many hold how many; a table stands beside each.

Here is only where things stand, in units of the picture; how they look is in inflation.css.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Column", "Columns", "Point", "Rates", "Row", "columns_of", "rates_of"]

WIDTH: Final = 360
HEIGHT: Final = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 18, 24, 182
_MOST_TICKS: Final = 4
_GAP: Final = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Row:
    """One period as the table says it."""

    name: str
    x: int
    passing: Mapping[str, Any]
    awarding: Mapping[str, Any]
    given: Mapping[str, Any]
    has_tick: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Pass rate and award rate over time, from 0 % below to 100 % above."""

    rows: Sequence[Row]
    passing: Sequence[Point]
    awarding: Sequence[Point]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM

    @property
    def middle(self) -> int:
        """Where 50 % stands."""
        return (self.top + self.bottom) // 2

    @property
    def passing_line(self) -> str:
        """The pass rates as a line through them."""
        return _line(self.passing)

    @property
    def awarding_line(self) -> str:
        """The award rates as a line through them."""
        return _line(self.awarding)


@dataclass(frozen=True, slots=True)
class Column:
    """How many people hold so many credentials; `height` is 0 where nothing is told."""

    credentials: int
    people: Mapping[str, Any]
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Where its label stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Columns:
    """People by how many credentials they hold."""

    columns: Sequence[Column]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    bottom: int = _BOTTOM


def rates_of(periods: Sequence[Mapping[str, Any]]) -> Rates | None:
    """The periods as a picture; None where there is none."""
    if not periods:
        return None
    places = [_x(at, len(periods)) for at in range(len(periods))]
    every = -(-len(periods) // _MOST_TICKS)
    rows = [
        Row(one["name"], x, one["pass_rate"], one["award_rate"], one["given"], at % every == 0)
        for at, (x, one) in enumerate(zip(places, periods, strict=True))
    ]
    return Rates(
        rows,
        _points([(row.x, row.passing) for row in rows]),
        _points([(row.x, row.awarding) for row in rows]),
    )


def columns_of(spread: Mapping[str, Any]) -> Columns | None:
    """The spread as a picture; None where nobody holds anything."""
    rows = spread["holding"]
    if not rows:
        return None
    most = max((row["value"] or 0 for row in rows), default=0) or 1
    step = (WIDTH - _LEFT - _RIGHT) // len(rows)
    return Columns([_column(at, row, step, most) for at, row in enumerate(rows)])


def _column(at: int, row: Mapping[str, Any], step: int, most: float) -> Column:
    height = round((_BOTTOM - _TOP) * (row["value"] or 0) / most)
    width = min(step - _GAP, 64)
    x = _LEFT + step * at + (step - width) // 2
    return Column(row["credentials"], row, x, _BOTTOM - height, width, height)


def _x(at: int, count: int) -> int:
    if count == 1:
        return (_LEFT + WIDTH - _RIGHT) // 2
    return _LEFT + 12 + (WIDTH - _RIGHT - _LEFT - 24) * at // (count - 1)


def _points(rates: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Point]:
    return [
        Point(x, _BOTTOM - round((_BOTTOM - _TOP) * rate["value"]))
        for x, rate in rates
        if rate["value"] is not None
    ]


def _line(points: Sequence[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)
