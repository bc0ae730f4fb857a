"""The register of recognition: read by everybody, written by who speaks for an organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.encoding import parse_object
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Moment, Said
from testamur_web.catalogue.addresses import achievement_at, achievement_url
from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Organisation, Role
from testamur_web.trust import recognising
from testamur_web.trust.models import Recognition
from testamur_web.trust.recognised import (
    Recognised,
    find_recognition,
    recognised_as,
    search_register,
)
from testamur_web.trust.recognising import Acceptance

__all__ = ["router"]

router = Router(tags=["recognition"])
AcceptedAs = Literal["credit", "exemption", "hiring", "equivalent"]


class RecognitionOut(Schema):
    """One entry: who accepts what as what. `state` is that of this day."""

    id: UUID
    organisation: str = Field(description="The slug of whoever accepts.")
    address: str = Field(description="The id that credentials have for what is accepted.")
    title: str
    accepted_as: AcceptedAs
    terms: str
    equal_to: str | None = Field(description="The achievement that it is equivalent to.")
    begins_on: date
    ends_on: date | None = Field(description="Its last day.")
    withdrawn_on: date | None = Field(description="The first day on which it is accepted no more.")
    reason: str
    state: Literal["holds", "ending", "announced", "ended", "withdrawn"]
    credential: dict[str, Any] = Field(description="The signed EndorsementCredential.")


class EquivalentsOut(Schema):
    """What counts as an achievement, as its own issuer says; `Rule.recognised` takes it so."""

    address: str
    recognised: list[str]


class WantedOfRegister(Wanted):
    """Which entries: all words of `q`, `at` a moment (now, if not said), or `past` ones too."""

    q: Line = ""
    accepted_as: AcceptedAs | None = None
    organisation: Line = ""
    at: Moment | None = None
    past: bool = False


class WantedEquivalents(Said):
    """The address of an achievement of this instance, and the moment (now, if not said)."""

    address: Line
    at: Moment | None = None


class RecognitionSaid(Said):
    """What is accepted; `equal_to` is the address of an achievement of your organisation."""

    address: str = Field(max_length=500)
    accepted_as: AcceptedAs
    terms: str = Field(max_length=500)
    begins_on: date
    ends_on: date | None = None
    title: Line = ""
    equal_to: Line | None = None


class RecognitionEnd(Said):
    """From which day it is accepted no more, and why."""

    on: date
    reason: str = Field(min_length=1, max_length=500)


@router.get(
    "/recognition", response=Page[RecognitionOut], auth=None, summary="Search who accepts what"
)
def list_register(request: HttpRequest, wanted: Query[WantedOfRegister]) -> dict[str, Any]:
    """Entries that hold at a moment, or with `past` every one that ever did or will."""
    del request
    now = timezone.now()
    at = (wanted.at or now).astimezone(UTC)
    found = search_register(
        wanted.q, accepted_as=wanted.accepted_as or "", at=None if wanted.past else at
    )
    if wanted.organisation:
        found = found.filter(organisation__slug=wanted.organisation)
    return page_of(found, wanted, lambda row: _told(row, now))


@router.get(
    "/recognition/equivalents",
    response=EquivalentsOut,
    auth=None,
    summary="Read what counts as an achievement",
)
def list_equivalents(request: HttpRequest, wanted: Query[WantedEquivalents]) -> dict[str, Any]:
    """What the issuer of the achievement accepts as equivalent to it; empty for any other."""
    del request
    at = (wanted.at or timezone.now()).astimezone(UTC)
    return {"address": wanted.address, "recognised": recognised_as(wanted.address, at=at)}


@router.get(
    "/recognition/{uuid:recognition}",
    response=RecognitionOut,
    auth=None,
    summary="Read an entry of the register",
)
def read_recognition(request: HttpRequest, recognition: UUID) -> dict[str, Any]:
    """As it stands today, with the signed text."""
    del request
    return _told(_found(recognition), timezone.now())


@router.post(
    "/organisation/recognition",
    response={201: RecognitionOut},
    summary="Accept a credential as something",
    openapi_extra=needs(Role.MANAGER),
)
def recognise(request: HttpRequest, body: RecognitionSaid) -> Status[dict[str, Any]]:
    """Signed with the key of your organisation."""
    organisation, person = acting(request, Role.MANAGER)
    now, said = timezone.now(), body.dict(exclude={"equal_to"})
    equal_to = _own(organisation, body.equal_to) if body.equal_to else None
    accepted = Acceptance(**said, equal_to=equal_to)
    row = recognising.recognise(organisation, accepted, by=person, at=now)
    return Status(201, _told(row, now))


@router.post(
    "/organisation/recognition/{uuid:recognition}/withdraw",
    response=RecognitionOut,
    summary="Accept it no more, from a day on",
    openapi_extra=needs(Role.MANAGER),
)
def withdraw_recognition(
    request: HttpRequest, recognition: UUID, body: RecognitionEnd
) -> dict[str, Any]:
    """The day and the reason are shown at once."""
    organisation, person = acting(request, Role.MANAGER)
    row, now = _found(recognition), timezone.now()
    if row.organisation != organisation:
        raise Http404
    ended = recognising.withdraw(row, on=body.on, reason=body.reason, by=person, at=now)
    return _told(ended, now)


def _found(pk: UUID) -> Recognition:
    row = find_recognition(pk)
    if row is None:
        raise Http404
    return row


def _own(organisation: Organisation, address: str) -> Achievement:
    """An achievement of one's own; another's does not exist here."""
    pk = achievement_at(address)
    own = Achievement.objects.filter(organisation=organisation, pk=pk).first() if pk else None
    if own is None:
        raise Http404
    return own


def _told(row: Recognition, at: datetime) -> dict[str, Any]:
    shown = Recognised(row, at.date())
    names = ("id", "title", "accepted_as", "terms", "begins_on", "ends_on", "withdrawn_on")
    return {name: getattr(row, name) for name in (*names, "reason")} | {
        "organisation": row.organisation.slug,
        "address": shown.address,
        "equal_to": achievement_url(row.equal_to) if row.equal_to else None,
        "state": shown.state,
        "credential": parse_object(row.credential),
    }
