"""Where a holder used what they hold: noted, listed, removed, confirmed by a supervisor."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.attestation_shapes import NewSupervisor, RequestOut
from testamur_web.api.v1.attesting import show_request, supervisor_of
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said
from testamur_web.wallet import services
from testamur_web.wallet.models import Use
from testamur_web.wallet.uses import confirmed_uses, uses_by

__all__ = ["router"]

router = Router(tags=["own"])

_OF_ITEM = "/wallet/items/{uuid:item}/uses"


class UseOut(Schema):
    """One use of what a credential certifies, with what a supervisor was asked about it."""

    id: UUID
    item: UUID
    used_on: date
    text: str
    skills: list[str]
    noted_at: str
    request: RequestOut | None


class NewUse(Said):
    """When and what for; `skills` are URIs that the credential names, none for all of them."""

    used_on: date
    text: Prose = Field(min_length=1, max_length=4_000)
    skills: list[Line] = Field(default_factory=list, max_length=200)


class ConfirmedOut(Schema):
    """The newest confirmed use of one credential, and of each of its skills."""

    credential: str
    award: UUID | None
    confirmed_at: str
    used_on: date
    skills: dict[str, date]


@router.get("/wallet/uses", response=Page[UseOut], summary="List your uses", openapi_extra=OWN)
def list_uses(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Of everything you hold, the newest first; nobody else reads it."""
    return page_of(uses_by(own(request)), wanted, _use)


@router.get(
    "/wallet/uses/confirmed",
    response=list[ConfirmedOut],
    summary="List confirmed uses by credential",
    openapi_extra=OWN,
)
def list_confirmed_uses(request: HttpRequest) -> list[dict[str, Any]]:
    """What freshness is reckoned from."""
    found = confirmed_uses(own(request), at=timezone.now())
    return [
        {
            "credential": credential,
            "award": one.award,
            "confirmed_at": one.confirmed_at.isoformat(),
            "used_on": one.used_on,
            "skills": dict(one.skills),
        }
        for credential, one in found.items()
    ]


@router.post(_OF_ITEM, response={201: UseOut}, summary="Note a use", openapi_extra=OWN)
def note_use(request: HttpRequest, item: UUID, body: NewUse) -> Status[dict[str, Any]]:
    """Of one credential of your wallet."""
    person = own(request)
    made = services.note_use(
        get_object_or_404(person.wallet_items, pk=item),
        used_on=body.used_on,
        text=body.text,
        skills=body.skills,
        by=person,
        at=timezone.now(),
    )
    return Status(201, _use(made))


@router.delete(
    "/wallet/uses/{uuid:use}", response={204: None}, summary="Remove a use", openapi_extra=OWN
)
def remove_use(request: HttpRequest, use: UUID) -> Status[None]:
    """With what was asked and said about it."""
    services.remove_use(_mine(request, use), by=own(request), at=timezone.now())
    return Status(204, None)


@router.post(
    "/wallet/uses/{uuid:use}/attestations",
    response={201: RequestOut},
    summary="Ask a supervisor about a use",
    openapi_extra=OWN,
)
def ask_about_use(request: HttpRequest, use: UUID, body: NewSupervisor) -> Status[dict[str, Any]]:
    """They get a letter with a link."""
    made = services.ask_about_use(
        _mine(request, use), supervisor=supervisor_of(body), by=own(request), at=timezone.now()
    )
    return Status(201, show_request(made))


def _mine(request: HttpRequest, use: UUID) -> Use:
    return get_object_or_404(uses_by(own(request)), pk=use)


def _use(use: Use) -> dict[str, Any]:
    return {
        "id": use.pk,
        "item": use.item_id,
        "used_on": use.used_on,
        "text": use.text,
        "skills": use.skills,
        "noted_at": use.noted_at.isoformat(),
        "request": show_request(use.request) if use.request else None,
    }
