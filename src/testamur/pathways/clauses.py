"""The values a rule is made of: what is asked for, what joins it, what is asked of it besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from testamur.pathways.held import ECTS

__all__ = [
    "Achieved",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "AtLevel",
    "Clause",
    "Credits",
    "FromIssuers",
    "InOrder",
    "Skilled",
    "Within",
    "every_clause",
    "inside",
]


@dataclass(frozen=True, slots=True)
class Achieved:
    """An achievement is held: by its address, or one recognised as it."""

    achievement: str
    _: KW_ONLY
    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Skilled:
    """A skill is certified, at a level (1 to 8) where one is asked for."""

    skill: str
    _: KW_ONLY
    name: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """Credits of one scheme add up to `amount`, from anything or from the achievements named."""

    amount: Decimal
    _: KW_ONLY
    scheme: str = ECTS
    achievements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every clause is met."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one clause is met."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the clauses are met."""

    count: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class InOrder:
    """Every clause is met, none of them by what was awarded before what met the one before it."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AtLevel:
    """The clause is met at this EQF level or above."""

    level: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class Within:
    """The clause is met by what was awarded in the last `months`."""

    months: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class FromIssuers:
    """The clause is met by what these issuers awarded."""

    issuers: tuple[str, ...]
    clause: Clause


Clause: TypeAlias = (
    Achieved
    | Skilled
    | Credits
    | AllOf
    | AnyOf
    | AtLeast
    | InOrder
    | AtLevel
    | Within
    | FromIssuers
)

_MEMBERS: Final[Mapping[type[Clause], str]] = {
    AllOf: "all",
    AnyOf: "any",
    InOrder: "inOrder",
    AtLeast: "of",
}


def inside(clause: Clause) -> tuple[tuple[str, Clause], ...]:
    """The clauses right inside one, each with what is added to its JSON Pointer; () of a leaf."""
    match clause:
        case AllOf() | AnyOf() | InOrder() | AtLeast():
            member = _MEMBERS[type(clause)]
            return tuple((f"/{member}/{at}", one) for at, one in enumerate(clause.clauses))
        case AtLevel() | Within() | FromIssuers():
            return (("/rule", clause.clause),)
        case _:
            return ()


def every_clause(clause: Clause, pointer: str = "") -> Iterator[tuple[str, Clause]]:
    """A clause and all those inside it, the outer before the inner, each with its JSON Pointer."""
    yield pointer, clause
    for further, one in inside(clause):
        yield from every_clause(one, f"{pointer}{further}")
