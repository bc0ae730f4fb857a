"""Why not everything can be covered: the fewest limits that clash, and what would do instead.

1. One limit alone, with all others dropped, is tried first; then limits are dropped one by one as
   long as the rest still clash. What is left clashes, and no part of it does.
2. Then each limit, and where none suffices each pair, and so on, is loosened with all others kept,
   and brought back as far as it goes: the sum, the day, the hours with which it can be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from testamur.pathways.plan.choosing import Choice, Order, choose, choose_earliest
from testamur.pathways.plan.index import Catalogue
from testamur.pathways.plan.limits import UNBOUNDED_MINUTES, Calendar, Limit, Limits, relax
from testamur.pathways.plan.offers import Held
from testamur.pathways.plan.plans import Conflict, Remedy, hours_of, money
from testamur.pathways.plan.program import Ending
from testamur.pathways.plan.reduction import Finding, Problem
from testamur.pathways.plan.selection import Aim
from testamur.skills.framework import Need

__all__ = ["Trial", "explain"]

_HOUR: Final = 60
_FITTING: Final = (
    Limit.LANGUAGES,
    Limit.MODES,
    Limit.PLACES,
    Limit.BUDGET,
    Limit.HOURS,
    Limit.DEADLINE,
    Limit.HOURS_PER_WEEK,
)


@dataclass(frozen=True, slots=True)
class Trial:
    """The question that is asked again under other limits: whether all needs can be covered."""

    catalogue: Catalogue
    held: Held
    needs: tuple[Need, ...]
    seconds: float
    _known: dict[Limits, Finding] = field(default_factory=dict)

    def best(
        self, limits: Limits, aim: Aim = Aim.CENTS, *, is_earliest: bool = False
    ) -> tuple[Problem, Choice] | None:
        """A choice that covers everything under these limits, the best by this aim."""
        order = Order(limits, (aim,), seconds=self.seconds)

        def choice_of(problem: Problem) -> Choice:
            if len(problem.needs) < len(self.needs):
                return Choice(Ending.IMPOSSIBLE)
            return choose_earliest(problem, order) if is_earliest else choose(problem, order)

        problem, choice = self._finding(limits).best(choice_of)
        return (problem, choice) if choice.is_found else None

    def remember(self, finding: Finding) -> None:
        """Begin with what was looked for already, where it was for the same."""
        if finding.needs == self.needs and finding.serves_all:
            self._known[_without_sums(finding.limits)] = finding

    def _finding(self, limits: Limits) -> Finding:
        """Sums do not change what may help, so what was looked for once is kept."""
        key = _without_sums(limits)
        if key not in self._known:
            self._known[key] = Finding(
                self.needs, held=self.held, catalogue=self.catalogue, limits=key
            )
        return self._known[key]

    def is_possible(self, limits: Limits) -> bool:
        """Whether everything can be covered under these limits."""
        return self.best(limits) is not None


def _without_sums(limits: Limits) -> Limits:
    return replace(limits, cents=None, minutes=None)


def explain(trial: Trial, limits: Limits) -> Conflict:
    """Why these limits do not let everything be covered; they must be such that do not."""
    clash = _smallest_clash(trial, limits)
    named = [_told(limit, limits) for limit in clash]
    sentence = f"With {_joined(named)} not everything can be covered."
    return Conflict(clash, sentence, tuple(_remedies(trial, limits, clash)))


def _smallest_clash(trial: Trial, limits: Limits) -> tuple[Limit, ...]:
    stated = limits.stated
    for limit in stated:
        if not trial.is_possible(relax(limits, [one for one in stated if one is not limit])):
            return (limit,)
    kept = list(stated)
    for limit in stated:
        rest = [one for one in kept if one is not limit]
        if not trial.is_possible(relax(limits, [one for one in stated if one not in rest])):
            kept = rest
    return tuple(kept)


def _remedies(trial: Trial, limits: Limits, clash: Sequence[Limit]) -> list[Remedy]:
    """Each loosening of as few limits as suffice: first of those that clash, then of any."""
    for count in range(1, len(limits.stated) + 1):
        for among in (clash, limits.stated):
            found = [
                remedy
                for changed in combinations(among, count)
                if (remedy := _remedy(trial, limits, changed))
            ]
            if found:
                return found
    return []


def _remedy(trial: Trial, limits: Limits, changed: tuple[Limit, ...]) -> Remedy | None:
    loose = relax(limits, changed)
    if not trial.is_possible(loose):
        return None
    for limit in _FITTING:
        if limit in changed:
            loose = _fit(trial, limits, loose, limit)
    named = [_told(limit, loose) for limit in changed]
    return Remedy(loose, changed, f"With {_joined(named)} it can.")


def _fit(trial: Trial, limits: Limits, loose: Limits, limit: Limit) -> Limits:
    """`loose`, in which `limit` is dropped, with that limit as near to the wanted as can be."""
    match limit:
        case Limit.DEADLINE:
            return replace(loose, calendar=_earliest_end(trial, loose))
        case Limit.HOURS_PER_WEEK:
            return _least_hours_per_week(trial, limits, loose)
        case _:
            return _fit_to_choice(trial, limits, loose, limit)


def _fit_to_choice(trial: Trial, limits: Limits, loose: Limits, limit: Limit) -> Limits:
    found = trial.best(loose, Aim.MINUTES if limit is Limit.HOURS else Aim.CENTS)
    if found is None:
        return loose
    problem, choice = found
    offers = [problem.columns[at].offer for at in choice.columns]
    match limit:
        case Limit.BUDGET:
            return replace(loose, cents=choice.total(problem, Aim.CENTS))
        case Limit.HOURS:
            minutes = choice.total(problem, Aim.MINUTES)
            return replace(loose, minutes=-(-minutes // _HOUR) * _HOUR)
        case Limit.LANGUAGES:
            wanted = limits.languages or frozenset()
            return replace(loose, languages=wanted | {one.language for one in offers})
        case Limit.MODES:
            return replace(
                loose, modes=(limits.modes or frozenset()) | {one.mode for one in offers}
            )
        case _:
            places = {one.place for one in offers if one.place}
            return replace(loose, places=(limits.places or frozenset()) | places)


def _earliest_end(trial: Trial, loose: Limits) -> Calendar | None:
    """The calendar with the earliest deadline that can be met."""
    calendar = loose.calendar
    found = trial.best(loose, Aim.MINUTES, is_earliest=True)
    if calendar is None or found is None:
        return calendar
    last = calendar.last_day(found[1].weeks(calendar.minutes_per_week) - 1)
    return replace(calendar, deadline=max(last, calendar.begins))


def _least_hours_per_week(trial: Trial, limits: Limits, loose: Limits) -> Limits:
    """The fewest whole hours a week that do; more never do worse, so halving finds them."""
    wanted = limits.calendar.minutes_per_week if limits.calendar else 0
    low, high = wanted // _HOUR + 1, UNBOUNDED_MINUTES // _HOUR
    while low < high:
        middle = (low + high) // 2
        if trial.is_possible(_with_hours(loose, middle)):
            high = middle
        else:
            low = middle + 1
    return _with_hours(loose, high)


def _with_hours(limits: Limits, hours: int) -> Limits:
    calendar = limits.calendar
    if calendar is None:
        return limits
    return replace(limits, calendar=replace(calendar, minutes_per_week=hours * _HOUR))


def _told(limit: Limit, limits: Limits) -> str:
    """A limit as a part of a sentence: `a budget of 300.00 EUR`."""
    calendar = limits.calendar
    per_week = calendar.minutes_per_week if calendar else 0
    told = {
        Limit.BUDGET: f"a budget of {money(limits.cents or 0)} {limits.currency}",
        Limit.HOURS: f"{hours_of(limits.minutes or 0)} hours",
        Limit.HOURS_PER_WEEK: f"{hours_of(per_week)} hours a week",
        Limit.DEADLINE: f"the deadline {calendar.deadline if calendar else None}",
        Limit.LANGUAGES: f"offers in {_listed(limits.languages)} alone",
        Limit.MODES: f"offers that are {_listed(limits.modes)} alone",
        Limit.PLACES: f"places in {_listed(limits.places)} alone",
    }
    return told[limit]


def _listed(names: frozenset[str] | None) -> str:
    return " or ".join(name or "not stated" for name in sorted(names or ()))


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
