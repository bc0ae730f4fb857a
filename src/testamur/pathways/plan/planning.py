"""The whole way from a request to a plan.

1. What is held already is no need; what no offer could ever give is told at once.
2. The catalogue is reduced to what may help within the limits.
3. If everything can be covered, the best choice that does is the plan.
4. If not, as much of importance as can be is covered, at its best; which limits clash is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from testamur.errors import Refused
from testamur.pathways.plan.choosing import Choice, Order, choose, choose_earliest, importance_of
from testamur.pathways.plan.explaining import Trial, explain
from testamur.pathways.plan.greedy import greedy
from testamur.pathways.plan.index import Catalogue
from testamur.pathways.plan.limits import Limit, Limits, Objective, relax
from testamur.pathways.plan.offers import Held, Offer
from testamur.pathways.plan.plans import Conflict, OpenNeed, Plan, Request, Status, Step, Why
from testamur.pathways.plan.program import Ending
from testamur.pathways.plan.reduction import Finding, Problem, what_hinders
from testamur.pathways.plan.requirements import suppliers_of
from testamur.pathways.plan.selection import Aim
from testamur.pathways.plan.timetable import Slot
from testamur.skills.framework import Need

__all__ = ["plan"]

SECONDS: Final = 10.0
"""How long one question to the solver may take, unless told otherwise."""

_AIMS: Final = {
    Objective.CHEAPEST: (Aim.CENTS, Aim.MINUTES),
    Objective.SHORTEST: (Aim.MINUTES, Aim.CENTS),
    Objective.FASTEST: (Aim.CENTS, Aim.MINUTES),
}


def plan(
    needs: Iterable[Need],
    *,
    offers: Catalogue | Iterable[Offer],
    held: Held | None = None,
    limits: Limits | None = None,
    objective: Objective = Objective.CHEAPEST,
    seconds: float = SECONDS,
) -> Plan:
    """The best set and order of offers that covers the needs within the limits.

    `seconds` bounds each question to the solver; a plan says whether it was enough. Raises
    `Refused` (`plan.no-calendar`) where the fastest is asked for and there are no hours a week.
    """
    catalogue = offers if isinstance(offers, Catalogue) else Catalogue(offers)
    request = Request(tuple(needs), held or Held(), limits or Limits(), objective)
    if objective is Objective.FASTEST and request.limits.calendar is None:
        raise Refused.because("plan.no-calendar", "the fastest plan needs hours per week")
    return _Planning(catalogue, request, seconds).plan()


@dataclass(frozen=True, slots=True)
class _Planning:
    catalogue: Catalogue
    request: Request
    seconds: float

    def plan(self) -> Plan:
        gaps = self.request.held.gaps(self.request.needs)  # (1)
        finding = self._finding(gaps, self.request.limits)  # (2)
        problem, choice = finding.best(self._all_covered)  # (3)
        able = gaps
        if not _covers_all(problem, choice, able):
            able = self._able(gaps)
            if able != problem.needs:
                finding = self._finding(able, self.request.limits)
                problem, choice = finding.best(self._all_covered)
        if _covers_all(problem, choice, able):
            return self._told(problem, choice, gaps, None)
        trial = Trial(self.catalogue, self.request.held, able, self.seconds)  # (4)
        trial.remember(finding)
        conflict = explain(trial, self.request.limits)
        problem, choice = finding.best(self._most_important)
        return self._told(problem, choice, gaps, conflict)

    def _able(self, gaps: tuple[Need, ...]) -> tuple[Need, ...]:
        """The needs that could be covered if there were no limits."""
        loose = relax(self.request.limits, self.request.limits.stated)
        order = Order(loose, (Aim.CENTS,), seconds=self.seconds)
        problem, _ = self._finding(gaps, loose).best(lambda one: choose(one, order))
        return problem.needs

    def _finding(self, needs: tuple[Need, ...], limits: Limits) -> Finding:
        return Finding(
            needs,
            held=self.request.held,
            catalogue=self.catalogue,
            limits=limits,
            objective=self.request.objective,
        )

    def _all_covered(self, problem: Problem) -> Choice:
        return self._or_greedy(problem, self._best(problem, None))

    def _best(self, problem: Problem, least_importance: int | None) -> Choice:
        objective = self.request.objective
        order = Order(self.request.limits, _AIMS[objective], least_importance, self.seconds)
        if objective is Objective.FASTEST:
            return choose_earliest(problem, order)
        return choose(problem, order)

    def _most_important(self, problem: Problem) -> Choice:
        """The best of the choices that cover as much of importance as can be."""
        order = Order(self.request.limits, (Aim.IMPORTANCE,), 0, self.seconds)
        most = self._or_greedy(problem, choose(problem, order))
        best = self._best(problem, importance_of(problem, most.columns))
        best = best if best.is_found else most
        is_proven = most.ending is best.ending is Ending.PROVEN
        return replace(best, ending=Ending.PROVEN if is_proven else Ending.STOPPED)

    def _or_greedy(self, problem: Problem, choice: Choice) -> Choice:
        """The choice, or the short-sighted one where the solver was stopped before a better one."""
        if choice.ending is not Ending.STOPPED:
            return choice
        aim = _AIMS[self.request.objective][0]
        other = greedy(problem, self.request.limits, aim)
        is_better = self._worth(problem, other) > self._worth(problem, choice)
        return replace(other, bound=choice.bound) if is_better else choice

    def _worth(self, problem: Problem, choice: Choice) -> tuple[int, int]:
        calendar = self.request.limits.calendar
        spent = choice.total(problem, _AIMS[self.request.objective][0])
        if self.request.objective is Objective.FASTEST and calendar:
            spent = choice.weeks(calendar.minutes_per_week)
        return importance_of(problem, choice.columns), -spent

    def _told(
        self,
        problem: Problem,
        choice: Choice,
        gaps: tuple[Need, ...],
        conflict: Conflict | None,
    ) -> Plan:
        steps = _steps(problem, choice, self.request.limits)
        covered = {need.skill for step in steps for need in step.covers}
        is_proven = choice.ending is Ending.PROVEN
        status = Status.OPTIMAL if is_proven else Status.BEST_FOUND
        closable = {need.skill for need in problem.needs}
        left = [self._open(one, closable, conflict) for one in gaps if one.skill not in covered]
        return Plan(
            self.request,
            Status.INFEASIBLE if conflict else status,
            steps=steps,
            open=tuple(left),
            bound=choice.bound,
            is_proven=is_proven,
            conflict=conflict,
        )

    def _open(self, need: Need, closable: set[str], conflict: Conflict | None) -> OpenNeed:
        if need.skill in closable:
            limits = conflict.limits if conflict else ()
            told = f"Left out: {conflict.sentence}" if conflict else "Left out: time ran out."
            return OpenNeed(need, Why.LEFT_OUT, told, limits)
        if not self.catalogue.teaches(need.skill):
            return OpenNeed(need, Why.NOT_OFFERED, "No offer gives it.")
        giving = list(self.catalogue.teaching(need.skill, need.level))
        if not giving:
            highest = self.catalogue.highest_level_of(need.skill)
            told = f"Level {need.level} is needed, and the highest level that is offered is "
            return OpenNeed(need, Why.LEVEL_TOO_LOW, f"{told}{highest or 'not stated'}.")
        return self._hindered(need, giving)

    def _hindered(self, need: Need, giving: list[int]) -> OpenNeed:
        hindered = [
            what_hinders(
                self.catalogue.offers[at], held=self.request.held, limits=self.request.limits
            )
            for at in giving
        ]
        limits = tuple(limit for limit in Limit if limit in hindered)
        others = sorted({str(one) for one in hindered if one and not isinstance(one, Limit)})
        if limits:
            told = " or ".join(limit.value for limit in limits)
            return OpenNeed(need, Why.DOES_NOT_FIT, f"What gives it does not fit: {told}.", limits)
        if "" in hindered:
            told = "What gives it asks first for something that is neither held nor offered."
            return OpenNeed(need, Why.OUT_OF_REACH, told)
        return OpenNeed(need, Why.DOES_NOT_FIT, f"Of what gives it: {', '.join(others)}.")


def _covers_all(problem: Problem, choice: Choice, needs: tuple[Need, ...]) -> bool:
    return len(problem.needs) == len(needs) and choice.ending is not Ending.IMPOSSIBLE


def _steps(problem: Problem, choice: Choice, limits: Limits) -> tuple[Step, ...]:
    """The steps; each need is told of the first that covers it."""
    slots = {slot.column: slot for slot in choice.slots}
    told: set[int] = set()
    steps = []
    for at in choice.columns:
        column = problem.columns[at]
        covers = sorted(column.covers - told)
        told |= column.covers
        step = Step(
            column.offer,
            price=column.price.price,
            net=column.price.net,
            funding=column.price.funding,
            covers=tuple(problem.needs[need] for need in covers),
            opens=_opened_by(problem, at, choice),
        )
        steps.append(_dated(step, slots.get(at), limits))
    return tuple(steps)


def _opened_by(problem: Problem, at: int, choice: Choice) -> tuple[str, ...]:
    """The ids of the chosen offers that ask for something this one gives."""
    return tuple(
        problem.columns[other].offer.id
        for other in choice.columns
        if at in suppliers_of(problem.trees.get(other))
    )


def _dated(step: Step, slot: Slot | None, limits: Limits) -> Step:
    calendar = limits.calendar
    if slot is None or calendar is None:
        return step
    first = slot.begun // calendar.minutes_per_week
    last = max(-(-slot.ended // calendar.minutes_per_week) - 1, first)
    begins = next(
        (day for day in sorted(step.offer.starts) if calendar.week_of(day) == first),
        calendar.first_day(first),
    )
    ends = max(calendar.last_day(last), begins)
    return replace(step, weeks=(first + 1, last + 1), begins=begins, ends=ends)
