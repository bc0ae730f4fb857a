"""Hours and tasks of a work placement: noted by the learner, then attested by a supervisor.

What a supervisor was asked about stays as it is, unless the request is withdrawn or its time is
over without an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur.errors import Conflict, Refused
from testamur_web.learning.attested import has_placement, rows_settled
from testamur_web.learning.models import AttestationRequest, Enrolment, PlacementEntry
from testamur_web.learning.services.attesting import Row, Subject, Supervisor, ask_supervisor
from testamur_web.learning.services.enrolments import record_about
from testamur_web.learning.services.evidence import lock_in_progress
from testamur_web.people import words
from testamur_web.people.models import Person

__all__ = ["ask_about_hours", "log_hours", "remove_hours"]

_MOST_ENTRIES: Final = 400
_MAX_TASK: Final = 1_000
_LONGEST_DAY: Final = Decimal(24)
_QUARTER: Final = Decimal("0.25")


@transaction.atomic
def log_hours(
    enrolment: Enrolment, *, day: date, hours: Decimal, task: str, by: Person, at: datetime
) -> PlacementEntry:
    """Note the hours of a day, in quarters, and what was done in them.

    Raises `Refused` with `placement.not-part`, `placement.day-refused`, `placement.hours-refused`,
    `placement.too-many` or `text.empty`, `Conflict` with `enrolment.not-in-progress`.
    """
    kept = lock_in_progress(enrolment)
    if not has_placement(kept.cohort):
        raise Refused.because("placement.not-part", "no component of it is a work placement")
    if kept.placement.count() >= _MOST_ENTRIES:
        raise Refused.because("placement.too-many", f"{_MOST_ENTRIES} entries are there already")
    if day > at.date() + timedelta(days=1) or day.year < at.year - 5:
        told = "the day is to come, or lies more than five years back"
        raise Refused.because("placement.day-refused", told, "/day")
    _check_hours(kept, day, hours)
    told_task = words.read_prose(task, "/task")
    if not told_task or len(told_task) > _MAX_TASK:
        code = "text.too-long" if told_task else "text.empty"
        raise Refused.because(code, f"say in up to {_MAX_TASK} characters what was done", "/task")
    entry = kept.placement.create(day=day, hours=hours, task=told_task, logged_at=at)
    _record("placement.log", kept, entry, by=by, at=at)
    return entry


@transaction.atomic
def remove_hours(entry: PlacementEntry, *, by: Person, at: datetime) -> None:
    """Remove an entry; raises `Conflict` (`placement.asked-already`) where one was asked about it.

    So it also does with `enrolment.not-in-progress`.
    """
    kept = lock_in_progress(entry.enrolment)
    if str(entry.pk) in rows_settled(kept, AttestationRequest.About.PLACEMENT, at=at):
        told = "a supervisor was asked about it; withdraw the request first"
        raise Conflict.because("placement.asked-already", told)
    _record("placement.remove", kept, entry, by=by, at=at)
    entry.delete()


@transaction.atomic
def ask_about_hours(
    enrolment: Enrolment,
    entries: Sequence[UUID],
    *,
    supervisor: Supervisor,
    by: Person,
    at: datetime,
) -> AttestationRequest:
    """Ask a supervisor about entries that nobody was asked about; see `ask_supervisor`.

    Raises `Refused` with `placement.entry-unknown` as well.
    """
    settled = rows_settled(enrolment, AttestationRequest.About.PLACEMENT, at=at)
    found = [
        one for one in enrolment.placement.filter(pk__in=entries) if str(one.pk) not in settled
    ]
    if len(found) != len(set(entries)):
        told = "an entry is not there, or a supervisor was asked about it"
        raise Refused.because("placement.entry-unknown", told, "/rows")
    subject = Subject.of(AttestationRequest.About.PLACEMENT, enrolment)
    rows = [Row(str(one.pk), _line(one), one.task) for one in found]
    return ask_supervisor(by, subject, rows, supervisor=supervisor, at=at)


def _check_hours(enrolment: Enrolment, day: date, hours: Decimal) -> None:
    is_quarters = hours.is_finite() and 0 < hours <= _LONGEST_DAY and hours % _QUARTER == 0
    there = enrolment.placement.filter(day=day).aggregate(all=Sum("hours"))["all"] or Decimal(0)
    if not is_quarters or there + hours > _LONGEST_DAY:
        told = "hours are stated in quarters, and a day has 24"
        raise Refused.because("placement.hours-refused", told, "/hours")


def _line(entry: PlacementEntry) -> str:
    told = {"day": date_format(entry.day, "j F Y"), "hours": f"{entry.hours.normalize():f}"}
    return _("%(day)s: %(hours)s hours") % told


def _record(
    verb: str, enrolment: Enrolment, entry: PlacementEntry, *, by: Person, at: datetime
) -> None:
    told = {"day": entry.day.isoformat(), "hours": str(entry.hours)}
    record_about(verb, enrolment, by=by, at=at, **told)
