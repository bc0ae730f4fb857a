"""A cohort that runs in the demonstration, and two learners who hold that a decision was wrong.

Ada has more time for her project, somebody has extra time, and one appeal of two has its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from testamur_web.catalogue.models import Version
from testamur_web.learning import services
from testamur_web.learning.findings import Finding, Found
from testamur_web.learning.models import Activity, Appeal, Cohort, Decision, Enrolment
from testamur_web.learning.services import ActivityTerms, Answer, Source
from testamur_web.people.models import Person

__all__ = ["run_programme"]

_DAY: Final = timedelta(days=1)
_WORK: Final = (
    (ActivityTerms("Three exercises", "course-work", 20, 20), -28, -14),
    (ActivityTerms("Project with real data", "project", 40, 50), -14, 10),
    (ActivityTerms("Talk and questions", "exam", 2, 30), 10, 17),
)
_REACHED: Final = ("81", "74.5", "92", "66")


def run_programme(cohort: Cohort, people: Mapping[str, Person], *, at: datetime) -> None:
    """Give a cohort its programme; `people` holds who runs it and who learns in it."""
    office, assessor = people["bashir"], people["amina"]
    activities = _activities(cohort, office, at)
    for source, place in (
        (Source("Handbook of the course", url="https://learn.example/handbook"), None),
        (Source("Workshop tables and tools", place="Building 4, room 12"), 1),
        (Source("Air-quality readings", url="https://data.example/air", note="CSV, 12 MB"), 1),
    ):
        activity = None if place is None else activities[place]
        services.add_resource(cohort, source, activity=activity, by=office, at=at - 30 * _DAY)
    services.state_late_rule(cohort, late="accept", grace_days=1, by=office, at=at - 30 * _DAY)
    services.announce(
        cohort,
        title="The talks are in room 12",
        text="We meet in building 4, room 12. Bring your project; there is a screen.",
        by=assessor,
        at=at - 2 * _DAY,
    )
    _agree(cohort, activities, office, at)
    for enrolment, percent in zip(_taking_part(cohort), _REACHED, strict=False):
        reached = {activities[0]: Decimal(percent)}
        services.enter_results(enrolment, reached, by=assessor, at=at - 10 * _DAY)
    _contest(cohort, people, at)


def _activities(cohort: Cohort, by: Person, at: datetime) -> list[Activity]:
    """Those of the definition give way to three that are dated around the present."""
    for one in cohort.activities.all():
        services.remove_activity(one, by=by, at=at - 30 * _DAY)
    midnight = datetime.combine(at.date(), time.min, tzinfo=UTC)
    return [
        services.add_activity(
            cohort,
            replace(terms, opens_at=midnight + opens * _DAY, due_at=midnight + due * _DAY),
            by=by,
            at=at - 30 * _DAY,
        )
        for terms, opens, due in _WORK
    ]


def _agree(cohort: Cohort, activities: list[Activity], by: Person, at: datetime) -> None:
    ada, other = _taking_part(cohort)[:2]
    due = activities[1].due_at
    if due is not None:
        reason = "Ill for a week, with a note from a doctor"
        services.extend(
            ada, activities[1], due_at=due + 7 * _DAY, reason=reason, by=by, at=at - 5 * _DAY
        )
    services.note_accommodation(
        other,
        what="Works with a screen reader: all papers as text, questions read aloud.",
        agreed_by="The office for equal access",
        extra_percent=25,
        by=by,
        at=at - 25 * _DAY,
    )


def _contest(cohort: Cohort, people: Mapping[str, Person], at: datetime) -> None:
    """Of two who did not pass, one waits for an answer, and one is to be decided anew."""
    waiting = cohort.enrolments.filter(state=Enrolment.State.SUBMITTED).exclude(
        person=people["ada"]
    )
    reasons = (
        "The second model is compared with the first on page 4; the note says it is missing.",
        "My recording of the talk was not opened.",
    )
    appeals = [
        _appeal(enrolment, people["amina"], reason, at - days * _DAY)
        for enrolment, reason, days in zip(waiting[:2], reasons, (1, 2), strict=True)
    ]
    answer = Answer(Appeal.State.REMITTED, "The recording was there and was not looked at.")
    services.answer_appeal(appeals[1], answer, by=people["bashir"], at=at - _DAY)


def _appeal(enrolment: Enrolment, assessor: Person, reasons: str, at: datetime) -> Appeal:
    decision: Decision = services.decide_against(
        enrolment,
        by=assessor,
        findings=_one_unmet(enrolment.cohort.version),
        note="Nearly there.",
        at=at - _DAY / 2,
    )
    person = enrolment.person
    if person is None:
        raise LookupError(f"{enrolment.name} has no account")
    pieces = [one.pk for one in enrolment.evidence.all()[:1]]
    return services.contest(decision, reasons=reasons, evidence=pieces, by=person, at=at)


def _one_unmet(version: Version) -> list[Finding]:
    ids = [criterion["id"] for criterion in version.content["criteria"]]
    return [Finding(one, Found.NOT_MET if one == ids[0] else Found.MET) for one in ids]


def _taking_part(cohort: Cohort) -> list[Enrolment]:
    """Ada first, whose page is looked at."""
    return sorted(
        cohort.enrolments.select_related("person", "cohort"),
        key=lambda one: (one.name != "Ada Okafor", one.name),
    )
