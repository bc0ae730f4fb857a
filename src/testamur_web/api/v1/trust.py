"""Why to trust an issuer, for everybody to read; checks and lists of issuers, by operators."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from testamur.errors import Refused
from testamur_web.api.v1.bearers import OPERATING, operating
from testamur_web.api.v1.words import Said
from testamur_web.people.models import Organisation
from testamur_web.trust import registries
from testamur_web.trust.levels import Checked, Found, end_check, write_check
from testamur_web.trust.models import IssuerCheck, RegistryEntry, TrustRegistry
from testamur_web.trust.queries import Vouched
from testamur_web.trust.registries import Brought, loaded_registries
from testamur_web.trust.standing import find_known_issuer, standing_of_issuer

__all__ = ["router"]

router = Router(tags=["trust"])
Level = Literal["domain", "legal", "register"]


class CheckOut(Schema):
    """Something that whoever runs the instance checked of an issuer, and whether it holds."""

    id: UUID
    level: Level
    how: str
    source: str
    checked_on: date
    ends_on: date | None
    holds: bool
    reason: str = Field(description="Why it was ended before its last day.")


class NamedOut(Schema):
    """A loaded list of issuers that names this one, and what it says of it."""

    registry: str
    identifier: str
    name: str
    said: str
    loaded_at: datetime
    valid_until: datetime | None


class VouchedOut(Schema):
    """Who accredits or endorses it, verified now."""

    by: str
    statement: str
    given_at: datetime
    valid_until: datetime | None
    state: str


class AcceptedOut(Schema):
    """An entry of the register of recognition about what it offers; `state` is that of today."""

    recognition: UUID
    organisation: str
    title: str
    accepted_as: str
    state: str


class IssuerTrust(Schema):
    """All that is known of an issuer; what ended stands in it as ended."""

    slug: str
    name: str
    checks: list[CheckOut]
    registers: list[NamedOut]
    accreditations: list[VouchedOut]
    endorsements: list[VouchedOut]
    accepted: list[AcceptedOut]


class CheckSaid(Said):
    """What was checked, in which way, and where anybody can look."""

    level: Level
    how: str = Field(max_length=500)
    checked_on: date
    source: str = Field("", max_length=200)
    ends_on: date | None = None


class CheckEnd(Said):
    """Why it holds no more."""

    reason: str = Field(min_length=1, max_length=500)


class RegistryOut(Schema):
    """A list of issuers that counts here."""

    id: UUID
    name: str
    issuer: str
    source: str
    issuers: int
    valid_until: datetime | None
    loaded_at: datetime


class RegistrySaid(Said):
    """A signed list: its `address` over https, or its text as it was published, one of both."""

    address: str = Field("", max_length=500)
    text: str = Field("", max_length=registries.MAX_REGISTRY_BYTES)


@router.get("/issuers/{slug:slug}/trust", response=IssuerTrust, auth=None, summary="Why to trust")
def read_issuer_trust(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What was checked, who vouches and who accepts, as on the trust page of the issuer."""
    del request
    organisation = find_known_issuer(slug)
    if organisation is None:
        raise Http404
    known = standing_of_issuer(organisation, at=timezone.now())
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "checks": [_check(one) for one in known.checks],
        "registers": [_named(one) for one in known.named],
        "accreditations": [_vouched(one) for one in known.accreditations],
        "endorsements": [_vouched(one) for one in known.endorsements],
        "accepted": [
            {
                "recognition": one.row.pk,
                "organisation": one.row.organisation.slug,
                "title": one.row.title,
                "accepted_as": one.row.accepted_as,
                "state": one.state,
            }
            for one in known.accepted
        ],
    }


@router.post(
    "/issuers/{slug:slug}/checks",
    response={201: CheckOut},
    summary="Write down what you checked of an issuer",
    openapi_extra=OPERATING,
)
def write_issuer_check(request: HttpRequest, slug: str, body: CheckSaid) -> Status[dict[str, Any]]:
    """It stands on the trust page of the issuer, and in what verification says of it."""
    person, now = operating(request), timezone.now()
    organisation = get_object_or_404(Organisation, slug=slug)
    row = write_check(organisation, Checked(**body.dict()), by=person, at=now)
    return Status(201, _check(Found(row, now.date())))


@router.post(
    "/issuer-checks/{uuid:check}/end",
    response=CheckOut,
    summary="Say that a check holds no more",
    openapi_extra=OPERATING,
)
def end_issuer_check(request: HttpRequest, check: UUID, body: CheckEnd) -> dict[str, Any]:
    """With a reason, which is shown."""
    person, now = operating(request), timezone.now()
    row = get_object_or_404(IssuerCheck, pk=check)
    end_check(row, reason=body.reason, by=person, at=now)
    row.refresh_from_db()
    return _check(Found(row, now.date()))


@router.get(
    "/registries",
    response=list[RegistryOut],
    summary="List the lists of issuers that are loaded",
    openapi_extra=OPERATING,
)
def list_registries(request: HttpRequest) -> list[dict[str, Any]]:
    """By name."""
    operating(request)
    return [_registry(row) for row in loaded_registries()]


@router.post(
    "/registries",
    response={201: RegistryOut},
    summary="Load a signed list of issuers",
    openapi_extra=OPERATING,
)
def load_registry(request: HttpRequest, body: RegistrySaid) -> Status[dict[str, Any]]:
    """It is verified first; a newer edition takes the place of the older one."""
    person, now = operating(request), timezone.now()
    if bool(body.address) == bool(body.text):
        told = "give its address or its text, one of both"
        raise Refused.because("value.contradiction", told, "/address")
    brought = (
        Brought(body.text.encode(), "API")
        if body.text
        else registries.fetch_list(body.address, at=now)
    )
    row = registries.load_registry(brought, by=person, at=now)
    return Status(201, _registry(loaded_registries().get(pk=row.pk)))


@router.delete(
    "/registries/{uuid:registry}",
    response={204: None},
    summary="Remove a list of issuers",
    openapi_extra=OPERATING,
)
def remove_registry(request: HttpRequest, registry: UUID) -> Status[None]:
    """Nobody is told any more that it names them."""
    person = operating(request)
    row = get_object_or_404(TrustRegistry, pk=registry)
    registries.remove_registry(row, by=person, at=timezone.now())
    return Status(204, None)


def _check(one: Found) -> dict[str, Any]:
    names = ("id", "level", "how", "source", "checked_on", "ends_on", "reason")
    return {name: getattr(one.row, name) for name in names} | {"holds": one.holds}


def _named(one: RegistryEntry) -> dict[str, Any]:
    row = one.registry
    return {
        "registry": row.name,
        "identifier": one.identifier,
        "name": one.name,
        "said": one.said,
        "loaded_at": row.loaded_at,
        "valid_until": row.valid_until,
    }


def _vouched(one: Vouched) -> dict[str, Any]:
    return {
        "by": one.speaker,
        "statement": one.row.statement,
        "given_at": one.row.given_at,
        "valid_until": one.row.valid_until,
        "state": one.state,
    }


def _registry(row: Any) -> dict[str, Any]:
    names = ("id", "name", "issuer", "source", "valid_until", "loaded_at")
    return {name: getattr(row, name) for name in names} | {"issuers": row.named}
