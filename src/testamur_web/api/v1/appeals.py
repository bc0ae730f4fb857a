"""Appeals against decisions: filed and withdrawn by learners, answered by staff."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Prose, Said, Whole
from testamur_web.learning import appeals, services
from testamur_web.learning.models import Appeal, AppealTerms, Enrolment
from testamur_web.learning.queries import decidable_in
from testamur_web.people.models import Person, Role

__all__ = ["router"]

router = Router(tags=["appeals"])

_STAFF = (Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER)


class PointedAt(Schema):
    """A piece of evidence that an appeal points at."""

    evidence: UUID
    kind: str
    title: str
    sha256: str


class AppealOut(Schema):
    """A decision contested, and what became of it."""

    id: UUID
    decision: UUID
    enrolment: UUID
    name: str
    state: str
    reasons: str
    evidence: list[PointedAt]
    filed_at: str
    answer_by: str
    is_overdue: bool
    closed_at: str | None
    answered_by: str
    answer: str


class AppealTermsOut(Schema):
    """Days to contest a decision, and days to answer an appeal."""

    days: int
    answer_days: int


class WantedAppeals(Wanted):
    """Which page, in which state."""

    state: str = Field("", max_length=20)


class NewAppeal(Said):
    """Why the newest decision is wrong, and which evidence shows it."""

    reasons: Prose = Field(min_length=1, max_length=10_000)
    evidence: list[UUID] = Field(default_factory=list, max_length=30)


class NewAppealAnswer(Said):
    """What becomes of the decision, and why."""

    outcome: Literal["upheld", "overturned", "remitted"]
    reason: Prose = Field(min_length=1, max_length=10_000)


class NewTerms(Said):
    """The days that hold for decisions and appeals from now on."""

    days: Whole = Field(ge=1, le=366)
    answer_days: Whole = Field(ge=1, le=366)


@router.get(
    "/appeals", response=Page[AppealOut], summary="List appeals", openapi_extra=needs(*_STAFF)
)
def list_appeals(request: HttpRequest, wanted: Query[WantedAppeals]) -> dict[str, Any]:
    """The oldest first; `state` narrows it."""
    organisation, _person = acting(request, *_STAFF)
    found = appeals.appeals_in(organisation)
    return page_of(found.filter(state=wanted.state) if wanted.state else found, wanted, _appeal)


@router.get(
    "/appeals/terms",
    response=AppealTermsOut,
    summary="Read the days for appeals",
    openapi_extra=needs(*_STAFF),
)
def read_appeal_terms(request: HttpRequest) -> AppealTerms:
    """28 and 28 where nothing was stated."""
    organisation, _person = acting(request, *_STAFF)
    return appeals.terms_of(organisation)


@router.put(
    "/appeals/terms",
    response=AppealTermsOut,
    summary="State the days for appeals",
    openapi_extra=needs(Role.MANAGER),
)
def state_appeal_terms(request: HttpRequest, body: NewTerms) -> AppealTerms:
    """A day that a decision has stated stays."""
    organisation, person = acting(request, Role.MANAGER)
    days = {"days": body.days, "answer_days": body.answer_days}
    return services.state_appeal_terms(organisation, **days, by=person, at=timezone.now())


@router.get(
    "/appeals/{uuid:appeal}",
    response=AppealOut,
    summary="Read one appeal",
    openapi_extra=needs(*_STAFF),
)
def read_appeal(request: HttpRequest, appeal: UUID) -> dict[str, Any]:
    """What the learner holds, and the answer."""
    organisation, _person = acting(request, *_STAFF)
    return _appeal(get_object_or_404(appeals.appeals_in(organisation), pk=appeal))


@router.post(
    "/appeals/{uuid:appeal}/answer",
    response=AppealOut,
    summary="Answer an appeal",
    openapi_extra=needs(*_STAFF),
)
def answer_appeal(request: HttpRequest, appeal: UUID, body: NewAppealAnswer) -> dict[str, Any]:
    """By somebody who did not decide; what is overturned or remitted waits for a new decision."""
    organisation, person = acting(request, *_STAFF)
    found = get_object_or_404(appeals.appeals_in(organisation), pk=appeal)
    answer = services.Answer(body.outcome, body.reason)
    return _appeal(services.answer_appeal(found, answer, by=person, at=timezone.now()))


@router.post(
    "/enrolments/{uuid:enrolment}/appeals",
    response={201: AppealOut},
    summary="Write down an appeal",
    openapi_extra=needs(Role.REGISTRAR, Role.MANAGER),
)
def write_down_appeal(
    request: HttpRequest, enrolment: UUID, body: NewAppeal
) -> Status[dict[str, Any]]:
    """For somebody without an account; whoever has one contests by themselves."""
    organisation, person = acting(request, Role.REGISTRAR, Role.MANAGER)
    found = get_object_or_404(decidable_in(organisation), pk=enrolment)
    return Status(201, _contest(found, body, person))


@router.get(
    "/learning/{uuid:enrolment}/appeals",
    response=list[AppealOut],
    summary="List your appeals",
    openapi_extra=OWN,
)
def list_own_appeals(request: HttpRequest, enrolment: UUID) -> list[dict[str, Any]]:
    """The newest first."""
    found = get_object_or_404(own(request).enrolments, pk=enrolment)
    return [_appeal(one) for one in appeals.appeals_of(found)]


@router.post(
    "/learning/{uuid:enrolment}/appeals",
    response={201: AppealOut},
    summary="Contest the newest decision",
    openapi_extra=OWN,
)
def contest(request: HttpRequest, enrolment: UUID, body: NewAppeal) -> Status[dict[str, Any]]:
    """Once, and until the day that the decision states."""
    person = own(request)
    return Status(201, _contest(get_object_or_404(person.enrolments, pk=enrolment), body, person))


@router.post(
    "/learning/appeals/{uuid:appeal}/withdraw",
    response=AppealOut,
    summary="Withdraw your appeal",
    openapi_extra=OWN,
)
def withdraw_appeal(request: HttpRequest, appeal: UUID) -> dict[str, Any]:
    """As long as it has no answer."""
    person = own(request)
    found = get_object_or_404(Appeal, pk=appeal, decision__enrolment__person=person)
    return _appeal(services.withdraw_appeal(found, by=person, at=timezone.now()))


def _contest(enrolment: Enrolment, body: NewAppeal, person: Person) -> dict[str, Any]:
    newest = get_object_or_404(enrolment.decisions.all()[:1])
    reasons, evidence = body.reasons, body.evidence
    now = timezone.now()
    return _appeal(services.contest(newest, reasons=reasons, evidence=evidence, by=person, at=now))


def _appeal(appeal: Appeal) -> dict[str, Any]:
    is_open = appeal.state == Appeal.State.OPEN
    return {
        "id": appeal.pk,
        "decision": appeal.decision_id,
        "enrolment": appeal.decision.enrolment_id,
        "name": appeal.decision.enrolment.name,
        "state": str(appeal.state),
        "reasons": appeal.reasons,
        "evidence": appeal.evidence,
        "filed_at": appeal.filed_at.isoformat(),
        "answer_by": appeal.answer_by.isoformat(),
        "is_overdue": is_open and appeal.answer_by <= timezone.now(),
        "closed_at": appeal.closed_at.isoformat() if appeal.closed_at else None,
        "answered_by": appeal.answered_by.name if appeal.answered_by else "",
        "answer": appeal.answer,
    }
