"""Which skills that somebody may prove count toward one that is looked for, and for how much.

As in a gap (`testamur.pathways.gap`): the skill itself and what stands for the same count whole, a
narrower one less for each step. These match. A broader or a related one is told of, and is partial.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from testamur.pathways.confidence import DEFAULT, Figures
from testamur.pathways.question import MAX_DISTANCE, Fit, SkillGraph
from testamur.skills.graph import Nearness
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.employers.models import IndexedSkill

__all__ = ["MATCHING", "Near", "nearness_of"]

MATCHING: Final = frozenset({Fit.SAME, Fit.MATCH, Fit.NARROWER})
_MOST: Final = 400
"""The most skills near one: whole branches of a list are no skill."""

_FITS: Final = {
    Nearness.SAME: Fit.MATCH,
    Nearness.NARROWER: Fit.NARROWER,
    Nearness.BROADER: Fit.BROADER,
    Nearness.RELATED: Fit.RELATED,
}


@dataclass(frozen=True, slots=True)
class Near:
    """How a skill stands to one that is looked for, and what share of its confidence counts."""

    fit: Fit
    credit: float


def nearness_of(skills: Iterable[str]) -> dict[str, Mapping[int, Near]]:
    """For each skill the numbers of those near it that anybody proves; one query."""
    graph = graph_in_use()
    near = {uri: dict(_nearest(uri, graph)) for uri in skills}
    uris = {one for each in near.values() for one in each}
    numbers = dict(IndexedSkill.objects.filter(uri__in=uris).values_list("uri", "pk"))
    return {
        uri: {numbers[one]: how for one, how in each.items() if one in numbers}
        for uri, each in near.items()
    }


def _nearest(uri: str, graph: SkillGraph, figures: Figures = DEFAULT) -> list[tuple[str, Near]]:
    """Each skill once by what counts most, the nearest first."""
    found: dict[str, Near] = {}
    for other, fit, distance in _around(uri, graph):
        how = Near(fit, float(_credit(fit, figures)) ** distance)
        if distance <= MAX_DISTANCE and (other not in found or found[other].credit < how.credit):
            found[other] = how
    return sorted(found.items(), key=lambda one: (-one[1].credit, one[0]))[:_MOST]


def _around(uri: str, graph: SkillGraph) -> Iterator[tuple[str, Fit, int]]:
    yield uri, Fit.SAME, 0
    for way in graph.matches(uri):
        if way.skill != uri:
            yield way.skill, _FITS[way.nearness], way.distance
    yield from ((one, Fit.NARROWER, steps) for one, steps in graph.descendants(uri).items())
    yield from ((one, Fit.BROADER, steps) for one, steps in graph.ancestors(uri).items())
    yield from ((one, Fit.RELATED, 1) for one in graph.related(uri))


def _credit(fit: Fit, figures: Figures) -> float:
    each = {Fit.NARROWER: figures.narrower, Fit.BROADER: figures.broader}
    return float(each.get(fit, figures.related if fit is Fit.RELATED else 1))
