"""Groups of SCIM: the teams of an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from testamur_web.api.scim.answers import ScimError, answered, body_of, listed, scim
from testamur_web.api.scim.asked import Change, changes_in, group_said, sought_in
from testamur_web.api.scim.resources import as_group
from testamur_web.employers import teams
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.staffing import staff_of
from testamur_web.employers.teams import TeamStated
from testamur_web.people.models import Organisation
from testamur_web.people.queries import Bearer

__all__ = ["group", "groups"]

_COLUMNS = {"displayname": "name__iexact", "externalid": "external_id"}
_PATHS = {"displayname": "displayName", "externalid": "externalId"}


def list_groups(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """A page of groups, or the one that fits a filter."""
    sought = sought_in(request, *_COLUMNS)
    rows = teams.teams_of(_house(bearer)).order_by("created_at", "pk")
    if sought.attribute:
        rows = rows.filter(**{_COLUMNS[sought.attribute]: sought.value})
    page = rows[sought.start - 1 : sought.start - 1 + sought.count]
    shown = [_shown(request, row) for row in page]
    return listed(shown, total=rows.count(), start=sought.start)


def create_group(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """A new team."""
    said, now = group_said(body_of(request)), timezone.now()
    if "name" not in said:
        raise ScimError(400, "displayName is missing", "invalidValue")
    with transaction.atomic():
        stated = TeamStated(said["name"], external_id=said.get("external_id", ""))
        team = teams.make_team(_house(bearer), stated, by=bearer.person, at=now)
        people = _people(bearer, said.get("members", ()))
        teams.set_people(team, put=people, by=bearer.person, at=now)
    return answered(_shown(request, team), status=201, request=request)


def read_group(request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """One of them."""
    return answered(_shown(request, _found(bearer, pk)), request=request)


def put_group(request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """What is said of it from now on; who is not named is not in it."""
    team, said = _found(bearer, pk), group_said(body_of(request))
    if "name" not in said:
        raise ScimError(400, "displayName is missing", "invalidValue")
    with transaction.atomic():
        _describe(team, {"external_id": ""} | said, bearer)
        _replace(team, _people(bearer, said.get("members", ())), bearer)
    return answered(_shown(request, _found(bearer, pk)), request=request)


def patch_group(request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """All changes, or none of them."""
    team, changes = _found(bearer, pk), changes_in(body_of(request))
    with transaction.atomic():
        for change in changes:
            _apply(team, change, bearer)
    return answered(_shown(request, _found(bearer, pk)), request=request)


def delete_group(_request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """There is no such team any more; its people stay."""
    teams.remove_team(_found(bearer, pk), by=bearer.person, at=timezone.now())
    return answered(None)


groups = scim(get=list_groups, post=create_group)
group = scim(get=read_group, put=put_group, patch=patch_group, delete=delete_group)


def _house(bearer: Bearer) -> Organisation:
    assert bearer.organisation is not None  # noqa: S101 -- the door lets no other in
    return bearer.organisation


def _found(bearer: Bearer, pk: UUID) -> Team:
    team = teams.find_team(_house(bearer), pk)
    if team is None:
        raise ScimError(404, f"there is no group {pk}")
    return team


def _shown(request: HttpRequest, team: Team) -> dict[str, Any]:
    is_short = "members" in request.GET.get("excludedAttributes", "").lower().split(",")
    return as_group(team, None if is_short else teams.people_in(team))


def _people(bearer: Bearer, ids: Iterable[UUID]) -> list[StaffEntry]:
    """Users of the same organisation; nobody else can be a member."""
    wanted = set(ids)
    found = list(staff_of(_house(bearer)).filter(pk__in=wanted, is_active=True))
    if len(found) != len(wanted):
        raise ScimError(400, "a member is no active user here", "invalidValue")
    return found


def _describe(team: Team, said: dict[str, Any], bearer: Bearer) -> None:
    stated = TeamStated(
        said.get("name", team.name),
        team.parent,
        team.manager,
        said.get("external_id", team.external_id),
    )
    teams.edit_team(team, stated, by=bearer.person, at=timezone.now())


def _replace(team: Team, people: Iterable[StaffEntry], bearer: Bearer) -> None:
    wanted = {entry.pk: entry for entry in people}
    gone = [entry for entry in teams.people_in(team) if entry.pk not in wanted]
    teams.set_people(team, put=wanted.values(), take=gone, by=bearer.person, at=timezone.now())


def _apply(team: Team, change: Change, bearer: Bearer) -> None:
    if not change.path:
        said = group_said(change.value)
    elif change.path == "members":
        said = _of_members(change)
    elif change.path in _PATHS:
        said = _of_words(change)
    else:
        raise ScimError(400, f"{change.path[:80]} is not kept here", "invalidPath")
    if said.keys() - {"members"}:
        _describe(team, said, bearer)
    if "members" in said:
        _apply_members(team, change, _of_change(bearer, change, said["members"]), bearer)


def _of_members(change: Change) -> dict[str, Any]:
    if change.value is None:
        return {"members": []}
    return group_said({"members": change.value})


def _of_words(change: Change) -> dict[str, Any]:
    if change.op == "remove":
        if change.path == "displayname":
            raise ScimError(400, "displayName cannot be removed", "mutability")
        return {"external_id": ""}
    return group_said({_PATHS[change.path]: change.value})


def _of_change(bearer: Bearer, change: Change, ids: Iterable[UUID]) -> list[StaffEntry]:
    """Who is meant; taking out somebody who is not there any more is no mistake."""
    if change.op == "remove":
        return list(staff_of(_house(bearer)).filter(pk__in=set(ids)))
    return _people(bearer, ids)


def _apply_members(
    team: Team, change: Change, people: Iterable[StaffEntry], bearer: Bearer
) -> None:
    by, now = bearer.person, timezone.now()
    if change.op == "add":
        teams.set_people(team, put=people, by=by, at=now)
    elif change.op == "replace":
        _replace(team, people, bearer)
    else:
        all_of_them = list(teams.people_in(team)) if change.value is None else people
        teams.set_people(team, take=all_of_them, by=by, at=now)
