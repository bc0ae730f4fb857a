"""What must be chosen before what: prerequisites as trees over the columns of a problem.

A column is the number of an offer among those that may help. `OneOf` is met when any of its columns
was ended; `Every` and `Either` combine. None is met at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from testamur.pathways.plan.offers import (
    AllOf,
    AnyOf,
    HasAchievement,
    HasSkill,
    Prerequisite,
)

__all__ = [
    "Either",
    "Every",
    "OneOf",
    "Tree",
    "founded",
    "is_met",
    "suppliers_of",
    "tree_of",
    "ways",
]

MOST_WAYS: Final = 64
"""How many ways to meet one prerequisite are told apart."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these columns meets it; none can where it is empty."""

    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these must be met."""

    of: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these must be met."""

    of: tuple[Tree, ...]


Tree = OneOf | Every | Either
Suppliers = Mapping[HasAchievement | HasSkill, Collection[int]]


def tree_of(required: Prerequisite, suppliers: Suppliers, *, but: int) -> Tree:
    """The tree of a prerequisite; column `but` asks for it, and cannot meet it itself."""
    match required:
        case HasAchievement() | HasSkill():
            return OneOf(tuple(sorted(one for one in suppliers[required] if one != but)))
        case AllOf(of=parts):
            return Every(tuple(tree_of(part, suppliers, but=but) for part in parts))
        case AnyOf(of=parts):
            plain = [part for part in parts if isinstance(part, HasAchievement | HasSkill)]
            columns = {one for part in plain for one in suppliers[part] if one != but}
            rest = [
                tree_of(part, suppliers, but=but)
                for part in parts
                if isinstance(part, AllOf | AnyOf)
            ]
            any_plain = OneOf(tuple(sorted(columns)))
            return Either((any_plain, *rest)) if rest else any_plain


def is_met(tree: Tree | None, done: Collection[int]) -> bool:
    """Whether a tree is met when these columns were ended."""
    match tree:
        case None:
            return True
        case OneOf(columns=columns):
            return any(one in done for one in columns)
        case Every(of=parts):
            return all(is_met(part, done) for part in parts)
        case Either(of=parts):
            return any(is_met(part, done) for part in parts)


def suppliers_of(tree: Tree | None) -> Iterator[int]:
    """Every column that could help to meet a tree."""
    match tree:
        case OneOf(columns=columns):
            yield from columns
        case Every(of=parts) | Either(of=parts):
            for part in parts:
                yield from suppliers_of(part)


def founded(chosen: Iterable[int], trees: Mapping[int, Tree]) -> list[int]:
    """Those of the chosen columns that can be begun one after another, in such an order."""
    done: dict[int, None] = {}
    waiting = list(chosen)
    while True:
        ready = [one for one in waiting if is_met(trees.get(one), done)]
        if not ready:
            return list(done)
        done |= dict.fromkeys(ready)
        waiting = [one for one in waiting if one not in done]


def ways(tree: Tree | None, within: Collection[int]) -> list[frozenset[int]]:
    """The smallest sets of these columns that meet a tree; at most `MOST_WAYS` of them."""
    found = [frozenset[int]()]
    match tree:
        case OneOf(columns=columns):
            found = [frozenset({one}) for one in columns if one in within]
        case Every(of=parts):
            each = [ways(part, within) for part in parts]
            found = [frozenset[int]().union(*way) for way in islice(product(*each), MOST_WAYS)]
        case Either(of=parts):
            found = [way for part in parts for way in ways(part, within)]
    smallest = [one for one in dict.fromkeys(found) if not any(way < one for way in found)]
    return smallest[:MOST_WAYS]
