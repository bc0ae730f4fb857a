"""Maps of stacks, as data and as pictures: one's own, and that of whoever begins."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from testamur.pathways.pathmap import Aim, draw
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.plans.mapping import Mapped, map_for, map_of
from testamur_web.plans.stacking import progress_of

__all__ = ["router"]

router = Router(tags=["stacks"])

_PICTURE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
_SVG: Final[dict[str, Any]] = {
    **OWN,
    "responses": {
        200: {"description": "OK", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}
    },
}


class WantedMap(Schema):
    """What the way has least of."""

    aim: Aim = Aim.HOURS


class WantedPicture(WantedMap):
    """From left to right; where `narrow`, from top to bottom in the width of a telephone."""

    narrow: bool = False


@router.get(
    "/stacks/{uuid:achievement}/map",
    response=dict[str, Any],
    summary="Read the map of a stack from where you are",
    openapi_extra=OWN,
)
def read_stack_map(
    request: HttpRequest, achievement: UUID, wanted: Query[WantedMap]
) -> dict[str, Any]:
    """Nodes with their states, what each is needed for, and the shortest way from here."""
    return _told(_own_map(request, achievement, wanted.aim))


@router.get(
    "/stacks/{uuid:achievement}/map.svg",
    summary="Draw the map of a stack from where you are",
    openapi_extra=_SVG,
)
def draw_stack_map(
    request: HttpRequest, achievement: UUID, wanted: Query[WantedPicture]
) -> HttpResponse:
    """As SVG that carries its own style."""
    drawn = draw(_own_map(request, achievement, wanted.aim).map, is_narrow=wanted.narrow)
    return HttpResponse(drawn, content_type="image/svg+xml", headers=_PICTURE)


@router.get(
    "/catalogue/{uuid:achievement}/map",
    response=dict[str, Any],
    auth=None,
    summary="Read the map of a stack from the beginning",
)
def read_offered_map(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """For whoever holds nothing of it."""
    del request
    version = _version(achievement)
    rule = rule_of(version)
    if rule is None:
        raise Http404
    return _told(map_of(version, rule, at=timezone.now()))


def _version(achievement: UUID) -> Version:
    return get_object_or_404(published().filter(is_stack=True), achievement=achievement)


def _own_map(request: HttpRequest, achievement: UUID, aim: Aim) -> Mapped:
    person = own(request)
    progress = progress_of(person, _version(achievement), at=timezone.now())
    return map_for(person, progress, aim=aim)


def _told(mapped: Mapped) -> dict[str, Any]:
    return {**mapped.map.as_json(), "offersLeftOut": mapped.is_cut}
