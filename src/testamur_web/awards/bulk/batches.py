"""Everything that changes a batch before it runs: made, understood, repaired, started, undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.awards.bulk.checking import check_rows
from testamur_web.awards.bulk.columns import guess_columns, guess_date_form
from testamur_web.awards.bulk.sheets import Table
from testamur_web.awards.models import Batch, BatchRow
from testamur_web.catalogue.models import Version
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person

__all__ = [
    "UNDO_TIME",
    "check_batch",
    "confirm_columns",
    "hurry_batch",
    "leave_out_row",
    "make_batch",
    "repair_row",
    "resume_batch",
    "start_batch",
    "undo_batch",
]

UNDO_TIME: Final = timedelta(minutes=5)
"""For how long a batch that was started can be undone before anybody is awarded."""

_CHUNK: Final = 1_000
_OPEN: Final = (Batch.State.DRAFT, Batch.State.UNDONE, Batch.State.DONE)
_State = BatchRow.State


@transaction.atomic
def make_batch(version: Version, *, name: str, table: Table, by: Person, at: datetime) -> Batch:
    """A batch with a row for each of the table, its columns guessed; nothing is awarded yet."""
    organisation = version.achievement.organisation
    columns = guess_columns(table.headings, table.rows)
    dates = _cells(table.rows, columns.get("date"))
    batch = Batch.objects.create(
        organisation=organisation,
        version=version,
        name=name,
        columns=table.headings,
        mapping={"columns": columns, "awarded_on": "" if dates else f"{at:%Y-%m-%d}"},
        date_form=guess_date_form(dates),
        created_by=by,
        created_at=at,
    )
    BatchRow.objects.bulk_create(
        (
            BatchRow(batch=batch, number=number, cells=cells)
            for number, cells in enumerate(table.rows, 2)
        ),
        batch_size=_CHUNK,
    )
    trail.record("batch.make", batch, by=by, tenant=organisation.pk, at=at, rows=len(table.rows))
    return batch


@transaction.atomic
def confirm_columns(
    batch: Batch,
    *,
    columns: Mapping[str, int],
    date_form: str,
    awarded_on: str,
    by: Person,
    at: datetime,
) -> None:
    """Say what the columns hold and how dates are written, and check every row by it.

    Raises `Refused` where the columns tell nobody from anybody, or two are of one field.
    """
    batch = _locked(batch, *_OPEN)
    if not all(0 <= place < len(batch.columns) for place in columns.values()):
        raise Refused.because("recipients.header", "there is no such column", "/columns")
    batch.mapping = {"columns": dict(columns), "awarded_on": awarded_on}
    batch.date_form = date_form
    batch.save(update_fields=["mapping", "date_form"])
    _check(batch, at=at)
    trail.record("batch.confirm-columns", batch, by=by, tenant=batch.organisation_id, at=at)


@transaction.atomic
def check_batch(batch: Batch, *, at: datetime) -> None:
    """Check every row again: others may have been awarded meanwhile."""
    _check(_locked(batch, *_OPEN), at=at)


@transaction.atomic
def repair_row(row: BatchRow, *, cells: Mapping[int, str], by: Person, at: datetime) -> None:
    """Write other texts into cells of a row, by the place of their column, and check again."""
    batch = _locked(row.batch, *_OPEN)
    row = _changeable(row)
    stated = list(row.cells) + [""] * (len(batch.columns) - len(row.cells))
    for place, text in cells.items():
        stated[place] = " ".join(text.split())
    row.cells = stated
    row.state = _State.READY
    row.save(update_fields=["cells", "state"])
    _check(batch, at=at)
    trail.record(
        "batch.repair-row", batch, by=by, tenant=batch.organisation_id, at=at, row=row.number
    )


@transaction.atomic
def leave_out_row(row: BatchRow, *, is_left_out: bool, by: Person, at: datetime) -> None:
    """Leave a row out of the batch, or take it in again."""
    batch = _locked(row.batch, *_OPEN)
    row = _changeable(row)
    row.state = _State.SKIPPED if is_left_out else _State.READY
    row.problems = []
    row.save(update_fields=["state", "problems"])
    _check(batch, at=at)
    trail.record(
        "batch.leave-out-row" if is_left_out else "batch.take-in-row",
        batch,
        by=by,
        tenant=batch.organisation_id,
        at=at,
        row=row.number,
    )


@transaction.atomic
def start_batch(
    batch: Batch, *, by: Person, at: datetime, undo_time: timedelta = UNDO_TIME
) -> Batch:
    """Award every ready row once the undo time is over; raises `Refused` where none is ready."""
    batch = _locked(batch, *_OPEN)
    _check(batch, at=at)
    ready = batch.rows.filter(state=_State.READY).count()
    if not ready:
        raise Refused.because("batch.nothing-ready", "no row is ready to be awarded")
    batch.state, batch.starts_at, batch.finished_at = Batch.State.WAITING, at + undo_time, None
    batch.save(update_fields=["state", "starts_at", "finished_at"])
    _post(batch, due_at=batch.starts_at, part="0")
    trail.record("batch.start", batch, by=by, tenant=batch.organisation_id, at=at, rows=ready)
    return batch


@transaction.atomic
def hurry_batch(batch: Batch, *, by: Person, at: datetime) -> None:
    """Do not wait until the undo time is over."""
    batch = _locked(batch, Batch.State.WAITING)
    batch.starts_at = at
    batch.save(update_fields=["starts_at"])
    _post(batch, due_at=at, part="hurry")
    trail.record("batch.hurry", batch, by=by, tenant=batch.organisation_id, at=at)


@transaction.atomic
def undo_batch(batch: Batch, *, by: Person, at: datetime) -> None:
    """Take the start back; raises `Conflict` (`batch.running`) once anybody may be awarded."""
    batch = _locked(batch, Batch.State.WAITING)
    batch.state, batch.starts_at = Batch.State.UNDONE, None
    batch.save(update_fields=["state", "starts_at"])
    trail.record("batch.undo", batch, by=by, tenant=batch.organisation_id, at=at)


@transaction.atomic
def resume_batch(batch: Batch, *, by: Person, at: datetime) -> None:
    """Go on with a batch that stands still; where it does not, nothing is done twice."""
    batch = _locked(batch, Batch.State.RUNNING)
    _post(batch, due_at=at, part=f"resumed:{at:%Y%m%d%H%M%S}")
    trail.record("batch.resume", batch, by=by, tenant=batch.organisation_id, at=at)


def _post(batch: Batch, *, due_at: datetime | None, part: str) -> None:
    start = batch.starts_at.isoformat() if batch.starts_at else ""
    outbox.post(
        "batch.run",
        {"batch": str(batch.pk), "start": start},
        key=f"batch.run:{batch.pk}:{start}:{part}",
        tenant=batch.organisation_id,
        due_at=due_at,
    )


def _check(batch: Batch, *, at: datetime) -> None:
    """Bring every open row to the state that it is in now; only what changes is written."""
    rows = list(batch.rows.exclude(state=_State.ISSUED))
    readings = check_rows(batch, rows, at=at)
    changed: list[BatchRow] = []
    for row in rows:
        reading = readings.get(row.number)
        if reading and (row.state, row.problems) != (reading.state, reading.problems):
            row.state, row.problems = reading.state, reading.problems
            changed.append(row)
    BatchRow.objects.bulk_create(
        changed,
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "problems"],
    )


def _locked(batch: Batch, *states: str) -> Batch:
    found = Batch.objects.select_for_update().select_related(None).get(pk=batch.pk)
    if found.state not in states:
        told = f"the batch is {found.get_state_display().lower()}"
        raise Conflict.because("batch.running", told)
    return found


def _changeable(row: BatchRow) -> BatchRow:
    found = BatchRow.objects.select_for_update().get(pk=row.pk)
    if found.state == _State.ISSUED:
        raise Conflict.because("batch.running", f"row {found.number} is awarded")
    return found


def _cells(rows: Sequence[Sequence[str]], place: Any) -> list[str]:
    if place is None:
        return []
    return [row[place] for row in rows[:500] if place < len(row) and row[place]]
