"""The shapes in which the API tells of partners, their groups and their sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from testamur_web.api.v1.cohorts import EnrolmentOut
from testamur_web.api.v1.words import Line, Prose, Said, Word
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import partners
from testamur_web.learning.models import Partnership, Sheet, SheetRow
from testamur_web.learning.paper import letter_of
from testamur_web.learning.services import Entered, Written
from testamur_web.learning.services.sheets import MAX_ROW
from testamur_web.wallet.groups import GroupReport

__all__ = [
    "CardOut",
    "EnteredOut",
    "GroupEnrolled",
    "GroupOut",
    "GroupPeople",
    "LeftOut",
    "NewPartner",
    "NewPiece",
    "PartnerOut",
    "ReportOut",
    "Settling",
    "SheetOut",
    "SheetRowsOut",
    "TypedRows",
    "WantedTrial",
    "show_entered",
    "show_group",
    "show_partner",
    "show_report",
    "show_sheet",
    "show_sheet_rows",
]


class NewPartner(Said):
    """Which organisation is let in, by its short name, and its days; both are inclusive, in UTC."""

    partner: Word
    first_day: date
    last_day: date


class PartnerOut(Schema):
    """One organisation in one cohort."""

    id: UUID
    partner: str
    name: str
    first_day: str
    last_day: str
    agreed_by: str
    withdrawn_at: str | None
    people: int = Field(description="How many it enrolled.")


class GroupOut(Schema):
    """A cohort of another organisation in which yours works now."""

    id: UUID
    cohort: str
    title: str
    organisation: str
    last_day: str
    rubric: str = Field(description="What it is marked with; there are no sheets then.")


class GroupPerson(Said):
    """Somebody to enrol, by name and the partner's own number."""

    name: Line
    number: Word


class GroupPeople(Said):
    """Whom to enrol; nobody needs an e-mail address."""

    people: list[GroupPerson] = Field(min_length=1, max_length=5_000)


class GroupEnrolled(Schema):
    """Who came in, and the rows that did not, counted from 1."""

    enrolled: list[EnrolmentOut]
    problems: list[dict[str, Any]]


class NewPiece(Said):
    """A link, a repository, or a note; a file is sent to the address of files."""

    kind: Literal["link", "repository", "note"]
    title: Line = ""
    url: Line = ""
    text: Prose = ""
    activity: UUID | None = None


class StepOut(Schema):
    """One step of the way: how many got there."""

    step: str
    people: int
    percent: int | None = Field(description="Of the group; null below five people.")


class ReportOut(Schema):
    """How far a group has come."""

    steps: list[StepOut]


class CardOut(Schema):
    """What somebody claims an award with: whoever has the address or the code can claim."""

    name: str
    number: str
    title: str
    issuer: str
    address: str
    code: str


class SheetOut(Schema):
    """One sheet, and how far it is."""

    id: UUID
    code: str
    partner: str
    made_at: str
    waiting: int
    conflicts: int
    settled: int
    left: int


class CriterionOut(Schema):
    """One criterion, with the letter that it has on the paper."""

    letter: str
    id: str
    text: str
    is_mandatory: bool


class SheetRowOut(Schema):
    """One row: who stands there, what was typed, by whom, and what came of it."""

    row: int
    name: str
    number: str
    found: dict[str, str]
    grade: str
    state: str
    problem: str = Field(description="The code of its conflict; empty where there is none.")
    detail: str
    entered_by: str
    entered_at: str | None
    decision: UUID | None
    version: str = Field(description="Send it as `seen` to type over this and nothing newer.")


class SheetRowsOut(SheetOut):
    """A sheet with its rows."""

    criteria: list[CriterionOut]
    has_grade: bool
    rows: list[SheetRowOut]
    state: str = Field(description="Send it as `seen` to decide by these rows and no other.")


class TypedRow(Said):
    """What the paper says in one row."""

    row: int = Field(ge=1, le=MAX_ROW)
    number: Word
    found: dict[Word, Word] = Field(max_length=200)
    grade: Word = ""
    seen: Word = ""


class TypedRows(Said):
    """Rows of a sheet. With `is_trial`, nothing is kept."""

    typed: list[TypedRow] = Field(min_length=1, max_length=MAX_ROW)
    is_trial: bool = False

    @property
    def written(self) -> list[Written]:
        """The rows as the services take them."""
        return [
            Written(one.row, one.number, dict(one.found), one.grade, one.seen) for one in self.typed
        ]


class WantedTrial(Schema):
    """Whether nothing is kept yet."""

    is_trial: bool = Field(default=True, description="Say false to keep the rows.")


class EnteredRow(Schema):
    """What came of one row."""

    row: int
    state: str
    problem: dict[str, Any] | None


class EnteredOut(Schema):
    """What came of each row, and how many have a conflict."""

    conflicts: int
    rows: list[EnteredRow]


class Settling(Said):
    """That an assessor decides by a sheet; `seen` is the `state` that they looked at."""

    seen: Word = ""


class LeftOut(Schema):
    """A row that was left as it is."""

    row: int
    state: str


def show_partner(partnership: Partnership, people: int) -> dict[str, Any]:
    """One partnership, with how many `people` it enrolled."""
    withdrawn = partnership.withdrawn_at
    return {
        "id": partnership.pk,
        "partner": partnership.partner.slug,
        "name": partnership.partner.name,
        "first_day": partnership.first_day.isoformat(),
        "last_day": partnership.last_day.isoformat(),
        "agreed_by": partnership.agreed_by.name,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else None,
        "people": people,
    }


def show_group(partnership: Partnership) -> dict[str, Any]:
    """One cohort, as a partner of it sees it."""
    cohort = partnership.cohort
    return {
        "id": partnership.pk,
        "cohort": cohort.name,
        "title": cohort.version.title,
        "organisation": cohort.organisation.name,
        "last_day": partnership.last_day.isoformat(),
        "rubric": cohort.marking.rubric.rubric.title if hasattr(cohort, "marking") else "",
    }


def show_report(report: GroupReport) -> dict[str, Any]:
    """The steps of a group."""
    return {
        "steps": [
            {"step": one.name, "people": one.count, "percent": one.percent} for one in report.steps
        ]
    }


def show_sheet(sheet: Any) -> dict[str, Any]:
    """One sheet with the counts that `partners.sheets_of` gives it."""
    return {
        "id": sheet.pk,
        "code": sheet.code,
        "partner": sheet.partnership.partner.name,
        "made_at": sheet.made_at.isoformat(),
        "waiting": sheet.waiting,
        "conflicts": sheet.conflicts,
        "settled": sheet.settled,
        "left": sheet.left,
    }


def show_sheet_rows(sheet: Sheet) -> dict[str, Any]:
    """A sheet with everything on it."""
    definition = definition_of(sheet.partnership.cohort.version)
    return show_sheet(sheet) | {
        "criteria": [
            {
                "letter": letter_of(place),
                "id": one.id,
                "text": one.text,
                "is_mandatory": one.is_mandatory,
            }
            for place, one in enumerate(definition.criteria)
        ],
        "has_grade": definition.grades is not None,
        "rows": [_row(one) for one in partners.rows_of(sheet)],
        "state": partners.state_of(sheet),
    }


def show_entered(entered: Sequence[Entered]) -> dict[str, Any]:
    """What came of rows."""
    return {
        "conflicts": sum(one.problem is not None for one in entered),
        "rows": list(_entered(entered)),
    }


def _entered(entered: Iterable[Entered]) -> Iterable[dict[str, Any]]:
    for one in entered:
        problem = one.problem.as_json() if one.problem else None
        yield {"row": one.row, "state": str(one.state), "problem": problem}


def _row(row: SheetRow) -> dict[str, Any]:
    enrolment, entered_by = row.enrolment, row.entered_by
    return {
        "row": row.row,
        "name": enrolment.name if enrolment else "",
        "number": row.number or (enrolment.number if enrolment else ""),
        "found": row.found,
        "grade": row.grade,
        "state": str(row.state),
        "problem": row.problem,
        "detail": row.detail,
        "entered_by": entered_by.name if entered_by else "",
        "entered_at": row.entered_at.isoformat() if row.entered_at else None,
        "decision": row.decision_id,
        "version": partners.version_of(row),
    }
