"""What can be earned now, and which clauses an award of it would meet.

Offers are found by what a clause asks for, so that most pairs of them are never looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from testamur.pathways.held import Held
from testamur.pathways.leaves import Leaf
from testamur.pathways.rules import Achieved, Credits, Skilled

__all__ = ["Index", "Offered"]


@dataclass(frozen=True, slots=True)
class Offered:
    """An achievement that can be earned: the facts an award of it will have, and what it takes.

    `cents` is the price by currency; what is not stated is None, or not there. `requires` are the
    achievements that must all be held first.
    """

    award: Held
    minutes: int | None = None
    cents: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    requires: frozenset[str] = frozenset()

    @property
    def address(self) -> str:
        """The achievement, whatever its version."""
        return self.award.names[-1]

    def awarded(self, at: datetime) -> Held:
        """The facts of an award of that moment."""
        return replace(self.award, awarded=at, expires=None)


class Index:
    """Awards by what clauses ask for: `found(leaf)` are those that meet it, by their places."""

    def __init__(self, awards: Sequence[Held], *, at: datetime) -> None:
        self.awards, self.at = awards, at
        self._named: dict[str, list[int]] = defaultdict(list)
        self._skilled: dict[str, list[int]] = defaultdict(list)
        self._credited: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(awards):
            _add(self._named, one.names, place)
            _add(self._skilled, (skill.uri for skill in one.skills), place)
            _add(self._credited, one.credits, place)

    def found(self, leaf: Leaf) -> list[int]:
        """The places of the awards that meet a clause."""
        fitting = (
            at for at in self._asked(leaf) if leaf.unfit(self.awards[at], at=self.at) is None
        )
        return sorted(fitting)

    def _asked(self, leaf: Leaf) -> set[int]:
        match leaf.clause:
            case Skilled(skill=skill):
                return set(self._skilled.get(skill, ()))
            case Credits(scheme=scheme) if not leaf.accepted:
                return set(self._credited.get(scheme, ()))
            case Achieved() | Credits():
                return {at for name in leaf.accepted for at in self._named.get(name, ())}


def _add(table: dict[str, list[int]], keys: Iterable[str], place: int) -> None:
    for key in dict.fromkeys(keys):
        table[key].append(place)
