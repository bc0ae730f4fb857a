"""The organisation of a token: what it is, who belongs to it, and the keys it signs with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.awards import services
from testamur_web.awards.models import IssuerKey
from testamur_web.awards.queries import keys_of
from testamur_web.people.models import Role
from testamur_web.people.queries import Member, members_of

__all__ = ["router"]

router = Router(tags=["organisation"])


class OrganisationOut(Schema):
    """An organisation."""

    id: UUID
    slug: str
    name: str
    kinds: list[str]
    url: str
    your_roles: list[str]


class MemberOut(Schema):
    """A member with all their roles."""

    id: UUID
    name: str
    roles: list[str]
    since: str


class KeyOut(Schema):
    """A key; its secret is never told."""

    id: UUID
    kind: str
    multikey: str
    created_at: str
    retired_at: str | None
    compromised_at: str | None


@router.get(
    "/organisation",
    response=OrganisationOut,
    summary="Read your organisation",
    openapi_extra=needs(),
)
def read_organisation(request: HttpRequest) -> dict[str, Any]:
    """The one the token acts for."""
    organisation, _person = acting(request)
    return {
        "id": organisation.pk,
        "slug": organisation.slug,
        "name": organisation.name,
        "kinds": organisation.kinds,
        "url": organisation.url,
        "your_roles": sorted(request.auth.roles),  # type: ignore[attr-defined]
    }


@router.get(
    "/members",
    response=Page[MemberOut],
    summary="List the members",
    openapi_extra=needs(Role.MANAGER),
)
def list_members(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """By name, each once."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(members_of(organisation), wanted, _member)


@router.get(
    "/keys", response=list[KeyOut], summary="List the keys", openapi_extra=needs(Role.ADMIN)
)
def list_keys(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest first, those that ended as well."""
    organisation, _person = acting(request, Role.ADMIN)
    return [_key(one) for one in keys_of(organisation)]


@router.post(
    "/keys/{uuid:key}/rotate",
    response={201: KeyOut},
    summary="Rotate a key",
    openapi_extra=needs(Role.ADMIN),
)
def rotate_key(request: HttpRequest, key: UUID) -> Status[dict[str, Any]]:
    """Another of its kind takes its place; what it signed goes on to verify."""
    organisation, person = acting(request, Role.ADMIN)
    found = get_object_or_404(IssuerKey, organisation=organisation, pk=key)
    return Status(201, _key(services.rotate_key(found, by=person, at=timezone.now())))


def _member(member: Member) -> dict[str, Any]:
    return {
        "id": member.person.pk,
        "name": str(member.person),
        "roles": [str(role) for role in member.roles],
        "since": member.since.isoformat(),
    }


def _key(key: IssuerKey) -> dict[str, Any]:
    return {
        "id": key.pk,
        "kind": key.kind,
        "multikey": key.multikey,
        "created_at": key.created_at.isoformat(),
        "retired_at": key.retired_at.isoformat() if key.retired_at else None,
        "compromised_at": key.compromised_at.isoformat() if key.compromised_at else None,
    }
