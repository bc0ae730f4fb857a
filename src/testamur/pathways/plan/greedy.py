"""What a person does without a solver: again and again the offer that covers most for its price.

It is the measure a plan is held against, and what is left where the solver was stopped with nothing
in hand. With each offer comes the cheapest that it asks for, found in the same short-sighted way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from testamur.pathways.plan.choosing import Choice, importance_of
from testamur.pathways.plan.limits import Limits
from testamur.pathways.plan.program import Ending
from testamur.pathways.plan.reduction import Problem
from testamur.pathways.plan.requirements import Either, Every, OneOf, Tree, founded
from testamur.pathways.plan.selection import Aim
from testamur.pathways.plan.timetable import find_timetable

__all__ = ["greedy"]


def greedy(problem: Problem, limits: Limits, aim: Aim = Aim.CENTS) -> Choice:
    """A choice that keeps the limits, and need not cover everything nor be good."""
    walk = _Walk(problem, limits, aim)
    chosen: list[int] = []
    while True:
        best = walk.best_after(chosen)
        if best is None:
            break
        chosen = [*chosen, *best]
    return walk.choice_of(chosen)


class _Walk:
    def __init__(self, problem: Problem, limits: Limits, aim: Aim) -> None:
        self.problem, self.limits, self.aim = problem, limits, aim
        everything = range(len(problem.columns))
        self._bundles = [list(self._bundle(at)) for at in everything]

    def best_after(self, chosen: list[int]) -> list[int] | None:
        """The next offer, with what it asks for first; None where nothing helps or fits."""
        covered = importance_of(self.problem, chosen)
        ranked = []
        for bundle in self._bundles:
            new = [one for one in bundle if one not in chosen]
            gained = importance_of(self.problem, [*chosen, *new]) - covered
            if new and gained:
                ranked.append((Fraction(self._cost(new) + 1, gained), new))
        ranked.sort(key=lambda pair: pair[0])
        return next((new for _, new in ranked if self._fits([*chosen, *new])), None)

    def choice_of(self, chosen: list[int]) -> Choice:
        """What was chosen, in order, with its slots."""
        calendar = self.limits.calendar
        ordered = founded(chosen, self.problem.trees)
        if calendar is None:
            return Choice(Ending.STOPPED, tuple(ordered))
        found = find_timetable(
            self.problem, ordered, per_week=calendar.minutes_per_week, weeks=calendar.weeks
        )
        slots = found.slots or ()
        return Choice(Ending.STOPPED, tuple(slot.column for slot in slots), slots)

    def _bundle(self, at: int) -> Iterator[int]:
        """The offer and, before it, the cheapest way to what it asks for; empty where none is."""
        needed: list[int] = [at]
        for one in needed:
            cheapest = self._cheapest_way(self.problem.trees.get(one))
            needed.extend(sorted(cheapest.difference(needed)))
        if len(founded(needed, self.problem.trees)) == len(needed):
            yield from reversed(needed)

    def _cheapest_way(self, tree: Tree | None) -> frozenset[int]:
        """The cheapest that meets a tree, by what each costs alone; empty where nothing does."""
        match tree:
            case OneOf(columns=columns) if columns:
                return frozenset({min(columns, key=lambda at: self._cost([at]))})
            case Every(of=parts):
                return frozenset[int]().union(*map(self._cheapest_way, parts))
            case Either(of=parts):
                met = [way for part in parts if (way := self._cheapest_way(part))]
                return min(met, key=self._cost, default=frozenset[int]())
        return frozenset()

    def _cost(self, columns: Collection[int]) -> int:
        chosen = [self.problem.columns[at] for at in columns]
        return sum(one.cents if self.aim is Aim.CENTS else one.minutes for one in chosen)

    def _fits(self, chosen: list[int]) -> bool:
        columns = [self.problem.columns[at] for at in chosen]
        cents, minutes = (sum(one.cents for one in columns), sum(one.minutes for one in columns))
        limits = self.limits
        if limits.cents is not None and cents > limits.cents:
            return False
        if limits.minutes is not None and minutes > limits.minutes:
            return False
        return limits.calendar is None or bool(self.choice_of(chosen).columns)
