"""Which award counts for which clause: the best assignment, exactly.

Every way of counting gives a share of the rule that is met: a clause that asks for one award is met
or not, credits by the part that is there, several clauses by the mean of theirs, "at least N" by
that of its best N. An award meets one clause, and of several awards of one achievement one counts.
The best share is found in steps, each only where the one before has not reached what would be met
if every award counted everywhere:

1. what fits one place alone is put there, where order does not matter;
2. a first answer comes from matching awards to clauses by augmenting paths; for a rule that asks
   for all of several awards that is the best there is;
3. branch and bound, what is interchangeable tried once, for at most `MAX_STEPS`;
4. an integer programme (`pathways.integer_search`).

More awards are more ways of counting, so the best share never falls. Where even the last step does
not prove its answer, nothing is said: `Refused` (`stack.too-large`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from testamur.errors import Refused

__all__ = ["MAX_STEPS", "Demand", "Node", "Offer", "Placed", "best_assignment", "share_of"]

MAX_STEPS: Final = 500

Placed: TypeAlias = Mapping[int, tuple[int, ...]]
"""Demand to the awards that count for it, by their numbers."""


class Demand(NamedTuple):
    """What one clause takes: one award (`amount` None), or credits up to an amount."""

    amount: Fraction | None = None


class Offer(NamedTuple):
    """An award that may count: the number of it, where, for how many credits, and its date."""

    award: int
    demand: int
    worth: Fraction
    awarded: datetime | None


@dataclass(frozen=True, slots=True)
class Node:
    """A rule as a tree: a leaf is a demand, `some` asks for `need` of its children.

    `pointer` is where it stands in the rule.
    """

    kind: Literal["leaf", "some", "order"]
    pointer: str = ""
    demand: int = -1
    need: int = 0
    children: tuple[Node, ...] = ()

    def demands(self) -> Iterator[int]:
        """The demands in and below this node."""
        if self.kind == "leaf":
            yield self.demand
        for child in self.children:
            yield from child.demands()

    def nodes(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.nodes()


Choice: TypeAlias = Sequence[Offer]
"""The places in which one thing may count, of which it takes one."""


def share_of(root: Node, demands: Sequence[Demand], worth: Mapping[int, Fraction]) -> Fraction:
    """How much of a rule is met, where its demands are met by this `worth` each."""
    if root.kind == "leaf":
        amount, found = demands[root.demand].amount, worth.get(root.demand, Fraction(0))
        return min(Fraction(1), found / (amount or 1))
    shares = sorted((share_of(child, demands, worth) for child in root.children), reverse=True)
    return sum(shares[: root.need], Fraction(0)) / root.need


def best_assignment(root: Node, demands: Sequence[Demand], choices: Sequence[Choice]) -> Placed:
    """The assignment that meets the most; the same for the same input, in whatever order it came.

    `choices` are in the order in which they are preferred, and so are the offers of each.
    """
    search = _Search(root, demands, [choice for choice in choices if choice])
    return search.found()


class _StoppedError(Exception):
    """Branch and bound has used up its steps."""


@dataclass(slots=True)
class _Search:
    """The search: what is placed, what it is worth, and the best that was seen."""

    root: Node
    demands: Sequence[Demand]
    choices: list[Choice]
    placed: list[Offer] = field(default_factory=list)
    worth: dict[int, Fraction] = field(default_factory=dict)
    best: tuple[Offer, ...] = ()
    best_share: Fraction = Fraction(-1)
    steps: int = 0
    ahead: list[dict[int, Fraction]] = field(default_factory=list)
    orders: tuple[Node, ...] = ()

    def found(self) -> Placed:
        self.orders = tuple(node for node in self.root.nodes() if node.kind == "order")
        most = share_of(self.root, self.demands, self._ahead_of(self.choices))
        # (1) what fits one place alone
        self._put_what_fits_once()
        if not self.orders:
            # (2) a first answer
            self._match()
        if self.best_share < most and not (self._is_additive() and not self.orders):
            self._settle(most)
        return self._trimmed()

    def _settle(self, most: Fraction) -> None:
        before = len(self.placed)
        # (3) what is contested, in turn
        try:
            self.ahead = [self._ahead_of(self.choices[at:]) for at in range(len(self.choices) + 1)]
            self._try(0, -1)
        except _StoppedError:
            while len(self.placed) > before:
                self._take_back()
            # (4) what that leaves open
            if self.best_share < most:
                self._solve()

    def _solve(self) -> None:
        from testamur.pathways.integer_search import TOLERANCE, best_by_programme

        found = best_by_programme(self.root, self.demands, self.choices, self.worth)
        if found is not None:
            taken, most = found
            for offer in taken:
                self._put(offer)
            if self._is_in_order():
                self._keep_if_better()
            if self.best_share >= most - TOLERANCE:
                return
        told = "the credentials fit the rule in more ways than can be told apart"
        raise Refused.because("stack.too-large", told)

    def _share(self) -> Fraction:
        return share_of(self.root, self.demands, self.worth)

    def _put(self, offer: Offer) -> None:
        self.placed.append(offer)
        self.worth[offer.demand] = self.worth.get(offer.demand, Fraction(0)) + offer.worth

    def _take_back(self) -> None:
        offer = self.placed.pop()
        self.worth[offer.demand] -= offer.worth

    def _is_met(self, demand: int) -> bool:
        return self.worth.get(demand, Fraction(0)) >= (self.demands[demand].amount or 1)

    def _ahead_of(self, choices: Sequence[Choice]) -> dict[int, Fraction]:
        """What every demand would have if each choice counted wherever it may."""
        total: dict[int, Fraction] = {}
        for choice in choices:
            most: dict[int, Fraction] = {}
            for offer in choice:
                most[offer.demand] = max(most.get(offer.demand, Fraction(0)), offer.worth)
            for demand, worth in most.items():
                total[demand] = total.get(demand, Fraction(0)) + worth
        return total

    def _put_what_fits_once(self) -> None:
        ordered = {demand for node in self.orders for demand in node.demands()}
        contested = []
        for choice in self.choices:
            wanted = {offer.demand for offer in choice}
            if len(wanted) > 1 or wanted & ordered:
                contested.append(choice)
                continue
            best = max(choice, key=lambda offer: offer.worth)
            if not self._is_met(best.demand):
                self._put(best)
        self.choices = sorted(
            contested, key=lambda choice: (len(choice), str(self._likeness(choice)))
        )

    def _is_additive(self) -> bool:
        """Whether every demand adds its own share, each by one award: then matching is exact."""
        alike = all(
            node.kind == "leaf" or node.need == len(node.children) for node in self.root.nodes()
        )
        return alike and all(demand.amount is None for demand in self.demands)

    def _match(self) -> None:
        """Match contested choices to single demands, the weightiest first; then fill credits."""
        taken: dict[int, int] = {}
        for demand in sorted(self.root.demands(), key=self._weights().__getitem__, reverse=True):
            if self.demands[demand].amount is None and not self._is_met(demand):
                self._augment(demand, taken, set())
        holders = {choice: demand for demand, choice in taken.items()}
        before = len(self.placed)
        for at, choice in enumerate(self.choices):
            wanted = holders.get(at)
            for offer in choice:
                is_free = wanted is None and not self._is_met(offer.demand)
                if offer.demand == wanted or (is_free and self.demands[offer.demand].amount):
                    self._put(offer)
                    break
        self._keep_if_better()
        while len(self.placed) > before:
            self._take_back()

    def _augment(self, demand: int, taken: dict[int, int], seen: set[int]) -> bool:
        for at, choice in enumerate(self.choices):
            if at in seen or all(offer.demand != demand for offer in choice):
                continue
            seen.add(at)
            holder = next((one for one, held in taken.items() if held == at), None)
            if holder is None or self._augment(holder, taken, seen):
                taken[demand] = at
                return True
        return False

    def _weights(self) -> dict[int, Fraction]:
        """What each demand adds to the share of the whole, were all its neighbours needed."""
        weights: dict[int, Fraction] = {}
        waiting = [(self.root, Fraction(1))]
        while waiting:
            node, weight = waiting.pop()
            if node.kind == "leaf":
                weights[node.demand] = weight
            waiting += [(child, weight / node.need) for child in node.children]
        return weights

    def _keep_if_better(self) -> None:
        share = self._share()
        if share > self.best_share:
            self.best, self.best_share = tuple(self.placed), share

    def _try(self, at: int, before: int) -> None:
        """Try every place of the choice `at`; `before` is the place its like before it took."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise _StoppedError
        if self._bound(at) <= self.best_share:
            return
        if at == len(self.choices):
            self._keep_if_better()
            return
        is_like = at > 0 and self._likeness(self.choices[at]) == self._likeness(
            self.choices[at - 1]
        )
        for place, offer in enumerate(self.choices[at]):
            if self._is_met(offer.demand) or (is_like and place < before):
                continue
            self._put(offer)
            if self._is_in_order():
                self._try(at + 1, place)
            self._take_back()
        self._try(at + 1, len(self.choices[at]))

    def _likeness(self, choice: Choice) -> list[tuple[int, Fraction, datetime | None]]:
        """What makes two choices interchangeable: the same places, worth and, if asked, dates."""
        dates = bool(self.orders)
        return [(one.demand, one.worth, one.awarded if dates else None) for one in choice]

    def _bound(self, at: int) -> Fraction:
        ahead = dict(self.worth)
        for demand, worth in self.ahead[at].items():
            ahead[demand] = ahead.get(demand, Fraction(0)) + worth
        return share_of(self.root, self.demands, ahead)

    def _is_in_order(self) -> bool:
        return all(self._is_ordered(node) for node in self.orders)

    def _is_ordered(self, node: Node) -> bool:
        """Whether nothing that counts for a child was awarded before what counts for one before."""
        latest: datetime | None = None
        for child in node.children:
            inside = set(child.demands())
            dates = [one.awarded for one in self.placed if one.demand in inside]
            if None in dates:
                return False
            known = [date for date in dates if date is not None]
            if known and latest is not None and min(known) < latest:
                return False
            latest = max([*known, *([latest] if latest else [])], default=None)
        return True

    def _trimmed(self) -> Placed:
        """The best, without what it does not need."""
        self.placed, self.worth = [], {}
        for offer in self.best:
            self._put(offer)
        share = self._share()
        for offer in sorted(self.best, key=lambda one: (one.demand, one.award), reverse=True):
            self.placed.remove(offer)
            self.worth[offer.demand] -= offer.worth
            if self._share() < share:
                self._put(offer)
        found: dict[int, tuple[int, ...]] = {}
        for offer in sorted(self.placed):
            found[offer.demand] = (*found.get(offer.demand, ()), offer.award)
        return found
