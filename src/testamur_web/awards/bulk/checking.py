"""What would happen to each row of a batch: a dry run, in the very words of the library's reader.

The confirmed columns are written as the CSV list that `read_recipients` reads, so that a row means
here what it means on the command line. Rows that are left out are written as empty lines, which
keeps every row under its number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any, Final

from testamur.credentials.recipients import DateForm, Recipient, RowProblem, read_recipients
from testamur_web.awards.content import Described, described
from testamur_web.awards.models import Award, Batch, BatchRow
from testamur_web.catalogue.models import Version

__all__ = ["Held", "Reading", "check_rows", "day_of", "read_rows"]

_AHEAD: Final = timedelta(days=1)
_State = BatchRow.State


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: the person, or the problem that hinders."""

    state: str
    person: Recipient | None = None
    problems: list[dict[str, str]] = field(default_factory=list)


class Held:
    """Who has an award of a version: those that hold now, and how many anybody ever had."""

    def __init__(self, version: Version, *, at: datetime, people: Sequence[Recipient]) -> None:
        found = Award.objects.filter(version=version).order_by()
        self._holding: dict[str, datetime] = {}
        self._count: dict[str, int] = {}
        wanted = {known for person in people for known in _known_by(person)}
        rows = found.values_list(
            "recipient_email",
            "recipient_number",
            "facts__did",
            "awarded_at",
            "revoked_at",
            "valid_until",
        )
        for email, number, did, awarded_at, revoked_at, valid_until in rows.iterator(2_000):
            holds = revoked_at is None and (valid_until is None or valid_until > at)
            for known in _names(email, number, did):
                if known in wanted:
                    self._count[known] = self._count.get(known, 0) + 1
                    if holds:
                        self._holding[known] = awarded_at

    def since(self, person: Recipient) -> datetime | None:
        """When the award was given that the person has and that holds."""
        return next((self._holding[one] for one in _known_by(person) if one in self._holding), None)

    def count(self, person: Recipient) -> int:
        """How many awards of the version the person ever had."""
        return max((self._count.get(one, 0) for one in _known_by(person)), default=0)


def check_rows(batch: Batch, rows: Sequence[BatchRow], *, at: datetime) -> dict[int, Reading]:
    """What each row says and whether it can be awarded, by its number.

    Raises `Refused` (`recipients.header`) where the columns tell nobody from anybody.
    """
    read = read_rows(batch, rows)
    people = [row for row in read.values() if isinstance(row, Recipient)]
    held = Held(batch.version, at=at, people=people)
    content = described(batch.version)
    default = day_of(batch)
    told: dict[int, Reading] = {}
    for row in rows:
        found = read.get(row.number)
        if isinstance(found, Recipient):
            told[row.number] = _judged(found, held=held, content=content, default=default, at=at)
        elif found is not None:
            told[row.number] = _refused(found.code, found.column, found.sentence)
        elif row.state != _State.SKIPPED:
            told[row.number] = _refused(
                "row.malformed", "", "the row is empty or broken; type it in, or leave it out"
            )
    return told


def read_rows(batch: Batch, rows: Iterable[BatchRow]) -> dict[int, Recipient | RowProblem]:
    """The person or the problem of each row by its number; what is left out or empty is not in."""
    wanted = {row.number: row for row in rows if row.state != _State.SKIPPED}
    fields: dict[str, int] = batch.mapping.get("columns", {})
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(fields)
    for number in range(2, max(wanted, default=1) + 1):
        cells = wanted[number].cells if number in wanted else []
        values = [cells[place] if place < len(cells) else "" for place in fields.values()]
        if any(values):
            writer.writerow(values)
        else:
            text.write("\r\n")
    named = {name: name for name in fields}
    found = read_recipients(text.getvalue(), columns=named, dates=DateForm(batch.date_form or None))
    return {one.row: one for one in found}


def day_of(batch: Batch) -> datetime | None:
    """The day on which those are awarded whose row states none."""
    stated = batch.mapping.get("awarded_on")
    return datetime.combine(date.fromisoformat(stated), time(), tzinfo=UTC) if stated else None


def _judged(
    person: Recipient,
    *,
    held: Held,
    content: Described,
    default: datetime | None,
    at: datetime,
) -> Reading:
    since = held.since(person)
    if since is not None:
        told = f"was given this on {since:%Y-%m-%d}, and it holds"
        return _refused("row.already-awarded", "", told, state=_State.DUPLICATE.value)
    awarded = person.awarded or default
    if awarded is None:
        return _refused("value.missing", "date", "there is no date, and none is stated for all")
    if awarded > at + _AHEAD:
        return _refused("value.out-of-range", "date", f"{awarded:%Y-%m-%d} lies in the future")
    if not _is_grade(person.grade, content):
        told = f"{person.grade!r:.40} is no grade of this achievement"
        return _refused("value.unknown-choice", "grade", told)
    return Reading(_State.READY.value, person)


def _is_grade(grade: str | None, content: Described) -> bool:
    if not grade or not (content.grades or content.is_percent):
        return True
    if content.grades:
        return grade in content.grades
    return grade.replace(".", "", 1).isdecimal() and float(grade) <= 100


def _refused(code: str, column: str, sentence: str, *, state: str = "") -> Reading:
    of_the_file = {"row.duplicate": _State.DUPLICATE.value}
    found = state or of_the_file.get(code, _State.WRONG.value)
    return Reading(found, None, [{"code": code, "column": column, "sentence": sentence}])


def _known_by(person: Recipient) -> list[str]:
    return _names(person.email, person.student_number, person.id)


def _names(email: Any, number: Any, did: Any) -> list[str]:
    told = (("email", str(email or "").lower()), ("number", number), ("did", did))
    return [f"{kind}:{value}" for kind, value in told if value]
