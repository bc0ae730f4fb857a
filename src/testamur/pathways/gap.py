"""What is missing for a goal: skill by skill, from verified credentials, and every step of why.

    found = gap(held, target=goal, graph=graph, at=now)
    found.readiness, found.rows[0].covered, found.rows[0].changes
    replay(trace_of(found)) == found        # `pathways.trace`: the same question, the same answer

For each skill that is needed the best credential is taken, by the rule that fires:

1. the skill itself is held: credit 1;
2. a skill is held that stands for the same one by somebody's word (a match): credit 1;
3. a narrower skill is held: credit `narrower`, for each step between them;
4. a broader skill is held: credit `broader`, for each step;
5. a related skill is held: credit `related`;
6. none of these: nothing.

Where a match leads from one list to another, `through` tells whose word that is.

    covered   = min(level factor, credit x confidence / enough)
    gap       = 1 - covered
    readiness = sum of importance x covered / sum of importance

All numbers have four places and are reckoned from the numbers shown. What somebody says of
themselves is told beside, and counts for nothing. More credentials never widen a gap, and no proof
makes up for a level that is too low.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from testamur.credentials.verify import VerifiedCredential
from testamur.encoding import JsonObject, format_timestamp
from testamur.pathways.confidence import (
    DEFAULT,
    Confidence,
    Figures,
    Shown,
    confidence_in,
    covered_by,
    rounded,
)
from testamur.pathways.goal import Goal
from testamur.pathways.held import Held, HeldSkill
from testamur.pathways.kinds import SkillKind
from testamur.pathways.question import Evidence, Fit, Question, Relation, SkillGraph, question_of
from testamur.pathways.uses import Use
from testamur.skills.framework import Need

__all__ = ["Candidate", "Change", "Gap", "SkillGap", "answer", "credit_of", "gap"]


@dataclass(frozen=True, slots=True)
class Change:
    """What would change a row, and the share that would then be covered."""

    told: str
    covered: Decimal

    def as_json(self) -> JsonObject:
        """The change as `testamur gap --json` prints it."""
        return {"told": self.told, "covered": float(self.covered)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One credential's word on one need: how it fits, how sure, what that covers."""

    fit: Fit
    distance: int
    credit: Decimal
    skill: HeldSkill
    evidence: Evidence
    confidence: Confidence
    covered: Decimal
    through: str
    kind: SkillKind | None = None


@dataclass(frozen=True, slots=True)
class SkillGap:
    """One skill that is needed. `best` is None where nothing that is held counts toward it."""

    need: Need
    name: str
    covered: Decimal
    changes: tuple[Change, ...]
    best: Candidate | None = None
    self_level: int | None = None
    is_self_assessed: bool = False

    @property
    def gap(self) -> Decimal:
        """The share that is missing."""
        return 1 - self.covered

    @property
    def fit(self) -> Fit:
        """The rule that fired."""
        return self.best.fit if self.best else Fit.NONE

    def as_json(self) -> JsonObject:
        """The row as `testamur gap --json` prints it."""
        return {
            "skill": self.need.skill,
            "name": self.name,
            "requiredLevel": self.need.level,
            "importance": self.need.importance,
            "rule": self.fit.value,
            "covered": float(self.covered),
            "gap": float(self.gap),
            "verified": _verified(self.best) if self.best else None,
            "selfAssessed": {"level": self.self_level} if self.is_self_assessed else None,
            "changes": [change.as_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """The whole answer, with the question that it answers."""

    question: Question
    rows: tuple[SkillGap, ...]
    readiness: Decimal

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is not covered in full, as `testamur.pathways.plan` takes it."""
        return tuple(row.need for row in self.rows if row.covered < 1)

    def as_json(self) -> JsonObject:
        """The answer as `testamur gap --json` prints it."""
        goal = self.question.goal
        return {
            "goal": {"id": goal.id, "label": goal.label},
            "at": format_timestamp(self.question.at),
            "readiness": float(self.readiness),
            "skills": [row.as_json() for row in self.rows],
        }


def gap(  # noqa: PLR0913 -- all that a question is made of
    held: Iterable[Held | VerifiedCredential],
    *,
    target: Goal,
    graph: SkillGraph | None = None,
    at: datetime,
    figures: Figures = DEFAULT,
    self_assessed: Mapping[str, int | None] | None = None,
    uses: Iterable[Use] = (),
) -> Gap:
    """What is missing for `target` at the moment `at`; expired credentials count for nothing.

    Without a graph only the skills themselves count, and no kind of skill is known. `uses` tell
    when what was learnt was used at work.
    """
    question = question_of(
        held,
        target=target,
        graph=graph,
        at=at,
        figures=figures,
        self_assessed=self_assessed,
        uses=uses,
    )
    return answer(question)


def answer(question: Question) -> Gap:
    """The answer to a question: the same each time, from what stands in it alone."""
    rows = tuple(_row(need, question) for need in question.goal.needs)
    weights = [Decimal(str(row.need.importance)) for row in rows]
    total = sum(weights, Decimal(0))
    met = sum((weight * row.covered for weight, row in zip(weights, rows, strict=True)), Decimal(0))
    return Gap(question, rows, rounded(met / total))


# -------------------------------------------------------------------------------------- one skill


def _row(need: Need, question: Question) -> SkillGap:
    candidates = list(_candidates(need, question))
    best = max(candidates, key=_rank, default=None)
    covered = best.covered if best else rounded(Decimal(0))
    said = question.self_assessed
    changes = _changes(need, question, best) if covered < 1 else ()
    return SkillGap(
        need,
        question.goal.name_of(need.skill),
        covered,
        tuple(sorted(changes, key=lambda change: (-change.covered, change.told))),
        best,
        said.get(need.skill),
        need.skill in said,
    )


def _rank(one: Candidate) -> tuple[Decimal, Decimal, bool, float, str, str]:
    """The most covered, then the surest, the skill itself, the newest."""
    when = one.evidence.awarded.timestamp() if one.evidence.awarded else 0.0
    sure = one.credit * one.confidence.value
    return one.covered, sure, one.fit is Fit.SAME, when, one.evidence.digest, one.skill.uri


def _candidates(need: Need, question: Question) -> Iterator[Candidate]:
    near = {need.skill: [Relation(need.skill, need.skill, Fit.SAME, 0)]}
    for relation in question.relations:
        if relation.skill == need.skill:
            near.setdefault(relation.held, []).append(relation)
    for evidence in question.evidence:
        for skill in evidence.skills:
            for relation in near.get(skill.uri, ()):
                yield _candidate(need, question, relation, skill, evidence)


def _candidate(
    need: Need, question: Question, relation: Relation, skill: HeldSkill, evidence: Evidence
) -> Candidate:
    figures = question.figures
    credit = credit_of(relation, figures)
    kind = question.kinds.get(skill.uri)
    shown = evidence.shown(skill, kind)
    sure = confidence_in(shown, level=need.level, at=question.at, figures=figures)
    return Candidate(
        relation.fit,
        relation.distance,
        credit,
        skill,
        evidence,
        sure,
        _covered(question, sure, credit),
        relation.through,
        kind,
    )


def credit_of(relation: Relation, figures: Figures) -> Decimal:
    """What counts of a skill that stands so to the one that is needed."""
    each = {
        Fit.SAME: Decimal(1),
        Fit.MATCH: Decimal(1),
        Fit.NARROWER: figures.narrower,
        Fit.BROADER: figures.broader,
        Fit.RELATED: figures.related,
        Fit.NONE: Decimal(0),
    }
    return rounded(each[relation.fit] ** relation.distance)


def _covered(question: Question, sure: Confidence, credit: Decimal = Decimal(1)) -> Decimal:
    figures = question.figures
    if question.method == 1:
        return rounded(min(Decimal(1), credit * sure.value / figures.enough))
    return covered_by(sure, credit=credit, figures=figures)


# ------------------------------------------------------------------------- what would change it


def _changes(need: Need, question: Question, best: Candidate | None) -> Iterator[Change]:
    """What would cover more: each change by itself, and only where it does."""
    level = f" at EQF level {need.level} or above" if need.level else ""
    name = question.goal.name_of(need.skill)
    if best is None or best.fit not in {Fit.SAME, Fit.MATCH}:
        own = question.self_assessed.get(need.skill)
        is_able = need.skill in question.self_assessed and (own or 8) >= (need.level or 1)
        verb = "have it assessed, as you say you can: earn" if is_able else "earn"
        covered = _if_earned(need, question)
        if best is None or covered > best.covered:
            yield Change(f"{verb} “{name}”{level}", covered)
    if best is None:
        return
    for told, shown in _improved(need, question, best):
        sure = confidence_in(shown, level=need.level, at=question.at, figures=question.figures)
        covered = _covered(question, sure, best.credit)
        if covered > best.covered:
            yield Change(told, covered)


def _if_earned(need: Need, question: Question) -> Decimal:
    """What the skill itself would cover: earned today, assessed well, endorsed by nobody."""
    shown = Shown(
        need.level,
        awarded=question.at,
        assessment=("project",),
        supervision="supervised",
    )
    sure = confidence_in(shown, level=need.level, at=question.at, figures=question.figures)
    return _covered(question, sure)


def _improved(need: Need, question: Question, best: Candidate) -> Iterator[tuple[str, Shown]]:
    shown = best.evidence.shown(best.skill, best.kind)
    title, skill = best.evidence.title, best.skill.name or best.skill.uri
    if need.level and (shown.level or 0) < need.level:
        yield f"reach EQF level {need.level} in “{skill}”", replace(shown, level=need.level)
    yield f"renew “{title}”", replace(shown, awarded=question.at)
    yield f"have “{title}” endorsed by somebody else", replace(shown, endorsement="endorsed")
    strong = replace(
        shown, assessment=("practicalAssessment",), supervision="supervisedOnsiteVerified"
    )
    yield f"have “{skill}” assessed in practice, under supervision", strong


def _verified(best: Candidate) -> JsonObject:
    awarded = best.evidence.awarded
    return {
        "skill": best.skill.uri,
        "name": best.skill.name,
        "level": best.skill.level,
        "levelFrom": best.skill.level_from or None,
        **({"kind": best.kind.name, "kindFrom": best.kind.because} if best.kind else {}),
        "distance": best.distance,
        "through": best.through or None,
        "credit": float(best.credit),
        "confidence": best.confidence.as_json(),
        "credential": best.evidence.credential,
        "digest": best.evidence.digest,
        "title": best.evidence.title,
        "issuer": best.evidence.issuer,
        "awarded": format_timestamp(awarded) if awarded else None,
    }
