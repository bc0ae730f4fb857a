"""Endorsements: who vouches for something, and what one was asked, said and is said to be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from testamur_web.api.v1.bearers import OWN, own
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
    told,
)
from testamur_web.api.v1.words import Line, Said
from testamur_web.trust.queries import about_issuer, about_version
from testamur_web.trust.subjects import find_public_subject

__all__ = ["router"]

router = Router(tags=["endorsements"])


class WantedAbout(Said):
    """What it is about: `version:` and an id, or `issuer:` and a slug."""

    about: Line


@router.get(
    "/endorsements/about",
    response=list[EndorsementOut],
    auth=None,
    summary="Read who vouches for something",
)
def list_vouched(request: HttpRequest, wanted: Query[WantedAbout]) -> list[dict[str, Any]]:
    """What is shown on its page, what has ended included, each verified at this moment."""
    del request
    subject, now = find_public_subject(wanted.about), timezone.now()
    if subject is None:
        raise Http404
    if subject.version is not None:
        return [told(one) for one in about_version(subject.version, at=now)]
    return [told(one) for one in about_issuer(subject.owner, at=now)]


@router.get(
    "/endorsements", response=EndorsementsOut, summary="List your endorsements", openapi_extra=OWN
)
def list_endorsements(request: HttpRequest) -> dict[str, Any]:
    """What waits for an answer, what was asked, what others said, and what was given."""
    return Side(own(request)).lists()


@router.post(
    "/endorsements/requests",
    response={201: EndorsementRequestOut},
    summary="Ask somebody to vouch for a credential of yours",
    openapi_extra=OWN,
)
def ask_endorsement(request: HttpRequest, body: EndorsementAsked) -> Status[dict[str, Any]]:
    """They get a mail; they need an account to answer."""
    return Status(201, Side(own(request)).ask(body))


@router.post(
    "/endorsements",
    response={201: EndorsementOut},
    summary="Vouch for something in your own name",
    openapi_extra=OWN,
)
def give_endorsement(request: HttpRequest, body: EndorsementGiven) -> Status[dict[str, Any]]:
    """The instance signs that you said it."""
    return Status(201, Side(own(request)).give(body))


@router.post(
    "/endorsements/requests/{uuid:asked}/give",
    response={201: EndorsementOut},
    summary="Answer a request in your own name",
    openapi_extra=OWN,
)
def answer_request(
    request: HttpRequest, asked: UUID, body: EndorsementSaid
) -> Status[dict[str, Any]]:
    """Of what was asked of an address that you have proven to be yours."""
    return Status(201, Side(own(request)).answer(asked, body))


@router.post(
    "/endorsements/requests/{uuid:asked}/decline",
    response={204: None},
    summary="Say no to a request",
    openapi_extra=OWN,
)
def decline_request(request: HttpRequest, asked: UUID) -> Status[None]:
    """Nobody asks why."""
    Side(own(request)).decline(asked)
    return Status(204, None)


@router.post(
    "/endorsements/requests/{uuid:asked}/take-back",
    response={204: None},
    summary="Ask no longer",
    openapi_extra=OWN,
)
def take_back_request(request: HttpRequest, asked: UUID) -> Status[None]:
    """While it is not answered."""
    Side(own(request)).take_back(asked)
    return Status(204, None)


@router.post(
    "/endorsements/{uuid:endorsement}/withdraw",
    response=EndorsementOut,
    summary="Withdraw what you said",
    openapi_extra=OWN,
)
def withdraw_endorsement(
    request: HttpRequest, endorsement: UUID, body: EndorsementReason
) -> dict[str, Any]:
    """Its status list says so at once, and it counts nowhere."""
    return Side(own(request)).withdraw(endorsement, body.reason)


@router.put(
    "/endorsements/{uuid:endorsement}/shown",
    response={204: None},
    summary="Show what was said of you, or do not",
    openapi_extra=OWN,
)
def show_endorsement(
    request: HttpRequest, endorsement: UUID, body: EndorsementShown
) -> Status[None]:
    """What is not shown counts nowhere, either."""
    Side(own(request)).show(endorsement, is_shown=body.is_shown)
    return Status(204, None)
