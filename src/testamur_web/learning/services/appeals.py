"""A learner contests a decision; somebody who did not decide answers.

Rules kept here: (1) only the newest decision is contested, once, and in time; (2) neither the
learner nor anybody who decided about them answers; (3) an appeal that asks for a new decision puts
the enrolment before the assessors again, with exactly what was handed in; (4) that decision is
taken by somebody else, and one that was overturned cannot be repeated. Who has passed keeps the
award: what was wrong about it is corrected on the award.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.learning.appeals import contested_until, may_answer, terms_of, unheard
from testamur_web.learning.models import Appeal, AppealTerms, Decision, Enrolment, Evidence
from testamur_web.learning.queries import handed_in
from testamur_web.learning.services.enrolments import lock_enrolment
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "MAX_DAYS",
    "Answer",
    "answer_appeal",
    "contest",
    "digests_of",
    "require_heard",
    "state_appeal_terms",
    "withdraw_appeal",
]

MAX_DAYS: Final = 366

_MAX_TEXT: Final = 10_000
_State = Appeal.State
_ANSWERS: Final = frozenset({_State.UPHELD, _State.OVERTURNED, _State.REMITTED})


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of an appeal: `upheld`, `overturned` or `remitted`, and why."""

    outcome: str
    reason: str


@transaction.atomic
def contest(
    decision: Decision,
    *,
    reasons: str,
    by: Person,
    at: datetime,
    evidence: Collection[UUID] = (),
) -> Appeal:
    """Contest the newest decision about `by`, pointing at evidence that was handed in.

    For somebody without an account, `by` is whoever wrote down what came on paper.

    Raises `Refused` with `appeal.not-yours`, `appeal.too-late`, `appeal.reasons-missing` or
    `appeal.evidence-unknown`, `Conflict` with `appeal.exists`, `appeal.overtaken` or
    `enrolment.withdrawn`.
    """
    kept = lock_enrolment(decision.enrolment)
    _require_contestable(kept, decision, by=by, at=at)
    days = terms_of(kept.cohort.organisation).answer_days
    appeal = Appeal.objects.create(
        decision=decision,
        reasons=_text_of(reasons, "/reasons"),
        evidence=_pointed_at(kept, evidence),
        filed_at=at,
        answer_by=at + timedelta(days=days),
    )
    _tell("appeal.file", appeal, by=by, at=at)
    return appeal


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, by: Person, at: datetime) -> Appeal:
    """Take an appeal back; raises `Conflict` with `appeal.closed` where it has an answer."""
    kept = _lock(appeal)
    if kept.state == _State.WITHDRAWN:
        return kept
    _require_open(kept)
    kept.state, kept.closed_at = _State.WITHDRAWN, at
    kept.save(update_fields=["state", "closed_at"])
    _tell("appeal.withdraw", kept, by=by, at=at)
    return kept


@transaction.atomic
def answer_appeal(appeal: Appeal, answer: Answer, *, by: Person, at: datetime) -> Appeal:
    """Let the decision stand, overturn it, or have it taken anew.

    Raises `Refused` with `appeal.own`, `appeal.outcome-unknown`, `appeal.remit-refused` or
    `appeal.reasons-missing`, `Conflict` with `appeal.closed`.
    """
    enrolment = lock_enrolment(appeal.decision.enrolment)
    kept = _lock(appeal)
    _require_open(kept)
    if not may_answer(kept, by):  # (2)
        raise Refused.because("appeal.own", "you decided about this person, or are this person")
    _require_possible(kept, answer.outcome)
    kept.state, kept.closed_at = answer.outcome, at
    kept.answered_by, kept.answer = by, _text_of(answer.reason, "/reason")
    kept.save(update_fields=["state", "closed_at", "answered_by", "answer"])
    if answer.outcome != _State.UPHELD:
        _put_before_assessors(enrolment, kept.decision)
    _tell("appeal.answer", kept, by=by, at=at)
    return kept


@transaction.atomic
def state_appeal_terms(
    organisation: Organisation, *, days: int, answer_days: int, by: Person, at: datetime
) -> AppealTerms:
    """State for decisions from now on how long they may be contested, and when one answers.

    Raises `Refused` with `appeal.days-refused`.
    """
    for name, value in (("days", days), ("answer_days", answer_days)):
        if not 1 <= value <= MAX_DAYS:
            told = f"{value} days; 1 to {MAX_DAYS} are possible"
            raise Refused.because("appeal.days-refused", told, f"/{name}")
    terms, _is_new = AppealTerms.objects.update_or_create(
        organisation=organisation, defaults={"days": days, "answer_days": answer_days}
    )
    told_days = {"days": days, "answer_days": answer_days}
    trail.record("appeal.terms", organisation, by=by, tenant=organisation.pk, at=at, **told_days)
    return terms


def require_heard(enrolment: Enrolment, *, by: Person, passed: bool) -> None:
    """Hold a new decision to the appeal that asked for it (4).

    Raises `Refused` with `appeal.own`, or `appeal.overturned` where the same would be decided.
    """
    appeal = unheard(enrolment)
    if appeal is None:
        return
    if appeal.decision.assessor_id == by.pk:
        told = "your decision was contested; somebody else takes the new one"
        raise Refused.because("appeal.own", told)
    if appeal.state == _State.OVERTURNED and not passed:
        told = "the appeal found that “not passed” was wrong"
        raise Refused.because("appeal.overturned", told)


def digests_of(pieces: Iterable[Evidence]) -> list[dict[str, str]]:
    """What a record keeps of pieces of evidence: which they are, and the SHA-256 of each."""
    return [
        {
            "evidence": str(one.pk),
            "kind": str(one.kind),
            "title": one.title,
            "sha256": one.sha256,
        }
        for one in pieces
    ]


def _require_contestable(
    enrolment: Enrolment, decision: Decision, *, by: Person, at: datetime
) -> None:
    if enrolment.person_id not in {None, by.pk}:
        raise Refused.because("appeal.not-yours", "the decision is about somebody else")
    if enrolment.state == Enrolment.State.WITHDRAWN:
        raise Conflict.because("enrolment.withdrawn", f"{enrolment.name} has left this cohort")
    newest = enrolment.decisions.first()
    if newest is None or newest.pk != decision.pk:
        raise Conflict.because("appeal.overtaken", "a newer decision was taken since")
    if decision.appeals.exclude(state=_State.WITHDRAWN).exists():
        raise Conflict.because("appeal.exists", "this decision has been contested already")
    until = contested_until(decision)
    if at >= until:
        raise Refused.because("appeal.too-late", f"it could be contested until {until:%Y-%m-%d}")


def _require_possible(appeal: Appeal, outcome: str) -> None:
    if outcome not in _ANSWERS:
        told = f"{outcome!r:.40} is not among upheld, overturned, remitted"
        raise Refused.because("appeal.outcome-unknown", told, "/outcome")
    if outcome == _State.REMITTED and appeal.decision.passed:
        told = "who has passed is not decided about again"
        raise Refused.because("appeal.remit-refused", told, "/outcome")


def _put_before_assessors(enrolment: Enrolment, decision: Decision) -> None:
    """Only where the contested decision still counts; what is in work stays the learner's (3)."""
    newest = enrolment.decisions.first()
    is_waiting = enrolment.state == Enrolment.State.NOT_PASSED
    if not is_waiting or newest is None or newest.pk != decision.pk:
        return
    enrolment.state = Enrolment.State.SUBMITTED
    enrolment.submitted_at = enrolment.submitted_at or decision.decided_at
    enrolment.save(update_fields=["state", "submitted_at"])


def _pointed_at(enrolment: Enrolment, wanted: Collection[UUID]) -> list[dict[str, str]]:
    there = {one.pk: one for one in handed_in(enrolment)}
    unknown = [one for one in wanted if one not in there]
    if unknown:
        told = f"{unknown[0]} was not handed in"
        raise Refused.because("appeal.evidence-unknown", told, "/evidence")
    return digests_of(there[one] for one in dict.fromkeys(wanted))


def _text_of(text: str, pointer: str) -> str:
    plain = text.replace("\x00", "").strip()
    if not plain:
        raise Refused.because("appeal.reasons-missing", "nothing is written", pointer)
    return plain[:_MAX_TEXT]


def _lock(appeal: Appeal) -> Appeal:
    """The row as it is now, held until the transaction ends."""
    return (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision__enrolment__cohort__organisation")
        .get(pk=appeal.pk)
    )


def _require_open(appeal: Appeal) -> None:
    if appeal.state != _State.OPEN:
        told = f"its state is “{appeal.get_state_display()}”"
        raise Conflict.because("appeal.closed", told)


def _tell(verb: str, appeal: Appeal, *, by: Person, at: datetime) -> None:
    """Write it down, and leave the letter about it to a worker."""
    enrolment = appeal.decision.enrolment
    tenant = enrolment.cohort.organisation_id
    told = {"name": enrolment.name, "cohort": enrolment.cohort.name, "state": str(appeal.state)}
    trail.record(verb, appeal, by=by, tenant=tenant, at=at, **told)
    outbox.post(
        "appeal.tell",
        {"appeal": str(appeal.pk), "state": str(appeal.state)},
        key=f"appeal.tell:{appeal.pk}:{appeal.state}",
        tenant=tenant,
    )
