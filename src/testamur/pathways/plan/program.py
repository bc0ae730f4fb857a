"""Integer programmes in whole numbers, solved to proven optimality by HiGHS.

One thread, one seed, and a gap below one unit: with whole coefficients a smaller one is none. What
comes back is rounded and then checked in whole numbers, so that no tolerance reaches a plan. The
one thing that is not repeatable is a time limit that strikes; then the bound says how far off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from highspy import Highs, HighsLp

__all__ = ["Ending", "Program", "Row", "Solved"]

_GAP: Final = 0.99
_ROUNDING: Final = 1e-6
_TOLERANCES: Final = (1e-6, 1e-9)


class Ending(StrEnum):
    """How a search ended."""

    PROVEN = "proven"
    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Row:
    """`least` <= the sum of coefficient times column <= `most`; None is no bound."""

    terms: Mapping[int, int]
    least: int | None = None
    most: int | None = None

    def holds(self, values: Sequence[int]) -> bool:
        """Whether these values keep it."""
        total = sum(factor * values[column] for column, factor in self.terms.items())
        return (self.least is None or total >= self.least) and (
            self.most is None or total <= self.most
        )


@dataclass(frozen=True, slots=True)
class Solved:
    """The values found, none where there are none, their sum, and what no sum can be below."""

    ending: Ending
    values: tuple[int, ...] = ()
    total: int = 0
    bound: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Program:
    """Columns of 0 and 1, and the rows they must keep."""

    columns: int = 0
    rows: list[Row] = field(default_factory=list)

    def add_column(self) -> int:
        """One more column; its number."""
        self.columns += 1
        return self.columns - 1

    def minimise(
        self, costs: Mapping[int, int], *, more: Sequence[Row] = (), seconds: float
    ) -> Solved:
        """The values with the least sum of costs that keep all rows, and `more` of them."""
        rows = [*self.rows, *more]
        spent = 0.0
        for tolerance in _TOLERANCES:
            solved = self._solve(costs, rows, seconds - spent, tolerance)
            spent += solved.seconds
            if all(row.holds(solved.values) for row in rows if solved.values):
                break
        else:
            solved = Solved(Ending.STOPPED, bound=solved.bound)
        return Solved(solved.ending, solved.values, solved.total, solved.bound, spent)

    def _solve(
        self, costs: Mapping[int, int], rows: Sequence[Row], seconds: float, tolerance: float
    ) -> Solved:
        import highspy

        scale = math.gcd(*costs.values()) or 1
        solver = _solver(max(seconds, _ROUNDING), tolerance)
        solver.passModel(
            _model(self.columns, rows, {at: one // scale for at, one in costs.items()})
        )
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        spent = solver.getRunTime()
        if status in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        }:
            return Solved(Ending.IMPOSSIBLE, seconds=spent)
        bound = _rounded_up(info.mip_dual_bound, costs, scale)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Solved(Ending.STOPPED, bound=bound, seconds=spent)
        values = tuple(round(one) for one in solver.getSolution().col_value)
        total = sum(one * values[at] for at, one in costs.items())
        is_proven = status == highspy.HighsModelStatus.kOptimal
        ending = Ending.PROVEN if is_proven else Ending.STOPPED
        return Solved(ending, values, total, total if is_proven else min(bound, total), spent)


def _solver(seconds: float, tolerance: float) -> Highs:
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "parallel": "off",
        "threads": 1,
        "random_seed": 0,
        "time_limit": seconds,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": _GAP,
        "mip_feasibility_tolerance": tolerance,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _model(columns: int, rows: Sequence[Row], costs: Mapping[int, int]) -> HighsLp:
    import highspy
    import numpy as np

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rows)
    cost = np.zeros(columns)
    for at, one in costs.items():
        cost[at] = one
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    infinity = highspy.kHighsInf
    model.row_lower_ = np.array([-infinity if one.least is None else one.least for one in rows])
    model.row_upper_ = np.array([infinity if one.most is None else one.most for one in rows])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = columns, len(rows)
    matrix.start_ = np.cumsum([0, *(len(one.terms) for one in rows)])
    matrix.index_ = np.array([at for one in rows for at in one.terms], dtype=np.int32)
    matrix.value_ = np.array([factor for one in rows for factor in one.terms.values()], dtype=float)
    return model


def _rounded_up(bound: float, costs: Mapping[int, int], scale: int) -> int:
    """The least whole sum that is not below what the solver proved."""
    if not math.isfinite(bound):
        return sum(min(one, 0) for one in costs.values())
    return math.ceil(bound - _ROUNDING * max(1.0, abs(bound))) * scale
