"""Sheets on which an assessor decides where there is no network, and how they come back.

(1) A sheet has a row for everybody of the group who is not decided, with the digests of what was
handed in until then. (2) Rows are typed from the paper by whoever has it, and checked at once; what
cannot be decided stays as it was typed, with its conflict. (3) An assessor of the cohort's
organisation settles the sheet: each row becomes a decision like any other, or a conflict; or it is
left as it is, and then has no decision. A row is settled once: typing it again, or settling again,
changes nothing. Nobody types over, or settles, what they did not see, where they say what they saw.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from testamur.errors import Conflict, Refused
from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning.findings import Finding, Found, check_findings, check_grade, unmet
from testamur_web.learning.models import (
    Decision,
    Enrolment,
    Marking,
    Partnership,
    Sheet,
    SheetRow,
)
from testamur_web.learning.partners import group_of, sheets_of, state_of, version_of
from testamur_web.learning.queries import handed_in_by
from testamur_web.learning.services.decisions import decide, decide_against
from testamur_web.learning.services.partners import lock_partnership, record_of_partner
from testamur_web.people.models import Person

__all__ = [
    "MAX_ROW",
    "Entered",
    "Written",
    "enter_sheet",
    "leave_row",
    "make_sheet",
    "settle_sheet",
    "try_sheet",
]

MAX_ROW: Final = 250
"""The last row that a sheet can have."""

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 8
_MOST_PEOPLE: Final = 200
_State = SheetRow.State
_OPEN: Final = (_State.ENTERED, _State.CONFLICT)
_DECIDED: Final = (Enrolment.State.PASSED, Enrolment.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Written:
    """What the paper says in one row: whose number, what was found for each criterion, a grade.

    `seen` is `version_of` the row as it was when this was typed; "" where that is not stated.
    """

    row: int
    number: str
    found: Mapping[str, str] = field(default_factory=dict)
    grade: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of one row: its state, and the problem where there is one."""

    row: int
    state: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Against:
    """What rows are held against: the definition, and what lies there now of each person."""

    definition: Definition
    digests: dict[UUID, list[str]]


@transaction.atomic
def make_sheet(partnership: Partnership, *, by: Person, at: datetime) -> Sheet:
    """A sheet of everybody of the group who is not decided about, in the order of their names.

    Of more than 200 people, those come first who wait on no other sheet.
    Raises `Conflict` with `partner.over` or `decision.marks-missing`, `Refused` with `sheet.empty`.
    """
    kept = lock_partnership(partnership, at=at)
    if Marking.objects.filter(cohort=kept.cohort_id).exists():
        raise Conflict.because("decision.marks-missing", "this cohort is marked with a rubric")
    people = _waiting(kept)
    if not people:
        raise Refused.because("sheet.empty", "nobody of this group waits for a decision")
    sheet = Sheet.objects.create(partnership=kept, code=_new_code(), made_by=by, made_at=at)
    lying = _digests(people)
    SheetRow.objects.bulk_create(
        SheetRow(sheet=sheet, row=place, enrolment=one, digests=lying[one.pk])
        for place, one in enumerate(people, 1)
    )
    record_of_partner("sheet.print", kept, by=by, at=at, code=sheet.code, rows=len(people))
    return sheet


@transaction.atomic
def enter_sheet(
    partnership: Partnership, sheet: Sheet, written: Iterable[Written], *, by: Person, at: datetime
) -> tuple[Entered, ...]:
    """Keep what was typed from the paper, row by row, each with the conflict that is known now.

    The same row again takes the place of what was typed before, until it is settled; what somebody
    else typed since `Written.seen` stays. Raises `Conflict` with `partner.over`, `Refused` with
    `partner.not-of-group`.
    """
    working = lock_partnership(partnership, at=at)
    if not sheets_of(working).filter(pk=sheet.pk).exists():
        raise Refused.because("partner.not-of-group", "this sheet is not of your group")
    kept = _lock(sheet)
    rows = {one.row: one for one in kept.rows.select_related("enrolment__cohort", "entered_by")}
    against = _against(kept, rows.values())
    entered = tuple(_enter(kept, rows, one, against, by=by, at=at) for one in written)
    if entered:
        conflicts = sum(one.problem is not None for one in entered)
        told = {"code": kept.code, "rows": len(entered), "conflicts": conflicts}
        record_of_partner("sheet.enter", working, by=by, at=at, **told)
    return entered


@transaction.atomic
def try_sheet(
    partnership: Partnership, sheet: Sheet, written: Iterable[Written], *, by: Person, at: datetime
) -> tuple[Entered, ...]:
    """What `enter_sheet` would say; nothing is kept."""
    entered = enter_sheet(partnership, sheet, written, by=by, at=at)
    transaction.set_rollback(True)
    return entered


@transaction.atomic
def settle_sheet(sheet: Sheet, *, by: Person, at: datetime, seen: str = "") -> tuple[Entered, ...]:
    """Decide every row that was typed; `by` is the assessor who signed for it.

    A row that cannot be decided stays, with its conflict; the others are decided all the same.
    `seen` is `state_of` the sheet as the assessor saw it; raises `Conflict` with `sheet.changed`
    where something was typed since.
    """
    kept = _lock(sheet)
    if seen and seen != state_of(kept):
        raise Conflict.because("sheet.changed", f"something was typed in sheet {kept.code} since")
    open_rows = list(kept.rows.filter(state__in=_OPEN).select_related("enrolment__cohort__version"))
    against = _against(kept, open_rows)
    settled = tuple(_settle(one, against, by=by, at=at) for one in open_rows)
    done = sum(one.state == _State.SETTLED for one in settled)
    if settled:
        told = {"code": kept.code, "rows": done, "conflicts": len(settled) - done}
        record_of_partner("sheet.settle", kept.partnership, by=by, at=at, **told)
    return settled


@transaction.atomic
def leave_row(sheet: Sheet, row: int, *, by: Person, at: datetime) -> Entered:
    """Settle a row that was typed without a decision; what was typed and its conflict stay.

    Raises `Refused` with `sheet.row-unknown`, `Conflict` with `sheet.row-settled`.
    """
    kept = _lock(sheet)
    found = kept.rows.exclude(state=_State.PRINTED).filter(row=row).first()
    if found is None:
        raise Refused.because("sheet.row-unknown", f"nothing was typed in row {row}")
    if found.decision_id:
        raise Conflict.because("sheet.row-settled", f"row {row} is decided")
    if found.state in _OPEN:
        found.state = _State.SETTLED
        found.save(update_fields=["state"])
        told = {"code": kept.code, "row": row}
        record_of_partner("sheet.leave", kept.partnership, by=by, at=at, **told)
    return Entered(found.row, found.state)


def _waiting(partnership: Partnership) -> list[Enrolment]:
    elsewhere = SheetRow.objects.filter(enrolment=OuterRef("pk")).exclude(state=_State.SETTLED)
    people = group_of(partnership).exclude(state__in=_DECIDED)
    first = people.order_by(Exists(elsewhere), "name", "pk")[:_MOST_PEOPLE]
    return sorted(first, key=lambda one: (one.name, one.pk))


def _enter(
    sheet: Sheet,
    rows: dict[int, SheetRow],
    written: Written,
    against: _Against,
    *,
    by: Person,
    at: datetime,
) -> Entered:
    if not 1 <= written.row <= MAX_ROW:
        told = f"rows are numbered from 1 to {MAX_ROW}"
        return Entered(written.row, _State.CONFLICT, Problem("sheet.row-unknown", told))
    row = rows.get(written.row) or SheetRow(sheet=sheet, row=written.row)
    rows[written.row] = row
    number = " ".join(written.number.split())[:80]
    typed = (number, dict(written.found), written.grade.strip()[:40])
    if row.state == _State.SETTLED or _is_overtaken(row, written.seen):
        return _again(row, typed)
    row.number, row.found, row.grade = typed
    row.entered_by, row.entered_at = by, at
    if row.enrolment is None:
        _find(sheet, row, against)
    return _keep(row, _conflict(row, against))


def _is_overtaken(row: SheetRow, seen: str) -> bool:
    """Whether somebody typed in a row since it was `seen`, where that is stated."""
    return bool(seen) and row.state in _OPEN and seen != version_of(row)


def _again(row: SheetRow, typed: tuple[str, dict[str, str], str]) -> Entered:
    """A row that is not changed any more, or not unseen: a difference is told."""
    if (row.number, row.found, row.grade) == typed:
        return Entered(row.row, row.state)
    if row.state in _OPEN:
        by = row.entered_by.name if row.entered_by else ""
        told = f"{by} typed something else since; that stays"
        return Entered(row.row, row.state, Problem("sheet.row-overtaken", told))
    told = "it was decided by what was typed before, or left as it was"
    return Entered(row.row, row.state, Problem("sheet.row-settled", told))


def _find(sheet: Sheet, row: SheetRow, against: _Against) -> None:
    """Whose number was added by hand, if they are of the group by now, and in no other row."""
    others = group_of(sheet.partnership).exclude(sheet_rows__sheet=sheet)
    found = others.filter(number__iexact=row.number).first()
    if found and row.number:
        against.digests.update(_digests([found]))
        row.enrolment, row.digests = found, against.digests[found.pk]


def _keep(row: SheetRow, problem: Problem | None) -> Entered:
    row.state = _State.CONFLICT if problem else _State.ENTERED
    row.problem = problem.code if problem else ""
    row.detail = problem.detail if problem else ""
    row.save()
    return Entered(row.row, row.state, problem)


def _conflict(row: SheetRow, against: _Against) -> Problem | None:
    """Why a row could not be decided now; None where it could."""
    enrolment = row.enrolment
    if enrolment is None or enrolment.number.casefold() != row.number.casefold():
        told = f"{row.number!r:.60} is not the number of row {row.row}"
        return Problem("sheet.number-unknown", told)
    if enrolment.state == Enrolment.State.PASSED:
        return Problem("decision.passed-already", f"{enrolment.name} has passed already")
    if enrolment.state == Enrolment.State.WITHDRAWN:
        return Problem("enrolment.withdrawn", f"{enrolment.name} has left this cohort")
    if row.digests != against.digests[enrolment.pk]:
        told = "something was handed in since the sheet was printed"
        return Problem("decision.evidence-changed", told)
    try:
        check_findings(against.definition.criteria, _findings(row))
        check_grade(against.definition.grades, row.grade)
    except Refused as refused:
        return refused.problem
    return None


def _settle(row: SheetRow, against: _Against, *, by: Person, at: datetime) -> Entered:
    problem = _conflict(row, against)
    if problem:
        return _keep(row, problem)
    try:
        with transaction.atomic():
            row.decision = _decide(row, against.definition, by=by, at=at)
    except (Refused, Conflict) as error:
        return _keep(row, error.problem)
    row.state, row.problem, row.detail = _State.SETTLED, "", ""
    row.save()
    return Entered(row.row, row.state)


def _decide(row: SheetRow, definition: Definition, *, by: Person, at: datetime) -> Decision:
    if row.enrolment is None:  # which `_conflict` has told
        raise Refused.because("sheet.number-unknown", "nobody is known in this row")
    found = check_findings(definition.criteria, _findings(row))
    seen = row.digests
    note = f"{row.sheet.code}-{row.row}"
    if unmet(definition.criteria, found):
        return decide_against(row.enrolment, by=by, findings=found, at=at, note=note, seen=seen)
    return decide(
        row.enrolment, by=by, findings=found, at=at, grade=row.grade, note=note, seen=seen
    )


def _findings(row: SheetRow) -> list[Finding]:
    known = set(Found)
    unknown = [one for one in row.found.values() if one not in known]
    if unknown:
        told = f"{unknown[0]!r:.40} is none of {', '.join(known)}"
        raise Refused.because("decision.finding-missing", told, "/found")
    return [Finding(criterion, Found(found)) for criterion, found in row.found.items()]


def _against(sheet: Sheet, rows: Iterable[SheetRow]) -> _Against:
    people = [one.enrolment for one in rows if one.enrolment]
    return _Against(definition_of(sheet.partnership.cohort.version), _digests(people))


def _digests(people: Iterable[Enrolment]) -> dict[UUID, list[str]]:
    lying = handed_in_by(people)
    return {pk: sorted(one.sha256 for one in pieces) for pk, pieces in lying.items()}


def _lock(sheet: Sheet) -> Sheet:
    return (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("partnership__cohort__version", "partnership__partner")
        .get(pk=sheet.pk)
    )


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
        if not Sheet.objects.filter(code=code).exists():
            return code
