"""A rule taken apart: its clauses with the conditions around them, and what meets each.

    root, leaves = taken_apart(rule)
    leaf.unfit(held, at=now)              # why it does not meet the clause; None where it does

The leaves are in the order in which they are written; a node of the tree names its leaf by its
place among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from testamur.pathways.assignment import Demand, Node
from testamur.pathways.counted import Reason, Why
from testamur.pathways.held import Held
from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    Credits,
    FromIssuers,
    InOrder,
    Rule,
    Skilled,
    Within,
)
from testamur.pathways.sentences import phrase, told_months

__all__ = ["Leaf", "taken_apart"]


class Terms(NamedTuple):
    """The conditions around a clause, added up."""

    level: int | None = None
    months: int | None = None
    issuers: frozenset[str] | None = None

    def with_(self, clause: AtLevel | Within | FromIssuers) -> Terms:
        """These and one more."""
        match clause:
            case AtLevel():
                return self._replace(level=max(self.level or 0, clause.level))
            case Within():
                return self._replace(months=min(self.months or clause.months, clause.months))
            case FromIssuers():
                own = frozenset(clause.issuers)
                return self._replace(issuers=own if self.issuers is None else own & self.issuers)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A clause that credentials meet, with its conditions.

    `accepted` are the achievements that it asks for, those recognised as them among them; empty
    where it asks for none by name.
    """

    clause: Achieved | Skilled | Credits
    pointer: str
    terms: Terms
    accepted: frozenset[str] = frozenset()

    @property
    def told(self) -> str:
        """The clause in words, with its conditions."""
        return f"{phrase(self.clause)}{self.conditions}"

    @property
    def conditions(self) -> str:
        """What stands around it, in words that go on from it."""
        terms = self.terms
        told = [
            f"at EQF level {terms.level} or above" if terms.level else "",
            f"awarded in the last {told_months(terms.months)}" if terms.months else "",
            f"awarded by {' or '.join(sorted(terms.issuers))}" if terms.issuers else "",
        ]
        return "".join(f", {part}" for part in told if part)

    @property
    def level(self) -> int | None:
        """The level that is asked for."""
        own = self.clause.level if isinstance(self.clause, Skilled) else None
        return max(own or 0, self.terms.level or 0) or None

    @property
    def demand(self) -> Demand:
        """What it takes to be met."""
        return Demand(Fraction(self.clause.amount) if isinstance(self.clause, Credits) else None)

    def worth_of(self, one: Held) -> Fraction:
        """How much of the demand a credential meets that fits."""
        if isinstance(self.clause, Credits):
            return Fraction(one.credits[self.clause.scheme])
        return Fraction(1)

    def unfit(self, one: Held, *, at: datetime) -> Reason | None:
        """Why a credential does not meet the clause; None where it does."""
        if not self.is_asked(one):
            return Reason(Why.NOT_ASKED, "No clause asks for it.")
        for why, told in (_version(self, one), _issuer(self, one), _level(self, one)):
            if told:
                return Reason(why, told, self.pointer)
        told = _age(self, one, at)
        return Reason(Why.AGE, told, self.pointer) if told else None

    def is_asked(self, one: Held) -> bool:
        """Whether a credential is of the kind that the clause asks for."""
        match self.clause:
            case Achieved():
                return not self.accepted.isdisjoint(one.names)
            case Skilled():
                return any(skill.uri == self.clause.skill for skill in one.skills)
            case Credits():
                is_named = not self.accepted or not self.accepted.isdisjoint(one.names)
                return is_named and one.credits.get(self.clause.scheme, 0) > 0


def taken_apart(rule: Rule) -> tuple[Node, list[Leaf]]:
    """A rule as a tree, and its leaves."""
    leaves: list[Leaf] = []
    return _tree(rule.clause, "/rule", Terms(), _Leaves(rule.recognised, leaves)), leaves


class _Leaves(NamedTuple):
    recognised: Mapping[str, tuple[str, ...]]
    found: list[Leaf]

    def add(self, clause: Achieved | Skilled | Credits, pointer: str, terms: Terms) -> int:
        """Append a leaf; its place."""
        asked: tuple[str, ...] = ()
        match clause:
            case Achieved():
                asked = (clause.achievement,)
            case Credits():
                asked = clause.achievements
        others = [other for name in asked for other in self.recognised.get(name, ())]
        self.found.append(Leaf(clause, pointer, terms, frozenset([*asked, *others])))
        return len(self.found) - 1


def _tree(clause: Clause, pointer: str, terms: Terms, leaves: _Leaves) -> Node:
    match clause:
        case AtLevel() | Within() | FromIssuers():
            return _tree(clause.clause, f"{pointer}/rule", terms.with_(clause), leaves)
        case Achieved() | Skilled() | Credits():
            return Node("leaf", pointer, demand=leaves.add(clause, pointer, terms))
    member = _MEMBERS[type(clause)]
    children = tuple(
        _tree(one, f"{pointer}/{member}/{at}", terms, leaves)
        for at, one in enumerate(clause.clauses)
    )
    match clause:
        case AtLeast():
            need = clause.count
        case AnyOf():
            need = 1
        case _:
            need = len(children)
    kind: Literal["some", "order"] = "order" if isinstance(clause, InOrder) else "some"
    return Node(kind, pointer, need=need, children=children)


_MEMBERS: Final = {AllOf: "all", AnyOf: "any", InOrder: "inOrder", AtLeast: "of"}

_Told: TypeAlias = tuple[Why, str]


def _version(leaf: Leaf, one: Held) -> _Told:
    wanted = leaf.clause.version if isinstance(leaf.clause, Achieved) else ""
    is_other = bool(wanted) and one.version != wanted
    told = f"It is version {one.version or 'not stated'}; version {wanted} counts."
    return Why.VERSION, told if is_other else ""


def _issuer(leaf: Leaf, one: Held) -> _Told:
    accepted = leaf.terms.issuers
    is_accepted = accepted is None or one.issuer in accepted
    return Why.ISSUER, "" if is_accepted else f"It was awarded by {one.issuer}."


def _level(leaf: Leaf, one: Held) -> _Told:
    asked, found = leaf.level, one.level
    if isinstance(leaf.clause, Skilled):
        found = next(skill.level for skill in one.skills if skill.uri == leaf.clause.skill)
    if asked is None or (found or 0) >= asked:
        return Why.LEVEL, ""
    return Why.LEVEL, f"Its level is {found or 'not stated'}; level {asked} is asked for."


def _age(leaf: Leaf, one: Held, at: datetime) -> str:
    months = leaf.terms.months
    if months is None:
        return ""
    if one.awarded is None:
        return "It does not say when it was awarded."
    if one.awarded < _before(at, months):
        asked = told_months(months)
        return f"It was awarded on {one.awarded:%Y-%m-%d}; the last {asked} count."
    return ""


def _before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last day of that month."""
    count = at.year * 12 + at.month - 1 - months
    year, month = max(count // 12, 1), count % 12 + 1
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return at.replace(year=year, month=month, day=min(at.day, 28))
