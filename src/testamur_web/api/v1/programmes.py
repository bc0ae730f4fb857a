"""The programme of a cohort, what is agreed with one learner, and results, for both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status

from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.programme_shapes import (
    AccommodationOut,
    ActivityIn,
    ActivityOut,
    AnnouncementOut,
    EnteredOut,
    ExtensionOut,
    LateRuleOut,
    ListedResults,
    NewAccommodation,
    NewAnnouncement,
    NewExtension,
    NewLateRule,
    NewResource,
    NewResults,
    OwnProgrammeOut,
    ProgrammeOut,
    ResourceOut,
)
from testamur_web.learning import programme, queries, services
from testamur_web.learning.models import (
    Accommodation,
    Activity,
    Announcement,
    Cohort,
    Enrolment,
    Extension,
    LateRule,
    Resource,
)
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["programmes"])

_STAFF = (Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
_OFFICE = (Role.MANAGER, Role.REGISTRAR)
_ONE = "/cohorts/{uuid:cohort}"
_LEARNER = "/enrolments/{uuid:enrolment}"


@router.get(
    f"{_ONE}/programme",
    response=ProgrammeOut,
    summary="Read the programme of a cohort",
    openapi_extra=needs(*_STAFF),
)
def read_programme(request: HttpRequest, cohort: UUID) -> dict[str, Any]:
    """With the dates that hold where nothing else was agreed."""
    return _programme(_cohort(request, cohort, *_STAFF)[0])


@router.post(
    f"{_ONE}/components",
    response={201: ProgrammeOut},
    summary="Make the parts of the achievement activities",
    openapi_extra=needs(*_OFFICE),
)
def take_components(request: HttpRequest, cohort: UUID) -> Status[dict[str, Any]]:
    """For a cohort that has none yet; one that is opened now has them from the beginning."""
    found, person = _cohort(request, cohort, *_OFFICE)
    services.take_components(found, by=person, at=timezone.now())
    return Status(201, _programme(found))


@router.post(
    f"{_ONE}/activities",
    response={201: ActivityOut},
    summary="Add an activity",
    openapi_extra=needs(*_OFFICE),
)
def add_activity(request: HttpRequest, cohort: UUID, body: ActivityIn) -> Status[dict[str, Any]]:
    """After those that are there."""
    found, person = _cohort(request, cohort, *_OFFICE)
    made = services.add_activity(found, _terms(body), by=person, at=timezone.now())
    return Status(201, _activity(made))


@router.put(
    f"{_ONE}/activities/{{uuid:activity}}",
    response=ActivityOut,
    summary="Change an activity",
    openapi_extra=needs(*_OFFICE),
)
def change_activity(
    request: HttpRequest, cohort: UUID, activity: UUID, body: ActivityIn
) -> dict[str, Any]:
    """Stated as a whole; extensions that were given stay."""
    found, person = _cohort(request, cohort, *_OFFICE)
    changed = get_object_or_404(found.activities, pk=activity)
    return _activity(services.change_activity(changed, _terms(body), by=person, at=timezone.now()))


@router.delete(
    f"{_ONE}/activities/{{uuid:activity}}",
    response={204: None},
    summary="Remove an activity",
    openapi_extra=needs(*_OFFICE),
)
def remove_activity(request: HttpRequest, cohort: UUID, activity: UUID) -> Status[None]:
    """Nothing may belong to it: no evidence, no result, no extension."""
    found, person = _cohort(request, cohort, *_OFFICE)
    removed = get_object_or_404(found.activities, pk=activity)
    services.remove_activity(removed, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    f"{_ONE}/resources",
    response={201: ResourceOut},
    summary="Add a resource",
    openapi_extra=needs(*_OFFICE),
)
def add_resource(request: HttpRequest, cohort: UUID, body: NewResource) -> Status[dict[str, Any]]:
    """Online, at a place, or both."""
    found, person = _cohort(request, cohort, *_OFFICE)
    activity = get_object_or_404(found.activities, pk=body.activity) if body.activity else None
    source = services.Source(body.title, body.url, body.place, body.note)
    made = services.add_resource(found, source, activity=activity, by=person, at=timezone.now())
    return Status(201, _resource(made))


@router.delete(
    f"{_ONE}/resources/{{uuid:resource}}",
    response={204: None},
    summary="Remove a resource",
    openapi_extra=needs(*_OFFICE),
)
def remove_resource(request: HttpRequest, cohort: UUID, resource: UUID) -> Status[None]:
    """From the programme."""
    found, person = _cohort(request, cohort, *_OFFICE)
    removed = get_object_or_404(found.resources, pk=resource)
    services.remove_resource(removed, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    f"{_ONE}/announcements",
    response={201: AnnouncementOut},
    summary="Announce something",
    openapi_extra=needs(*_STAFF),
)
def announce(request: HttpRequest, cohort: UUID, body: NewAnnouncement) -> Status[dict[str, Any]]:
    """On the page of everybody who takes part, and by letter, once each."""
    found, person = _cohort(request, cohort, *_STAFF)
    said = services.announce(found, title=body.title, text=body.text, by=person, at=timezone.now())
    return Status(201, _announcement(said))


@router.put(
    f"{_ONE}/late-rule",
    response=LateRuleOut,
    summary="State the late rule",
    openapi_extra=needs(*_OFFICE),
)
def state_late_rule(request: HttpRequest, cohort: UUID, body: NewLateRule) -> LateRule:
    """It holds for what is added from now on."""
    found, person = _cohort(request, cohort, *_OFFICE)
    return services.state_late_rule(
        found, late=body.late, grace_days=body.grace_days, by=person, at=timezone.now()
    )


@router.post(
    f"{_ONE}/activities/{{uuid:activity}}/results",
    response=EnteredOut,
    summary="Enter the results of an activity",
    openapi_extra=needs(*_STAFF),
)
def enter_listed_results(
    request: HttpRequest, cohort: UUID, activity: UUID, body: ListedResults
) -> dict[str, Any]:
    """By number or e-mail address; a row that cannot be entered is told with its problem."""
    found, person = _cohort(request, cohort, *_STAFF)
    done = get_object_or_404(found.activities.select_related("cohort"), pk=activity)
    rows = [(one.number, one.percent) for one in body.results]
    reached = services.enter_rows(done, rows, by=person, at=timezone.now())
    problems = [{"row": one.row, **one.problem.as_json()} for one in reached.refused]
    return {"entered": reached.entered, "problems": problems}


@router.get(
    f"{_LEARNER}/programme",
    response=OwnProgrammeOut,
    summary="Read one person's programme",
    openapi_extra=needs(*_STAFF),
)
def read_learner_programme(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """With their own dates, what was agreed, and what they reached."""
    return _own(_enrolment(request, enrolment)[0])


@router.post(
    f"{_LEARNER}/extensions",
    response={201: ExtensionOut},
    summary="Give an extension",
    openapi_extra=needs(*_STAFF),
)
def give_extension(
    request: HttpRequest, enrolment: UUID, body: NewExtension
) -> Status[dict[str, Any]]:
    """A later one takes the place of one before."""
    found, person = _enrolment(request, enrolment)
    activity = get_object_or_404(found.cohort.activities, pk=body.activity)
    given = services.extend(
        found, activity, due_at=body.due_at, reason=body.reason, by=person, at=timezone.now()
    )
    return Status(201, _extension(given))


@router.post(
    f"{_LEARNER}/accommodations",
    response={201: AccommodationOut},
    summary="Note an accommodation",
    openapi_extra=needs(*_STAFF),
)
def note_accommodation(
    request: HttpRequest, enrolment: UUID, body: NewAccommodation
) -> Status[dict[str, Any]]:
    """Only the learner and the staff of cohorts read it."""
    found, person = _enrolment(request, enrolment)
    noted = services.note_accommodation(
        found,
        what=body.what,
        agreed_by=body.agreed_by,
        extra_percent=body.extra_percent,
        by=person,
        at=timezone.now(),
    )
    return Status(201, _accommodation(noted))


@router.post(
    f"{_LEARNER}/accommodations/{{uuid:accommodation}}/end",
    response=AccommodationOut,
    summary="End an accommodation",
    openapi_extra=needs(*_STAFF),
)
def end_accommodation(request: HttpRequest, enrolment: UUID, accommodation: UUID) -> dict[str, Any]:
    """It moves no date any more."""
    found, person = _enrolment(request, enrolment)
    agreed = get_object_or_404(found.accommodations, pk=accommodation)
    return _accommodation(services.end_accommodation(agreed, by=person, at=timezone.now()))


@router.put(
    f"{_LEARNER}/results",
    response=OwnProgrammeOut,
    summary="Enter one person's results",
    openapi_extra=needs(*_STAFF),
)
def enter_results(request: HttpRequest, enrolment: UUID, body: NewResults) -> dict[str, Any]:
    """What is entered again is corrected."""
    found, person = _enrolment(request, enrolment)
    reached = {
        get_object_or_404(found.cohort.activities, pk=one.activity): one.percent
        for one in body.results
    }
    services.enter_results(found, reached, by=person, at=timezone.now())
    return _own(found)


@router.get(
    "/learning/{uuid:enrolment}/programme",
    response=OwnProgrammeOut,
    summary="Read your programme",
    openapi_extra=OWN,
)
def read_own_programme(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """With your own dates."""
    mine = own(request).enrolments.select_related("cohort__version")
    return _own(get_object_or_404(mine, pk=enrolment))


def _cohort(request: HttpRequest, cohort: UUID, *roles: Role) -> tuple[Cohort, Any]:
    organisation, person = acting(request, *roles)
    found = get_object_or_404(organisation.cohorts.select_related("version"), pk=cohort)
    return found, person


def _enrolment(request: HttpRequest, enrolment: UUID) -> tuple[Enrolment, Any]:
    organisation, person = acting(request, *_STAFF)
    return get_object_or_404(queries.decidable_in(organisation), pk=enrolment), person


def _terms(body: ActivityIn) -> services.ActivityTerms:
    return services.ActivityTerms(
        body.title, body.kind, body.hours, body.weight, body.opens_at, body.due_at
    )


def _programme(cohort: Cohort) -> dict[str, Any]:
    found = programme.programme_of(cohort)
    return {
        "activities": [_activity(one) for one in found.activities],
        "resources": [_resource(one) for one in found.resources],
        "announcements": [_announcement(one) for one in found.announcements],
        "late_rule": found.late_rule,
    }


def _own(enrolment: Enrolment) -> dict[str, Any]:
    found = programme.own_programme(enrolment)
    return {
        "activities": [_own_activity(one) for one in found.activities],
        "resources": [_resource(one) for one in found.resources],
        "announcements": [_announcement(one) for one in found.announcements],
        "late_rule": found.late_rule,
        "extensions": [_extension(one) for one in found.extensions],
        "accommodations": [_accommodation(one) for one in found.accommodations],
        "total": found.total,
    }


def _own_activity(own_one: programme.OwnActivity) -> dict[str, Any]:
    dates = own_one.dates
    return _activity(own_one.activity) | {
        "opens_at": _iso(dates.opens_at),
        "due_at": _iso(dates.due_at),
        "is_extended": dates.is_extended,
        "has_extra_time": dates.has_extra_time,
        "percent": own_one.percent,
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.pk,
        "title": activity.title,
        "kind": activity.kind,
        "hours": activity.hours,
        "weight": activity.weight,
        "opens_at": _iso(activity.opens_at),
        "due_at": _iso(activity.due_at),
        "resources": [_resource(one) for one in activity.resources.all()],
    }


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "id": resource.pk,
        "activity": resource.activity_id,
        "title": resource.title,
        "url": resource.url,
        "place": resource.place,
        "note": resource.note,
    }


def _announcement(said: Announcement) -> dict[str, Any]:
    told = {"id": said.pk, "title": said.title, "text": said.text}
    return told | {"posted_at": said.posted_at.isoformat()}


def _extension(given: Extension) -> dict[str, Any]:
    told = {"activity": given.activity_id, "reason": given.reason}
    return told | {"due_at": given.due_at.isoformat()}


def _accommodation(noted: Accommodation) -> dict[str, Any]:
    return {
        "id": noted.pk,
        "what": noted.what,
        "agreed_by": noted.agreed_by,
        "extra_percent": noted.extra_percent,
        "ended_at": _iso(noted.ended_at),
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
