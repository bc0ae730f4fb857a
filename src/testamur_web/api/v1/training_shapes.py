"""How programmes of a company are said and told, and what their coverage is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from testamur_web.api.v1.words import Line, Said, Whole
from testamur_web.employers.coverage import Coverage
from testamur_web.employers.leading import Scope
from testamur_web.employers.models import Programme
from testamur_web.employers.programme_figures import Money, lines_of_programme, money_of
from testamur_web.employers.standings import Progress

__all__ = [
    "CountingOut",
    "CoverageCount",
    "CoverageOut",
    "EditedProgramme",
    "Helping",
    "NewExpense",
    "NewPeople",
    "NewProgramme",
    "ProgrammeLine",
    "TrainingOut",
    "counting_told",
    "programme_line",
    "programme_told",
    "teams_told",
]

_Money = Decimal | None


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


class EditedProgramme(NewProgramme):
    """All that is said of it; the role stays once people were asked."""

    owner: UUID | None = Field(None, description="A member; without, who it was stays.")


class Helping(Said):
    """Micro-credentials to earn and cohorts to join, in place of all that was named before."""

    offers: list[UUID] = Field(default_factory=list, max_length=200)
    cohorts: list[UUID] = Field(default_factory=list, max_length=200)


class ParticipantOut(Schema):
    """Somebody in it; `percent` only while they let it be seen, and once it is counted.

    `spent` is told to whoever manages the organisation.
    """

    id: UUID
    person: UUID
    name: str
    team: str
    answer: str
    percent: int | None
    spent: _Money


class TrainingOut(ProgrammeLine):
    """A programme, who takes part, what helps, and its money.

    To whoever manages a team and not the organisation: those of their teams, and no money.
    """

    profile: UUID
    owner: UUID | None
    reminders: list[int]
    currency: str
    budget: _Money
    budget_each: _Money
    spent: _Money
    offers: list[UUID]
    cohorts: list[UUID]
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


class CountingOut(Schema):
    """How far the workers are: `counting` until everybody who shares is, then `done`."""

    state: str = Field(description="`counting` or `done`.")
    sharing: int
    waiting: int
    counted_at: str | None = Field(description="When the oldest of it was counted.")


class CoverageOut(CountingOut):
    """What is proven, at the launch and now, of those who are counted."""

    teams: list[TeamCoverageOut]
    times: list[SkillTimeOut]
    cost_of_gap: _Money


def programme_line(row: Any) -> dict[str, Any]:
    """A programme in a list."""
    names = ("title", "state", "begins", "ends", "people", "accepted")
    return {"id": row.pk} | {name: getattr(row, name) for name in names}


def programme_told(row: Programme, scope: Scope) -> dict[str, Any]:
    """A programme, as whoever looks after this sees it."""
    people = [
        {
            "id": line.participant.pk,
            "person": line.participant.person_id,
            "name": line.participant.person.name,
            "team": line.participant.team.name if line.participant.team else "",
            "answer": line.state,
            "percent": line.percent,
            "spent": line.spent if scope.is_whole else None,
        }
        for line in lines_of_programme(row, teams=scope.teams)
    ]
    told = {
        "profile": row.profile_id,
        "owner": row.owner_id,
        "reminders": row.reminders,
        "offers": [one.pk for one in row.offers.all()],
        "cohorts": [one.pk for one in row.cohorts.all()],
        "participants": people,
    }
    return programme_line(row) | told | _money(row, money_of(row) if scope.is_whole else None)


def counting_told(progress: Progress) -> dict[str, Any]:
    """How far the workers are."""
    since = progress.counted_at
    return {
        "state": "counting" if progress.waiting else "done",
        "sharing": progress.sharing,
        "waiting": progress.waiting,
        "counted_at": since.isoformat() if since else None,
    }


def _money(row: Programme, money: Money | None) -> dict[str, Any]:
    return {
        "currency": row.currency,
        "budget": money.planned if money else None,
        "budget_each": money.planned_each if money else None,
        "spent": money.spent if money else None,
    }


def teams_told(coverage: Coverage) -> list[dict[str, Any]]:
    """Team by team, skill by skill."""
    return [
        {
            "team": row.team.pk if row.team else None,
            "name": row.team.name if row.team else "",
            "people": row.people,
            "sharing": row.sharing,
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
