"""Results of activities, in percent: entered for one learner, or from a list of numbers.

A list has a learner's number (or e-mail address) and a result in each row. Every row is entered or
named with its problem; entering again corrects what was entered before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from testamur.credentials.recipients.rows import decode_list
from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.learning.models import Activity, ActivityResult, Cohort, Enrolment
from testamur_web.learning.services.enrolments import record_about
from testamur_web.people.models import Person

__all__ = [
    "MAX_ROWS",
    "Reached",
    "RowRefused",
    "enter_listed",
    "enter_results",
    "enter_rows",
    "percent_of",
]

MAX_ROWS: Final = 5_000

_HUNDRED: Final = Decimal(100)
_SEPARATORS: Final = ("\t", ";")
_HAS_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row of a list that was not entered, and why; rows count from 1."""

    row: int
    text: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reached:
    """What came of a list: how many results were entered, and the rows that were not."""

    entered: int
    refused: tuple[RowRefused, ...]


def percent_of(text: str) -> Decimal:
    """A result as people write it: `74`, `74,5`, `74.5 %`; raises `Refused`."""
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= _HUNDRED:
        raise Refused.because("result.percent-refused", f"{text!r:.40} is not 0 to 100", "/percent")
    return value.quantize(Decimal("0.01"))


@transaction.atomic
def enter_results(
    enrolment: Enrolment, reached: Mapping[Activity, Decimal], *, by: Person, at: datetime
) -> None:
    """Enter what one learner reached in some activities.

    Raises `Refused` with `result.own` or `activity.elsewhere`.
    """
    if enrolment.person_id == by.pk:
        raise Refused.because("result.own", "this enrolment is your own")
    for activity, percent in reached.items():
        if activity.cohort_id != enrolment.cohort_id:
            raise Refused.because("activity.elsewhere", "it is of another cohort", "/results")
        _enter(activity, enrolment, percent, by=by, at=at)


@transaction.atomic
def enter_rows(
    activity: Activity, rows: Iterable[tuple[str, str]], *, by: Person, at: datetime
) -> Reached:
    """Enter results by number or address; a row that cannot be entered is told with its problem."""
    people = _known(activity.cohort)
    refused: list[RowRefused] = []
    entered = 0
    for place, (who, result) in enumerate(rows, 1):
        try:
            found = people.get(who.strip().casefold())
            if found is None:
                raise Refused.because("result.nobody", f"{who!r:.80} is nobody's number here")
            enter_results(found, {activity: percent_of(result)}, by=by, at=at)
            entered += 1
        except Refused as error:
            refused.append(RowRefused(place, f"{who};{result}"[:200], error.problem))
    return Reached(entered, tuple(refused))


def enter_listed(activity: Activity, data: bytes | str, *, by: Person, at: datetime) -> Reached:
    """Enter the results of a list; headings, a first row without any digit, are passed over.

    Raises `Refused` with `recipients.unreadable` or `recipients.too-many` for a list as a whole.
    """
    lines = [line.strip() for line in decode_list(data).splitlines() if line.strip()]
    if len(lines) > MAX_ROWS:
        raise Refused.because("recipients.too-many", f"{len(lines)} rows; {MAX_ROWS} are taken")
    has_headings = bool(lines) and not _HAS_DIGIT.search(lines[0])
    return enter_rows(activity, map(_cells, lines[has_headings:]), by=by, at=at)


def _known(cohort: Cohort) -> dict[str, Enrolment]:
    """The people of a cohort by number and by address, as they are typed."""
    there = cohort.enrolments.exclude(state=Enrolment.State.WITHDRAWN).select_related("cohort")
    return {key.casefold(): one for one in there for key in (one.number, one.email) if key}


def _cells(line: str) -> tuple[str, str]:
    """Who a row is about, and their result; a decimal comma needs another separator."""
    mark = next((one for one in _SEPARATORS if one in line), ",")
    who, _mark, result = (cell.strip().strip('"') for cell in line.partition(mark))
    return who, result


def _enter(
    activity: Activity, enrolment: Enrolment, percent: Decimal, *, by: Person, at: datetime
) -> None:
    before = ActivityResult.objects.filter(activity=activity, enrolment=enrolment).first()
    if before and before.percent == percent:
        return
    ActivityResult.objects.update_or_create(
        activity=activity,
        enrolment=enrolment,
        defaults={"percent": percent, "entered_by": by, "entered_at": at},
    )
    told = {"activity": activity.title, "percent": str(percent)}
    if before:
        told["before"] = str(before.percent)
    record_about("result.enter", enrolment, by=by, at=at, **told)
