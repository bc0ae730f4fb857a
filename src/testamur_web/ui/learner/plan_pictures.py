"""Pictures of plans: money against hours, and steps over weeks; each stands beside an equal table.

Here is only where things stand, in units of the picture, which is `WIDTH` wide; how they look is in
skills.css, and what they say in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from testamur.pathways.plan import Plan, Step
from testamur_web.plans.planning import Planned
from testamur_web.plans.records import asked_members

__all__ = ["Bar", "Frontier", "Point", "Tick", "Weeks", "frontier_of", "weeks_of"]

WIDTH: Final = 360
HEIGHT: Final = 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 34, 42, 186
_BEGIN, _END, _HEAD, _ROW = 26, 354, 22, 26
_MOST_TICKS: Final = 8
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of several: where it stands, what it costs and takes, and the address that asks it.

    `is_here` says that it costs and takes what the plan above does.
    """

    number: int
    x: int
    y: int
    plan: Plan
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """Plans by money and hours, the cheapest first."""

    points: Sequence[Point]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM

    @property
    def is_choice(self) -> bool:
        """Whether there is more than one."""
        return len(self.points) > 1

    @property
    def ends(self) -> Sequence[Point]:
        """The first and the last: the cheapest, and the shortest."""
        return (self.points[0], self.points[-1])

    @property
    def line(self) -> str:
        """The points as a line through them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Bar:
    """One step over its weeks."""

    number: int
    x: int
    y: int
    length: int
    step: Step


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a week."""

    week: int
    x: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """Steps over weeks, in the order of the plan."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    height: int
    width: int = WIDTH
    head: int = _HEAD


def frontier_of(plans: Sequence[Plan], planned: Planned) -> Frontier:
    """Where the plans stand: the cheapest at the left, the shortest below."""
    cents = [one.cents for one in plans]
    minutes = [one.minutes for one in plans]
    here = planned.plan.cents, planned.plan.minutes
    return Frontier(
        [
            Point(
                number,
                _place(one.cents, cents, _LEFT, WIDTH - _RIGHT),
                _place(one.minutes, minutes, _BOTTOM, _TOP),
                one,
                _query(one, planned),
                (one.cents, one.minutes) == here,
            )
            for number, one in enumerate(plans, start=1)
        ]
    )


def weeks_of(plan: Plan) -> Weeks | None:
    """The steps of a plan over its weeks; None where it has none."""
    last = plan.weeks
    if not last:
        return None
    bars = [
        _bar(number, step, step.weeks, last)
        for number, step in enumerate(plan.steps, start=1)
        if step.weeks
    ]
    every = -(-last // _MOST_TICKS)
    ticks = [Tick(week, _at(week - 1, last)) for week in range(1, last + 1, every)]
    return Weeks(bars, ticks, height=_HEAD + _ROW * len(bars) + 6)


def _bar(number: int, step: Step, weeks: tuple[int, int], last: int) -> Bar:
    begin, end = _at(weeks[0] - 1, last), _at(weeks[1], last)
    return Bar(number, begin, _HEAD + 4 + _ROW * (number - 1), max(end - begin - 2, 3), step)


def _at(week: int, last: int) -> int:
    """Where the end of a week stands, of so many."""
    return _BEGIN + (_END - _BEGIN) * week // last


def _place(value: int, values: Sequence[int], low: int, high: int) -> int:
    """Between `low` and `high` as the value stands among the values; with one alone, between."""
    span = max(values) - min(values)
    if not span:
        return (low + high) // 2
    return low + (high - low) * (value - min(values)) // span


def _query(plan: Plan, planned: Planned) -> str:
    """The cheapest within so many hours is this very plan."""
    asked = asked_members(planned.asked)
    hours = str(-(-plan.minutes // _HOUR))
    return urlencode(asked | {"objective": "cheapest", "hours": hours, "alternatives": "1"})
