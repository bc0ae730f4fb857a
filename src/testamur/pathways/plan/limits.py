"""What a learner can afford: money, hours, weeks, and what fits them.

Time is counted in whole weeks from the day the plan begins; a week that the deadline cuts is not
counted. Without a calendar a plan has an order and hours, and no dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

__all__ = ["UNBOUNDED_MINUTES", "Calendar", "Limit", "Limits", "Objective", "relax"]

_DAYS: Final = 7
UNBOUNDED_MINUTES: Final = 7 * 24 * 60
"""All minutes of a week: what stands for no bound on the work in it."""


class Objective(StrEnum):
    """What a plan is to be: least money, least hours, or the earliest end."""

    CHEAPEST = "cheapest"
    SHORTEST = "shortest"
    FASTEST = "fastest"


class Limit(StrEnum):
    """What can stand in the way of a plan, and could be loosened."""

    BUDGET = "budget"
    HOURS = "hours"
    HOURS_PER_WEEK = "hours per week"
    DEADLINE = "deadline"
    LANGUAGES = "languages"
    MODES = "modes"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a plan begins, how many minutes each week holds, and the last day it may end on."""

    begins: date
    minutes_per_week: int
    deadline: date | None = None

    @property
    def weeks(self) -> int | None:
        """How many whole weeks there are until the deadline; None without one."""
        if self.deadline is None:
            return None
        return max(((self.deadline - self.begins).days + 1) // _DAYS, 0)

    def week_of(self, day: date) -> int:
        """The week this day falls into, 0 being the first; negative before the beginning."""
        return (day - self.begins).days // _DAYS

    def first_day(self, week: int) -> date:
        """The first day of a week, 0 being the first week."""
        return self.begins + timedelta(days=_DAYS * week)

    def last_day(self, week: int) -> date:
        """The last day of a week, 0 being the first week."""
        return self.first_day(week + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything a plan must keep; None is no limit.

    `cents` is the budget and `minutes` the whole time, both at most. An offer that states no
    language or mode fits none that is asked for; one without a place is at every place.
    """

    _: KW_ONLY
    currency: str = "EUR"
    cents: int | None = None
    minutes: int | None = None
    calendar: Calendar | None = None
    languages: frozenset[str] | None = None
    modes: frozenset[str] | None = None
    places: frozenset[str] | None = None

    @property
    def stated(self) -> tuple[Limit, ...]:
        """The limits that are set, in the order in which they are told."""
        calendar = self.calendar
        is_set = {
            Limit.BUDGET: self.cents is not None,
            Limit.HOURS: self.minutes is not None,
            Limit.HOURS_PER_WEEK: calendar is not None,
            Limit.DEADLINE: calendar is not None and calendar.deadline is not None,
            Limit.LANGUAGES: self.languages is not None,
            Limit.MODES: self.modes is not None,
            Limit.PLACES: self.places is not None,
        }
        return tuple(limit for limit, stated in is_set.items() if stated)


def relax(limits: Limits, loosened: Iterable[Limit]) -> Limits:
    """The same limits without these."""
    dropped = set(loosened)
    fields: dict[str, Any] = {name: None for limit, name in _FIELDS.items() if limit in dropped}
    calendar = limits.calendar
    if calendar and Limit.HOURS_PER_WEEK in dropped:
        calendar = replace(calendar, minutes_per_week=UNBOUNDED_MINUTES)
    if calendar and Limit.DEADLINE in dropped:
        calendar = replace(calendar, deadline=None)
    return replace(limits, calendar=calendar, **fields)


_FIELDS: Final = {
    Limit.BUDGET: "cents",
    Limit.HOURS: "minutes",
    Limit.LANGUAGES: "languages",
    Limit.MODES: "modes",
    Limit.PLACES: "places",
}
