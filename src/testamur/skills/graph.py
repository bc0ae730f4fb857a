"""How the entries of a framework hang together: wider, narrower, beside, needed by.

Built once, asked often: every answer but the ancestors is one look into a dictionary. Frameworks
are not trees, and some hold cycles; nothing here walks in circles. Groups stand in the graph like
skills, since it is by them that two skills are near each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from testamur.skills.framework import (
    OPTIONAL,
    Framework,
    Group,
    LinkKind,
    Need,
    Occupation,
    Skill,
)

__all__ = ["Graph", "Nearness", "Way"]

_NONE: Final[tuple[str, ...]] = ()


class Nearness(StrEnum):
    """How the skill that a way leads to stands to the one it starts from."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Way:
    """To `skill`, which stands so to where the way began, some steps away, through what `told`."""

    skill: str
    nearness: Nearness
    distance: int
    told: str


class Graph:
    """The graph of one framework, by identifier; one it does not hold has no neighbours."""

    __slots__ = (
        "_broader",
        "_groups",
        "_narrower",
        "_needed_by",
        "_occupations",
        "_related",
        "_skills",
    )

    def __init__(self, framework: Framework) -> None:
        self._skills = {one.id: one for one in framework.skills}
        self._occupations = {one.id: one for one in framework.occupations}
        self._groups = {one.id: one for one in framework.groups}
        upwards = [link for link in framework.links if link.kind is LinkKind.BROADER]
        beside = [link for link in framework.links if link.kind is LinkKind.RELATED]
        self._broader = _gathered((one.source, one.target) for one in upwards)
        self._narrower = _gathered((one.target, one.source) for one in upwards)
        both_ways = ((one.source, one.target) for one in beside)
        back = ((one.target, one.source) for one in beside)
        self._related = _gathered((*both_ways, *back))
        self._needed_by = _gathered(
            (need.skill, one.id) for one in framework.occupations for need in one.needs
        )

    def entry(self, uri: str) -> Skill | Occupation | Group | None:
        """The skill, occupation or group of that identifier."""
        return self._skills.get(uri) or self._occupations.get(uri) or self._groups.get(uri)

    def skill(self, uri: str) -> Skill | None:
        """The skill of that identifier."""
        return self._skills.get(uri)

    def occupation(self, uri: str) -> Occupation | None:
        """The occupation of that identifier."""
        return self._occupations.get(uri)

    def broader(self, uri: str) -> tuple[str, ...]:
        """What is directly wider."""
        return self._broader.get(uri, _NONE)

    def narrower(self, uri: str) -> tuple[str, ...]:
        """What is directly narrower."""
        return self._narrower.get(uri, _NONE)

    def related(self, uri: str) -> tuple[str, ...]:
        """What stands beside it, told by either of the two."""
        return self._related.get(uri, _NONE)

    def ancestors(self, uri: str) -> Mapping[str, int]:
        """Everything wider, with the fewest steps to it, the nearest first; never itself."""
        return _reached(uri, self._broader)

    def descendants(self, uri: str) -> Mapping[str, int]:
        """Everything narrower, with the fewest steps to it, the nearest first; never itself."""
        return _reached(uri, self._narrower)

    def matches(self, _uri: str) -> tuple[Way, ...]:
        """Nothing: what leads to other lists is known where lists are joined (`matching`)."""
        return ()

    def essential(self, occupation: str) -> tuple[Need, ...]:
        """What an occupation cannot be done without: needs more important than optional ones."""
        return tuple(need for need in self._needs(occupation) if need.importance > OPTIONAL)

    def optional(self, occupation: str) -> tuple[Need, ...]:
        """What helps in an occupation."""
        return tuple(need for need in self._needs(occupation) if need.importance <= OPTIONAL)

    def needed_by(self, skill: str) -> tuple[str, ...]:
        """The occupations that ask for a skill, in the order of the framework."""
        return self._needed_by.get(skill, _NONE)

    def _needs(self, occupation: str) -> tuple[Need, ...]:
        found = self._occupations.get(occupation)
        return found.needs if found else ()


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """All seconds of each first, once each, in order; nothing stands to itself."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one, other in pairs:
        if one != other:
            found[one][other] = None
    return {one: tuple(others) for one, others in found.items()}


def _reached(start: str, steps: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Breadth first: every entry once, at its least distance."""
    found = {start: 0}
    for one in (queue := [start]):
        for other in steps.get(one, _NONE):
            if other not in found:
                found[other] = found[one] + 1
                queue.append(other)
    del found[start]
    return found
