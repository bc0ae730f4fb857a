"""Small random catalogues, and the best plan found by looking at every one there is.

What looks at every one shares nothing with what is tested but the values: it works through the
weeks hour by hour, and tries every offer in every hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from hypothesis import strategies as st

from testamur.pathways.plan import (
    AllOf,
    AnyOf,
    Calendar,
    HasAchievement,
    HasSkill,
    Held,
    Limits,
    Objective,
    Offer,
    Taught,
)
from testamur.skills.framework import Need

__all__ = ["MONDAY", "Case", "cases", "every_plan", "offer"]

MONDAY: Final = date(2027, 1, 4)
SKILLS: Final = "abcd"
HOUR: Final = 60
MOST_WEEKS: Final = 13
NOT_BEGUN: Final = -1


def offer(
    name: str, gives: str, *, hours: int = 10, euros: int = 100, level: int | None = 4, **more
) -> Offer:
    """An offer of one letter a skill: `offer("py", "ab", hours=20, euros=250)`."""
    taught = tuple(Taught(skill, level) for skill in gives)
    return Offer(
        name, name.title(), gives=taught, minutes=hours * HOUR, cents={"EUR": euros * 100}, **more
    )


@dataclass(frozen=True)
class Case:
    """A whole question."""

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    held: Held
    limits: Limits
    objective: Objective


atoms = st.one_of(
    st.builds(HasAchievement, st.sampled_from(["o0", "o1", "o2", "o3", "held"])),
    st.builds(HasSkill, st.sampled_from(SKILLS), st.sampled_from([None, 3, 5])),
)
prerequisites = st.none() | st.recursive(
    atoms,
    lambda parts: st.one_of(
        st.builds(AllOf, st.lists(parts, min_size=1, max_size=2).map(tuple)),
        st.builds(AnyOf, st.lists(parts, min_size=1, max_size=2).map(tuple)),
    ),
    max_leaves=3,
)
weeks = st.integers(0, 3).map(lambda week: MONDAY + timedelta(days=7 * week + 2))


@st.composite
def offers(draw: st.DrawFn, name: str) -> Offer:
    """One offer; every third has dates, a few must be ended in time."""
    return Offer(
        name,
        name,
        gives=tuple(
            Taught(skill, draw(st.sampled_from([None, 3, 4, 5])))
            for skill in draw(
                st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True)
            )
        ),
        minutes=HOUR * draw(st.integers(1, 4)),
        cents={"EUR": 100 * draw(st.integers(0, 5))},
        language=draw(st.sampled_from(["en", "en", "fr"])),
        starts=tuple(draw(st.just([]) | st.just([]) | st.lists(weeks, max_size=2, unique=True))),
        weeks_at_most=draw(st.sampled_from([None, None, None, 1, 2])),
        requires=draw(prerequisites),
    )


@st.composite
def limits(draw: st.DrawFn, *, is_dated: bool) -> Limits:
    """Some limits; a calendar of two hours a week where there are dates."""
    deadline = draw(st.none() | st.integers(0, 5).map(lambda week: MONDAY + timedelta(7 * week)))
    return Limits(
        cents=draw(st.none() | st.integers(0, 12).map(lambda euros: 100 * euros)),
        minutes=draw(st.none() | st.integers(0, 10).map(lambda hours: HOUR * hours)),
        calendar=Calendar(MONDAY, 2 * HOUR, deadline) if is_dated else None,
        languages=draw(st.sampled_from([None, None, frozenset({"en"})])),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to four offers for up to four skills."""
    is_dated = draw(st.booleans())
    objectives = [one for one in Objective if is_dated or one is not Objective.FASTEST]
    wanted = draw(st.lists(st.sampled_from(SKILLS), min_size=1, max_size=4, unique=True))
    return Case(
        needs=tuple(
            Need(
                skill,
                level=draw(st.sampled_from([None, 3, 4])),
                importance=draw(st.sampled_from([1.0, 0.5, 0.25])),
            )
            for skill in wanted
        ),
        offers=tuple(draw(offers(f"o{at}")) for at in range(draw(st.integers(1, 4)))),
        held=Held(
            draw(st.sampled_from([{}, {"a": 3}, {"b": None}])),
            draw(st.sampled_from([frozenset(), frozenset({"held"}), frozenset({"o0"})])),
        ),
        limits=draw(limits(is_dated=is_dated)),
        objective=draw(st.sampled_from(objectives)),
    )


@dataclass(frozen=True)
class Counted:
    """One plan of all there are: what it is worth, and what it takes."""

    ids: frozenset[str]
    importance: int
    cents: int
    minutes: int
    weeks: int | None


def every_plan(case: Case) -> Iterator[Counted]:
    """Each set of offers that keeps every limit and can be taken in some order."""
    usable = [one for one in case.offers if _is_usable(one, case)]
    for count in range(len(usable) + 1):
        for chosen in combinations(usable, count):
            cents = sum(one.cents["EUR"] for one in chosen)
            minutes = sum(one.minutes for one in chosen)
            if _is_above(cents, case.limits.cents) or _is_above(minutes, case.limits.minutes):
                continue
            weeks = _weeks(chosen, case)
            if weeks is not None:
                yield Counted(
                    frozenset(one.id for one in chosen),
                    _importance(chosen, case),
                    cents,
                    minutes,
                    weeks,
                )


def _is_above(value: int, most: int | None) -> bool:
    return most is not None and value > most


def _is_usable(one: Offer, case: Case) -> bool:
    languages = case.limits.languages
    fits = languages is None or one.language in languages
    return fits and one.id not in case.held.achievements


def _importance(chosen: Iterable[Offer], case: Case) -> int:
    given = [taught for one in chosen for taught in one.gives]
    return sum(
        round(1000 * need.importance)
        for need in case.needs
        if not _has(need.skill, need.level, case.held.skills.items())
        and _has(need.skill, need.level, ((one.skill, one.level) for one in given))
    )


def _has(skill: str, level: int | None, given: Iterable[tuple[str, int | None]]) -> bool:
    return any(
        one == skill and (level is None or (at is not None and at >= level)) for one, at in given
    )


def _is_met(required, done: tuple[Offer, ...], held: Held) -> bool:
    match required:
        case None:
            return True
        case HasAchievement(id=wanted):
            return wanted in held.achievements or any(one.id == wanted for one in done)
        case HasSkill(skill=skill, level=level):
            given = [(one.skill, one.level) for other in done for one in other.gives]
            return _has(skill, level, [*held.skills.items(), *given])
        case AllOf(of=parts):
            return all(_is_met(part, done, held) for part in parts)
        case AnyOf(of=parts):
            return any(_is_met(part, done, held) for part in parts)
    raise AssertionError(required)


def _weeks(chosen: tuple[Offer, ...], case: Case) -> int | None:
    """The fewest weeks in which these can be worked through, 0 without calendar; None: never."""
    calendar = case.limits.calendar
    if calendar is None:
        return 0 if _has_order(chosen, case.held) else None
    per_week = calendar.minutes_per_week // HOUR
    weeks = MOST_WEEKS if calendar.weeks is None else calendar.weeks
    walk = _Walk(chosen, case.held, calendar, weeks * per_week)
    hour = walk.earliest(
        0, (NOT_BEGUN,) * len(chosen), tuple(one.minutes // HOUR for one in chosen)
    )
    return None if hour is None else -(-hour // per_week)


def _has_order(chosen: tuple[Offer, ...], held: Held) -> bool:
    done: tuple[Offer, ...] = ()
    while ready := [one for one in chosen if one not in done and _is_met(one.requires, done, held)]:
        done += tuple(ready)
    return len(done) == len(chosen)


class _Walk:
    """Hour by hour: work on something that was begun, begin something, or wait."""

    def __init__(self, chosen: tuple[Offer, ...], held: Held, calendar: Calendar, last: int):
        self.chosen, self.held, self.last = chosen, held, last
        self.per_week = calendar.minutes_per_week // HOUR
        self.dates = [[week * self.per_week for week in _dates(one, calendar)] for one in chosen]
        self.seen: dict[tuple, int | None] = {}

    def earliest(self, hour: int, begun: tuple[int, ...], left: tuple[int, ...]) -> int | None:
        """The hour at which all can be over; `begun` says when, `left` how much is to do."""
        state = (hour, begun, left)
        if state not in self.seen:
            self.seen[state] = self._earliest(hour, begun, left)
        return self.seen[state]

    def _earliest(self, hour: int, begun: tuple[int, ...], left: tuple[int, ...]) -> int | None:
        numbers = range(len(self.chosen))
        done = tuple(self.chosen[at] for at in numbers if begun[at] != NOT_BEGUN and not left[at])
        if len(done) == len(self.chosen):
            return hour
        found = []
        for at in numbers:
            if begun[at] == NOT_BEGUN:
                if self._may_begin(at, hour, done):
                    found.append(self.earliest(hour, _put(begun, at, self._kept(at, hour)), left))
            elif left[at] and hour < self._due(at, begun[at]):
                found.append(self.earliest(hour + 1, begun, _put(left, at, left[at] - 1)))
        if hour < self.last:
            found.append(self.earliest(hour + 1, begun, left))
        return min((one for one in found if one is not None), default=None)

    def _may_begin(self, at: int, hour: int, done: tuple[Offer, ...]) -> bool:
        is_day = not self.chosen[at].starts or hour in self.dates[at]
        return is_day and _is_met(self.chosen[at].requires, done, self.held)

    def _kept(self, at: int, hour: int) -> int:
        return hour if self.chosen[at].weeks_at_most else 0

    def _due(self, at: int, begun: int) -> int:
        weeks = self.chosen[at].weeks_at_most
        return min(self.last, begun + weeks * self.per_week) if weeks else self.last


def _dates(one: Offer, calendar: Calendar) -> list[int]:
    found = [(day - calendar.begins).days // 7 for day in one.starts]
    return [week for week in found if week >= 0]


def _put(values: tuple[int, ...], at: int, value: int) -> tuple[int, ...]:
    return (*values[:at], value, *values[at + 1 :])
