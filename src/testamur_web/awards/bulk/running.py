"""Issuing a batch: chunk by chunk, each in one transaction together with the posting of the next.

A kill leaves a chunk wholly done or not begun, so nothing is lost; whoever is awarded has an award
key made of the version and what tells them from others, so nothing is doubled, neither by the same
chunk run twice nor by two batches that name the same person at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from testamur.credentials.recipients import Recipient as Person
from testamur.errors import Conflict, Refused, TestamurError
from testamur_web.awards.bulk.checking import Held, check_rows, day_of
from testamur_web.awards.models import Award, Batch, BatchRow
from testamur_web.awards.services.giving import Recipient, intended_award
from testamur_web.awards.services.signing import CHUNK, sign_awards
from testamur_web.ops import outbox, trail

__all__ = ["run_chunk"]

_State = BatchRow.State
_RUNS: Final = (Batch.State.WAITING, Batch.State.RUNNING)


@dataclass(frozen=True, slots=True)
class _Step:
    row: BatchRow
    award: Award


@transaction.atomic
def run_chunk(batch_id: str, *, start: str, at: datetime) -> bool:
    """Award the next rows of a batch; False where nothing was to be done.

    `start` is the moment the batch was started for: a batch that was undone, and one that was
    started anew since, is left alone.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in _RUNS or batch.starts_at is None:
        return False
    if batch.starts_at.isoformat() != start or batch.starts_at > at:
        return False
    if batch.state == Batch.State.WAITING:
        batch.state = Batch.State.RUNNING
        batch.save(update_fields=["state"])
    rows = list(batch.rows.select_for_update().filter(state=_State.READY)[:CHUNK])
    if not rows:
        _finish(batch, at=at)
        return False
    _award(batch, rows, at=at)
    outbox.post(
        "batch.run",
        {"batch": str(batch.pk), "start": start},
        key=f"batch.run:{batch.pk}:{start}:{rows[-1].number}:{rows[-1].pk}",
        tenant=batch.organisation_id,
    )
    return True


def _award(batch: Batch, rows: Sequence[BatchRow], *, at: datetime) -> None:
    steps = _steps(batch, rows, at=at)
    Award.objects.bulk_create([step.award for step in steps], ignore_conflicts=True)
    known = Award.objects.in_bulk([step.award.pk for step in steps])
    own = [step for step in steps if known[step.award.pk].batch_id == batch.pk]
    for step in steps:
        if known[step.award.pk].batch_id != batch.pk:
            _mark(step.row, _State.DUPLICATE, "row.already-awarded", "was awarded meanwhile")
    for step in own:
        step.row.award = step.award
    failed = _signed(own, at=at)
    for step in own:
        if step.row.pk not in failed:
            step.row.state, step.row.problems = _State.ISSUED, []
    BatchRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "problems", "award"],
    )


def _steps(batch: Batch, rows: Sequence[BatchRow], *, at: datetime) -> list[_Step]:
    """The award that each row is to be; a row that cannot be one any more is marked."""
    readings = check_rows(batch, rows, at=at)
    people = [one.person for one in readings.values() if one.person]
    held = Held(batch.version, at=at, people=people)
    steps: list[_Step] = []
    for row in rows:
        reading = readings[row.number]
        if reading.person is None:
            row.state, row.problems = reading.state, reading.problems
            continue
        try:
            award = _intended(batch, reading.person, number=held.count(reading.person), at=at)
        except TestamurError as error:
            _mark(row, _State.FAILED, error.problem.code, error.problem.detail)
        else:
            steps.append(_Step(row, award))
    return steps


def _intended(batch: Batch, person: Person, *, number: int, at: datetime) -> Award:
    facts: dict[str, Any] = {}
    if person.grade:
        facts["grade"] = person.grade
    if person.id:
        facts["did"] = person.id
    if person.evidence:
        facts["evidence"] = [{"url": url} for url in person.evidence]
    award = intended_award(
        batch.version,
        recipient=Recipient(person.name or "", person.email or "", person.student_number or ""),
        awarded_at=person.awarded or day_of(batch) or at,
        award_key=f"{batch.version_id}:{person.key}:{number}",
        by=batch.created_by,
        at=at,
        facts=facts,
        valid_until=person.expires,
    )
    award.batch = batch
    return award


def _signed(steps: Sequence[_Step], *, at: datetime) -> set[object]:
    """Sign all together, or where one cannot be signed, each by itself; the rows that cannot be."""
    try:
        with transaction.atomic():
            sign_awards([step.award for step in steps], at=at)
    except (Conflict, Refused):
        return {step.row.pk for step in steps if not _is_signed(step, at=at)}
    return set()


def _is_signed(step: _Step, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            sign_awards([step.award], at=at)
    except (Conflict, Refused) as error:
        _mark(step.row, _State.FAILED, error.problem.code, error.problem.detail)
        step.row.award = None
        step.award.delete()
        return False
    return True


def _mark(row: BatchRow, state: str, code: str, sentence: str) -> None:
    row.state = state
    row.problems = [{"code": code, "column": "", "sentence": sentence}]


def _finish(batch: Batch, *, at: datetime) -> None:
    batch.state, batch.finished_at = Batch.State.DONE, at
    batch.save(update_fields=["state", "finished_at"])
    issued = batch.rows.filter(state=_State.ISSUED).count()
    trail.record("batch.finish", batch, by=None, tenant=batch.organisation_id, at=at, issued=issued)
