"""Which offers to choose, as an integer programme: what covers what, what asks for what, what fits.

A column is 1 where its offer is chosen. Rows say that needs are covered, that what is chosen has
what it asks for, and that money and time suffice. The calendar is there only in the large: what
cannot begin before a week must fit into the weeks after it. What is chosen in a circle, each asking
for the other, or fits no timetable, is cut off afterwards by a row that every plan keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final

from testamur.pathways.plan.limits import Limits
from testamur.pathways.plan.program import Program, Row, Solved
from testamur.pathways.plan.reduction import Problem
from testamur.pathways.plan.requirements import Either, Every, OneOf, Tree, suppliers_of
from testamur.skills.framework import Need

__all__ = ["Aim", "Selection", "weight_of"]

_THOUSAND: Final = 1000


class Aim(StrEnum):
    """What is made as small as possible; of importance, what is left open."""

    IMPORTANCE = "importance"
    CENTS = "cents"
    MINUTES = "minutes"


def weight_of(need: Need) -> int:
    """The importance of a need in whole thousandths, at least one."""
    return max(round(need.importance * _THOUSAND), 1)


class Selection:
    """The programme of one problem under given limits.

    `least_importance` is how much must be covered, in thousandths; None is everything.
    """

    def __init__(self, problem: Problem, limits: Limits, least_importance: int | None) -> None:
        self.problem = problem
        self._program = Program()
        for _ in problem.columns:
            self._program.add_column()
        self._open: dict[int, int] = {}
        self._cover(least_importance)
        for at, tree in problem.trees.items():
            self._require(at, tree)
        self._fit(limits)

    def least(self, aim: Aim, *, more: Sequence[Row], seconds: float) -> Solved:
        """The choice that is best by this aim and keeps `more` rows."""
        return self._program.minimise(self.costs(aim), more=more, seconds=seconds)

    def costs(self, aim: Aim) -> Mapping[int, int]:
        """What each column adds to what this aim makes small."""
        columns = enumerate(self.problem.columns)
        match aim:
            case Aim.IMPORTANCE:
                needs = self.problem.needs
                return {column: weight_of(needs[at]) for at, column in self._open.items()}
            case Aim.CENTS:
                return {at: one.cents for at, one in columns if one.cents}
            case Aim.MINUTES:
                return {at: one.minutes for at, one in columns if one.minutes}

    def forbid_circle(self, circle: Collection[int], chosen: Collection[int]) -> None:
        """Columns that ask for each other need somebody from outside the chosen ones to begin."""
        outside = {
            one for at in circle for one in suppliers_of(self.problem.trees.get(at))
        }.difference(chosen)
        for at in circle:
            self._program.rows.append(Row({at: 1} | dict.fromkeys(outside, -1), most=0))

    def forbid_together(self, columns: Collection[int]) -> None:
        """Columns that fit no timetable, unless what they ask for is had in another way."""
        others = {
            one for at in columns for one in suppliers_of(self.problem.trees.get(at))
        }.difference(columns)
        terms = dict.fromkeys(columns, 1) | dict.fromkeys(others, -1)
        self._program.rows.append(Row(terms, most=len(columns) - 1))

    def _cover(self, least_importance: int | None) -> None:
        """A need is covered, or, where not all need be, counted as open."""
        for at in range(len(self.problem.needs)):
            terms = {n: 1 for n, one in enumerate(self.problem.columns) if at in one.covers}
            if least_importance is not None:
                self._open[at] = self._program.add_column()
                terms[self._open[at]] = 1
            self._program.rows.append(Row(terms, least=1))
        if least_importance is not None:
            most = sum(map(weight_of, self.problem.needs)) - least_importance
            self._program.rows.append(Row(self.costs(Aim.IMPORTANCE), most=most))

    def _require(self, column: int, tree: Tree) -> None:
        """Where `column` is chosen, its tree is met."""
        match tree:
            case OneOf(columns=columns):
                self._program.rows.append(Row({column: 1} | dict.fromkeys(columns, -1), most=0))
            case Every(of=parts):
                for part in parts:
                    self._require(column, part)
            case Either(of=parts):
                terms = {column: 1}
                for part in parts:
                    way = self._program.add_column()
                    self._require(way, part)
                    terms[way] = -1
                self._program.rows.append(Row(terms, most=0))

    def _fit(self, limits: Limits) -> None:
        """Money, time, and for each week with a date the time after it."""
        minutes = self.costs(Aim.MINUTES)
        calendar = limits.calendar
        if limits.cents is not None:
            self._program.rows.append(Row(self.costs(Aim.CENTS), most=limits.cents))
        if limits.minutes is not None:
            self._program.rows.append(Row(minutes, most=limits.minutes))
        if calendar is None or calendar.weeks is None:
            return
        starts = {at: one.starts[0] for at, one in enumerate(self.problem.columns) if one.starts}
        for week in sorted({0, *starts.values()}):
            left = max(calendar.weeks - week, 0) * calendar.minutes_per_week
            terms = {at: one for at, one in minutes.items() if starts.get(at, 0) >= week}
            self._program.rows.append(Row(terms, most=left))
