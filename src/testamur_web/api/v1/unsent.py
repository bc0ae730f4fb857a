"""Letters that could not be sent: found, tried again, and sent to another address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.retry import given_up, try_again
from testamur_web.people.models import Role
from testamur_web.wallet.services import send_elsewhere
from testamur_web.wallet.unsent import unsent_of

__all__ = ["router"]

router = Router(tags=["unsent"])


class UnsentOut(Schema):
    """One letter that was given up, and whether its address can be corrected."""

    id: UUID
    kind: str
    name: str
    address: str
    is_correctable: bool
    given_up_at: str
    error: str


class Address(Said):
    """Where it goes instead."""

    email: Line = Field(min_length=3)


@router.get(
    "/unsent",
    response=Page[UnsentOut],
    summary="List what could not be sent",
    openapi_extra=needs(Role.REGISTRAR),
)
def list_unsent(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """What was tried several times over some hours, the newest first."""
    organisation, _person = acting(request, Role.REGISTRAR)
    return page_of(given_up(organisation.pk), wanted, _unsent)


@router.post(
    "/unsent/{uuid:letter}/again",
    response={202: None},
    summary="Try it again",
    openapi_extra=needs(Role.REGISTRAR),
)
def send_again(request: HttpRequest, letter: UUID) -> Status[None]:
    """To the same address."""
    organisation, person = acting(request, Role.REGISTRAR)
    row = get_object_or_404(given_up(organisation.pk), pk=letter)
    try_again(row, by=person, at=timezone.now())
    return Status(202, None)


@router.post(
    "/unsent/{uuid:letter}/address",
    response={202: None},
    summary="Send it to another address",
    openapi_extra=needs(Role.REGISTRAR),
)
def correct_address(request: HttpRequest, letter: UUID, body: Address) -> Status[None]:
    """An award that names the wrong address is issued again, and the old one revoked."""
    organisation, person = acting(request, Role.REGISTRAR)
    row = get_object_or_404(given_up(organisation.pk), pk=letter)
    send_elsewhere(row, email=body.email, by=person, at=timezone.now())
    return Status(202, None)


def _unsent(row: OutboxRow) -> dict[str, Any]:
    [letter] = unsent_of([row])
    return {
        "id": row.pk,
        "kind": row.kind,
        "name": letter.name,
        "address": letter.address,
        "is_correctable": letter.is_correctable,
        "given_up_at": row.given_up_at.isoformat() if row.given_up_at else "",
        "error": row.last_error,
    }
