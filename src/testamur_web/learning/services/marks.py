"""Assessors mark by the rubric of a cohort, a third person moderates, and the marks decide.

Rules kept here, beside those of `decisions.py`: (1) an assessor marks a hand-in once; (2) no more
marks are taken than are asked for; (3) whoever moderates gave neither of the two marks, and says
why; (4) nothing is decided before the marks are in and agree, or are moderated; (5) where a cohort
asks for it, nobody marks who has not passed a trial on a sample. A mark is never changed. What the
trail says of one is who gave it, not what it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning.judging import (
    Judgement,
    Remark,
    Stage,
    check_judgement,
    criteria_of,
    findings_from,
)
from testamur_web.learning.marks import (
    current_marks,
    marking_of,
    must_try_first,
    stage_of,
    verdict_from,
)
from testamur_web.learning.models import Decision, Enrolment, Mark, Marking
from testamur_web.learning.queries import handed_in
from testamur_web.learning.rubrics import Grid, rounded, total_of
from testamur_web.learning.services.appeals import digests_of
from testamur_web.learning.services.decisions import (
    Marked,
    decide,
    decide_against,
    hold_undecided,
)
from testamur_web.learning.services.enrolments import record_about
from testamur_web.people.models import Person

__all__ = ["Ruling", "decide_by_marks", "give_mark", "mark_and_decide", "moderate"]

_MAX_PROSE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a decision says beside the marks: for the award or against it, grade, note."""

    passed: bool
    grade: str = ""
    note: str = ""


@transaction.atomic
def give_mark(
    enrolment: Enrolment,
    judgement: Judgement,
    *,
    by: Person,
    at: datetime,
    seen: Collection[str] | None = None,
) -> Mark:
    """Keep what `by` judged; `seen` are the digests of the evidence that was looked at.

    Raises like `decide`, `FindingsRefused` with `mark.incomplete`, `Refused` with
    `mark.evidence-unknown` or `mark.trial-missing`, `Conflict` with `marking.no-rubric`,
    `mark.given-already` or `mark.complete`.
    """
    kept = hold_undecided(enrolment, by=by, seen=seen)
    marking, marks = _marking(kept), current_marks(kept)
    if any(one.assessor_id == by.pk for one in marks):  # (1)
        raise Conflict.because("mark.given-already", f"you have marked {kept.name} already")
    if len(marks) >= marking.wanted:  # (2)
        raise Conflict.because("mark.complete", f"{len(marks)} marks are in")
    if must_try_first(marking, by):  # (5)
        raise Refused.because("mark.trial-missing", f"{marking.rubric.rubric.title} asks for one")
    return _keep(kept, marking, judgement, Mark.Kind.MARK, by=by, at=at)


@transaction.atomic
def moderate(
    enrolment: Enrolment,
    judgement: Judgement,
    *,
    by: Person,
    at: datetime,
    seen: Collection[str] | None = None,
) -> Mark:
    """Set the agreed mark of two that disagree; the note of `judgement` is the reason.

    Raises like `give_mark`, `Refused` with `moderation.not-third` or `moderation.reason-missing`,
    `Conflict` with `moderation.not-needed`.
    """
    kept = hold_undecided(enrolment, by=by, seen=seen)
    marking, marks = _marking(kept), current_marks(kept)
    if stage_of(marking, _grid(marking), marks) != Stage.TO_MODERATE:
        raise Conflict.because("moderation.not-needed", "there are no two marks that disagree")
    if any(one.assessor_id == by.pk for one in marks):  # (3)
        raise Refused.because("moderation.not-third", "one of the two marks is yours")
    if not judgement.note.strip():
        raise Refused.because("moderation.reason-missing", "no reason is given", "/note")
    return _keep(kept, marking, judgement, Mark.Kind.AGREED, by=by, at=at)


@transaction.atomic
def decide_by_marks(
    enrolment: Enrolment,
    ruling: Ruling,
    *,
    by: Person,
    at: datetime,
    seen: Collection[str] | None = None,
) -> Decision:
    """Decide as the marks say, for the award or against it; the decision keeps them all.

    Raises like `decide`, `Conflict` with `marking.no-rubric`, `mark.missing` or
    `mark.disagreement`.
    """
    kept = hold_undecided(enrolment, by=by, seen=seen)
    marking, marks = _marking(kept), current_marks(kept)
    grid = _grid(marking)
    stage = stage_of(marking, grid, marks)
    if stage == Stage.TO_MARK:  # (4)
        told = f"{len(marks)} of {marking.wanted} marks are in"
        raise Conflict.because("mark.missing", told)
    if stage == Stage.TO_MODERATE:
        raise Conflict.because("mark.disagreement", "the two marks wait for a third person")
    verdict = verdict_from(grid, marks)
    criteria = criteria_of(grid, definition_of(kept.cohort.version).criteria)
    marked = Marked(tuple(marks), rounded(verdict.total), criteria)
    findings = findings_from(grid, verdict.rows)
    if ruling.passed:
        return decide(
            kept,
            by=by,
            findings=findings,
            at=at,
            grade=ruling.grade,
            note=ruling.note,
            marked=marked,
        )
    return decide_against(kept, by=by, findings=findings, at=at, note=ruling.note, marked=marked)


@transaction.atomic
def mark_and_decide(
    enrolment: Enrolment,
    judgement: Judgement,
    ruling: Ruling,
    *,
    by: Person,
    at: datetime,
    seen: Collection[str] | None = None,
) -> Decision:
    """Mark and decide at once, where one mark is all that is asked for; both or neither."""
    give_mark(enrolment, judgement, by=by, at=at, seen=seen)
    return decide_by_marks(enrolment, ruling, by=by, at=at, seen=seen)


def _marking(enrolment: Enrolment) -> Marking:
    marking = marking_of(enrolment.cohort)
    if marking is None:
        told = f"{enrolment.cohort.name} is decided by findings"
        raise Conflict.because("marking.no-rubric", told)
    return marking


def _grid(marking: Marking) -> Grid:
    return Grid.from_json(marking.rubric.content)


def _keep(
    enrolment: Enrolment,
    marking: Marking,
    judgement: Judgement,
    kind: Mark.Kind,
    *,
    by: Person,
    at: datetime,
) -> Mark:
    grid = _grid(marking)
    rows = check_judgement(grid, judgement.rows)
    mark = Mark.objects.create(
        enrolment=enrolment,
        rubric=marking.rubric,
        assessor=by,
        kind=kind,
        levels=[asdict(one) for one in rows],
        total=rounded(total_of(grid, [one.level for one in rows])),
        remarks=_remarks(enrolment, judgement.remarks),
        note=judgement.note.strip()[:_MAX_PROSE],
        evidence_digests=digests_of(handed_in(enrolment)),
        submitted_at=enrolment.submitted_at,
        marked_at=at,
    )
    verb = "mark.moderate" if kind == Mark.Kind.AGREED else "mark.give"
    told = {"cohort": enrolment.cohort.name, "mark": str(mark.pk)}
    record_about(verb, enrolment, by=by, at=at, **told)
    return mark


def _remarks(enrolment: Enrolment, remarks: Iterable[Remark]) -> list[dict[str, str]]:
    """What is said of pieces of evidence, each with the title and the digest of that piece."""
    pieces = {one.pk: one for one in handed_in(enrolment)}
    said: dict[UUID, str] = {one.evidence: one.comment.strip() for one in remarks}
    for unknown in said.keys() - pieces.keys():
        told = f"nothing that was handed in is {unknown}"
        raise Refused.because("mark.evidence-unknown", told, "/remarks")
    return [
        {"evidence": str(pk), "title": piece.title, "sha256": piece.sha256, "comment": said[pk]}
        for pk, piece in pieces.items()
        if said.get(pk)
    ]
