"""The question of a gap: all that the answer depends on, gathered from credentials and a graph.

    question = question_of(held, target=goal, graph=graph, at=now)

Nothing stands in it that cannot change the answer, and in one order: the same things held and asked
for are the same question. What `pathways.gap` answers, `pathways.trace` writes down and reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from testamur.credentials.verify import VerifiedCredential
from testamur.pathways.confidence import DEFAULT, Figures, Shown
from testamur.pathways.goal import Goal
from testamur.pathways.held import Held, HeldSkill, facts_of
from testamur.skills.graph import Nearness, Way

__all__ = ["Evidence", "Fit", "Question", "Relation", "SkillGraph", "question_of"]

MAX_DISTANCE: Final = 3
"""How many steps away a broader or narrower skill may be."""


class SkillGraph(Protocol):
    """How skills hang together; the graph of a framework is one."""

    def ancestors(self, uri: str, /) -> Mapping[str, int]:
        """Everything broader, with the fewest steps to it."""
        ...

    def descendants(self, uri: str, /) -> Mapping[str, int]:
        """Everything narrower, with the fewest steps to it."""
        ...

    def related(self, uri: str, /) -> Iterable[str]:
        """What stands beside it."""
        ...

    def matches(self, uri: str, /) -> Iterable[Way]:
        """What of other lists stands so to it, and by whose word."""
        ...


class Fit(StrEnum):
    """The rule that fired: how what is held stands to what is needed."""

    SAME = "same skill"
    MATCH = "matching skill held"
    NARROWER = "narrower skill held"
    BROADER = "broader skill held"
    RELATED = "related skill held"
    NONE = "none"


_FITS: Final = {
    Nearness.SAME: Fit.MATCH,
    Nearness.NARROWER: Fit.NARROWER,
    Nearness.BROADER: Fit.BROADER,
    Nearness.RELATED: Fit.RELATED,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a gap needs to know of one credential."""

    digest: str
    _: KW_ONLY
    title: str
    credential: str = ""
    issuer: str = ""
    awarded: datetime | None = None
    assessment: tuple[str, ...] = ()
    supervision: str = ""
    endorsement: str = ""
    skills: tuple[HeldSkill, ...] = ()

    def shown(self, skill: HeldSkill) -> Shown:
        """What it shows of one of its skills."""
        return Shown(
            skill.level,
            awarded=self.awarded,
            assessment=self.assessment,
            supervision=self.supervision,
            endorsement=self.endorsement,
        )


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A skill that is held stands so to one that is needed, some steps away.

    `through` says by whose word, where a match of different lists is among the steps.
    """

    skill: str
    held: str
    fit: Fit
    distance: int
    through: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """All that the answer depends on."""

    goal: Goal
    at: datetime
    figures: Figures = DEFAULT
    evidence: tuple[Evidence, ...] = ()
    relations: tuple[Relation, ...] = ()
    self_assessed: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))


def question_of(
    held: Iterable[Held | VerifiedCredential],
    *,
    target: Goal,
    graph: SkillGraph | None = None,
    at: datetime,
    figures: Figures = DEFAULT,
    self_assessed: Mapping[str, int | None] | None = None,
) -> Question:
    """What is asked of `held` at the moment `at`; expired credentials stand in no question."""
    moment = at.replace(microsecond=0)
    standing = [one for one in facts_of(held) if one.expires is None or one.expires > moment]
    evidence = {one.digest: _evidence_of(one) for one in standing if one.skills}
    uris = {skill.uri for one in evidence.values() for skill in one.skills}
    wanted = {need.skill for need in target.needs}
    said = {uri: level for uri, level in sorted((self_assessed or {}).items()) if uri in wanted}
    return Question(
        target,
        moment,
        figures,
        tuple(evidence[digest] for digest in sorted(evidence)),
        tuple(sorted(_relations(wanted, uris, graph))),
        MappingProxyType(said),
    )


def _evidence_of(held: Held) -> Evidence:
    endorsement = "endorsed" if held.is_endorsed else "vouched" if held.is_vouched else ""
    return Evidence(
        held.digest,
        title=held.title,
        credential=held.credential,
        issuer=held.issuer,
        awarded=held.awarded.replace(microsecond=0) if held.awarded else None,
        assessment=held.assessment,
        supervision=held.supervision,
        endorsement=endorsement,
        skills=held.skills,
    )


def _relations(
    wanted: Iterable[str], held: set[str], graph: SkillGraph | None
) -> Iterator[Relation]:
    """How what is held stands to what is wanted, where it is not the same."""
    for skill in wanted if graph else ():
        for fit, near in _neighbours(skill, graph):
            for other, distance in near.items():
                if other in held and other != skill and distance <= MAX_DISTANCE:
                    yield Relation(skill, other, fit, distance)
        yield from _matched(skill, held, graph)


def _matched(skill: str, held: set[str], graph: SkillGraph | None) -> Iterator[Relation]:
    """What is held of other lists, as matches tell it."""
    for way in graph.matches(skill) if graph else ():
        if way.skill in held and way.skill != skill and way.distance <= MAX_DISTANCE:
            yield Relation(skill, way.skill, _FITS[way.nearness], way.distance, way.told)


def _neighbours(skill: str, graph: SkillGraph | None) -> Iterator[tuple[Fit, Mapping[str, int]]]:
    if graph is not None:
        yield Fit.NARROWER, graph.descendants(skill)
        yield Fit.BROADER, graph.ancestors(skill)
        yield Fit.RELATED, dict.fromkeys(graph.related(skill), 1)
