"""What is agreed with one learner: a later day with its reason, and accommodations.

What an accommodation is about stands in its row alone. The audit trail says that one was noted or
ended, and never what it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.errors import Refused
from testamur_web.learning.models import Accommodation, Activity, Enrolment, Extension
from testamur_web.learning.programme import dates_for
from testamur_web.learning.services.enrolments import record_about
from testamur_web.people.models import Person

__all__ = ["MAX_EXTRA", "end_accommodation", "extend", "note_accommodation"]

MAX_EXTRA: Final = 300
"""The most extra time, in percent of the time that everybody has."""


@transaction.atomic
def extend(
    enrolment: Enrolment,
    activity: Activity,
    *,
    due_at: datetime,
    reason: str,
    by: Person,
    at: datetime,
) -> Extension:
    """Give one learner until `due_at`; a later extension takes the place of one before.

    Raises `Refused` with `extension.not-later`, `extension.reason-missing`, `extension.own` or
    `activity.elsewhere`.
    """
    _require_other(enrolment, by)
    if activity.cohort_id != enrolment.cohort_id:
        raise Refused.because("activity.elsewhere", "it is of another cohort", "/activity")
    if not reason.strip():
        raise Refused.because("extension.reason-missing", "nothing says why", "/reason")
    now = dates_for(activity, enrolment).due_at
    if now is not None and due_at <= now:
        told = f"it is due on {now:%Y-%m-%d} already"
        raise Refused.because("extension.not-later", told, "/due_at")
    given, _is_new = Extension.objects.update_or_create(
        enrolment=enrolment,
        activity=activity,
        defaults={"due_at": due_at, "reason": reason.strip(), "given_by": by, "given_at": at},
    )
    due = due_at.isoformat()
    _record("extension.give", enrolment, by=by, at=at, activity=activity.title, due=due)
    return given


@transaction.atomic
def note_accommodation(
    enrolment: Enrolment,
    *,
    what: str,
    agreed_by: str,
    by: Person,
    at: datetime,
    extra_percent: int = 0,
) -> Accommodation:
    """Note what was agreed and with whom; extra time moves each due date of this learner.

    Raises `Refused` with `accommodation.empty`, `accommodation.percent-refused` or `extension.own`.
    """
    _require_other(enrolment, by)
    for name, value in (("what", what), ("agreed_by", agreed_by)):
        if not value.strip():
            raise Refused.because("accommodation.empty", "nothing is written", f"/{name}")
    if not 0 <= extra_percent <= MAX_EXTRA:
        told = f"{extra_percent} %; 0 to {MAX_EXTRA} are possible"
        raise Refused.because("accommodation.percent-refused", told, "/extra_percent")
    noted = Accommodation.objects.create(
        enrolment=enrolment,
        what=what.strip(),
        agreed_by=agreed_by.strip(),
        extra_percent=extra_percent,
        noted_by=by,
        noted_at=at,
    )
    _record("accommodation.note", enrolment, by=by, at=at)
    return noted


@transaction.atomic
def end_accommodation(accommodation: Accommodation, *, by: Person, at: datetime) -> Accommodation:
    """From now on it moves no date; ending what has ended changes nothing."""
    kept = Accommodation.objects.select_for_update().get(pk=accommodation.pk)
    if kept.ended_at:
        return kept
    kept.ended_at = at
    kept.save(update_fields=["ended_at"])
    _record("accommodation.end", accommodation.enrolment, by=by, at=at)
    return kept


def _require_other(enrolment: Enrolment, by: Person) -> None:
    if enrolment.person_id == by.pk:
        raise Refused.because("extension.own", "this enrolment is your own")


def _record(verb: str, enrolment: Enrolment, *, by: Person, at: datetime, **told: object) -> None:
    record_about(verb, enrolment, by=by, at=at, cohort=enrolment.cohort.name, **told)
