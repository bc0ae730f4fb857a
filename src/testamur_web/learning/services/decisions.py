"""An assessor decides: for the award, which is then given, or against it.

Rules kept here: (1) nobody decides about themselves; (2) who has passed is decided; (3) what was
looked at is what is there; (4) every criterion has a finding; (5) no award while a mandatory one
is unmet; (6) nor with a grade that does not pass; (7) what an appeal asked for is kept to; (8) what
is marked with a rubric is decided by its marks, whose rows then are the criteria. The record keeps
the digest of each piece of evidence that was handed in; what was not is neither shown nor judged.
It states until when it may be contested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.definition import Criterion
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning.appeals import terms_of
from testamur_web.learning.findings import (
    Finding,
    FindingsRefused,
    check_findings,
    check_grade,
    record_of,
    unmet,
)
from testamur_web.learning.models import Decision, Enrolment, Mark, Marking
from testamur_web.learning.queries import handed_in
from testamur_web.learning.services.appeals import digests_of, require_heard
from testamur_web.learning.services.enrolments import lock_enrolment, record_about
from testamur_web.ops import outbox
from testamur_web.people.models import Person

__all__ = ["Marked", "decide", "decide_against", "hold_undecided"]


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks that a decision rests on, what they come to, and the rows they judged."""

    marks: tuple[Mark, ...]
    total: Decimal
    criteria: tuple[Criterion, ...]


@transaction.atomic
def decide(  # noqa: PLR0913 -- what a decision consists of
    enrolment: Enrolment,
    *,
    by: Person,
    findings: Iterable[Finding],
    at: datetime,
    grade: str = "",
    note: str = "",
    seen: Collection[str] | None = None,
    marked: Marked | None = None,
) -> Decision:
    """Decide that the award is given; `seen` are the digests of the evidence that was looked at.

    Raises `FindingsRefused` (`problems` names every mandatory criterion that is not met), `Refused`
    with `decision.own-enrolment`, `appeal.own` or one of the `decision.grade-` codes, `Conflict`
    with `decision.passed-already`, `enrolment.withdrawn`, `decision.evidence-changed` or, without
    marks where there is a rubric, `decision.marks-missing`.
    """
    kept = hold_undecided(enrolment, by=by, seen=seen)
    require_heard(kept, by=by, passed=True)  # (7)
    definition = definition_of(kept.cohort.version)
    criteria = _criteria(kept, definition.criteria, marked)
    found = check_findings(criteria, findings)
    problems = unmet(criteria, found)
    if problems:
        raise FindingsRefused(problems)  # (5)
    kept_grade = check_grade(definition.grades, grade)  # (6)
    decision = _keep(
        kept,
        Decision(passed=True, findings=record_of(criteria, found), grade=kept_grade, note=note),
        marked,
        by=by,
        at=at,
    )
    outbox.post(
        "award.give",
        {"decision": str(decision.pk)},
        key=f"award.give:{kept.pk}",
        tenant=kept.cohort.organisation_id,
    )
    return decision


@transaction.atomic
def decide_against(  # noqa: PLR0913 -- what a decision consists of
    enrolment: Enrolment,
    *,
    by: Person,
    findings: Iterable[Finding],
    at: datetime,
    note: str = "",
    seen: Collection[str] | None = None,
    marked: Marked | None = None,
) -> Decision:
    """Decide that there is no award yet; the learner reads why, and may hand in again.

    Raises like `decide`, but unmet criteria are no hindrance; `appeal.overturned` where an appeal
    found that this was wrong.
    """
    kept = hold_undecided(enrolment, by=by, seen=seen)
    require_heard(kept, by=by, passed=False)  # (7)
    criteria = _criteria(kept, definition_of(kept.cohort.version).criteria, marked)
    found = check_findings(criteria, findings)
    decision = _keep(
        kept,
        Decision(passed=False, findings=record_of(criteria, found), note=note),
        marked,
        by=by,
        at=at,
    )
    outbox.post(
        "decision.tell",
        {"decision": str(decision.pk)},
        key=f"decision.tell:{decision.pk}",
        tenant=kept.cohort.organisation_id,
    )
    return decision


def hold_undecided(enrolment: Enrolment, *, by: Person, seen: Collection[str] | None) -> Enrolment:
    """The enrolment, held, if `by` may judge it now; raises like `decide`."""
    kept = lock_enrolment(enrolment)
    if kept.person_id == by.pk:  # (1)
        raise Refused.because("decision.own-enrolment", "this enrolment is your own")
    if kept.state == Enrolment.State.PASSED:  # (2)
        raise Conflict.because("decision.passed-already", f"{kept.name} has passed already")
    if kept.state == Enrolment.State.WITHDRAWN:
        raise Conflict.because("enrolment.withdrawn", f"{kept.name} has left this cohort")
    there = [one.sha256 for one in handed_in(kept)]
    if seen is not None and sorted(seen) != sorted(there):  # (3)
        told = "something was added or removed since you opened the page"
        raise Conflict.because("decision.evidence-changed", told)
    return kept


def _criteria(
    enrolment: Enrolment, criteria: tuple[Criterion, ...], marked: Marked | None
) -> tuple[Criterion, ...]:
    """What is decided by: the criteria of the definition, or the rows that were marked."""
    if marked is not None:
        return marked.criteria
    if Marking.objects.filter(cohort=enrolment.cohort_id).exists():  # (8)
        told = "this cohort is marked with a rubric"
        raise Conflict.because("decision.marks-missing", told)
    return criteria


def _keep(
    enrolment: Enrolment, decision: Decision, marked: Marked | None, *, by: Person, at: datetime
) -> Decision:
    decision.enrolment, decision.assessor, decision.decided_at = enrolment, by, at
    decision.grade, decision.note = decision.grade.strip(), decision.note.strip()
    decision.evidence_digests = digests_of(handed_in(enrolment))
    decision.total = marked.total if marked else None
    days = terms_of(enrolment.cohort.organisation).days
    decision.contest_until = at + timedelta(days=days)
    decision.save()
    if marked:
        Mark.objects.filter(pk__in=[one.pk for one in marked.marks]).update(decision=decision)
    passed = decision.passed
    enrolment.state = Enrolment.State.PASSED if passed else Enrolment.State.NOT_PASSED
    enrolment.save(update_fields=["state"])
    verb = "decision.pass" if passed else "decision.not-pass"
    told = {"cohort": enrolment.cohort.name, "decision": str(decision.pk)}
    record_about(verb, enrolment, by=by, at=at, **told)
    return decision
