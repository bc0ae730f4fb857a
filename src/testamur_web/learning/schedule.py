"""When something is due for one learner, how late it is, the weeks of a calendar, and the total.

    own day   = the later of: the day of an extension, and the day moved by extra time
    moved by  = (due - opens) * percent / 100, in whole days, rounded up
    late days = whole days begun since the own day; none within the days of grace
    total     = sum of weight * percent / sum of weights, over what has a result

`due` is the first moment that is too late, so a last day ends at the midnight after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from math import ceil
from typing import Final

__all__ = [
    "Dates",
    "Entry",
    "Total",
    "Week",
    "Weighed",
    "days_late",
    "last_moment",
    "own_dates",
    "total_of",
    "weeks_of",
]

_DAY: Final = timedelta(days=1)
_TENTH: Final = Decimal("0.1")
_TIMES: Final = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True)
class Dates:
    """When an activity opens and is due for one learner, and what was agreed that moved it."""

    opens_at: datetime | None
    due_at: datetime | None
    is_extended: bool = False
    has_extra_time: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar: `what` is `opens` or `due`, `at` the moment to show."""

    at: datetime
    what: str
    title: str
    key: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """The entries of one week, and the Monday that it begins with."""

    begins: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an activity weighs, and the percent reached; None where nothing was entered."""

    weight: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Total:
    """The weighted mean of what has a result, how it is reckoned, and whether all is in."""

    percent: Decimal
    formula: str
    is_whole: bool


def own_dates(
    opens_at: datetime | None,
    due_at: datetime | None,
    *,
    extra_percent: int = 0,
    extended_to: datetime | None = None,
) -> Dates:
    """The dates of one learner; neither extra time nor an extension makes a day earlier."""
    if due_at is None:
        return Dates(opens_at, extended_to, is_extended=extended_to is not None)
    moved = due_at + _extra(opens_at, due_at, extra_percent)
    is_extended = extended_to is not None and extended_to > moved
    own = extended_to if extended_to is not None and is_extended else moved
    return Dates(opens_at, own, is_extended, has_extra_time=not is_extended and moved > due_at)


def days_late(at: datetime, due_at: datetime | None, *, grace_days: int = 0) -> int:
    """How many days late something is, begun ones counted whole; 0 in time or within grace."""
    if due_at is None or at < due_at + grace_days * _DAY:
        return 0
    return max(1, ceil((at - due_at) / _DAY))


def weeks_of(entries: Iterable[Entry]) -> list[Week]:
    """The entries by week, each from Monday in UTC."""
    ordered = sorted(entries, key=lambda one: (one.at, one.title))
    return [Week(begins, tuple(found)) for begins, found in groupby(ordered, key=_monday)]


def last_moment(due_at: datetime) -> datetime:
    """The moment to show of a due date: 23:59 of the day that ends at a midnight."""
    is_midnight = due_at.astimezone(UTC).time() == time.min
    return due_at - timedelta(minutes=1) if is_midnight else due_at


def total_of(weighed: Iterable[Weighed]) -> Total | None:
    """The total in percent, rounded half up to a tenth; None where nothing weighs or is entered."""
    heavy = [one for one in weighed if one.weight > 0]
    there = [(one.weight, one.percent) for one in heavy if one.percent is not None]
    if not there:
        return None
    weights = sum(weight for weight, _percent in there)
    mean = sum((weight * percent for weight, percent in there), Decimal()) / weights
    parts = " + ".join(f"{weight} {_TIMES} {percent.normalize():f}" for weight, percent in there)
    rounded = mean.quantize(_TENTH, ROUND_HALF_UP)
    return Total(rounded, f"({parts}) / {weights} = {rounded}", len(there) == len(heavy))


def _extra(opens_at: datetime | None, due_at: datetime, percent: int) -> timedelta:
    if opens_at is None or percent <= 0 or due_at <= opens_at:
        return timedelta()
    return ceil((due_at - opens_at) * percent / 100 / _DAY) * _DAY


def _monday(entry: Entry) -> date:
    day = entry.at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
