"""Cohorts and the people in them, for staff: opened, filled, assessed."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Moment, Prose, Said, Word
from testamur_web.catalogue.queries import published
from testamur_web.learning import queries, services
from testamur_web.learning.appeals import contested_until
from testamur_web.learning.findings import Finding, Found
from testamur_web.learning.models import Cohort, Decision, Enrolment, Evidence
from testamur_web.learning.roster import Listed
from testamur_web.people.models import Role

__all__ = ["DecisionOut", "EnrolmentOut", "router", "show_decision", "show_enrolment"]

router = Router(tags=["cohorts"])

_STAFF = (Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
_OFFICE = (Role.MANAGER, Role.REGISTRAR)


class WantedPeople(Wanted):
    """Which page, in which state."""

    state: str = Field("", max_length=20)


class CohortOut(Schema):
    """One run of one version."""

    id: UUID
    name: str
    version: UUID
    title: str
    entry: str
    code: str
    opens_at: str | None
    closes_at: str | None
    places: int | None
    is_prior_learning: bool


class NewCohort(Said):
    """A run of the current version of an achievement."""

    achievement: UUID
    name: Line = Field(min_length=1)
    entry: Literal["open", "code", "invitation"] = "open"
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    places: int | None = Field(None, ge=1, le=100_000)
    is_prior_learning: bool = False


class EvidenceOut(Schema):
    """One piece that was handed in, with the SHA-256 of exactly that."""

    id: UUID
    kind: str
    title: str
    url: str
    sha256: str
    activity: UUID | None
    late_days: int = Field(description="Days after its due date, begun ones whole; 0 in time.")

    @staticmethod
    def resolve_activity(evidence: Evidence) -> UUID | None:
        """The id of the activity it is for."""
        return evidence.activity_id


class DecisionOut(Schema):
    """What an assessor decided."""

    id: UUID
    passed: bool
    decided_at: str
    findings: list[dict[str, Any]]
    grade: str
    total: str | None = Field(None, description="Of 100, where it was marked with a rubric.")
    note: str
    contest_until: str = Field(description="Until when the learner can contest it.")


class EnrolmentOut(Schema):
    """One person in one cohort."""

    id: UUID
    cohort: UUID
    name: str
    email: str
    number: str
    state: str
    enrolled_at: str
    evidence: list[EvidenceOut] = Field(default_factory=list)
    decisions: list[DecisionOut] = Field(default_factory=list)


class Person(Said):
    """Somebody to enrol: a name, and an address or a number."""

    name: Line
    email: Line = ""
    number: Word = ""


class People(Said):
    """Whom to enrol. With `mail`, whoever has an address and no account here is written to."""

    people: list[Person] = Field(min_length=1, max_length=5_000)
    mail: bool = True


class Enrolled(Schema):
    """Who came in, and the rows that did not, counted from 1."""

    enrolled: list[EnrolmentOut]
    problems: list[dict[str, Any]]


class FindingIn(Said):
    """What was found for one criterion."""

    criterion: Word
    found: Literal["met", "not-met", "not-applicable"]
    note: Prose = ""


class NewDecision(Said):
    """A decision against every criterion."""

    passed: bool
    findings: list[FindingIn] = Field(max_length=200)
    grade: Word = ""
    note: Prose = ""


@router.get(
    "/cohorts", response=Page[CohortOut], summary="List your cohorts", openapi_extra=needs(*_STAFF)
)
def list_cohorts(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    organisation, _person = acting(request, *_STAFF)
    return page_of(queries.cohorts_of(organisation), wanted, _cohort)


@router.post(
    "/cohorts", response={201: CohortOut}, summary="Open a cohort", openapi_extra=needs(*_OFFICE)
)
def open_cohort(request: HttpRequest, body: NewCohort) -> Status[dict[str, Any]]:
    """Of the current version; where entry is by code, a code is made."""
    organisation, person = acting(request, *_OFFICE)
    mine = published().filter(achievement__organisation=organisation)
    version = get_object_or_404(mine, achievement=body.achievement)
    terms = services.Terms(body.opens_at, body.closes_at, body.places)
    now = timezone.now()
    made = services.open_cohort(
        version,
        name=body.name,
        entry=body.entry,
        terms=terms,
        is_prior_learning=body.is_prior_learning,
        by=person,
        at=now,
    )
    return Status(201, _cohort(made))


@router.get(
    "/cohorts/{uuid:cohort}",
    response=CohortOut,
    summary="Read one cohort",
    openapi_extra=needs(*_STAFF),
)
def read_cohort(request: HttpRequest, cohort: UUID) -> dict[str, Any]:
    """Who may enrol, and until when."""
    organisation, _person = acting(request, *_STAFF)
    return _cohort(get_object_or_404(organisation.cohorts, pk=cohort))


@router.get(
    "/cohorts/{uuid:cohort}/enrolments",
    response=Page[EnrolmentOut],
    summary="List the people of a cohort",
    openapi_extra=needs(*_STAFF),
)
def list_enrolments(
    request: HttpRequest, cohort: UUID, wanted: Query[WantedPeople]
) -> dict[str, Any]:
    """By name; `state` narrows it."""
    organisation, _person = acting(request, *_STAFF)
    found = get_object_or_404(organisation.cohorts, pk=cohort)
    return page_of(queries.enrolled_in(found, state=wanted.state), wanted, _line)


@router.post(
    "/cohorts/{uuid:cohort}/enrolments",
    response=Enrolled,
    summary="Enrol people from a list",
    openapi_extra=needs(*_OFFICE),
)
def enrol_people(request: HttpRequest, cohort: UUID, body: People) -> dict[str, Any]:
    """Who is in already, or has no place left, is told by row; everybody else comes in."""
    organisation, person = acting(request, *_OFFICE)
    found = get_object_or_404(organisation.cohorts, pk=cohort)
    rows = [
        Listed(one.name, one.email, one.number, row=row) for row, one in enumerate(body.people, 1)
    ]
    now = timezone.now()
    listing = services.enrol_listed(found, rows, by=person, at=now, mail=body.mail)
    return {
        "enrolled": [_line(one) for one in listing.enrolled],
        "problems": [{"row": one.row.row, **one.problem.as_json()} for one in listing.problems],
    }


@router.get(
    "/enrolments/{uuid:enrolment}",
    response=EnrolmentOut,
    summary="Read one person's work",
    openapi_extra=needs(*_STAFF),
)
def read_enrolment(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """With the evidence that is handed in, and the decisions."""
    organisation, _person = acting(request, *_STAFF)
    found = get_object_or_404(queries.decidable_in(organisation), pk=enrolment)
    return show_enrolment(found) | {"evidence": queries.handed_in(found)}


@router.post(
    "/enrolments/{uuid:enrolment}/decisions",
    response={201: DecisionOut},
    summary="Decide about one person",
    openapi_extra=needs(Role.ASSESSOR),
)
def decide(request: HttpRequest, enrolment: UUID, body: NewDecision) -> Status[dict[str, Any]]:
    """A passing decision is refused while a mandatory criterion is unmet; it gives the award."""
    organisation, person = acting(request, Role.ASSESSOR)
    found = get_object_or_404(queries.decidable_in(organisation), pk=enrolment)
    findings = [Finding(one.criterion, Found(one.found), one.note) for one in body.findings]
    now = timezone.now()
    if body.passed:
        decision = services.decide(
            found, by=person, findings=findings, at=now, grade=body.grade, note=body.note
        )
    else:
        decision = services.decide_against(
            found, by=person, findings=findings, at=now, note=body.note
        )
    return Status(201, show_decision(decision))


def show_enrolment(enrolment: Enrolment) -> dict[str, Any]:
    """One enrolment with all that belongs to it."""
    return _line(enrolment) | {
        "evidence": list(enrolment.evidence.all()),
        "decisions": [show_decision(one) for one in enrolment.decisions.all()],
    }


def _line(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "id": enrolment.pk,
        "cohort": enrolment.cohort_id,
        "name": enrolment.name,
        "email": enrolment.email,
        "number": enrolment.number,
        "state": str(enrolment.state),
        "enrolled_at": enrolment.enrolled_at.isoformat(),
    }


def show_decision(decision: Decision) -> dict[str, Any]:
    """One decision."""
    return {
        "id": decision.pk,
        "passed": decision.passed,
        "decided_at": decision.decided_at.isoformat(),
        "findings": decision.findings,
        "grade": decision.grade,
        "total": None if decision.total is None else str(decision.total),
        "note": decision.note,
        "contest_until": contested_until(decision).isoformat(),
    }


def _cohort(cohort: Cohort) -> dict[str, Any]:
    return {
        "id": cohort.pk,
        "name": cohort.name,
        "version": cohort.version_id,
        "title": cohort.version.title,
        "entry": str(cohort.entry),
        "code": cohort.code,
        "opens_at": cohort.opens_at.isoformat() if cohort.opens_at else None,
        "closes_at": cohort.closes_at.isoformat() if cohort.closes_at else None,
        "places": cohort.places,
        "is_prior_learning": cohort.is_prior_learning,
    }
