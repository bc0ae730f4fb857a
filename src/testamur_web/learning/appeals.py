"""What is known of appeals: until when one may contest, what waits for an answer, who may give it.

The day that a decision stated holds, whatever the organisation changes later; only a decision older
than its statement is reckoned with the days of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from testamur_web.learning.models import Appeal, AppealTerms, Decision, Enrolment
from testamur_web.people.models import Organisation, Person

__all__ = [
    "AppealQueue",
    "Contest",
    "appeal_queue_of",
    "appeals_in",
    "appeals_of",
    "contest_of",
    "contested_until",
    "count_open_appeals",
    "may_answer",
    "terms_of",
    "unheard",
]

_State = Appeal.State


@dataclass(frozen=True, slots=True)
class Contest:
    """Whether a learner may contest their newest decision, until when, and what they contested."""

    until: datetime | None
    may_contest: bool
    appeals: tuple[Appeal, ...]


@dataclass(frozen=True, slots=True)
class AppealQueue:
    """The appeals of an organisation: those overdue, those open in time, and those closed."""

    overdue: list[Appeal]
    waiting: list[Appeal]
    closed: QuerySet[Appeal]


def terms_of(organisation: Organisation) -> AppealTerms:
    """The days that an organisation states; those of everybody where it states none."""
    found = AppealTerms.objects.filter(organisation=organisation).first()
    return found or AppealTerms(organisation=organisation)


def contested_until(decision: Decision) -> datetime:
    """The moment until which a decision may be contested."""
    if decision.contest_until:
        return decision.contest_until
    days = terms_of(decision.enrolment.cohort.organisation).days
    return decision.decided_at + timedelta(days=days)


def contest_of(enrolment: Enrolment, *, at: datetime) -> Contest:
    """What a learner is told of contesting: about the newest decision, once it is there."""
    appeals = tuple(appeals_of(enrolment))
    newest = enrolment.decisions.select_related("enrolment__cohort__organisation").first()
    if newest is None:
        return Contest(None, may_contest=False, appeals=appeals)
    until = contested_until(newest)
    is_contested = any(
        one.decision_id == newest.pk and one.state != _State.WITHDRAWN for one in appeals
    )
    is_free = not is_contested and enrolment.state != Enrolment.State.WITHDRAWN
    return Contest(until, may_contest=is_free and at < until, appeals=appeals)


def appeals_of(enrolment: Enrolment) -> QuerySet[Appeal]:
    """The appeals about one person in one cohort, the newest first."""
    return _told(Appeal.objects.filter(decision__enrolment=enrolment)).order_by("-filed_at")


def appeals_in(organisation: Organisation) -> QuerySet[Appeal]:
    """Every appeal of an organisation, the oldest first."""
    mine = Appeal.objects.filter(decision__enrolment__cohort__organisation=organisation)
    return _told(mine).order_by("filed_at", "pk")


def appeal_queue_of(organisation: Organisation, *, at: datetime) -> AppealQueue:
    """What waits for an answer, what of it should have one, and what was closed."""
    every = appeals_in(organisation)
    is_open = list(every.filter(state=_State.OPEN).order_by("answer_by", "pk"))
    return AppealQueue(
        overdue=[one for one in is_open if one.answer_by <= at],
        waiting=[one for one in is_open if one.answer_by > at],
        closed=every.exclude(state=_State.OPEN).order_by("-closed_at", "pk"),
    )


def count_open_appeals(organisation: Organisation) -> int:
    """How many appeals wait for an answer."""
    return appeals_in(organisation).filter(state=_State.OPEN).count()


def may_answer(appeal: Appeal, person: Person) -> bool:
    """Whether somebody is neither the learner nor one of those who decided about them."""
    enrolment = appeal.decision.enrolment
    decided = enrolment.decisions.filter(assessor=person).exists()
    return enrolment.person_id != person.pk and not decided


def unheard(enrolment: Enrolment) -> Appeal | None:
    """The appeal after which nobody has decided yet, where one asked for a new decision."""
    newest = enrolment.decisions.first()
    if newest is None:
        return None
    asked = newest.appeals.filter(state__in=(_State.OVERTURNED, _State.REMITTED))
    return asked.select_related("decision").first()


def _told(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return appeals.select_related(
        "answered_by",
        "decision__assessor",
        "decision__enrolment__person",
        "decision__enrolment__cohort__version",
        "decision__enrolment__cohort__organisation",
    )
