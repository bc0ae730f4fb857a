"""What is known of cohorts, of those in them, and of what waits for an assessor."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from testamur.encoding import harmless
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning.models import Cohort, Decision, Enrolment, Evidence
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import proven_addresses_of
from testamur_web.people.tokens import hash_of

__all__ = [
    "IN_PROGRESS",
    "Attending",
    "Entry",
    "Piece",
    "Queue",
    "StateCount",
    "cohort_by_code",
    "cohorts_of",
    "count_in",
    "decidable_in",
    "decided_on",
    "definition_for",
    "enrolled_in",
    "enrolling_now",
    "entry_of",
    "find_invitation",
    "handed_in",
    "handed_in_by",
    "invitations_for",
    "learning_of",
    "open_to_all",
    "people_as_csv",
    "pieces_of",
    "queue_of",
    "states_of",
    "taking_part",
]

_State = Enrolment.State
IN_PROGRESS: Final = frozenset({_State.ACTIVE, _State.NOT_PASSED})
"""The states in which a learner adds to their evidence and hands it in."""
_GONE: Final = Q(enrolments__state=_State.WITHDRAWN)
_MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many people of a cohort are in one state."""

    state: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Attending:
    """How many people of an organisation's cohorts take part, and how many have handed in."""

    active: int
    submitted: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Whether somebody could come in now: `state` is open, later, over or full; places left."""

    state: str
    places_left: int | None

    @property
    def is_open(self) -> bool:
        """Whether there is time and place."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence, and whether its learner may remove it now."""

    evidence: Evidence
    may_be_removed: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for an assessor, the oldest first, and how much of it is in each cohort."""

    waiting: list[Any]
    cohorts: list[Any]
    total: int
    chosen: Any


# --------------------------------------------------------------------------------------- cohorts


def cohorts_of(organisation: Organisation) -> QuerySet[Cohort]:
    """The cohorts of an organisation, the newest first, each with how many are in which state."""
    return (
        organisation.cohorts.select_related("version")
        .annotate(
            people=Count("enrolments", filter=~_GONE),
            waiting=Count("enrolments", filter=Q(enrolments__state=_State.SUBMITTED)),
            passed=Count("enrolments", filter=Q(enrolments__state=_State.PASSED)),
        )
        .order_by("-created_at", "pk")
    )


def cohort_by_code(code: str) -> Cohort | None:
    """The cohort whose entry code this is, as people type it."""
    plain = code.strip().upper()
    if not plain:
        return None
    return _told(Cohort.objects.all()).filter(entry=Cohort.Entry.CODE, code=plain).first()


def open_to_all() -> QuerySet[Cohort]:
    """The cohorts that anybody may see: those anybody may enrol in."""
    return _told(Cohort.objects.all()).filter(entry=Cohort.Entry.OPEN)


def enrolling_now(achievement: UUID, *, at: datetime) -> list[Cohort]:
    """The cohorts of the achievement of that id that anybody could enrol in now."""
    found = open_to_all().filter(version__achievement=achievement)
    return [one for one in found if entry_of(one, at=at).is_open]


def definition_for(cohort: Cohort) -> Definition:
    """What a cohort leads to."""
    return definition_of(cohort.version)


def entry_of(cohort: Cohort, *, at: datetime) -> Entry:
    """Whether there is time and place to come in."""
    left = None
    if cohort.places is not None:
        taken = cohort.enrolments.exclude(state=_State.WITHDRAWN).count()
        left = max(cohort.places - taken, 0)
    if cohort.opens_at and at < cohort.opens_at:
        return Entry("later", left)
    if cohort.closes_at and at >= cohort.closes_at:
        return Entry("over", left)
    return Entry("full" if left == 0 else "open", left)


def count_in(organisation: Organisation) -> Attending:
    """How many take part in the cohorts of an organisation, and how many wait for a decision."""
    there = Enrolment.objects.filter(cohort__organisation=organisation)
    counted = there.aggregate(
        active=Count("pk", filter=Q(state=_State.ACTIVE)),
        submitted=Count("pk", filter=Q(state=_State.SUBMITTED)),
    )
    return Attending(**counted)


def states_of(cohort: Cohort) -> list[StateCount]:
    """How many people are in each state that occurs, in the order of a person's way."""
    rows = cohort.enrolments.order_by().values_list("state").annotate(Count("pk"))
    counted = dict(rows)
    return [
        StateCount(state.value, str(state.label), counted[state.value])
        for state in _State
        if state.value in counted
    ]


def enrolled_in(cohort: Cohort, *, text: str = "", state: str = "") -> QuerySet[Enrolment]:
    """The people of a cohort by name; `text` is part of a name, an address or a number."""
    found = cohort.enrolments.select_related("person").prefetch_related(_decisions())
    if state in _State.values:
        found = found.filter(state=state)
    for word in text.replace("\x00", " ").split():  # which PostgreSQL takes in no text
        found = found.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(number__icontains=word)
        )
    return found.order_by("name", "pk")


def people_as_csv(cohort: Cohort) -> str:
    """The people of a cohort as CSV; no cell is one that a spreadsheet would take for a formula."""
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerow(
        ["name", "e-mail", "student number", "state", "enrolled", "handed in", "decided", "grade"]
    )
    for one in enrolled_in(cohort):
        decision = next(iter(one.decisions.all()), None)
        cells = [
            one.name,
            one.email,
            one.number,
            one.state,
            _day(one.enrolled_at),
            _day(one.submitted_at),
            _day(decision.decided_at if decision else None),
            decision.grade if decision else "",
        ]
        sheet.writerow(map(harmless, cells))
    return told.getvalue()


# --------------------------------------------------------------------------------------- learners


def taking_part(person: Person) -> QuerySet[Enrolment]:
    """Where a person takes part now, or waits for a decision."""
    now = person.enrolments.filter(state__in=(_State.ACTIVE, _State.SUBMITTED))
    return now.select_related("cohort__version", "cohort__organisation")


def learning_of(person: Person) -> QuerySet[Enrolment]:
    """What a person takes or took part in: first what is in progress, then the newest."""
    in_progress = [_State.ACTIVE, _State.NOT_PASSED, _State.SUBMITTED]
    return (
        person.enrolments.select_related("cohort__version", "cohort__organisation")
        .prefetch_related("evidence", _decisions())
        .annotate(is_over=Case(When(state__in=in_progress, then=False), default=True))
        .order_by("is_over", "-enrolled_at")
    )


def invitations_for(person: Person) -> QuerySet[Enrolment]:
    """The places that wait for an address this person has confirmed."""
    return (
        Enrolment.objects.filter(person=None, email__in=proven_addresses_of(person))
        .exclude(state=_State.WITHDRAWN)
        .select_related("cohort__version", "cohort__organisation")
        .order_by("-enrolled_at")
    )


def find_invitation(token: str) -> Enrolment | None:
    """The place that the link of a mail leads to, while nobody has taken it."""
    return (
        Enrolment.objects.filter(token_hash=hash_of(token), person=None)
        .exclude(state=_State.WITHDRAWN)
        .select_related("cohort__version", "cohort__organisation")
        .first()
    )


# -------------------------------------------------------------------------------------- assessors


def queue_of(organisation: Organisation, *, cohort: str = "") -> Queue:
    """What has been handed in and waits for a decision, of the cohort of that id or of all."""
    waiting = (
        Enrolment.objects.filter(cohort__organisation=organisation, state=_State.SUBMITTED)
        .select_related("cohort__version")
        .annotate(pieces=Count("evidence"))
        .order_by("submitted_at", "pk")
    )
    every: list[Any] = list(cohorts_of(organisation))
    cohorts = [one for one in every if one.waiting]
    total = sum(one.waiting for one in cohorts)
    chosen = next((one for one in cohorts if str(one.pk) == cohort), None)
    found = waiting.filter(cohort=chosen) if chosen else waiting
    return Queue(list(found[:_MOST_SHOWN]), cohorts, total, chosen)


def decidable_in(organisation: Organisation) -> QuerySet[Enrolment]:
    """Every enrolment of an organisation, as an assessor needs it."""
    return Enrolment.objects.filter(cohort__organisation=organisation).select_related(
        "cohort__version", "cohort__organisation", "person"
    )


def pieces_of(enrolment: Enrolment) -> list[Piece]:
    """The evidence of an enrolment in order, each with whether its learner may remove it."""
    decided = decided_on([enrolment.pk])
    in_progress = enrolment.state in IN_PROGRESS
    return [
        Piece(one, may_be_removed=in_progress and one.pk not in decided)
        for one in enrolment.evidence.select_related("activity")
    ]


def handed_in(enrolment: Enrolment) -> list[Evidence]:
    """The evidence that staff may see: what lies before them, or before an earlier decision.

    What a learner still works on is theirs alone, also what they add after a decision.
    """
    return handed_in_by([enrolment])[enrolment.pk]


def handed_in_by(enrolments: Iterable[Enrolment]) -> dict[UUID, list[Evidence]]:
    """The same of each of them, by its id, in two queries."""
    submitted = {one.pk: one.submitted_at for one in enrolments}
    decided = decided_on(submitted)
    found: dict[UUID, list[Evidence]] = {pk: [] for pk in submitted}
    for one in Evidence.objects.filter(enrolment__in=list(submitted)).select_related("activity"):
        since = submitted[one.enrolment_id]
        if one.pk in decided or (since is not None and one.added_at <= since):
            found[one.enrolment_id].append(one)
    return found


def decided_on(enrolments: Iterable[UUID]) -> set[UUID]:
    """The ids of the evidence that some decision about these has looked at."""
    decisions = Decision.objects.filter(enrolment__in=list(enrolments)).order_by()
    return {
        UUID(one["evidence"])
        for digests in decisions.values_list("evidence_digests", flat=True)
        for one in digests
    }


def _told(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    return cohorts.select_related("version__achievement", "organisation")


def _decisions() -> Prefetch[str, QuerySet[Decision], str]:
    return Prefetch("decisions", queryset=Decision.objects.select_related("assessor"))


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
