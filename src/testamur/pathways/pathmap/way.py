"""The shortest way from here: the fewest hours, or the least money, that complete a rule.

1. What each award may meet is found, of those held and of those that could be earned; an award that
   could be earned is dated now, and may come before or after any other.
2. What is held and fits one place alone is put there.
3. The rest is an integer programme: what is taken, what counts where, which clauses that meets.
   Each award meets one clause (unless the rule says otherwise), of several awards of an achievement
   one counts, what comes before in an order is not awarded later, and whoever takes something has
   what it asks for first.
4. It is solved to a proven optimum, first for what is not stated (an offer without hours is taken
   only where nothing else will do), then for the aim, then for the other, then for fewest steps.

What is earned is worth what it would have been as an offer, at no price: so earning something never
lengthens the way.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, NamedTuple, TypeAlias

from testamur.pathways.assignment import Node
from testamur.pathways.counted import Reason, Stack, Why
from testamur.pathways.held import Held
from testamur.pathways.leaves import Leaf, taken_apart
from testamur.pathways.pathmap.offered import Index, Offered
from testamur.pathways.plan.program import Ending, Program, Row

__all__ = ["Aim", "Ending", "Step", "Way", "eligible", "shortest_way"]

SECONDS: Final = 2.0
"""How long the solver may take for one way, unless told otherwise."""

MAX_ROWS: Final = 50_000
_NOT_NOW: Final = {Why.NOT_ASKED, Why.AGAIN}
"""Reasons against the whole rule that say nothing against the credential."""


class Aim(StrEnum):
    """What a way has least of."""

    HOURS = "hours"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to earn, and the clauses it will meet; none where others ask for it first."""

    offered: Offered
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """What to earn, in an order in which it can be.

    `ending` says whether nothing shorter exists (`PROVEN`), there is no way at all (`IMPOSSIBLE`),
    or the search was stopped (`STOPPED`); then there may be no steps, or a shorter way.
    """

    steps: tuple[Step, ...] = ()
    ending: Ending = Ending.PROVEN

    @property
    def is_found(self) -> bool:
        """Whether whoever goes it completes the rule."""
        return self.ending is Ending.PROVEN or bool(self.steps)

    @property
    def minutes(self) -> int:
        """All that is stated together."""
        return sum(step.offered.minutes or 0 for step in self.steps)

    @property
    def cents(self) -> dict[str, int]:
        """All prices that are stated together, by currency."""
        total: dict[str, int] = {}
        for step in self.steps:
            for currency, cents in step.offered.cents.items():
                total[currency] = total.get(currency, 0) + cents
        return total

    @property
    def untold(self) -> int:
        """How many steps do not state their hours."""
        return sum(step.offered.minutes is None for step in self.steps)


def eligible(found: Stack) -> list[Held]:
    """What somebody holds and may count for anything at all."""
    return [one.held for one in found.counted] + [
        one.held for one in found.rejected if not any(map(_is_final, one.reasons))
    ]


def _is_final(reason: Reason) -> bool:
    """Whether it stands against the credential, wherever it would count."""
    return not reason.pointer and reason.why not in _NOT_NOW


def shortest_way(
    found: Stack,
    offered: Iterable[Offered],
    *,
    begun: Collection[str] = (),
    aim: Aim = Aim.HOURS,
    currency: str = "EUR",
    seconds: float = SECONDS,
) -> Way:
    """The way with the least of the aim; of several such, one with more of what is `begun`."""
    if found.complete:
        return Way()
    search = _Search(found, _attainable(offered, found), begun)
    return search.found(_Measures(aim, currency), seconds)


def _attainable(offered: Iterable[Offered], found: Stack) -> list[Offered]:
    """Each achievement once, without what asks first for what cannot be had."""
    names = {name for one in eligible(found) for name in one.names}
    waiting = {one.address: one for one in sorted(offered, key=lambda one: one.address)}
    kept: dict[str, Offered] = {}
    while ready := [one for one in waiting.values() if one.requires <= names | kept.keys()]:
        for one in ready:
            kept[one.address] = waiting.pop(one.address)
    return [kept[address] for address in sorted(kept)]


class _Measures(NamedTuple):
    aim: Aim
    currency: str

    def all_of(self, one: Offered) -> tuple[int | None, int | None]:
        """What counts first, and what counts next."""
        cents = one.cents.get(self.currency)
        return (one.minutes, cents) if self.aim is Aim.HOURS else (cents, one.minutes)


class _Place(NamedTuple):
    """An award at a clause: a column of the programme."""

    award: int
    demand: int
    column: int


_Met: TypeAlias = int | Literal["met", "never"]
"""A column that says whether a node is met, or what it is whatever is taken."""


@dataclass(slots=True)
class _Search:
    """The programme: awards are those held, then those offered; a column is taken or is not."""

    stack: Stack
    offers: Sequence[Offered]
    begun: Collection[str]
    root: Node = field(init=False)
    leaves: list[Leaf] = field(init=False)
    awards: list[Held] = field(init=False)
    held: int = field(init=False)
    worth: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    program: Program = field(default_factory=Program)
    taken: dict[int, int] = field(default_factory=dict)
    places: dict[int, list[_Place]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.root, self.leaves = taken_apart(self.stack.rule)
        held = eligible(self.stack)
        self.held = len(held)
        self.awards = held + [one.awarded(self.at) for one in self.offers]

    @property
    def at(self) -> datetime:
        return self.stack.at

    def found(self, measures: _Measures, seconds: float) -> Way:
        # (1) what may count where
        index = Index(self.awards, at=self.at)
        groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for demand, leaf in enumerate(self.leaves):
            each = demand if self.stack.rule.counts_twice else -1
            for award in index.found(leaf):
                groups[self.awards[award].names[-1], each].append((award, demand))
        # (2) what is held and fits one place alone
        for choice in self._contested(list(groups.values())):
            # (3) the programme
            columns = [self._place(*pair) for pair in choice]
            self._row(dict.fromkeys(columns, 1), most=1)
        goal = self._met(self.root)
        if not isinstance(goal, int):
            return Way() if goal == "met" else Way(ending=Ending.IMPOSSIBLE)
        self._row({goal: 1}, least=1)
        self._keep_orders()
        self._keep_requirements()
        if len(self.program.rows) > MAX_ROWS:
            return Way(ending=Ending.STOPPED)
        # (4) the best, in turn
        return self._solved(measures, seconds)

    # ----------------------------------------------------------------------------- what counts

    def _contested(
        self, choices: Sequence[list[tuple[int, int]]]
    ) -> Iterator[list[tuple[int, int]]]:
        """What is not settled: where something offered would count, or several places are open."""
        ordered = {
            demand
            for node in self.root.nodes()
            if node.kind == "order"
            for demand in node.demands()
        }
        waiting = []
        for choice in choices:
            kept = self._needed(choice, ordered)
            demands = {demand for _, demand in kept}
            if len(demands) > 1 or demands & ordered or kept[-1][0] >= self.held:
                waiting.append(kept)
                continue
            [demand] = demands
            self.worth[demand] += max(self._worth(*pair) for pair in kept)
        for choice in waiting:
            if wanted := [pair for pair in choice if not self._is_met(pair[1])]:
                yield wanted

    def _needed(
        self, choice: Sequence[tuple[int, int]], ordered: Collection[int]
    ) -> list[tuple[int, int]]:
        """Without what is offered where as much is held, unless its date matters; held first."""
        most: dict[int, Fraction] = {}
        for award, demand in choice:
            if award < self.held and demand not in ordered:
                most[demand] = max(self._worth(award, demand), most.get(demand, Fraction(0)))
        return sorted(
            (award, demand)
            for award, demand in choice
            if award < self.held or self._worth(award, demand) > most.get(demand, 0)
        )

    def _worth(self, award: int, demand: int) -> Fraction:
        return self.leaves[demand].worth_of(self.awards[award])

    def _amount(self, demand: int) -> Fraction:
        return self.leaves[demand].demand.amount or Fraction(1)

    def _is_met(self, demand: int) -> bool:
        return self.worth[demand] >= self._amount(demand)

    # --------------------------------------------------------------------------- the programme

    def _row(
        self, terms: Mapping[int, int], *, least: int | None = None, most: int | None = None
    ) -> None:
        self.program.rows.append(Row(terms, least, most))

    def _place(self, award: int, demand: int) -> int:
        column = self.program.add_column()
        self.places[demand].append(_Place(award, demand, column))
        if award >= self.held:
            self._row({column: 1, self._take(award): -1}, most=0)
        return column

    def _take(self, award: int) -> int:
        """The column that says whether an offer is taken."""
        if award not in self.taken:
            self.taken[award] = self.program.add_column()
        return self.taken[award]

    def _met(self, node: Node) -> _Met:
        if node.kind == "leaf":
            return self._met_leaf(node.demand)
        children = [self._met(child) for child in node.children]
        need = node.need - children.count("met")
        open_ = [child for child in children if isinstance(child, int)]
        if need <= 0:
            return "met"
        if len(open_) < need:
            return "never"
        own = self.program.add_column()
        if need == len(open_):
            for child in open_:
                self._row({own: 1, child: -1}, most=0)
        else:
            self._row({own: need} | dict.fromkeys(open_, -1), most=0)
        return own

    def _met_leaf(self, demand: int) -> _Met:
        missing = self._amount(demand) - self.worth[demand]
        places = self.places.get(demand, [])
        worth = {one.column: min(self._worth(one.award, demand), missing) for one in places}
        if missing <= 0:
            return "met"
        if sum(worth.values(), Fraction(0)) < missing:
            return "never"
        own = self.program.add_column()
        scale = math.lcm(missing.denominator, *(one.denominator for one in worth.values()))
        terms = {column: -int(one * scale) for column, one in worth.items()}
        self._row({own: int(missing * scale)} | terms, most=0)
        return own

    def _keep_orders(self) -> None:
        for node in self.root.nodes():
            if node.kind != "order":
                continue
            steps = [
                [place for demand in child.demands() for place in self.places.get(demand, ())]
                for child in node.children
            ]
            for place in (one for step in steps for one in step):
                if self.awards[place.award].awarded is None:
                    self._row({place.column: 1}, most=0)
            for earlier, later in combinations(steps, 2):
                self._keep_order(earlier, later)

    def _keep_order(self, earlier: Sequence[_Place], later: Sequence[_Place]) -> None:
        for one in later:
            if one.award >= self.held or len(self.program.rows) > MAX_ROWS:
                continue
            last = self.awards[one.award].awarded or self.at
            for other in earlier:
                if (self.awards[other.award].awarded or last) > last:
                    self._row({one.column: 1, other.column: 1}, most=1)

    def _keep_requirements(self) -> None:
        names = {name for one in self.awards[: self.held] for name in one.names}
        places = {one.address: self.held + at for at, one in enumerate(self.offers)}
        waiting = list(self.taken)
        while waiting:
            award = waiting.pop()
            for wanted in sorted(self.offers[award - self.held].requires - names):
                if places[wanted] not in self.taken:
                    waiting.append(places[wanted])
                self._row({self.taken[award]: 1, self._take(places[wanted]): -1}, most=0)

    # ----------------------------------------------------------------------------- the best

    def _solved(self, measures: _Measures, seconds: float) -> Way:
        ending = Ending.PROVEN
        values: tuple[int, ...] = ()
        rows: list[Row] = []
        for costs in self._aims(measures):
            solved = self.program.minimise(costs, more=rows, seconds=seconds)
            seconds = max(seconds - solved.seconds, 0.01)
            if not solved.values:
                ending = solved.ending if not values else Ending.STOPPED
                break
            values = solved.values
            rows.append(Row(costs, None, solved.total))
            if solved.ending is not Ending.PROVEN:
                ending = Ending.STOPPED
                break
        taken = [award for award, column in self.taken.items() if values and values[column]]
        return Way(tuple(self._in_order(sorted(taken), values)), ending)

    def _aims(self, measures: _Measures) -> Iterator[dict[int, int]]:
        """What is to be least, in turn; what is the same for all is left out."""
        told = {
            column: measures.all_of(self.offers[award - self.held])
            for award, column in self.taken.items()
        }
        for which in (0, 1):
            unstated = {column: 1 for column, one in told.items() if one[which] is None}
            stated = {column: one[which] or 0 for column, one in told.items() if one[which]}
            yield from (costs for costs in (unstated, stated) if costs)
        yield {
            column: 2 - (self.offers[award - self.held].address in self.begun)
            for award, column in self.taken.items()
        }

    def _in_order(self, taken: Sequence[int], values: Sequence[int]) -> Iterator[Step]:
        """The steps, each after what it asks for and what comes before it in an order."""
        placed = defaultdict(list)
        for one in (place for places in self.places.values() for place in places):
            if one.award in taken and values[one.column]:
                placed[one.award].append(one.demand)
        after = {award: self._before(award, taken, placed) for award in taken}
        waiting = sorted(taken, key=lambda award: (min(placed[award], default=-1), award))
        while waiting:
            award = next((one for one in waiting if not after[one] & {*waiting}), waiting[0])
            waiting.remove(award)
            pointers = tuple(self.leaves[demand].pointer for demand in sorted(placed[award]))
            yield Step(self.offers[award - self.held], pointers)

    def _before(
        self, award: int, taken: Sequence[int], placed: Mapping[int, list[int]]
    ) -> set[int]:
        requires = self.offers[award - self.held].requires
        found = {one for one in taken if self.offers[one - self.held].address in requires}
        for node in self.root.nodes():
            if node.kind == "order":
                found |= _earlier(node, award, placed)
        return found - {award}


def _earlier(node: Node, award: int, placed: Mapping[int, list[int]]) -> set[int]:
    """What meets a clause of an order before the last that this award meets."""
    inside = [set(child.demands()) for child in node.children]
    mine = [at for at, demands in enumerate(inside) if demands & set(placed[award])]
    before = set().union(*inside[: max(mine, default=0)])
    return {one for one, demands in placed.items() if before & set(demands)}
