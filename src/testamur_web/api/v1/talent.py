"""Who may find the bearer: what they agree to, what they state, who saw it, who wrote."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said, Whole, Word
from testamur_web.employers import consent, contacts
from testamur_web.employers.facts import state_for_employers, stated_by
from testamur_web.employers.looking import shown_of
from testamur_web.employers.models import Consent, ContactRequest, Disclosure, Part, Purpose
from testamur_web.people.models import Organisation, Person

__all__ = ["router"]

router = Router(tags=["talent"])

PurposeWord = Literal["search", "ranking", "contact"]
PartWord = Literal["skills", "languages", "region", "availability", "name"]


class ConsentOut(Schema):
    """What you agreed to; `organisation` is the short name of one employer, null for every one."""

    id: UUID
    purpose: str
    organisation: str | None
    shows: list[str]
    given_at: str
    ended_at: str | None


class WantedConsent(Said):
    """A purpose, what is seen of you for it, and the one employer it is for, if it is for one."""

    purpose: PurposeWord
    shows: list[PartWord] = Field([], max_length=5)
    organisation: Word | None = None


class StatedFacts(Said):
    """What you state for being found; what is left out is not stated."""

    languages: list[Word] = Field([], max_length=12, description="Codes, such as de.")
    country: Word = Field("", description="Two letters, such as AT.")
    region: Word = ""
    available_from: Word | None = Field(None, description="A day, such as 2027-01-31.")
    hours: Whole | None = Field(None, description="Hours a week, at most.")


class StatedOut(Schema):
    """What you state; null where you agreed to nothing and nothing is kept."""

    facts: dict[str, Any] | None


class DisclosureOut(Schema):
    """That an organisation was shown you on a day."""

    day: str
    organisation: str
    by: str
    purpose: str
    shown: list[str]


class RequestOut(Schema):
    """A message of an employer."""

    id: UUID
    organisation: str
    by: str
    subject: str
    message: str
    sent_at: str
    expires_at: str
    state: str
    shared_name: str
    shared_email: str


class Yes(Said):
    """The name and the address that they see from now on; the address is one of yours."""

    name: Line
    email: Line


class No(Said):
    """Whether that employer is to find nothing more."""

    blocks: bool = False


class Blocked(Said):
    """An organisation, by its short name."""

    organisation: Word


@router.get(
    "/talent/consents",
    response=list[ConsentOut],
    summary="List what you agreed to",
    openapi_extra=OWN,
)
def list_consents(request: HttpRequest, *, ended: bool = False) -> list[dict[str, Any]]:
    """What employers may do and see now; with `ended`, all you ever agreed to."""
    person = own(request)
    rows = consent.history_of(person) if ended else consent.consents_of(person, at=timezone.now())
    return [_consent(row) for row in rows[:500]]


@router.post(
    "/talent/consents",
    response={201: ConsentOut},
    summary="Agree to a purpose",
    openapi_extra=OWN,
)
def agree(request: HttpRequest, body: WantedConsent) -> Status[dict[str, Any]]:
    """For every employer or for one; what you agreed to before for the same ends."""
    made = consent.give_consent(
        own(request),
        Purpose(body.purpose),
        parts=[Part(one) for one in body.shows],
        organisation=_organisation(body.organisation) if body.organisation else None,
        at=timezone.now(),
    )
    return Status(201, _consent(made))


@router.delete(
    "/talent/consents/{uuid:consent_id}",
    response={204: None},
    summary="Take a consent back",
    openapi_extra=OWN,
)
def take_back(request: HttpRequest, consent_id: UUID) -> Status[None]:
    """At once: the next query finds nothing by it."""
    person = own(request)
    rows = Consent.objects.filter(person=person, ended_at=None).select_related("organisation")
    row = get_object_or_404(rows, pk=consent_id)
    purpose = Purpose(row.purpose)
    consent.withdraw_consent(person, purpose, organisation=row.organisation, at=timezone.now())
    return Status(204, None)


@router.get("/talent/facts", response=StatedOut, summary="Read what you state", openapi_extra=OWN)
def read_stated_facts(request: HttpRequest) -> dict[str, Any]:
    """Languages, place and time, for those who show them."""
    found = stated_by(own(request))
    return {"facts": found.as_json() if found else None}


@router.put("/talent/facts", response=StatedOut, summary="State facts", openapi_extra=OWN)
def state_talent_facts(request: HttpRequest, body: StatedFacts) -> dict[str, Any]:
    """In place of all that was stated before."""
    return {"facts": state_for_employers(own(request), body.dict()).as_json()}


@router.get(
    "/talent/blocks", response=list[str], summary="List blocked employers", openapi_extra=OWN
)
def list_blocks(request: HttpRequest) -> list[str]:
    """The organisations that find nothing of you, by their short names."""
    return [row.organisation.slug for row in consent.blocks_of(own(request))]


@router.post("/talent/blocks", response={204: None}, summary="Block an employer", openapi_extra=OWN)
def block(request: HttpRequest, body: Blocked) -> Status[None]:
    """It finds nothing of you, whatever you agreed to, and is not told."""
    person = own(request)
    consent.block_employer(person, _organisation(body.organisation), at=timezone.now())
    return Status(204, None)


@router.delete(
    "/talent/blocks/{slug:organisation}",
    response={204: None},
    summary="Unblock an employer",
    openapi_extra=OWN,
)
def unblock(request: HttpRequest, organisation: str) -> Status[None]:
    """It finds again what every employer finds."""
    person = own(request)
    if not consent.unblock_employer(person, _organisation(organisation).pk, at=timezone.now()):
        raise Http404
    return Status(204, None)


@router.get(
    "/talent/disclosures",
    response=Page[DisclosureOut],
    summary="List who was shown you",
    openapi_extra=OWN,
)
def list_disclosures(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """One row a day for each organisation, purpose and search, the newest first."""
    return page_of(shown_of(own(request)), wanted, _seen)


@router.get(
    "/talent/requests",
    response=Page[RequestOut],
    summary="List messages of employers",
    openapi_extra=OWN,
)
def list_contact_requests(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    return page_of(contacts.requests_to(own(request)), wanted, _request)


@router.post(
    "/talent/requests/{uuid:message}/accept",
    response=RequestOut,
    summary="Say yes to an employer",
    openapi_extra=OWN,
)
def accept_contact(request: HttpRequest, message: UUID, body: Yes) -> dict[str, Any]:
    """They see this name and this address from now on."""
    row = _found(own(request), message)
    name, email = body.name, body.email
    return _request(contacts.accept_contact(row, name=name, email=email, at=timezone.now()))


@router.post(
    "/talent/requests/{uuid:message}/decline",
    response={204: None},
    summary="Say no to an employer",
    openapi_extra=OWN,
)
def decline_contact(request: HttpRequest, message: UUID, body: No) -> Status[None]:
    """They learn nothing of you."""
    row = _found(own(request), message)
    contacts.decline_contact(row, blocks=body.blocks, at=timezone.now())
    return Status(204, None)


@router.post(
    "/talent/requests/{uuid:message}/stop",
    response={204: None},
    summary="Take name and address back",
    openapi_extra=OWN,
)
def stop_showing_contact(request: HttpRequest, message: UUID) -> Status[None]:
    """After you said yes, at any time."""
    contacts.stop_showing(_found(own(request), message), at=timezone.now())
    return Status(204, None)


def _organisation(slug: str) -> Organisation:
    return get_object_or_404(Organisation, slug=slug)


def _found(person: Person, pk: UUID) -> ContactRequest:
    row = contacts.find_request(person, pk)
    if row is None:
        raise Http404
    return row


def _consent(row: Consent) -> dict[str, Any]:
    return {
        "id": row.pk,
        "purpose": row.purpose,
        "organisation": row.organisation.slug if row.organisation else None,
        "shows": sorted(part.value for part in row.parts),
        "given_at": row.given_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }


def _seen(row: Disclosure) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "organisation": row.organisation.name,
        "by": row.by.name if row.by else "",
        "purpose": row.purpose,
        "shown": row.shown,
    }


def _request(row: ContactRequest) -> dict[str, Any]:
    return {
        "id": row.pk,
        "organisation": row.organisation.name,
        "by": row.sent_by.name if row.sent_by else "",
        "subject": row.subject,
        "message": row.message,
        "sent_at": row.sent_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "state": row.state,
        "shared_name": row.shared_name,
        "shared_email": row.shared_email,
    }
