"""Teams and the list of staff, for whoever manages them: listed, made, changed, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.errors import Refused
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said
from testamur_web.employers import staff_lists, teams
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.staff_lists import Judged
from testamur_web.employers.staffing import entry_of
from testamur_web.employers.teams import TeamStated
from testamur_web.people.models import Organisation, Role

__all__ = ["router", "team_or_404"]

router = Router(tags=["programmes"])


class TeamOut(Schema):
    """A team; `joined` of its `people` are members."""

    id: UUID
    name: str
    parent: UUID | None
    manager: str | None = Field(description="The address that the list of staff has of them.")
    people: int
    joined: int


class NewTeam(Said):
    """What it is called, the team above it, and who manages it: what is left out is nothing."""

    name: Line
    parent: UUID | None = None
    manager: Line | None = Field(None, description="An address on the list of staff.")


class StaffList(Said):
    """Rows as CSV, headings first: name, email, team, manager, job profile."""

    csv: Prose
    is_dry_run: bool = Field(default=True, description="False takes over every row that is right.")


class StaffRowOut(Schema):
    """A row, and what taking it over changes; `problems` are codes by the name of the cell."""

    number: int
    email: str
    state: str
    problems: dict[str, str]


@router.get(
    "/teams", response=Page[TeamOut], summary="List the teams", openapi_extra=needs(Role.MANAGER)
)
def list_teams(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """By name."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(teams.teams_of(organisation), wanted, _team)


@router.post(
    "/teams",
    response={201: TeamOut},
    summary="Make a team",
    openapi_extra=needs(Role.MANAGER),
)
def make_team(request: HttpRequest, body: NewTeam) -> Status[dict[str, Any]]:
    """Under another one, or under none."""
    organisation, person = acting(request, Role.MANAGER)
    stated = _stated(organisation, body)
    made = teams.make_team(organisation, stated, by=person, at=timezone.now())
    return Status(201, _team(team_or_404(organisation, made.pk)))


@router.put(
    "/teams/{uuid:team}",
    response=TeamOut,
    summary="Change a team",
    openapi_extra=needs(Role.MANAGER),
)
def edit_team(request: HttpRequest, team: UUID, body: NewTeam) -> dict[str, Any]:
    """Its name, the team above it and who manages it; whoever does sees how far its people are."""
    organisation, person = acting(request, Role.MANAGER)
    found = team_or_404(organisation, team)
    stated = _stated(organisation, body, external_id=found.external_id)
    teams.edit_team(found, stated, by=person, at=timezone.now())
    return _team(team_or_404(organisation, team))


@router.delete(
    "/teams/{uuid:team}",
    response={204: None},
    summary="Remove a team",
    openapi_extra=needs(Role.MANAGER),
)
def remove_team(request: HttpRequest, team: UUID) -> Status[None]:
    """Its people stay, and so do the teams under it."""
    organisation, person = acting(request, Role.MANAGER)
    teams.remove_team(team_or_404(organisation, team), by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/staff",
    response=list[StaffRowOut],
    summary="Take over a list of staff",
    openapi_extra=needs(Role.ADMIN),
)
def import_staff(request: HttpRequest, body: StaffList) -> list[dict[str, Any]]:
    """Whoever is new is invited; a list that is taken over twice changes nothing."""
    organisation, person = acting(request, Role.ADMIN)
    rows = staff_lists.read_list(body.csv)
    if body.is_dry_run:
        return [_judged(one) for one in staff_lists.judge(organisation, rows)]
    taken = staff_lists.take_over(organisation, rows, by=person, at=timezone.now())
    return [_judged(one) for one in taken]


def team_or_404(organisation: Organisation, pk: UUID) -> Team:
    """A team of an organisation, or nothing."""
    team = teams.find_team(organisation, pk)
    if team is None:
        raise Http404
    return team


def _stated(organisation: Organisation, body: NewTeam, *, external_id: str = "") -> TeamStated:
    parent = team_or_404(organisation, body.parent) if body.parent else None
    return TeamStated(body.name, parent, _manager(organisation, body.manager), external_id)


def _manager(organisation: Organisation, email: str | None) -> StaffEntry | None:
    entry = entry_of(organisation, email) if email else None
    if email and (entry is None or not entry.is_active):
        raise Refused.because("staff.manager-unknown", "nobody on the list of staff", "/manager")
    return entry


def _team(team: Any) -> dict[str, Any]:
    return {
        "id": team.pk,
        "name": team.name,
        "parent": team.parent_id,
        "manager": team.manager.email if team.manager else None,
        "people": team.people,
        "joined": team.joined,
    }


def _judged(one: Judged) -> dict[str, Any]:
    problems = {name: problem.code for name, problem in one.problems.items()}
    row = one.row
    return {
        "number": row.number,
        "email": row.email,
        "state": one.state.value,
        "problems": problems,
    }
