"""Demand over time: what was counted in each month, and where that tends, with its uncertainty.

The strong line is the trend without the seasons, where there is one, and what was counted else. The
band about it is where it lies with 95 % confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format

from testamur_web.ui.labour.pictures.svg import (
    Canvas,
    Told,
    framed,
    line_through,
    number,
    text,
    ticks_up_to,
)

__all__ = ["Month", "draw_trend"]

_HEIGHT: Final = 320
_TOP: Final = 28
_BOTTOM: Final = 272
_LEFT: Final = 56
_RIGHT: Final = 44
_MOST_DOTS: Final = 60
_MOST_LABELS: Final = {Canvas.WIDE: 9, Canvas.NARROW: 4}
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)

Point = tuple[float, float]
Points = dict[int, Point]


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what was counted, the trend, and the interval, each where it is known."""

    begins: date
    counted: float | None
    trend: float | None = None
    low: float | None = None
    high: float | None = None


def draw_trend(
    months: Sequence[Month], told: Told, *, canvas: Canvas = Canvas.WIDE, is_alone: bool = False
) -> str:
    """At least one month, in order and without gaps."""
    parts = _Trend(months, canvas).parts()
    return framed(parts, told, size=(canvas.value, _HEIGHT), is_alone=is_alone)


def _highest(month: Month) -> float:
    return max(month.counted or 0, month.high or 0, month.trend or 0)


@dataclass(frozen=True, slots=True)
class _Trend:
    months: Sequence[Month]
    canvas: Canvas

    def parts(self) -> Iterator[str]:
        ticks = ticks_up_to(max(_highest(one) for one in self.months))
        most = ticks[-1]
        yield from self._grid(ticks)
        yield from self._names()
        yield from self._band(most)
        counted = self._points([one.counted for one in self.months], most)
        tended = self._points([one.trend for one in self.months], most)
        if tended:
            yield from self._lines("chart-counted", counted)
        if counted:
            yield from self._dots(counted)
            yield from self._strong(tended or counted)

    def _grid(self, ticks: Sequence[float]) -> Iterator[str]:
        right = self.canvas.value - _RIGHT
        for tick in ticks:
            y = self._y(tick, ticks[-1])
            kind = "chart-grid" if tick else "chart-axis"
            yield f'<path class="{kind}" d="M{_LEFT} {y:g}H{right}"/>'
            yield text(number(tick), (_LEFT - 8, y + 4), anchor="end")

    def _names(self) -> Iterator[str]:
        """Some months are named, evenly apart; the year stands below where it begins or changes."""
        most = _MOST_LABELS[self.canvas]
        every = next((step for step in _STEPS if len(self.months) <= step * most), _STEPS[-1])
        year = 0
        for at, one in enumerate(self.months):
            if (one.begins.month - 1 + 12 * one.begins.year) % every:
                continue
            x = self._x(at)
            yield f'<path class="chart-axis" d="M{x:g} {_BOTTOM}v5"/>'
            yield text(date_format(one.begins, "M"), (x, _BOTTOM + 20), anchor="middle")
            if one.begins.year != year:
                year = one.begins.year
                place = (x, _BOTTOM + 38)
                yield text(str(year), place, kind="chart-strong", anchor="middle")

    def _band(self, most: float) -> Iterator[str]:
        """Of each run of months of which it is known; what lies between is not."""
        run: list[int] = []
        for at, one in enumerate([*self.months, None]):
            if one and one.low is not None:
                run.append(at)
                continue
            if len(run) > 1:
                yield from self._band_over(run, most)
            run = []

    def _band_over(self, run: Sequence[int], most: float) -> Iterator[str]:
        high = [self._point(at, self.months[at].high or 0, most) for at in run]
        low = [self._point(at, self.months[at].low or 0, most) for at in run]
        yield f'<path class="chart-band" d="{line_through([*high, *reversed(low)])}Z"/>'
        yield f'<path class="chart-edge" d="{line_through(high)}"/>'
        yield f'<path class="chart-edge" d="{line_through(low)}"/>'

    def _points(self, values: Sequence[float | None], most: float) -> Points:
        """Where values stand, by their place among the months, those not known left out."""
        return {
            at: self._point(at, value, most) for at, value in enumerate(values) if value is not None
        }

    def _lines(self, kind: str, points: Points) -> Iterator[str]:
        """A line through each run of months that are known."""
        run: list[Point] = []
        for at, point in points.items():
            run.append(point)
            if at + 1 not in points:
                if len(run) > 1:
                    yield f'<path class="{kind}" d="{line_through(run)}"/>'
                run = []

    def _dots(self, counted: Points) -> Iterator[str]:
        if len(counted) <= _MOST_DOTS:
            yield from (
                f'<circle class="chart-dot" cx="{x:g}" cy="{y:g}" r="2.2"/>'
                for x, y in counted.values()
            )

    def _strong(self, points: Points) -> Iterator[str]:
        """The line, and what it comes to in the end."""
        yield from self._lines("chart-line", points)
        at = max(points)
        x, y = points[at]
        yield f'<circle class="chart-here" cx="{x:g}" cy="{y:g}" r="5.5"/>'
        last = self.months[at]
        told = number((last.counted if last.trend is None else last.trend) or 0)
        yield text(told, (x, max(14, y - 12)), kind="chart-strong", anchor="middle")

    def _point(self, at: int, value: float, most: float) -> Point:
        return round(self._x(at), 1), round(self._y(value, most), 1)

    def _x(self, at: int) -> float:
        room = self.canvas.value - _LEFT - _RIGHT
        if len(self.months) == 1:
            return _LEFT + room / 2
        return _LEFT + 8 + (room - 16) * at / (len(self.months) - 1)

    def _y(self, value: float, most: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(max(value, 0), most) / most
