"""All lists in use in one graph, tied together by crosswalks and by what organisations mapped.

Made anew when a list or a crosswalk was adopted or withdrawn, or a mapping begun or ended; each
process keeps the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from testamur.skills.crosswalks import crosswalk_matches
from testamur.skills.graph import Nearness, Way
from testamur.skills.matching import MatchedGraph, matches_in
from testamur_web.catalogue.crosswalking import crosswalks_in_use, tables_in_use
from testamur_web.catalogue.mappings import mapped_matches
from testamur_web.catalogue.models import Framework, SkillMapping
from testamur_web.catalogue.skills import entry_of, graphs_in_use

__all__ = ["Matching", "graph_in_use", "matching", "stamp", "standing_for"]


@dataclass(frozen=True, slots=True)
class Matching:
    """A skill of another list that stands so to one, by whose word; "" where it has no name."""

    way: Way
    label: str
    framework: str
    is_here: bool = True
    """Whether a list in use has it."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """The graph, and what crosswalks call the entries of lists that are not here."""

    graph: MatchedGraph
    labels: Mapping[str, str]


def graph_in_use() -> MatchedGraph:
    """The graph of everything that is known here."""
    return _joined(stamp()).graph


def matching(uri: str, *, at_most: int = 60) -> list[Matching]:
    """What of other lists directly matches a skill, the same ones first."""
    joined = _joined(stamp())
    ways = [way for way in joined.graph.matches(uri) if way.distance <= 1]
    return [_named(way, joined.labels) for way in ways[:at_most]]


def standing_for(uris: Iterable[str], graph: MatchedGraph | None = None) -> dict[str, set[str]]:
    """For each skill all that stand for the same one by an exact match, itself among them."""
    graph = graph or graph_in_use()
    return {
        uri: {uri} | {one.skill for one in graph.matches(uri) if one.nearness is Nearness.SAME}
        for uri in uris
    }


def _named(way: Way, labels: Mapping[str, str]) -> Matching:
    known = entry_of(way.skill)
    if known is None:
        return Matching(way, labels.get(way.skill, ""), "", is_here=False)
    return Matching(way, known.entry.label, known.framework.name)


def stamp() -> str:
    """Another one after each change of what the graph is made of; one query."""
    lists = Framework.objects.exclude(adopted_at=None).order_by().values_list("pk", flat=True)
    tables = crosswalks_in_use().order_by().values_list("pk", flat=True)
    mapped = SkillMapping.objects.filter(ended_at=None).order_by().values_list("pk", flat=True)
    return ",".join(sorted(map(str, lists.union(tables, mapped, all=True))))


@lru_cache(maxsize=2)
def _joined(_stamp: str) -> _Joined:
    lists, tables = graphs_in_use(), tables_in_use()
    published = [match for table in tables for match in crosswalk_matches(table)]
    for framework, _ in lists:
        published += matches_in(framework, told=framework.name)
    graphs = [graph for _, graph in lists]
    graph = MatchedGraph(graphs, published=published, own=mapped_matches())
    return _Joined(graph, {uri: label for one in tables for uri, label in one.labels.items()})
