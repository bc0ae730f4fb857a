"""Teams, the list of staff, programmes and their coverage, for whoever manages them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said, Whole
from testamur_web.employers import programmes, staff_lists, teams
from testamur_web.employers.coverage import Coverage, coverage_of
from testamur_web.employers.models import Programme, Team
from testamur_web.employers.programme_figures import (
    cost_of_gap,
    lines_of_programme,
    money_of,
    times_to_skill,
)
from testamur_web.employers.programmes import Joining, ProgrammeStated, Spent
from testamur_web.employers.staff_lists import Judged
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans.profiles import find_profile

__all__ = ["router"]

router = Router(tags=["programmes"])

_Money = Decimal | None


class TeamOut(Schema):
    """A team; `joined` of its `people` are members."""

    id: UUID
    name: str
    parent: UUID | None
    people: int
    joined: int


class NewTeam(Said):
    """What it is called, and the team above it."""

    name: Line
    parent: UUID | None = None


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


class ProgrammeLine(Schema):
    """A programme in a list."""

    id: UUID
    title: str
    state: str
    begins: date
    ends: date
    people: int
    accepted: int


class NewProgramme(Said):
    """What it is for, by when, and what it may cost."""

    title: Line
    profile: UUID
    begins: date
    ends: date
    reminders: list[Whole] = Field(default_factory=list, max_length=6)
    currency: str = Field("EUR", pattern="^[A-Z]{3}$")
    budget: _Money = Field(None, ge=0, max_digits=12, decimal_places=2)
    budget_each: _Money = Field(None, ge=0, max_digits=12, decimal_places=2)


class ParticipantOut(Schema):
    """Somebody in it; `percent` only while they let it be seen."""

    id: UUID
    person: UUID
    name: str
    team: str
    answer: str
    percent: int | None
    spent: Decimal


class TrainingOut(ProgrammeLine):
    """A programme, who takes part, and its money."""

    profile: UUID
    budget: _Money
    spent: Decimal
    participants: list[ParticipantOut]


class NewPeople(Said):
    """Members, and teams of which everybody who joined takes part."""

    people: list[UUID] = Field(default_factory=list, max_length=2_000)
    teams: list[UUID] = Field(default_factory=list, max_length=200)


class CoverageCount(Schema):
    """How many."""

    count: int


class NewExpense(Said):
    """What was spent, for one participant or for all."""

    amount: Decimal = Field(max_digits=12, decimal_places=2)
    note: Line
    on: date
    participant: UUID | None = None


class CellOut(Schema):
    """A skill in a team; None where fewer than five share."""

    skill: str
    name: str
    before: int | None
    now: int | None


class TeamCoverageOut(Schema):
    """A team of a programme; `sharing` of its `people` let it be seen."""

    team: UUID | None
    name: str
    people: int
    sharing: int
    ready: int | None
    skills: list[CellOut]


class SkillTimeOut(Schema):
    """Days from the launch to the proof of a skill, where five people closed it or more."""

    skill: str
    days: float | None
    people: int | None


class CoverageOut(Schema):
    """What is proven, at the launch and now."""

    teams: list[TeamCoverageOut]
    times: list[SkillTimeOut]
    cost_of_gap: _Money


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
    parent = _team_or_404(organisation, body.parent) if body.parent else None
    stated = teams.TeamStated(body.name, parent)
    made = teams.make_team(organisation, stated, by=person, at=timezone.now())
    return Status(201, _team(_team_or_404(organisation, made.pk)))


@router.delete(
    "/teams/{uuid:team}",
    response={204: None},
    summary="Remove a team",
    openapi_extra=needs(Role.MANAGER),
)
def remove_team(request: HttpRequest, team: UUID) -> Status[None]:
    """Its people stay, and so do the teams under it."""
    organisation, person = acting(request, Role.MANAGER)
    teams.remove_team(_team_or_404(organisation, team), by=person, at=timezone.now())
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


@router.get(
    "/training-programmes",
    response=Page[ProgrammeLine],
    summary="List the programmes",
    openapi_extra=needs(Role.MANAGER),
)
def list_training_programmes(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(programmes.programmes_of(organisation), wanted, _line)


@router.post(
    "/training-programmes",
    response={201: TrainingOut},
    summary="Prepare a programme",
    openapi_extra=needs(Role.MANAGER),
)
def make_training_programme(request: HttpRequest, body: NewProgramme) -> Status[dict[str, Any]]:
    """Nobody is written to before it is launched."""
    organisation, person = acting(request, Role.MANAGER)
    profile = find_profile(organisation, body.profile)
    if profile is None:
        raise Http404
    stated = ProgrammeStated(profile=profile, owner=person, **body.dict(exclude={"profile"}))
    made = programmes.make_programme(organisation, stated, by=person, at=timezone.now())
    return Status(201, _shown(_found(organisation, made.pk)))


@router.get(
    "/training-programmes/{uuid:programme}",
    response=TrainingOut,
    summary="Read a programme",
    openapi_extra=needs(Role.MANAGER),
)
def read_training_programme(request: HttpRequest, programme: UUID) -> dict[str, Any]:
    """With who takes part, what they answered and let be seen."""
    organisation, _person = acting(request, Role.MANAGER)
    return _shown(_found(organisation, programme))


@router.post(
    "/training-programmes/{uuid:programme}/people",
    response=CoverageCount,
    summary="Put people into a programme",
    openapi_extra=needs(Role.MANAGER),
)
def add_programme_people(request: HttpRequest, programme: UUID, body: NewPeople) -> dict[str, int]:
    """How many came anew; of a programme that runs they are asked at once."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    members = Person.objects.filter(memberships__organisation=organisation).distinct()
    joining = [Joining(get_object_or_404(members, pk=pk)) for pk in body.people]
    joining += [
        Joining(entry.person, team)
        for team in (_team_or_404(organisation, pk) for pk in body.teams)
        for entry in teams.people_in(team)
        if entry.person is not None
    ]
    return {"count": programmes.add_people(found, joining, by=person, at=timezone.now())}


@router.post(
    "/training-programmes/{uuid:programme}/launch",
    response=CoverageCount,
    summary="Launch a programme",
    openapi_extra=needs(Role.MANAGER),
)
def launch_programme(request: HttpRequest, programme: UUID) -> dict[str, int]:
    """How many are asked; again, it asks those who could not be asked before."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    return {"count": programmes.launch(found, by=person, at=timezone.now())}


@router.post(
    "/training-programmes/{uuid:programme}/close",
    response={204: None},
    summary="Close a programme",
    openapi_extra=needs(Role.MANAGER),
)
def close_programme(request: HttpRequest, programme: UUID) -> Status[None]:
    """Nobody is asked or reminded any more; goals stay."""
    organisation, person = acting(request, Role.MANAGER)
    programmes.close_programme(_found(organisation, programme), by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/training-programmes/{uuid:programme}/expenses",
    response={204: None},
    summary="Write down what was spent",
    openapi_extra=needs(Role.MANAGER),
)
def write_expense(request: HttpRequest, programme: UUID, body: NewExpense) -> Status[None]:
    """A negative amount puts right what was wrong."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    for_one = (
        get_object_or_404(found.participants, pk=body.participant) if body.participant else None
    )
    spent = Spent(body.amount, body.note, body.on, for_one)
    programmes.spend(found, spent, by=person, at=timezone.now())
    return Status(204, None)


@router.get(
    "/training-programmes/{uuid:programme}/coverage",
    response=CoverageOut,
    summary="Read the coverage of a programme",
    openapi_extra=needs(Role.MANAGER),
)
def read_coverage(request: HttpRequest, programme: UUID) -> dict[str, Any]:
    """Only who shares counts; nothing is told of fewer than five people."""
    organisation, _person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    coverage = coverage_of(found, at=timezone.now())
    return {
        "teams": _teams_covered(coverage),
        "times": [
            {"skill": one.skill.uri, "days": one.days, "people": one.people}
            for one in times_to_skill(found, coverage)
        ],
        "cost_of_gap": cost_of_gap(money_of(found), coverage),
    }


def _found(organisation: Organisation, pk: UUID) -> Programme:
    found = programmes.find_programme(organisation, pk)
    if found is None:
        raise Http404
    return found


def _team_or_404(organisation: Organisation, pk: UUID) -> Team:
    team = teams.find_team(organisation, pk)
    if team is None:
        raise Http404
    return team


def _team(team: Any) -> dict[str, Any]:
    return {
        "id": team.pk,
        "name": team.name,
        "parent": team.parent_id,
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


def _line(row: Any) -> dict[str, Any]:
    names = ("title", "state", "begins", "ends", "people", "accepted")
    return {"id": row.pk} | {name: getattr(row, name) for name in names}


def _shown(row: Programme) -> dict[str, Any]:
    money = money_of(row)
    people = [
        {
            "id": line.participant.pk,
            "person": line.participant.person_id,
            "name": line.participant.person.name,
            "team": line.participant.team.name if line.participant.team else "",
            "answer": line.state,
            "percent": line.percent,
            "spent": line.spent,
        }
        for line in lines_of_programme(row, at=timezone.now())
    ]
    told = {"profile": row.profile_id, "budget": money.planned, "spent": money.spent}
    return _line(row) | told | {"participants": people}


def _teams_covered(coverage: Coverage) -> list[dict[str, Any]]:
    return [
        {
            "team": row.team.pk if row.team else None,
            "name": row.team.name if row.team else "",
            "people": row.people,
            "sharing": len(row.proofs),
            "ready": row.ready,
            "skills": [
                {
                    "skill": cell.skill.uri,
                    "name": cell.skill.name,
                    "before": cell.before,
                    "now": cell.now,
                }
                for cell in row.cells
            ],
        }
        for row in coverage.rows
    ]
