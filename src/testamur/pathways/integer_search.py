"""The best assignment of awards to clauses as an integer programme, for what search cannot settle.

Maximise the share of the root, where

- an award takes at most one of its places: sum of x <= 1 for each choice;
- a single demand is met up to 1 by what is placed there, credits by their part of the amount;
- a node that needs `need` of its children has the mean of that many: q <= share of the child,
  q <= y, sum of y <= need, y whole;
- two awards that stand the wrong way round in an order are not both placed.

HiGHS solves it with one thread and one seed, so that the same question has the same answer. What
comes back is rounded and reckoned again in fractions; it counts as proven where the solver's bound
is no more than `TOLERANCE` above. Nodes and time are limited; beyond, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from testamur.pathways.assignment import Choice, Demand, Node, Offer

__all__ = ["TOLERANCE", "best_by_programme"]

TOLERANCE: Final = 1e-7
MAX_OFFERS: Final = 20_000
MAX_ROWS: Final = 100_000
MAX_NODES: Final = 20_000
MAX_SECONDS: Final = 10.0


def best_by_programme(
    root: Node,
    demands: Sequence[Demand],
    choices: Sequence[Choice],
    placed: Mapping[int, Fraction],
) -> tuple[tuple[Offer, ...], float] | None:
    """The offers to take, and what no share can be above; None where it is not found in bounds.

    `placed` is what every demand has already.
    """
    if sum(map(len, choices)) > MAX_OFFERS:
        return None
    programme = _Programme(demands, choices, placed)
    goal = programme.share(root)
    for node in root.nodes():
        if node.kind == "order":
            programme.keep_order(node)
    if len(programme.rows) > MAX_ROWS:
        return None
    return programme.solve(goal)


@dataclass(slots=True)
class _Programme:
    """Columns between 0 and 1, some of them whole, and rows `sum of terms <= most`."""

    demands: Sequence[Demand]
    choices: Sequence[Choice]
    placed: Mapping[int, Fraction]
    is_whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)
    offers: dict[int, Offer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for choice in self.choices:
            columns = [self._column(is_whole=True) for _ in choice]
            self.offers.update(zip(columns, choice, strict=True))
            self.rows.append((dict.fromkeys(columns, 1.0), 1.0))

    def _column(self, *, is_whole: bool) -> int:
        self.is_whole.append(is_whole)
        return len(self.is_whole) - 1

    def share(self, node: Node) -> int:
        """The column of the share of a node."""
        own = self._column(is_whole=False)
        if node.kind == "leaf":
            self._bound_leaf(own, node.demand)
            return own
        shares = [self.share(child) for child in node.children]
        if node.need < len(shares):
            shares = self._best_of(shares, node.need)
        self.rows.append(({own: float(node.need)} | dict.fromkeys(shares, -1.0), 0.0))
        return own

    def _bound_leaf(self, own: int, demand: int) -> None:
        amount = self.demands[demand].amount or Fraction(1)
        terms = {own: float(amount)}
        for column, offer in self.offers.items():
            if offer.demand == demand:
                terms[column] = -float(offer.worth)
        self.rows.append((terms, float(self.placed.get(demand, Fraction(0)))))

    def _best_of(self, shares: Sequence[int], need: int) -> list[int]:
        chosen = [self._column(is_whole=True) for _ in shares]
        counted = [self._column(is_whole=False) for _ in shares]
        for part, share, is_chosen in zip(counted, shares, chosen, strict=True):
            self.rows += [({part: 1.0, share: -1.0}, 0.0), ({part: 1.0, is_chosen: -1.0}, 0.0)]
        self.rows.append((dict.fromkeys(chosen, 1.0), float(need)))
        return counted

    def keep_order(self, node: Node) -> None:
        """Nothing without a date, and no two the wrong way round."""
        steps = [self._below(child) for child in node.children]
        for column in (one for step in steps for one in step):
            if self.offers[column].awarded is None:
                self.rows.append(({column: 1.0}, 0.0))
        for earlier, later in combinations(steps, 2):
            self.rows += [
                ({one: 1.0, other: 1.0}, 1.0) for one, other in self._wrong(earlier, later)
            ]

    def _below(self, node: Node) -> list[int]:
        inside = set(node.demands())
        return [column for column, offer in self.offers.items() if offer.demand in inside]

    def _wrong(self, earlier: Sequence[int], later: Sequence[int]) -> Iterator[tuple[int, int]]:
        for one in earlier:
            for other in later:
                first, second = self.offers[one].awarded, self.offers[other].awarded
                if first is not None and second is not None and first > second:
                    yield one, other

    def solve(self, goal: int) -> tuple[tuple[Offer, ...], float] | None:
        import highspy

        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        self._fill(solver, goal)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = solver.getSolution().col_value
        taken = tuple(offer for column, offer in self.offers.items() if round(values[column]))
        return taken, -float(solver.getInfo().mip_dual_bound)

    def _fill(self, solver: Any, goal: int) -> None:
        """Hand the columns and rows to the solver, which minimises."""
        import highspy
        import numpy as np

        count, whole = len(self.is_whole), np.flatnonzero(self.is_whole).astype(np.int32)
        solver.addVars(count, np.zeros(count), np.ones(count))
        kinds = np.full(len(whole), highspy.HighsVarType.kInteger)
        solver.changeColsIntegrality(len(whole), whole, kinds)
        solver.changeColCost(goal, -1.0)
        starts = np.cumsum([0, *(len(terms) for terms, _ in self.rows)][: len(self.rows)])
        columns = np.array([at for terms, _ in self.rows for at in terms], dtype=np.int32)
        factors = np.array([one for terms, _ in self.rows for one in terms.values()])
        least = np.full(len(self.rows), -highspy.kHighsInf)
        most = np.array([most for _, most in self.rows])
        solver.addRows(
            len(self.rows), least, most, len(columns), starts.astype(np.int32), columns, factors
        )


_OPTIONS: Final[Mapping[str, bool | int | float | str]] = {
    "output_flag": False,
    "parallel": "off",
    "threads": 1,
    "random_seed": 0,
    "time_limit": MAX_SECONDS,
    "mip_max_nodes": MAX_NODES,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": TOLERANCE / 2,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
