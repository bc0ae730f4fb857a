"""Ladders of roles: made by managers, and climbed by members, who see themselves alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.employer_teams import team_or_404
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said
from testamur_web.employers import climbing, ladders
from testamur_web.employers.climbing import OwnRung, Watched
from testamur_web.employers.models import Ladder
from testamur_web.people.models import Organisation, Role

__all__ = ["router"]

router = Router(tags=["ladders"])


class RungRole(Schema):
    """A role on a ladder; place 1 is the lowest."""

    place: int
    profile: UUID
    title: str


class LadderOut(Schema):
    """A ladder and its rungs, the lowest first."""

    id: UUID
    title: str
    rungs: list[RungRole]


class ClimberOut(Schema):
    """Somebody on the way who lets it be seen, by the version of the role that they accepted."""

    person: UUID
    name: str
    version: int
    percent: int
    open: list[str]


class RungOut(RungRole):
    """A rung: what it asks for beyond the one below, who is ready, and who is on the way.

    `hidden` do not show how far they are; fewer than five are not told, and of a team none.
    """

    changes: list[dict[str, Any]]
    ready: list[ClimberOut]
    climbing: list[ClimberOut]
    hidden: int | None


class WatchedLadderOut(Schema):
    """A ladder with all that a manager sees of it."""

    id: UUID
    title: str
    rungs: list[RungOut]


class OwnRungOut(RungRole):
    """A rung as you stand to it."""

    percent: int
    open: list[str]


class OwnLadderOut(Schema):
    """A ladder where you work."""

    id: UUID
    title: str
    organisation: str
    rungs: list[OwnRungOut]


class NewLadder(Said):
    """A title, and the role profiles that stand on it, the lowest first."""

    title: Line
    rungs: list[UUID] = Field(max_length=ladders.MOST_RUNGS)


@router.get(
    "/ladders",
    response=Page[LadderOut],
    summary="List the ladders",
    openapi_extra=needs(Role.MANAGER),
)
def list_ladders(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those in use, by title."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(climbing.ladders_of(organisation), wanted, _ladder)


@router.post(
    "/ladders",
    response={201: LadderOut},
    summary="Make a ladder",
    openapi_extra=needs(Role.MANAGER),
)
def create_ladder(request: HttpRequest, body: NewLadder) -> Status[dict[str, Any]]:
    """Of two roles or more, each once."""
    organisation, person = acting(request, Role.MANAGER)
    now = timezone.now()
    made = ladders.create_ladder(organisation, body.title, body.rungs, by=person, at=now)
    return Status(201, _ladder(made))


@router.get(
    "/ladders/{uuid:ladder}",
    response=WatchedLadderOut,
    summary="See who stands where on a ladder",
    openapi_extra=needs(Role.MANAGER),
)
def read_ladder(request: HttpRequest, ladder: UUID, team: UUID | None = None) -> dict[str, Any]:
    """Those who let it be seen, at the rung of the role that is their goal.

    With `team` those of a team and of the teams below it.
    """
    organisation, _person = acting(request, Role.MANAGER)
    found = _found(organisation, ladder)
    among = team_or_404(organisation, team) if team else None
    rungs = [_rung(one) for one in climbing.watched(found, team=among, at=timezone.now())]
    return {"id": found.pk, "title": found.title, "rungs": rungs}


@router.put(
    "/ladders/{uuid:ladder}",
    response=LadderOut,
    summary="Change a ladder",
    openapi_extra=needs(Role.MANAGER),
)
def edit_ladder(request: HttpRequest, ladder: UUID, body: NewLadder) -> dict[str, Any]:
    """Its title and all its rungs."""
    organisation, person = acting(request, Role.MANAGER)
    found, now = _found(organisation, ladder), timezone.now()
    return _ladder(ladders.edit_ladder(found, body.title, body.rungs, by=person, at=now))


@router.delete(
    "/ladders/{uuid:ladder}",
    response={204: None},
    summary="Withdraw a ladder",
    openapi_extra=needs(Role.MANAGER),
)
def withdraw_ladder(request: HttpRequest, ladder: UUID) -> Status[None]:
    """Its roles stay."""
    organisation, person = acting(request, Role.MANAGER)
    ladders.withdraw_ladder(_found(organisation, ladder), by=person, at=timezone.now())
    return Status(204, None)


@router.get(
    "/goal/ladders/{uuid:ladder}",
    response=OwnLadderOut,
    summary="See where you stand on a ladder",
    openapi_extra=OWN,
)
def read_own_ladder(request: HttpRequest, ladder: UUID) -> dict[str, Any]:
    """One of an organisation that you belong to; nobody else sees the answer."""
    person = own(request)
    found = get_object_or_404(climbing.ladders_open_to(person), pk=ladder)
    rungs = climbing.own_standing(found, person, at=timezone.now())
    return {
        "id": found.pk,
        "title": found.title,
        "organisation": found.organisation.name,
        "rungs": [_own_rung(one) for one in rungs],
    }


@router.get(
    "/goal/ladders",
    response=list[LadderOut],
    summary="List the ladders where you work",
    openapi_extra=OWN,
)
def list_own_ladders(request: HttpRequest) -> list[dict[str, Any]]:
    """Of every organisation that you belong to."""
    return [_ladder(one) for one in climbing.ladders_open_to(own(request))]


def _found(organisation: Organisation, pk: UUID) -> Ladder:
    ladder = climbing.find_ladder(organisation, pk)
    if ladder is None:
        raise Http404
    return ladder


def _ladder(ladder: Ladder) -> dict[str, Any]:
    rungs = ladder.rungs.select_related("profile")
    told = [
        {"place": one.place, "profile": one.profile_id, "title": one.profile.title} for one in rungs
    ]
    return {"id": ladder.pk, "title": ladder.title, "rungs": told}


def _rung(one: Watched) -> dict[str, Any]:
    rung = one.step.rung
    return {
        "place": rung.place,
        "profile": rung.profile_id,
        "title": rung.profile.title,
        "changes": [change.as_json() for change in one.step.changes],
        "ready": [_climber(each) for each in one.ready],
        "climbing": [_climber(each) for each in one.climbing],
        "hidden": one.hidden,
    }


def _climber(one: climbing.Climber) -> dict[str, Any]:
    return {
        "person": one.person.pk,
        "name": one.person.name,
        "version": one.version,
        "percent": one.progress.percent,
        "open": one.progress.open,
    }


def _own_rung(one: OwnRung) -> dict[str, Any]:
    rung = one.step.rung
    return {
        "place": rung.place,
        "profile": rung.profile_id,
        "title": rung.profile.title,
        "percent": one.progress.percent,
        "open": one.progress.open,
    }
