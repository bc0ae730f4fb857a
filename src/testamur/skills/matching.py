"""How skills of different lists match, by whose word, and what such a match leads to.

    graph = MatchedGraph([Graph(esco), Graph(onet)], published=matches_of(crosswalk), own=mapped)
    graph.matches("http://data.europa.eu/esco/skill/…")

A match says in the words of SKOS how one entry stands to another (SKOS §10), and who says so. From
a skill one walks along matches and along the lists' own broader and narrower links together:

- an exact match is no step; every other match is one, as a link of a list is;
- a close match says "nearly the same" and does not chain (SKOS §10.6.7): it counts as related;
- at most one published match lies on a way. Tables call much exact that is not quite, and two of
  them in a row would make one skill of many;
- what an organisation says of its own skill begins or ends a way and is never walked through: its
  word is about its skill, and ties no two skills of others together.

More matches never lengthen a way. Ways come in a fixed order, each with the words of those who say
so; where several are as short, the first match that was handed in is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from testamur.skills.framework import Crosswalk, Framework, Group, LinkKind, Occupation, Skill
from testamur.skills.graph import Graph, Nearness, Way

__all__ = ["MOST_STEPS", "Match", "MatchedGraph", "matches_in", "matches_of"]


@dataclass(frozen=True, slots=True)
class Match:
    """`source` stands so to `target`: (a, BROAD, b) says that b is the broader; `told` by whom."""

    source: str
    kind: LinkKind
    target: str
    told: str


@dataclass(frozen=True, slots=True)
class _Step:
    """A match from one of its ends to the other."""

    to: str
    nearness: Nearness
    told: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a walk has come to: whether it went along a published match, and by whose words."""

    skill: str
    has_crossed: bool
    told: tuple[str, ...]


MOST_STEPS: Final = 3
"""How many steps a way has at most; what is farther says too little."""

_FORWARD: Final = {
    LinkKind.EXACT: Nearness.SAME,
    LinkKind.CLOSE: Nearness.RELATED,
    LinkKind.RELATED: Nearness.RELATED,
    LinkKind.BROAD: Nearness.BROADER,
    LinkKind.BROADER: Nearness.BROADER,
    LinkKind.NARROW: Nearness.NARROWER,
}
_BACKWARD: Final = _FORWARD | {
    LinkKind.BROAD: Nearness.NARROWER,
    LinkKind.BROADER: Nearness.NARROWER,
    LinkKind.NARROW: Nearness.BROADER,
}


class MatchedGraph:
    """Several lists in one graph, tied together by matches."""

    def __init__(
        self, graphs: Sequence[Graph], *, published: Iterable[Match] = (), own: Iterable[Match] = ()
    ) -> None:
        """`published` are those of tables; `own` those of organisations, from their own skills."""
        self._graphs = tuple(graphs)
        self._beside: Mapping[Nearness, Sequence[Callable[[str], Iterable[str]]]] = {
            Nearness.SAME: (),
            Nearness.BROADER: [graph.broader for graph in graphs],
            Nearness.NARROWER: [graph.narrower for graph in graphs],
            Nearness.RELATED: [graph.related for graph in graphs],
        }
        self._steps: dict[str, list[_Step]] = defaultdict(list)
        self._own: set[str] = set()
        for match in published:
            self._add(match, is_own=False)
        for match in own:
            self._add(match, is_own=True)
            self._own.add(match.source)

    def entry(self, uri: str) -> Skill | Occupation | Group | None:
        """The entry of that identifier, in the first of the lists that has it."""
        found = (graph.entry(uri) for graph in self._graphs)
        return next((entry for entry in found if entry is not None), None)

    def ancestors(self, uri: str) -> dict[str, int]:
        """What the lists themselves say is wider, with the fewest steps to it."""
        return {skill: far for one in self._graphs for skill, far in one.ancestors(uri).items()}

    def descendants(self, uri: str) -> dict[str, int]:
        """What the lists themselves say is narrower, with the fewest steps to it."""
        return {skill: far for one in self._graphs for skill, far in one.descendants(uri).items()}

    def related(self, uri: str) -> tuple[str, ...]:
        """What the lists themselves put beside it."""
        return tuple(dict.fromkeys(other for one in self._graphs for other in one.related(uri)))

    def matches(self, uri: str) -> Iterator[Way]:
        """Every skill that a match leads to: the same ones, then wider, narrower, related ones."""
        if not self._steps:
            return
        for place, _ in self._walk(uri, None):
            yield Way(place.skill, Nearness.SAME, 0, "; ".join(place.told))
        for nearness in (Nearness.BROADER, Nearness.NARROWER, Nearness.RELATED):
            for place, distance in self._walk(uri, nearness):
                if distance:
                    yield Way(place.skill, nearness, distance, "; ".join(place.told))

    def _add(self, match: Match, *, is_own: bool) -> None:
        there, back = _FORWARD[match.kind], _BACKWARD[match.kind]
        self._steps[match.source].append(_Step(match.target, there, match.told, is_own))
        self._steps[match.target].append(_Step(match.source, back, match.told, is_own))

    def _walk(self, start: str, nearness: Nearness | None) -> Iterator[tuple[_Place, int]]:
        """Each skill reached through a match, once, at its least distance.

        Level by level: (1) what is the same as a skill of this level is of this level; (2) one step
        of the wanted nearness from any of them is the next; beside each other, one step is all.
        """
        begin = _Place(start, has_crossed=False, told=())
        seen, told, level, distance = {(start, False)}, {start}, [begin], 0
        while level and distance <= MOST_STEPS:
            for place in level:  # (1), while the level grows
                level += self._reached(place, Nearness.SAME, start, seen)
            for place in level:
                if place.told and place.skill not in told:
                    told.add(place.skill)
                    yield place, distance
            if nearness is None or (nearness is Nearness.RELATED and distance):
                return
            level = [new for one in level for new in self._reached(one, nearness, start, seen)]
            distance += 1  # (2)

    def _reached(
        self, place: _Place, nearness: Nearness, start: str, seen: set[tuple[str, bool]]
    ) -> list[_Place]:
        """One step of a nearness from a place, to where the walk has not been."""
        if place.skill in self._own and place.skill != start:
            return []
        found = []
        for new in (*self._along_lists(place, nearness), *self._along_matches(place, nearness)):
            if (new.skill, new.has_crossed) not in seen:
                seen.add((new.skill, new.has_crossed))
                found.append(new)
        return found

    def _along_lists(self, place: _Place, nearness: Nearness) -> Iterator[_Place]:
        for beside in self._beside[nearness]:
            for other in beside(place.skill):
                yield _Place(other, place.has_crossed, place.told)

    def _along_matches(self, place: _Place, nearness: Nearness) -> Iterator[_Place]:
        for step in self._steps.get(place.skill, ()):
            if step.nearness is nearness and (step.is_own or not place.has_crossed):
                words = tuple(dict.fromkeys((*place.told, step.told)))
                yield _Place(step.to, place.has_crossed or not step.is_own, words)


def matches_of(crosswalk: Crosswalk, *, told: str) -> Iterator[Match]:
    """What a crosswalk says, as matches."""
    return (Match(one.source, one.kind, one.target, told) for one in crosswalk.links)


def matches_in(framework: Framework, *, told: str) -> Iterator[Match]:
    """What a list says of the entries of other lists, as matches."""
    kinds = {LinkKind.EXACT, LinkKind.CLOSE, LinkKind.BROAD, LinkKind.NARROW}
    links = (link for link in framework.links if link.kind in kinds)
    return (Match(one.source, one.kind, one.target, told) for one in links)
