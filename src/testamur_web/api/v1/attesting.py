"""What supervisors are asked and say: for whoever asks, for staff, and for the supervisor.

A supervisor needs no token but the secret of their link; looking at it answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status

from testamur_web.api.v1.attestation_shapes import (
    AskedOut,
    ClaimableOut,
    HoursOut,
    NewAnswer,
    NewClaim,
    NewHours,
    NewHoursRequest,
    NewRequest,
    NewSupervisor,
    RequestOut,
    SeenOut,
)
from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.links import found_by_link
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Word
from testamur_web.learning import attested, queries, services
from testamur_web.learning.models import AttestationRequest, Enrolment
from testamur_web.people.models import Role

__all__ = ["router", "show_request", "supervisor_of"]

router = Router(tags=["attestations"])

_STAFF = (Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
_ONE = "/learning/{uuid:enrolment}"


# ------------------------------------------------------------------------------- prior learning


@router.get(
    f"{_ONE}/claims",
    response=list[ClaimableOut],
    summary="List what you can claim",
    openapi_extra=OWN,
)
def list_claims(request: HttpRequest, enrolment: UUID) -> list[dict[str, Any]]:
    """Every criterion and outcome, with your claim; nothing where the cohort is taught."""
    found = attested.claims_of(_mine(request, enrolment), at=timezone.now())
    return [_claimable(one) for one in found]


@router.put(
    f"{_ONE}/claims/{{row}}",
    response=list[ClaimableOut],
    summary="Claim an outcome or criterion",
    openapi_extra=OWN,
)
def claim_row(
    request: HttpRequest, enrolment: UUID, row: Word, body: NewClaim
) -> list[dict[str, Any]]:
    """In place of what was claimed of it before; answers with all claims."""
    mine = _mine(request, enrolment)
    services.claim_row(
        mine,
        row,
        account=body.account,
        evidence=body.evidence,
        by=own(request),
        at=timezone.now(),
    )
    return list_claims(request, enrolment)


@router.delete(
    f"{_ONE}/claims/{{row}}",
    response={204: None},
    summary="Remove a claim",
    openapi_extra=OWN,
)
def remove_claim(request: HttpRequest, enrolment: UUID, row: Word) -> Status[None]:
    """While it is in progress."""
    claim = get_object_or_404(_mine(request, enrolment).prior_claims, row=row)
    services.remove_claim(claim, by=own(request), at=timezone.now())
    return Status(204, None)


@router.post(
    f"{_ONE}/attestations/claims",
    response={201: RequestOut},
    summary="Ask a supervisor about claims",
    openapi_extra=OWN,
)
def ask_about_claims(
    request: HttpRequest, enrolment: UUID, body: NewRequest
) -> Status[dict[str, Any]]:
    """They get a letter with a link; `claims` are the rows that you claimed."""
    made = services.ask_about_claims(
        _mine(request, enrolment),
        body.claims,
        supervisor=supervisor_of(body.supervisor),
        by=own(request),
        at=timezone.now(),
    )
    return Status(201, show_request(made))


# ------------------------------------------------------------------------------- work placement


@router.get(
    f"{_ONE}/hours", response=HoursOut, summary="Read your placement hours", openapi_extra=OWN
)
def read_hours(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """404 where no component is a work placement."""
    hours = attested.placement_of(_mine(request, enrolment), at=timezone.now())
    if hours is None:
        raise Http404
    return _hours(hours)


@router.post(
    f"{_ONE}/hours", response={201: HoursOut}, summary="Note placement hours", openapi_extra=OWN
)
def log_hours(request: HttpRequest, enrolment: UUID, body: NewHours) -> Status[dict[str, Any]]:
    """One entry for a day; answers with all of them."""
    services.log_hours(
        _mine(request, enrolment),
        day=body.day,
        hours=body.hours,
        task=body.task,
        by=own(request),
        at=timezone.now(),
    )
    return Status(201, read_hours(request, enrolment))


@router.delete(
    f"{_ONE}/hours/{{uuid:entry}}",
    response={204: None},
    summary="Remove placement hours",
    openapi_extra=OWN,
)
def remove_hours(request: HttpRequest, enrolment: UUID, entry: UUID) -> Status[None]:
    """That no supervisor was asked about."""
    found = get_object_or_404(_mine(request, enrolment).placement, pk=entry)
    services.remove_hours(found, by=own(request), at=timezone.now())
    return Status(204, None)


@router.post(
    f"{_ONE}/attestations/hours",
    response={201: RequestOut},
    summary="Ask a supervisor about placement hours",
    openapi_extra=OWN,
)
def ask_about_hours(
    request: HttpRequest, enrolment: UUID, body: NewHoursRequest
) -> Status[dict[str, Any]]:
    """They get a letter with a link."""
    made = services.ask_about_hours(
        _mine(request, enrolment),
        body.entries,
        supervisor=supervisor_of(body.supervisor),
        by=own(request),
        at=timezone.now(),
    )
    return Status(201, show_request(made))


# ------------------------------------------------------------------------------------- requests


@router.get(
    "/attestations",
    response=Page[RequestOut],
    summary="List what you asked supervisors",
    openapi_extra=OWN,
)
def list_attestations(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    return page_of(attested.asked_by(own(request)), wanted, show_request)


@router.get(
    "/attestations/{uuid:attestation}",
    response=RequestOut,
    summary="Read what you asked one supervisor",
    openapi_extra=OWN,
)
def read_attestation(request: HttpRequest, attestation: UUID) -> dict[str, Any]:
    """With what they answered."""
    return show_request(_asked(request, attestation))


@router.post(
    "/attestations/{uuid:attestation}/remind",
    response=RequestOut,
    summary="Send the letter again",
    openapi_extra=OWN,
)
def remind_supervisor(request: HttpRequest, attestation: UUID) -> dict[str, Any]:
    """With a new link; the older one ends."""
    found = _asked(request, attestation)
    services.remind_supervisor(found, by=own(request), at=timezone.now())
    return read_attestation(request, attestation)


@router.post(
    "/attestations/{uuid:attestation}/withdraw",
    response=RequestOut,
    summary="Withdraw a request",
    openapi_extra=OWN,
)
def withdraw_attestation(request: HttpRequest, attestation: UUID) -> dict[str, Any]:
    """Its link shows nothing from now on; what was answered stays."""
    found = _asked(request, attestation)
    services.withdraw_request(found, by=own(request), at=timezone.now())
    return read_attestation(request, attestation)


@router.get(
    "/enrolments/{uuid:enrolment}/attestations",
    response=SeenOut,
    summary="Read what is claimed and attested of one person's work",
    openapi_extra=needs(*_STAFF),
)
def read_attested(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """Of what was handed in."""
    organisation, _person = acting(request, *_STAFF)
    found = get_object_or_404(queries.decidable_in(organisation), pk=enrolment)
    now = timezone.now()
    hours = attested.placement_seen(found, at=now)
    return {
        "claims": [_claimable(one) for one in attested.prior_learning_seen(found, at=now)],
        "placement": _hours(hours) if hours else None,
    }


# ---------------------------------------------------------------------------------- supervisors


@router.get(
    "/attest/{token}", response=AskedOut, auth=None, summary="Read what you are asked to confirm"
)
def read_asked(request: HttpRequest, token: str) -> dict[str, Any]:
    """For whoever holds the secret of the link; 404 for any other."""
    return _show_asked(_by_token(request, token))


@router.post(
    "/attest/{token}",
    response=AskedOut,
    auth=None,
    summary="Answer as a supervisor",
    openapi_extra={"responses": {"409": {"description": "It was answered, or is asked no more."}}},
)
def answer_asked(request: HttpRequest, token: str, body: NewAnswer) -> dict[str, Any]:
    """Once, to every row; 409 where it was answered, withdrawn, or its time is over."""
    _by_token(request, token)
    services.answer_request(
        token,
        [services.Reply(one.row, one.confirmed, one.comment) for one in body.answers],
        signed_name=body.name,
        is_stated=body.stated,
        at=timezone.now(),
    )
    return _show_asked(_by_token(request, token))


def supervisor_of(body: NewSupervisor) -> services.Supervisor:
    """Whoever was named."""
    return services.Supervisor(body.name, body.email, body.organisation, body.relation)


def show_request(found: AttestationRequest) -> dict[str, Any]:
    """One request with what was answered."""
    answer = found.answer
    return {
        "id": found.pk,
        "about": str(found.about),
        "title": found.title,
        "enrolment": found.enrolment_id,
        "supervisor": found.supervisor_name,
        "organisation": found.supervisor_organisation,
        "relation": str(found.relation),
        "state": str(found.state_at(timezone.now())),
        "asked_at": found.asked_at.isoformat(),
        "expires_at": found.expires_at.isoformat(),
        "answered_at": answer.answered_at.isoformat() if answer else None,
        "signed_name": answer.signed_name if answer else "",
        "statement": answer.statement if answer else "",
        "rows": _rows(found),
    }


def _words(words: Sequence[attested.Word]) -> list[dict[str, Any]]:
    """What supervisors said of one row."""
    return [
        {
            "request": one.request.pk,
            "supervisor": one.request.supervisor_name,
            "organisation": one.request.supervisor_organisation,
            "relation": str(one.request.relation),
            "state": str(one.state),
            "confirmed": one.is_confirmed,
            "comment": one.comment,
        }
        for one in words
    ]


def _rows(found: AttestationRequest) -> list[dict[str, Any]]:
    answers = found.answer.by_row if found.answer else {}
    unsaid = {"confirmed": None, "comment": ""}
    return [row | unsaid | answers.get(row["id"], {}) for row in found.rows]


def _claimable(one: attested.Claimed) -> dict[str, Any]:
    claim = one.claim
    return {
        "row": one.row.id,
        "text": one.row.text,
        "is_criterion": one.row.is_criterion,
        "is_mandatory": one.row.is_mandatory,
        "account": claim.account if claim else "",
        "evidence": [piece.pk for piece in claim.evidence.all()] if claim else [],
        "claimed_at": claim.claimed_at.isoformat() if claim else None,
        "words": _words(one.words),
    }


def _hours(hours: attested.Hours) -> dict[str, Any]:
    entries = [
        {
            "id": one.entry.pk,
            "day": one.entry.day,
            "hours": one.entry.hours,
            "task": one.entry.task,
            "is_attested": one.is_attested,
            "words": _words(one.words),
        }
        for one in hours.entries
    ]
    return {
        "stated": hours.stated,
        "noted": hours.noted,
        "attested": hours.attested,
        "entries": entries,
    }


def _show_asked(found: AttestationRequest) -> dict[str, Any]:
    """What the link shows: nothing of the claim once it was withdrawn or its time is over."""
    state = found.state_at(timezone.now())
    is_shown = state in {AttestationRequest.State.WAITING, AttestationRequest.State.ANSWERED}
    return {
        "asker": found.asker.name,
        "about": str(found.about),
        "title": found.title,
        "issuer": found.issuer_name,
        "state": str(state),
        "expires_at": found.expires_at.isoformat(),
        "statement": services.statement_of(found),
        "rows": _rows(found) if is_shown else [],
    }


def _by_token(request: HttpRequest, token: str) -> AttestationRequest:
    return found_by_link(request, token, attested.find_by_token, what="attestation")


def _mine(request: HttpRequest, enrolment: UUID) -> Enrolment:
    return get_object_or_404(queries.learning_of(own(request)), pk=enrolment)


def _asked(request: HttpRequest, attestation: UUID) -> AttestationRequest:
    return get_object_or_404(attested.asked_by(own(request)), pk=attestation)
