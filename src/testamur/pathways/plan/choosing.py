"""The best choice that also fits a timetable: choose, look at the weeks, cut, and choose again.

1. The integer programme gives the best choice for each aim in turn, each bound by the one before.
2. Offers that ask for each other in a circle are cut off, and it is asked again.
3. Where there is a calendar a timetable is sought; where there is none, the choice is made smaller
   as long as it has none, cut off, and it is asked again.
4. What is not needed after all is left out.

Every cut is kept by every plan, so the first choice that fits is the best there is. Only where a
timetable was given up rather than ruled out, or time ran out, is it the best that was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from testamur.pathways.plan.limits import Calendar, Limits
from testamur.pathways.plan.program import Ending, Row
from testamur.pathways.plan.reduction import Problem
from testamur.pathways.plan.requirements import founded, suppliers_of
from testamur.pathways.plan.selection import Aim, Selection, weight_of
from testamur.pathways.plan.timetable import Slot, Timetable, find_timetable

__all__ = ["Choice", "Order", "choose", "choose_earliest", "within_weeks"]

MOST_ROUNDS: Final = 400
"""How often it is chosen again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, in the order in which it is taken, with its slots where there is a calendar.

    `bound` is what the first aim cannot be below; of a choice in weeks, the weeks.
    """

    ending: Ending
    columns: tuple[int, ...] = ()
    slots: tuple[Slot, ...] = ()
    bound: int = 0

    @property
    def is_found(self) -> bool:
        """Whether there is a choice; that of nothing is one."""
        return self.ending is Ending.PROVEN or bool(self.columns)

    def total(self, problem: Problem, aim: Aim) -> int:
        """The sum of what this aim makes small."""
        if aim is Aim.IMPORTANCE:
            return sum(map(weight_of, problem.needs)) - importance_of(problem, self.columns)
        columns = [problem.columns[at] for at in self.columns]
        return sum(one.cents if aim is Aim.CENTS else one.minutes for one in columns)

    def weeks(self, per_week: int) -> int:
        """How many weeks it takes."""
        return Timetable(self.slots).weeks(per_week)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: how much must be covered (None is all), and for how long it may be thought."""

    limits: Limits
    aims: tuple[Aim, ...]
    least_importance: int | None = None
    seconds: float = 10.0


def importance_of(problem: Problem, columns: Sequence[int]) -> int:
    """How much of what is needed these columns cover, in thousandths."""
    covered = {need for at in columns for need in problem.columns[at].covers}
    return sum(weight_of(problem.needs[at]) for at in covered)


def choose(problem: Problem, order: Order) -> Choice:
    """The best choice by these aims, the first before the second; nothing where none is needed."""
    if not problem.needs:
        return Choice(Ending.PROVEN)
    selection = Selection(problem, order.limits, order.least_importance)
    search = _Search(problem, selection, order)
    for _ in range(MOST_ROUNDS):
        choice = search.next_choice()
        if choice is not None:
            return choice
    return Choice(Ending.STOPPED, bound=search.bound or 0)


def choose_earliest(problem: Problem, order: Order) -> Choice:
    """The choice that ends in the earliest week; among those the best by the aims of `order`.

    `bound` counts weeks. There must be a calendar.
    """
    calendar = _calendar_of(order)
    least = replace(order, aims=(Aim.MINUTES,))
    best = choose(problem, least)
    if not best.is_found:
        return best
    low, is_proven = -(-best.bound // calendar.minutes_per_week), True
    high = best.weeks(calendar.minutes_per_week)
    bound, probe = low, low
    while low < high:
        found = choose(problem, replace(least, limits=within_weeks(order.limits, probe)))
        if found.is_found:
            high = found.weeks(calendar.minutes_per_week)
            best = found
        else:
            is_proven = is_proven and found.ending is Ending.IMPOSSIBLE
            low = probe + 1
            bound = low if is_proven else bound
        probe = (low + high) // 2
    final = choose(problem, replace(order, limits=within_weeks(order.limits, high)))
    best = final if final.is_found else best
    is_proven = is_proven and bound >= high
    return replace(best, ending=Ending.PROVEN if is_proven else Ending.STOPPED, bound=bound)


def within_weeks(limits: Limits, weeks: int) -> Limits:
    """The same limits with a deadline after so many weeks."""
    calendar = limits.calendar
    if calendar is None:
        return limits
    return replace(limits, calendar=replace(calendar, deadline=calendar.last_day(weeks - 1)))


class _Search:
    """The rounds of choosing, with what is known after each."""

    def __init__(self, problem: Problem, selection: Selection, order: Order) -> None:
        self.problem, self.selection, self.order = problem, selection, order
        self.seconds = order.seconds
        self.is_proven = True
        self.bound: int | None = None

    def next_choice(self) -> Choice | None:
        """One round; None where it has to be chosen again."""
        values = self._best_values()  # (1)
        if isinstance(values, Choice):
            return values
        chosen = self._in_order([at for at in range(len(self.problem.columns)) if values[at]])
        begun = founded(chosen, self.problem.trees)
        if len(begun) < len(chosen):  # (2)
            circle = [at for at in chosen if at not in begun]
            self.selection.forbid_circle(circle, chosen)
            return None
        timetable = self._timetable(begun)  # (3)
        if timetable.slots is None:
            self.is_proven = self.is_proven and timetable.is_proven
            self.selection.forbid_together(self._smallest_without_timetable(begun))
            return None
        return self._finished(begun, timetable)  # (4)

    def _best_values(self) -> tuple[int, ...] | Choice:
        rows: list[Row] = []
        values: tuple[int, ...] = ()
        self._was_stopped = False
        for aim in self.order.aims:
            solved = self.selection.least(aim, more=rows, seconds=self.seconds)
            self.seconds = max(self.seconds - solved.seconds, 0.0)
            if not rows:
                if solved.ending is not Ending.IMPOSSIBLE and self.is_proven:
                    self.bound = solved.bound
                self._was_stopped = solved.ending is Ending.STOPPED
            if not solved.values:
                break
            values = solved.values
            rows.append(Row(self.selection.costs(aim), most=solved.total))
        if values:
            return values
        is_ruled_out = self.is_proven and not self._was_stopped
        return Choice(Ending.IMPOSSIBLE if is_ruled_out else Ending.STOPPED, bound=self.bound or 0)

    def _in_order(self, chosen: list[int]) -> list[int]:
        """The most important first, then the cheapest."""
        columns = self.problem.columns
        return sorted(
            chosen,
            key=lambda at: (-importance_of(self.problem, [at]), columns[at].cents, at),
        )

    def _timetable(self, begun: Sequence[int]) -> Timetable:
        calendar = self.order.limits.calendar
        if calendar is None:
            return Timetable(())
        return find_timetable(
            self.problem, begun, per_week=calendar.minutes_per_week, weeks=calendar.weeks
        )

    def _smallest_without_timetable(self, begun: Sequence[int]) -> list[int]:
        kept = list(begun)
        for at in reversed(begun):
            rest = [one for one in kept if one != at]
            asked = {one for other in rest for one in suppliers_of(self.problem.trees.get(other))}
            if at not in asked:
                timetable = self._timetable(rest)
                if timetable.slots is None and timetable.is_proven:
                    kept = rest
        return kept

    def _finished(self, begun: list[int], timetable: Timetable) -> Choice:
        kept = self._without_the_needless(begun)
        if len(kept) < len(begun):
            smaller = self._timetable(kept)
            begun, timetable = (kept, smaller) if smaller.slots is not None else (begun, timetable)
        is_proven = self.is_proven and not self._was_stopped
        slots = timetable.slots or ()
        columns = tuple(slot.column for slot in slots) or tuple(begun)
        ending = Ending.PROVEN if is_proven else Ending.STOPPED
        return Choice(ending, columns, slots, self.bound or 0)

    def _without_the_needless(self, begun: Sequence[int]) -> list[int]:
        kept = list(begun)
        importance = importance_of(self.problem, kept)
        for at in reversed(begun):
            rest = [one for one in kept if one != at]
            if importance_of(self.problem, rest) == importance:
                ordered = founded(rest, self.problem.trees)
                kept = ordered if len(ordered) == len(rest) else kept
        return kept


def _calendar_of(order: Order) -> Calendar:
    if order.limits.calendar is None:
        raise ValueError("what ends earliest is told by a calendar")
    return order.limits.calendar
