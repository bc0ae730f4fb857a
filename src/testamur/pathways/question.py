"""The question of a gap: all that the answer depends on, gathered from credentials and a graph.

    question = question_of(held, target=goal, graph=graph, at=now)

Nothing stands in it that cannot change the answer, and in one order: the same things held and asked
for are the same question. What `pathways.gap` answers, `pathways.trace` writes down and reads.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from testamur.credentials.verify import VerifiedCredential
from testamur.pathways.confidence import DEFAULT, Event, Figures, Shown
from testamur.pathways.goal import Goal
from testamur.pathways.held import Held, HeldSkill, facts_of
from testamur.pathways.kinds import Lists, SkillKind, kinds_of
from testamur.pathways.uses import Use, events_of
from testamur.skills.graph import Nearness

__all__ = [
    "METHOD",
    "Evidence",
    "Fit",
    "Question",
    "Relation",
    "SkillGraph",
    "evidence_in",
    "question_of",
    "relations_of",
]

METHOD: Final = 2
"""How an answer is reckoned; method 1 let a strong proof make up for a level that is too low."""

MAX_DISTANCE: Final = 3
"""How many steps away a broader or narrower skill may be."""


class SkillGraph(Lists, Protocol):
    """How skills hang together; the graph of a framework is one."""

    def descendants(self, uri: str, /) -> Mapping[str, int]:
        """Everything narrower, with the fewest steps to it."""
        ...

    def related(self, uri: str, /) -> Iterable[str]:
        """What stands beside it."""
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
    """What a gap needs to know of one credential; `events` by the skill that they made fresher."""

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
    events: Mapping[str, tuple[Event, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def shown(self, skill: HeldSkill, kind: SkillKind | None = None) -> Shown:
        """What it shows of one of its skills, which is of that kind."""
        return Shown(
            skill.level,
            awarded=self.awarded,
            events=self.events.get(skill.uri, ()),
            kind=kind.name if kind else "",
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
    kinds: Mapping[str, SkillKind] = field(default_factory=lambda: MappingProxyType({}))
    """The kinds of the skills that are held, of those of which it is known."""
    method: int = METHOD


def question_of(  # noqa: PLR0913 -- all that a question is made of
    held: Iterable[Held | VerifiedCredential],
    *,
    target: Goal,
    graph: SkillGraph | None = None,
    at: datetime,
    figures: Figures = DEFAULT,
    self_assessed: Mapping[str, int | None] | None = None,
    uses: Iterable[Use] = (),
) -> Question:
    """What is asked of `held` at the moment `at`; expired credentials stand in no question."""
    moment = at.replace(microsecond=0)
    evidence = evidence_in(held, at=moment, uses=uses)
    uris = {skill.uri for one in evidence for skill in one.skills}
    wanted = {need.skill for need in target.needs}
    said = {uri: level for uri, level in sorted((self_assessed or {}).items()) if uri in wanted}
    return Question(
        target,
        moment,
        figures,
        evidence,
        tuple(sorted(relations_of(wanted, uris, graph))),
        MappingProxyType(said),
        MappingProxyType(kinds_of(uris, graph)),
    )


def evidence_in(
    held: Iterable[Held | VerifiedCredential], *, at: datetime, uses: Iterable[Use] = ()
) -> tuple[Evidence, ...]:
    """What counts of each credential that has not expired at a moment, and shows a skill."""
    standing = [one for one in facts_of(held) if one.expires is None or one.expires > at]
    events = events_of(standing, uses, at=at)
    found = {one.digest: _evidence_of(one, events) for one in standing if one.skills}
    return tuple(found[digest] for digest in sorted(found))


def _evidence_of(held: Held, events: Mapping[tuple[str, str], tuple[Event, ...]]) -> Evidence:
    mine = {one.uri: events.get((held.digest, one.uri), ()) for one in held.skills}
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
        events=MappingProxyType({uri: told for uri, told in mine.items() if told}),
    )


def relations_of(
    wanted: Iterable[str], held: Container[str], graph: SkillGraph | None
) -> Iterator[Relation]:
    """How what is held stands to what is wanted, where it is not the same."""
    for skill in wanted if graph else ():
        for fit, near in _neighbours(skill, graph):
            for other, distance in near.items():
                if other in held and other != skill and distance <= MAX_DISTANCE:
                    yield Relation(skill, other, fit, distance)
        yield from _matched(skill, held, graph)


def _matched(skill: str, held: Container[str], graph: SkillGraph | None) -> Iterator[Relation]:
    """What is held of other lists, as matches tell it."""
    for way in graph.matches(skill) if graph else ():
        if way.skill in held and way.skill != skill and way.distance <= MAX_DISTANCE:
            yield Relation(skill, way.skill, _FITS[way.nearness], way.distance, way.told)


def _neighbours(skill: str, graph: SkillGraph | None) -> Iterator[tuple[Fit, Mapping[str, int]]]:
    if graph is not None:
        yield Fit.NARROWER, graph.descendants(skill)
        yield Fit.BROADER, graph.ancestors(skill)
        yield Fit.RELATED, dict.fromkeys(graph.related(skill), 1)
