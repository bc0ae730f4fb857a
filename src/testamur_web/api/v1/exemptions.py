"""Progress toward a qualification and exemption from its units, for learners and for staff."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Prose, Said
from testamur_web.people.models import Role
from testamur_web.plans import exemptions, studying
from testamur_web.plans.applications import (
    Judged,
    applications_in,
    applications_of,
    judged_evidence,
    to_review,
)
from testamur_web.plans.models import Application, ExemptionDecision, Qualification
from testamur_web.plans.progress import (
    Follower,
    LearnerUnit,
    follower_reader,
    followings_of,
    learner_progress,
    open_to,
)

__all__ = ["router"]

router = Router(tags=["exemptions"])

_ONE = "/qualifications/{uuid:qualification}"
_READERS = (Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER)
_DECIDERS = (Role.ASSESSOR, Role.REGISTRAR)


class PartOut(Schema):
    """A credential in a unit: the credits it brings, or `why` it brings none."""

    digest: str
    title: str
    issuer: str
    credits: Decimal
    why: str | None


class UnitProgressOut(Schema):
    """One unit: its credits, what is held toward it, and the ids of what would count."""

    unit: UUID
    code: str
    credits: Decimal
    earned: Decimal
    exempt: Decimal
    open: Decimal
    parts: list[PartOut]
    offers: list[UUID] = Field(description="Published achievements that would count toward it.")


class QualificationProgressOut(Schema):
    """How far somebody is; earned, exempt and open add up to the total."""

    qualification: UUID
    total: Decimal
    earned: Decimal
    exempt: Decimal
    open: Decimal
    follows: bool
    units: list[UnitProgressOut]


class LearnerOut(Schema):
    """Somebody who follows a qualification."""

    person: UUID
    name: str
    since: str
    earned: Decimal
    exempt: Decimal
    open: Decimal
    open_codes: list[str]


class NamedCredentialOut(Schema):
    """A credential that an application names; `state` is how it is judged now."""

    digest: str
    title: str
    issuer: str
    awarded_at: str
    state: str
    credential: str


class ExemptionOut(Schema):
    """One decision of those about an application, the newest first."""

    number: int
    outcome: str
    credits: Decimal
    reason: str
    statement: str
    decided_by: str
    decided_at: str


class ApplicationOut(Schema):
    """Somebody asks to be exempt from a unit."""

    id: UUID
    unit: UUID
    qualification: UUID
    name: str
    note: str
    state: str
    applied_at: str
    decisions: list[ExemptionOut]
    evidence: list[NamedCredentialOut] | None = None


class NewApplication(Said):
    """The items of one's wallet that show it."""

    items: list[UUID] = Field(min_length=1, max_length=50)
    note: Prose = Field("", max_length=5_000)


class NewExemption(Said):
    """What is decided; `no_interest` declares that whoever decides has none in it."""

    outcome: Literal["granted", "partly", "refused"]
    credits: Decimal | None = Field(None, ge=0, le=9_999, decimal_places=2)
    reason: Prose = Field(min_length=1, max_length=5_000)
    no_interest: bool


class Withdrawal(Said):
    """Why a decision is taken back."""

    reason: Prose = Field(min_length=1, max_length=5_000)


# --------------------------------------------------------------------------------- a learner's own


@router.get(
    f"{_ONE}/progress",
    response=QualificationProgressOut,
    summary="Read how far you are toward a qualification",
    openapi_extra=OWN,
)
def read_progress(request: HttpRequest, qualification: UUID) -> dict[str, Any]:
    """Only credentials of the wallet that are valid now count."""
    found = learner_progress(own(request), _open(request, qualification), at=timezone.now())
    told = found.progress
    return {
        "qualification": found.qualification.pk,
        "total": told.total,
        "earned": told.earned,
        "exempt": told.exempt,
        "open": told.open,
        "follows": found.following is not None,
        "units": [_unit(one) for one in found.units],
    }


@router.put(
    f"{_ONE}/following",
    response={204: None},
    summary="Follow a qualification",
    openapi_extra=OWN,
)
def follow_qualification(request: HttpRequest, qualification: UUID) -> Status[None]:
    """Its organisation sees your name, your credits and which units are open from now on."""
    studying.follow(_open(request, qualification), person=own(request), at=timezone.now())
    return Status(204, None)


@router.delete(
    f"{_ONE}/following",
    response={204: None},
    summary="Follow a qualification no more",
    openapi_extra=OWN,
)
def leave_qualification(request: HttpRequest, qualification: UUID) -> Status[None]:
    """Its organisation does not see you any more."""
    studying.leave(_open(request, qualification), person=own(request), at=timezone.now())
    return Status(204, None)


@router.put(
    f"{_ONE}/goal",
    response=dict[str, Any],
    summary="Make what is open your goal",
    openapi_extra=OWN,
)
def aim_at_qualification(request: HttpRequest, qualification: UUID) -> dict[str, Any]:
    """The goal: the skills of what counts toward the open mandatory units."""
    found = _open(request, qualification)
    return dict(studying.aim_at(found, person=own(request), at=timezone.now()).content)


@router.post(
    f"{_ONE}/units/{{uuid:unit}}/applications",
    response={201: ApplicationOut},
    summary="Apply for an exemption",
    openapi_extra=OWN,
)
def apply_for_exemption(
    request: HttpRequest, qualification: UUID, unit: UUID, body: NewApplication
) -> Status[dict[str, Any]]:
    """409 (`exemption.exists`) where one waits already or nothing of the unit is open."""
    person = own(request)
    found = get_object_or_404(_open(request, qualification).units, pk=unit)
    items = [get_object_or_404(person.wallet_items, pk=one) for one in dict.fromkeys(body.items)]
    now = timezone.now()
    made = exemptions.apply_for_exemption(found, items, person=person, at=now, note=body.note)
    return Status(201, _application(made))


@router.get(
    "/applications",
    response=Page[ApplicationOut],
    summary="List your applications",
    openapi_extra=OWN,
)
def list_own_applications(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    return page_of(applications_of(own(request)), wanted, _application)


@router.post(
    "/applications/{uuid:application}/take-back",
    response=ApplicationOut,
    summary="Take an application back",
    openapi_extra=OWN,
)
def take_back_application(request: HttpRequest, application: UUID) -> dict[str, Any]:
    """409 (`exemption.decided`) where it was decided."""
    person = own(request)
    found = get_object_or_404(applications_of(person), pk=application)
    return _application(exemptions.take_back(found, by=person, at=timezone.now()))


# ---------------------------------------------------------------------------- of an organisation


@router.get(
    f"{_ONE}/learners",
    response=Page[LearnerOut],
    summary="List who follows a qualification",
    openapi_extra=needs(*_READERS),
)
def list_followers(
    request: HttpRequest, qualification: UUID, wanted: Query[Wanted]
) -> dict[str, Any]:
    """By name; who does not follow it is not here."""
    organisation, _person = acting(request, *_READERS)
    found = get_object_or_404(organisation.qualifications, pk=qualification)
    read = follower_reader(found, at=timezone.now())
    return page_of(followings_of(found), wanted, lambda one: _learner(read(one)))


@router.get(
    "/exemptions",
    response=Page[ApplicationOut],
    summary="List applications for exemption",
    openapi_extra=needs(*_READERS),
)
def list_applications(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    organisation, _person = acting(request, *_READERS)
    return page_of(applications_in(organisation), wanted, _application)


@router.get(
    "/exemptions/review",
    response=Page[ApplicationOut],
    summary="List exemptions to review",
    openapi_extra=needs(*_READERS),
)
def list_reviews(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those in force behind which a credential holds no more, with these credentials alone."""
    organisation, _person = acting(request, *_READERS)
    found = to_review(organisation, at=timezone.now())
    return page_of(found, wanted, lambda one: _with_evidence(*one))


@router.get(
    "/exemptions/{uuid:application}",
    response=ApplicationOut,
    summary="Read an application",
    openapi_extra=needs(*_READERS),
)
def read_application(request: HttpRequest, application: UUID) -> dict[str, Any]:
    """With the credentials that it names, judged now."""
    organisation, _person = acting(request, *_READERS)
    found = get_object_or_404(applications_in(organisation), pk=application)
    return _with_evidence(found, judged_evidence(found, at=timezone.now()))


@router.post(
    "/exemptions/{uuid:application}/decisions",
    response={201: ExemptionOut},
    summary="Decide about an application",
    openapi_extra=needs(*_DECIDERS),
)
def decide_application(
    request: HttpRequest, application: UUID, body: NewExemption
) -> Status[dict[str, Any]]:
    """409 (`exemption.decided`) where it was decided before."""
    organisation, person = acting(request, *_DECIDERS)
    found = get_object_or_404(applications_in(organisation), pk=application)
    verdict = exemptions.Verdict(
        body.outcome,
        reason=body.reason,
        credits=body.credits,
        has_no_interest=body.no_interest,
    )
    decision = exemptions.decide_exemption(found, verdict, by=person, at=timezone.now())
    return Status(201, _decision(decision))


@router.post(
    "/exemptions/{uuid:application}/withdraw",
    response={201: ExemptionOut},
    summary="Withdraw a decision",
    openapi_extra=needs(*_DECIDERS),
)
def withdraw_decision(
    request: HttpRequest, application: UUID, body: Withdrawal
) -> Status[dict[str, Any]]:
    """It stays in the record; then another can be taken."""
    organisation, person = acting(request, *_DECIDERS)
    found = get_object_or_404(applications_in(organisation), pk=application)
    decision = exemptions.withdraw_exemption(
        found, reason=body.reason, by=person, at=timezone.now()
    )
    return Status(201, _decision(decision))


def _open(request: HttpRequest, pk: UUID) -> Qualification:
    return get_object_or_404(open_to(own(request)), pk=pk)


def _unit(one: LearnerUnit) -> dict[str, Any]:
    return {
        "unit": one.unit.pk,
        "code": one.unit.code,
        "credits": one.unit.credits,
        "earned": one.told.earned,
        "exempt": one.told.exempt,
        "open": one.told.open,
        "parts": [
            {
                "digest": part.held.digest,
                "title": part.held.title,
                "issuer": part.held.issuer_name,
                "credits": part.credits,
                "why": part.why.value if part.why else None,
            }
            for part in one.told.parts
        ],
        "offers": [version.achievement_id for _mapping, version in one.would_count if version],
    }


def _learner(one: Follower) -> dict[str, Any]:
    return {
        "person": one.following.person_id,
        "name": one.following.person.name,
        "since": one.following.began_at.isoformat(),
        "earned": one.progress.earned,
        "exempt": one.progress.exempt,
        "open": one.progress.open,
        "open_codes": list(one.open_codes),
    }


def _application(application: Application) -> dict[str, Any]:
    return {
        "id": application.pk,
        "unit": application.unit_id,
        "qualification": application.unit.qualification_id,
        "name": application.person.name,
        "note": application.note,
        "state": str(application.state),
        "applied_at": application.applied_at.isoformat(),
        "decisions": [_decision(one) for one in application.decisions.all()],
    }


def _with_evidence(application: Application, evidence: list[Judged]) -> dict[str, Any]:
    return _application(application) | {
        "evidence": [
            {
                "digest": one.evidence.digest,
                "title": one.evidence.title,
                "issuer": one.evidence.issuer_name,
                "awarded_at": one.evidence.awarded_at.isoformat(),
                "state": one.state.value,
                "credential": one.evidence.credential,
            }
            for one in evidence
        ]
    }


def _decision(decision: ExemptionDecision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "outcome": str(decision.outcome),
        "credits": decision.credits,
        "reason": decision.reason,
        "statement": decision.statement,
        "decided_by": decision.decided_by.name,
        "decided_at": decision.decided_at.isoformat(),
    }
