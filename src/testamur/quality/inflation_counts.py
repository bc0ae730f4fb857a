"""What is counted of awards and of those who hold them: rates, spread, repeats, saturation, time.

    pass rate    = people who passed / people who were decided              in a month, or a cohort
    award rate   = people who hold the award by now / people who began      in it
    nothing new  = awards all of whose skills their holder held already / awards that can be judged
    saturation   = holders of the skills / people wanted with them
    shortfall    = 1 - possible hours / stated hours, never below 0

An award adds nothing new where every skill it names was held at that level or above by an earlier
award that was in force on the day; one that names no skill cannot be judged. The possible hours
are what fits into the days between beginning and handing in, both counted, at `HOURS_IN_DAY` on
each of them, weekends too: whoever was quicker cannot have worked the stated hours in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from testamur.encoding import JsonObject
from testamur.pathways.plan.offers import is_enough
from testamur.quality.inflation_figures import (
    UNKNOWN,
    Figure,
    State,
    ratio,
    rounded,
    share_of,
    told,
    withheld_among,
)

__all__ = [
    "HOURS_IN_DAY",
    "MOST_IN_SPREAD",
    "Given",
    "Period",
    "Rates",
    "Spread",
    "Time",
    "adds_nothing",
    "rates_over_time",
    "saturation_of",
    "spread_of",
    "time_to_earn",
]

HOURS_IN_DAY: Final = 8
MOST_IN_SPREAD: Final = 10
"""Whoever holds so many credentials or more is counted in one entry."""


@dataclass(frozen=True, slots=True)
class Period:
    """People of one month, quarter or cohort; `awarded` are those who began then and hold it now.

    `given` are the people to whom it was given in this time, whenever they began.
    """

    name: str
    _: KW_ONLY
    decided: int = 0
    passed: int = 0
    begun: int = 0
    awarded: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class Rates:
    """The pass rate and the award rate of one period, and to how many it was given."""

    name: str
    passing: Figure
    awarding: Figure
    given: Figure

    def as_json(self) -> JsonObject:
        """The period as pages and the API show it."""
        return {
            "name": self.name,
            "pass_rate": self.passing.as_json(),
            "award_rate": self.awarding.as_json(),
            "given": self.given.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people hold 1, 2, … credentials (the last entry: so many or more), and the mean."""

    holding: tuple[tuple[int, Figure], ...]
    mean: Figure

    def as_json(self) -> JsonObject:
        """The spread as pages and the API show it."""
        rows = [{"credentials": count, **people.as_json()} for count, people in self.holding]
        return {"holding": list(rows), "mean": self.mean.as_json()}


@dataclass(frozen=True, slots=True)
class Given:
    """One award: to whom, which skills at which levels, from when, and until when it is in force.

    `until` is None for one that does not end.
    """

    holder: str
    definition: str
    at: date
    skills: Mapping[str, int | None] = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """The median of days from beginning to handing in, the hours that fit, and what is stated."""

    days: Figure
    possible_hours: Decimal | None
    stated_hours: int | None
    shortfall: Figure

    def as_json(self) -> JsonObject:
        """The time as pages and the API show it."""
        possible = None if self.possible_hours is None else float(self.possible_hours)
        return {
            "days": self.days.as_json(),
            "possible_hours": possible,
            "stated_hours": self.stated_hours,
            "shortfall": self.shortfall.as_json(),
        }


def rates_over_time(periods: Sequence[Period]) -> tuple[Rates, ...]:
    """The rates of each period, in the order given; what is withheld cannot be found from others.

    Each of the three series is withheld by the people that it counts itself.
    """
    passing = _series([(one.passed, one.decided) for one in periods])
    awarding = _series([(one.awarded, one.begun) for one in periods])
    given = _counts([one.given for one in periods])
    return tuple(
        Rates(one.name, *row) for one, *row in zip(periods, passing, awarding, given, strict=True)
    )


def spread_of(people: Mapping[int, int]) -> Spread:
    """How many people hold how many credentials, from a table of exactly that."""
    held = {count: number for count, number in people.items() if count > 0 and number > 0}
    grouped: dict[int, int] = defaultdict(int)
    for count, number in held.items():
        grouped[min(count, MOST_IN_SPREAD)] += number
    order = sorted(grouped)
    rows = zip(order, _counts([grouped[one] for one in order]), strict=True)
    total = sum(held.values())
    credentials = sum(count * number for count, number in held.items())
    return Spread(tuple(rows), share_of(credentials, total))


def adds_nothing(awards: Iterable[Given]) -> Iterator[tuple[Given, bool | None]]:
    """Each award, in the order they were given, and whether it added nothing new to its holder.

    None where nobody can say: it names no skill. Hand in only what still stands: neither revoked
    awards nor wholes, which restate their parts.
    """
    held: dict[str, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for award in awards:
        earlier = held[award.holder]
        verdict = None
        if award.skills:
            wanted = award.skills.items()
            verdict = all(_is_held(skill, level, earlier, award.at) for skill, level in wanted)
        yield award, verdict
        for skill in award.skills:
            earlier[skill].append(award)


def saturation_of(holders: Mapping[str, int], wanted: Mapping[str, int]) -> Figure:
    """Holders over people wanted, of the skills for which a demand is known; unknown without one.

    The people of the figure are the holders of the skill that most hold: somebody may hold several.
    """
    known = [skill for skill in holders if wanted.get(skill, 0) > 0]
    if not known:
        return UNKNOWN
    total = sum(wanted[skill] for skill in known)
    held = [holders[skill] for skill in known]
    return told(ratio(sum(held), total), people=max(held))


def time_to_earn(days: Sequence[int], stated_hours: int | None) -> Time:
    """The time that people took, in days with the first and the last, against the stated hours."""
    if not days:
        return Time(UNKNOWN, None, stated_hours, UNKNOWN)
    median = _median(days)
    figure = told(median, people=len(days))
    if figure.state is State.WITHHELD:
        return Time(figure, None, stated_hours, figure)
    possible = median * HOURS_IN_DAY
    if not stated_hours:
        return Time(figure, possible, stated_hours, UNKNOWN)
    lacking = max(1 - possible / stated_hours, Decimal(0))
    return Time(figure, possible, stated_hours, told(lacking, people=len(days)))


def _series(parts: Sequence[tuple[int, int]]) -> list[Figure]:
    hidden = withheld_among([whole for _, whole in parts])
    return [
        Figure(State.WITHHELD) if at in hidden else share_of(part, whole)
        for at, (part, whole) in enumerate(parts)
    ]


def _counts(people: Sequence[int]) -> list[Figure]:
    """Counts of people as figures whose value is the count."""
    hidden = withheld_among(people)
    return [
        Figure(State.WITHHELD) if at in hidden else told(Decimal(count), people=count)
        for at, count in enumerate(people)
    ]


def _is_held(
    skill: str, level: int | None, earlier: Mapping[str, Sequence[Given]], at: date
) -> bool:
    return any(
        (one.until is None or one.until > at) and is_enough(one.skills[skill], level)
        for one in earlier.get(skill, ())
    )


def _median(days: Sequence[int]) -> Decimal:
    order, middle = sorted(days), len(days) // 2
    if len(days) % 2:
        return Decimal(order[middle])
    return rounded(Decimal(order[middle - 1] + order[middle]) / 2)
