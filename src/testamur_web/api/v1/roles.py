"""From role to role: what transfers and what is missing, and which roles are nearest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from testamur.pathways.transition import Nearby
from testamur.skills.framework import Occupation
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.plans.roles import Asking, compare, nearest_to_person, nearest_to_role

__all__ = ["router"]

router = Router(tags=["roles"])

_TOP: Any = Field(10, ge=1, le=100, description="How many at the most.")
_ROLE: Any = Field(max_length=500, description="An occupation by its URI.")


class RoleOut(Schema):
    """An occupation of a list in use."""

    uri: str
    label: str


class NearbyOut(RoleOut):
    """A role that is near."""

    share: float = Field(description="Of the importance of all it asks for, what is brought along.")


class AskingOut(Schema):
    """A skill that the other role asks for, and what is brought along of it."""

    uri: str
    label: str
    importance: float
    level: int | None
    brought: int | None = Field(description="The level that is brought along.")
    part: float = Field(description="0 where it is missing, 1 where it transfers in full.")


class RolesComparedOut(Schema):
    """Two roles, both ways: `share` of the other is brought along, and `back` from it."""

    start: RoleOut
    to: RoleOut
    share: float
    back: float
    transfers: list[AskingOut]
    in_part: list[AskingOut]
    missing: list[AskingOut]


class Near(Schema):
    """The role to begin with."""

    uri: str = _ROLE
    top: int = _TOP


class Mine(Schema):
    """How many."""

    top: int = _TOP


class Pair(Schema):
    """The role to begin with, and the other."""

    start: str = _ROLE
    to: str = _ROLE


@router.get(
    "/roles/nearest", response=list[NearbyOut], auth=None, summary="List the roles nearest to one"
)
def list_nearest(request: HttpRequest, wanted: Query[Near]) -> list[dict[str, Any]]:
    """Among the occupations of its list; the nearest first."""
    del request
    return _nearby(nearest_to_role(wanted.uri, top=wanted.top))


@router.get(
    "/roles/nearest-to-me",
    response=list[NearbyOut],
    summary="List the roles nearest to you",
    openapi_extra=OWN,
)
def list_nearest_to_me(request: HttpRequest, wanted: Query[Mine]) -> list[dict[str, Any]]:
    """By what stands in your wallet and is valid now."""
    return _nearby(nearest_to_person(own(request), at=timezone.now(), top=wanted.top))


@router.get("/roles/between", response=RolesComparedOut, auth=None, summary="Compare two roles")
def compare_roles(request: HttpRequest, wanted: Query[Pair]) -> dict[str, Any]:
    """What transfers from one to the other, and what is missing; the most important first."""
    del request
    found = compare(wanted.start, wanted.to)
    return {
        "start": _role(found.start),
        "to": _role(found.to),
        "share": found.there.share,
        "back": found.back.share,
        "transfers": [_asking(one) for one in found.transfers],
        "in_part": [_asking(one) for one in found.in_part],
        "missing": [_asking(one) for one in found.missing],
    }


def _nearby(nearest: Sequence[Nearby]) -> list[dict[str, Any]]:
    return [_role(near.occupation) | {"share": near.share} for near in nearest]


def _role(role: Occupation) -> dict[str, Any]:
    return {"uri": role.id, "label": role.label}


def _asking(one: Asking) -> dict[str, Any]:
    need = one.transfer.need
    return {
        "uri": need.skill,
        "label": one.name,
        "importance": need.importance,
        "level": need.level,
        "brought": one.transfer.level,
        "part": one.transfer.part,
    }
