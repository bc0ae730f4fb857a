"""What a map shows: a tree of clauses, the achievements that meet them, and the state of each.

Every value is immutable. The edges follow from the tree: what is inside a clause is needed for it,
and in an order each is needed before the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from testamur.encoding import JsonObject, format_timestamp
from testamur.pathways.pathmap.way import Ending, Way
from testamur.pathways.rules import Rule

__all__ = ["Edge", "Joint", "Kind", "MapNode", "PathMap", "State"]


class Kind(StrEnum):
    """What a node stands for."""

    WHOLE = "whole"
    ALL = "all"
    SOME = "some"
    ORDER = "order"
    ACHIEVEMENT = "achievement"
    SKILL = "skill"
    CREDITS = "credits"


class State(StrEnum):
    """How far somebody is with it."""

    EARNED = "earned"
    EXPIRING = "expiring"
    IN_PROGRESS = "in progress"
    AVAILABLE = "available"
    LOCKED = "locked"
    NOT_OFFERED = "not offered"


class Joint(StrEnum):
    """How two nodes hang together."""

    NEEDS = "needs"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class Edge:
    """From a node to the one it is needed for, or that comes after it."""

    begins: str
    ends: str
    joint: Joint
    is_on_way: bool


@dataclass(frozen=True, slots=True)
class MapNode:
    """One clause or achievement.

    `need` of its `children` are asked for. `pointer` is the clause in the rule. `address` is the
    achievement or skill. `step` is its place on the shortest way, 0 where it is not on it. `more`
    counts further offers that would do and are not shown. `amount` are the credits it gives or asks
    for, `missing` those still missing. Of a clause, `minutes` and `cents` are what the way takes
    inside it; of an achievement, what it takes.
    """

    id: str
    kind: Kind
    state: State
    title: str
    _: KW_ONLY
    pointer: str
    share: Fraction = Fraction(0)
    need: int = 0
    children: tuple[MapNode, ...] = ()
    conditions: str = ""
    address: str = ""
    issuer: str = ""
    level: int | None = None
    amount: Decimal | None = None
    missing: Decimal | None = None
    scheme: str = ""
    minutes: int | None = None
    cents: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    awarded: datetime | None = None
    expires: datetime | None = None
    step: int = 0
    more: int = 0
    notes: tuple[str, ...] = ()

    @property
    def is_on_way(self) -> bool:
        """Whether the shortest way leads through it."""
        return self.step > 0 or any(child.is_on_way for child in self.children)

    def nodes(self) -> Iterator[MapNode]:
        """This one and all inside it, in the order in which they are read."""
        yield self
        for child in self.children:
            yield from child.nodes()

    def as_json(self) -> JsonObject:
        """The node without what is inside it; what is not stated is left out."""
        told: JsonObject = {
            "id": self.id,
            "kind": self.kind.value,
            "state": self.state.value,
            "title": self.title,
            "pointer": self.pointer,
            "conditions": self.conditions,
            "need": self.need,
            "of": len(self.children),
            "address": self.address,
            "issuer": self.issuer,
            "level": self.level,
            "credits": _number(self.amount),
            "creditsLeft": _number(self.missing),
            "scheme": self.scheme,
            "minutes": self.minutes,
            "cents": dict(self.cents),
            "awarded": format_timestamp(self.awarded) if self.awarded else None,
            "expires": format_timestamp(self.expires) if self.expires else None,
            "step": self.step,
            "more": self.more,
            "notes": list(self.notes),
        }
        kept = {name: value for name, value in told.items() if value not in (None, "", 0, [], {})}
        return kept | {"share": round(float(self.share), 4)}


@dataclass(frozen=True, slots=True)
class PathMap:
    """A map of one rule for one person: the whole at its root, and the shortest way from here.

    `over` are achievements of the way that stand in no clause: others ask for them first.
    """

    rule: Rule
    at: datetime
    root: MapNode
    way: Way
    over: tuple[MapNode, ...] = ()

    def nodes(self) -> Iterator[MapNode]:
        """Every node, in the order in which they are read."""
        yield from self.root.nodes()
        yield from self.over

    def edges(self) -> Iterator[Edge]:
        """Every edge, by the order of the nodes they lead to."""
        for node in self.root.nodes():
            for child in node.children:
                yield Edge(child.id, node.id, Joint.NEEDS, child.is_on_way)
            if node.kind is Kind.ORDER:
                for one, other in zip(node.children, node.children[1:], strict=False):
                    is_on_way = one.is_on_way and other.is_on_way
                    yield Edge(one.id, other.id, Joint.THEN, is_on_way)

    def as_json(self) -> JsonObject:
        """The map as the API and `testamur stack --json` tell it."""
        return {
            "rule": {"id": self.rule.id, "version": self.rule.version},
            "at": format_timestamp(self.at),
            "nodes": [node.as_json() for node in self.nodes()],
            "edges": [
                {
                    "from": edge.begins,
                    "to": edge.ends,
                    "joint": edge.joint.value,
                    "onWay": edge.is_on_way,
                }
                for edge in self.edges()
            ],
            "way": _way(self.way),
        }


def _way(way: Way) -> JsonObject:
    return {
        "found": way.is_found,
        "proven": way.ending is not Ending.STOPPED,
        "minutes": way.minutes,
        "cents": way.cents,
        "hoursNotStated": way.untold,
        "steps": [
            {
                "achievement": step.offered.address,
                "title": step.offered.award.title,
                "minutes": step.offered.minutes,
                "meets": list(step.pointers),
            }
            for step in way.steps
        ],
    }


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(amount)
