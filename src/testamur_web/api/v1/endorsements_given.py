"""Endorsements of an organisation: what it was asked, what it signs, and what is said of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.vouching import (
    EndorsementAsked,
    EndorsementGiven,
    EndorsementOut,
    EndorsementReason,
    EndorsementRequestOut,
    EndorsementSaid,
    EndorsementShown,
    EndorsementsOut,
    Side,
)
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["endorsements"])


def _side(request: HttpRequest) -> Side:
    organisation, person = acting(request, Role.MANAGER)
    return Side(person, organisation)


@router.get(
    "/organisation/endorsements",
    response=EndorsementsOut,
    summary="List the endorsements of your organisation",
    openapi_extra=needs(Role.MANAGER),
)
def list_organisation_endorsements(request: HttpRequest) -> dict[str, Any]:
    """What waits for an answer, what was asked, what others said, and what was given."""
    return _side(request).lists()


@router.post(
    "/organisation/endorsements/requests",
    response={201: EndorsementRequestOut},
    summary="Ask somebody to vouch for what you issue",
    openapi_extra=needs(Role.MANAGER),
)
def ask_organisation_endorsement(
    request: HttpRequest, body: EndorsementAsked
) -> Status[dict[str, Any]]:
    """For a version of a micro-credential of yours, or for you."""
    return Status(201, _side(request).ask(body))


@router.post(
    "/organisation/endorsements",
    response={201: EndorsementOut},
    summary="Vouch for something as your organisation",
    openapi_extra=needs(Role.MANAGER),
)
def give_organisation_endorsement(
    request: HttpRequest, body: EndorsementGiven
) -> Status[dict[str, Any]]:
    """Signed with its key."""
    return Status(201, _side(request).give(body))


@router.post(
    "/organisation/endorsements/requests/{uuid:asked}/give",
    response={201: EndorsementOut},
    summary="Answer a request as your organisation",
    openapi_extra=needs(Role.MANAGER),
)
def answer_organisation_request(
    request: HttpRequest, asked: UUID, body: EndorsementSaid
) -> Status[dict[str, Any]]:
    """Signed with its key."""
    return Status(201, _side(request).answer(asked, body))


@router.post(
    "/organisation/endorsements/requests/{uuid:asked}/decline",
    response={204: None},
    summary="Say no for your organisation",
    openapi_extra=needs(Role.MANAGER),
)
def decline_organisation_request(request: HttpRequest, asked: UUID) -> Status[None]:
    """Nobody asks why."""
    _side(request).decline(asked)
    return Status(204, None)


@router.post(
    "/organisation/endorsements/requests/{uuid:asked}/take-back",
    response={204: None},
    summary="Ask no longer for your organisation",
    openapi_extra=needs(Role.MANAGER),
)
def take_back_organisation_request(request: HttpRequest, asked: UUID) -> Status[None]:
    """While it is not answered."""
    _side(request).take_back(asked)
    return Status(204, None)


@router.post(
    "/organisation/endorsements/{uuid:endorsement}/withdraw",
    response=EndorsementOut,
    summary="Withdraw what your organisation said",
    openapi_extra=needs(Role.MANAGER),
)
def withdraw_organisation_endorsement(
    request: HttpRequest, endorsement: UUID, body: EndorsementReason
) -> dict[str, Any]:
    """Its status list says so at once, and it counts nowhere."""
    return _side(request).withdraw(endorsement, body.reason)


@router.put(
    "/organisation/endorsements/{uuid:endorsement}/shown",
    response={204: None},
    summary="Show what was said of you as an issuer, or do not",
    openapi_extra=needs(Role.MANAGER),
)
def show_organisation_endorsement(
    request: HttpRequest, endorsement: UUID, body: EndorsementShown
) -> Status[None]:
    """What is not shown counts nowhere, either."""
    _side(request).show(endorsement, is_shown=body.is_shown)
    return Status(204, None)
