"""From an answer of `stack` and what is offered to the map of it.

1. What counts is put where it counts; the shortest way is found.
2. Each clause shows what meets it, what would on the way, what is begun, and a few of the others.
3. States follow from the leaves upward: a clause is what enough of its parts are.

An achievement is locked while what it asks for first is not held, and in an order while what comes
before it is not met. What is met is expiring when it would not be met `soon` later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from testamur.pathways.assignment import Node, share_of
from testamur.pathways.counted import Stack
from testamur.pathways.held import Held
from testamur.pathways.leaves import Leaf, taken_apart
from testamur.pathways.pathmap.nodes import Kind, MapNode, PathMap, State
from testamur.pathways.pathmap.offered import Index, Offered
from testamur.pathways.pathmap.way import Way, eligible, shortest_way
from testamur.pathways.rules import Achieved, Credits, Skilled
from testamur.pathways.sentences import told_credits

__all__ = ["SOON", "path_map"]

SOON: Final = timedelta(days=90)
"""How long before it ends something is expiring."""

MAX_SHOWN: Final = 4
"""How many offers are shown for one clause, besides those on the way and begun."""


def path_map(
    found: Stack,
    offered: Iterable[Offered],
    *,
    begun: Collection[str] = (),
    way: Way | None = None,
    soon: timedelta = SOON,
) -> PathMap:
    """The map of what `found` counts toward; `begun` are the achievements somebody is enrolled for.

    `way` is the shortest way, where it is known already.
    """
    offers = sorted(offered, key=lambda one: one.address)
    way = shortest_way(found, offers, begun=begun) if way is None else way  # (1)
    return _Map(found, offers, frozenset(begun), way, found.at + soon).drawn()


@dataclass
class _Map:
    found: Stack
    offers: Sequence[Offered]
    begun: frozenset[str]
    way: Way
    later: datetime
    counted: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree, self.leaves = taken_apart(self.found.rule)
        self.index = Index([one.awarded(self.found.at) for one in self.offers], at=self.found.at)
        self.names = {name for one in eligible(self.found) for name in one.names}
        self.steps = {step.offered.address: at for at, step in enumerate(self.way.steps, start=1)}
        for one in self.found.counted:
            self.counted[one.pointer].append(one.held)

    def drawn(self) -> PathMap:
        root = self._node(self.tree, is_locked=False)
        inside = root.children if root.kind is Kind.ALL else (root,)
        whole = replace(
            root,
            id="whole",
            pointer="",
            kind=Kind.WHOLE,
            title=self.found.rule.name or self.found.rule.id,
            children=inside,
            need=len(inside),
            address="",
            step=0,
            minutes=self.way.minutes,
            cents=self.way.cents,
        )
        over = tuple(
            self._candidate(step.offered, None, is_locked=False)
            for step in self.way.steps
            if not step.pointers
        )
        return PathMap(self.found.rule, self.found.at, whole, self.way, over)

    # ------------------------------------------------------------------------------- clauses

    @cached_property
    def _worth(self) -> Mapping[int, Fraction]:
        return {
            at: sum((leaf.worth_of(one) for one in self.counted[leaf.pointer]), Fraction(0))
            for at, leaf in enumerate(self.leaves)
        }

    @cached_property
    def _notes(self) -> Mapping[str, Sequence[str]]:
        """Why what is held does not count, by the clause it stands against."""
        told: dict[str, list[str]] = defaultdict(list)
        for one in self.found.rejected:
            for reason in one.reasons:
                if reason.pointer:
                    told[reason.pointer].append(f"{one.held.title}: {reason.detail}")
        return told

    def _share(self, node: Node) -> Fraction:
        return share_of(node, [leaf.demand for leaf in self.leaves], self._worth)

    def _node(self, node: Node, *, is_locked: bool) -> MapNode:
        if node.kind == "leaf":
            return self._leaf(self.leaves[node.demand], self._share(node), is_locked=is_locked)
        children: list[MapNode] = []
        for child in node.children:
            waits = node.kind == "order" and bool(children) and children[-1].share < 1
            children.append(self._node(child, is_locked=is_locked or waits))
        is_all = node.need == len(children)
        kind = Kind.ORDER if node.kind == "order" else Kind.ALL if is_all else Kind.SOME
        share = self._share(node)
        steps = {one.address: one for child in children for one in child.nodes() if one.step}
        return MapNode(
            node.pointer,
            kind,
            _state_of(children, node.need, share),
            "",
            pointer=node.pointer,
            share=share,
            need=node.need,
            children=tuple(children),
            minutes=sum(one.minutes or 0 for one in steps.values()),
            cents=_sum_of(steps.values()),
        )

    def _leaf(self, leaf: Leaf, share: Fraction, *, is_locked: bool) -> MapNode:
        """A clause, with what meets it or would; one that a single achievement meets is that."""
        held = [self._held(one, leaf) for one in self.counted[leaf.pointer]]
        others, more = ([], 0) if share == 1 else self._others(leaf, is_locked=is_locked)
        inside = [*held, *others]
        node = self._clause(leaf, share, inside)
        if not isinstance(leaf.clause, Achieved):
            return replace(node, children=tuple(inside), need=min(1, len(inside)), more=more)
        if len(inside) > 1:
            return replace(node, kind=Kind.SOME, children=tuple(inside), need=1, more=more)
        if not inside:
            return node
        [only] = inside
        return replace(only, id=node.id, share=share, conditions=node.conditions, notes=node.notes)

    def _clause(self, leaf: Leaf, share: Fraction, inside: Sequence[MapNode]) -> MapNode:
        notes = () if share == 1 else tuple(dict.fromkeys(self._notes.get(leaf.pointer, ())))
        steps = [one for one in inside if one.step]
        node = MapNode(
            leaf.pointer,
            Kind.ACHIEVEMENT,
            self._state_of_leaf(leaf, share, inside),
            "",
            pointer=leaf.pointer,
            share=share,
            conditions=leaf.conditions.removeprefix(", "),
            level=leaf.level,
            minutes=sum(one.minutes or 0 for one in steps) if inside else None,
            cents=_sum_of(steps),
            notes=notes,
        )
        clause = leaf.clause
        match clause:
            case Achieved():
                title = clause.name or self._title_of(clause.achievement)
                return replace(node, title=title, address=clause.achievement)
            case Skilled():
                title = clause.name or clause.skill
                return replace(node, kind=Kind.SKILL, title=title, address=clause.skill)
            case Credits():
                missing = (1 - share) * Fraction(clause.amount)
                return replace(
                    node,
                    kind=Kind.CREDITS,
                    title=told_credits(clause.amount, clause.scheme),
                    amount=clause.amount,
                    missing=Decimal(missing.numerator) / Decimal(missing.denominator),
                    scheme=clause.scheme,
                )

    def _title_of(self, achievement: str) -> str:
        awards = [*(one.held for one in self.found.rejected), *self.index.awards]
        named = (one.title for one in awards if achievement in one.names)
        return next(named, achievement)

    def _state_of_leaf(self, leaf: Leaf, share: Fraction, inside: Sequence[MapNode]) -> State:
        states = {one.state for one in inside}
        if share == 1:
            return State.EXPIRING if self._is_expiring(leaf) else State.EARNED
        if share > 0 or State.IN_PROGRESS in states:
            return State.IN_PROGRESS
        return next(
            (one for one in (State.AVAILABLE, State.LOCKED) if one in states), State.NOT_OFFERED
        )

    def _is_expiring(self, leaf: Leaf) -> bool:
        kept = [one for one in self.counted[leaf.pointer] if not self._ends_soon(one, leaf)]
        total = sum((leaf.worth_of(one) for one in kept), Fraction(0))
        return total < (leaf.demand.amount or 1)

    def _ends_soon(self, one: Held, leaf: Leaf) -> bool:
        ends = one.expires is not None and one.expires <= self.later
        return ends or leaf.unfit(one, at=self.later) is not None

    # -------------------------------------------------------------------------- achievements

    def _others(self, leaf: Leaf, *, is_locked: bool) -> tuple[list[MapNode], int]:
        """What would meet a clause: on the way, begun, and the shortest of the rest."""
        used = set() if self.found.rule.counts_twice else self._used
        fitting = [self.offers[at] for at in self.index.found(leaf)]
        fitting = [one for one in fitting if one.address not in used]
        first = [one for one in fitting if self._is_chosen(one, leaf)]
        rest = sorted(
            (one for one in fitting if one not in first),
            key=lambda one: (one.minutes is None, one.minutes or 0, one.address),
        )
        shown = [*first, *rest[: max(MAX_SHOWN - len(first), 0)]]
        nodes = [self._candidate(one, leaf, is_locked=is_locked) for one in shown]
        return nodes, len(fitting) - len(shown)

    @cached_property
    def _used(self) -> set[str]:
        return {one.held.names[-1] for one in self.found.counted}

    @cached_property
    def _meets(self) -> Mapping[str, tuple[str, ...]]:
        return {step.offered.address: step.pointers for step in self.way.steps}

    def _is_chosen(self, one: Offered, leaf: Leaf) -> bool:
        is_step = leaf.pointer in self._meets.get(one.address, ())
        return is_step or one.address in self.begun

    def _candidate(self, one: Offered, leaf: Leaf | None, *, is_locked: bool) -> MapNode:
        pointer = leaf.pointer if leaf else ""
        is_step = leaf is None or pointer in self._meets.get(one.address, ())
        state = State.AVAILABLE
        if is_locked or not one.requires <= self.names:
            state = State.LOCKED
        if one.address in self.begun:
            state = State.IN_PROGRESS
        node = self._achievement(one.award, pointer, leaf)
        return replace(
            node,
            state=state,
            minutes=one.minutes,
            cents=one.cents,
            step=self.steps[one.address] if is_step else 0,
        )

    def _held(self, one: Held, leaf: Leaf) -> MapNode:
        node = self._achievement(one, leaf.pointer, leaf)
        state = State.EXPIRING if self._ends_soon(one, leaf) else State.EARNED
        return replace(
            node, state=state, share=Fraction(1), awarded=one.awarded, expires=one.expires
        )

    def _achievement(self, one: Held, pointer: str, leaf: Leaf | None) -> MapNode:
        scheme = leaf.clause.scheme if leaf and isinstance(leaf.clause, Credits) else _scheme(one)
        return MapNode(
            f"{pointer}#{one.names[-1]}",
            Kind.ACHIEVEMENT,
            State.AVAILABLE,
            one.title,
            pointer=pointer,
            address=one.names[-1],
            issuer=one.issuer_name or one.issuer,
            level=one.level,
            amount=one.credits.get(scheme),
            scheme=scheme if scheme in one.credits else "",
        )


def _state_of(children: Sequence[MapNode], need: int, share: Fraction) -> State:
    """What a clause is: met, begun, or what enough of its parts are."""
    states = [child.state for child in children]
    if share == 1:
        lasting = sum(child.share == 1 and child.state is State.EARNED for child in children)
        return State.EARNED if lasting >= need else State.EXPIRING
    if share > 0 or State.IN_PROGRESS in states:
        return State.IN_PROGRESS
    if len(states) - states.count(State.NOT_OFFERED) < need:
        return State.NOT_OFFERED
    return State.AVAILABLE if State.AVAILABLE in states else State.LOCKED


def _sum_of(nodes: Iterable[MapNode]) -> dict[str, int]:
    total: dict[str, int] = {}
    for node in nodes:
        for currency, cents in node.cents.items():
            total[currency] = total.get(currency, 0) + cents
    return total


def _scheme(one: Held) -> str:
    return next(iter(sorted(one.credits)), "")
