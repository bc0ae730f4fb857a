"""Programmes of a company: prepared, changed, launched, closed, and what was spent for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status

from testamur_web.api.v1.bearers import acting, looking_after, needs
from testamur_web.api.v1.employer_teams import team_or_404
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.training_shapes import (
    CoverageCount,
    EditedProgramme,
    Helping,
    NewExpense,
    NewPeople,
    NewProgramme,
    ProgrammeLine,
    TrainingOut,
    programme_line,
    programme_told,
)
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.queries import published
from testamur_web.employers import programmes, teams
from testamur_web.employers.leading import Scope
from testamur_web.employers.models import Programme
from testamur_web.employers.programmes import Joining, ProgrammeStated, Spent
from testamur_web.learning.models import Cohort
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans.profiles import find_profile

__all__ = ["programme_or_404", "router"]

router = Router(tags=["programmes"])


@router.get(
    "/training-programmes",
    response=Page[ProgrammeLine],
    summary="List the programmes",
    openapi_extra=needs(Role.MANAGER),
)
def list_training_programmes(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first; of whoever manages a team, those of its people."""
    scope, _person = looking_after(request)
    rows = programmes.programmes_of(scope.organisation, teams=scope.teams)
    return page_of(rows, wanted, programme_line)


@router.post(
    "/training-programmes",
    response={201: TrainingOut},
    summary="Prepare a programme",
    openapi_extra=needs(Role.MANAGER),
)
def make_training_programme(request: HttpRequest, body: NewProgramme) -> Status[dict[str, Any]]:
    """Nobody is written to before it is launched."""
    organisation, person = acting(request, Role.MANAGER)
    stated = _stated(organisation, body, person)
    made = programmes.make_programme(organisation, stated, by=person, at=timezone.now())
    return Status(201, _told(organisation, made.pk))


@router.get(
    "/training-programmes/{uuid:programme}",
    response=TrainingOut,
    summary="Read a programme",
    openapi_extra=needs(Role.MANAGER),
)
def read_training_programme(request: HttpRequest, programme: UUID) -> dict[str, Any]:
    """With who takes part, what they answered and let be seen."""
    scope, _person = looking_after(request)
    return programme_told(programme_or_404(scope, programme), scope)


@router.put(
    "/training-programmes/{uuid:programme}",
    response=TrainingOut,
    summary="Change a programme",
    openapi_extra=needs(Role.MANAGER),
)
def edit_training_programme(
    request: HttpRequest, programme: UUID, body: EditedProgramme
) -> dict[str, Any]:
    """Another last day moves the reminders; a programme that is closed stays as it is."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    owner = get_object_or_404(_members(organisation), pk=body.owner) if body.owner else found.owner
    stated = _stated(organisation, body, owner)
    programmes.edit_programme(found, stated, by=person, at=timezone.now())
    return _told(organisation, programme)


@router.put(
    "/training-programmes/{uuid:programme}/help",
    response={204: None},
    summary="Say what helps to reach the role",
    openapi_extra=needs(Role.MANAGER),
)
def link_programme_help(request: HttpRequest, programme: UUID, body: Helping) -> Status[None]:
    """Micro-credentials that are published; cohorts of your own, and those open to all."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    offered = Achievement.objects.filter(pk__in=published().values("achievement"))
    is_open = Q(organisation=organisation) | Q(entry=Cohort.Entry.OPEN)
    offers = [get_object_or_404(offered, pk=pk) for pk in body.offers]
    cohorts = [get_object_or_404(Cohort.objects.filter(is_open), pk=pk) for pk in body.cohorts]
    programmes.link_help(found, offers=offers, cohorts=cohorts, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/training-programmes/{uuid:programme}/people",
    response=CoverageCount,
    summary="Put people into a programme",
    openapi_extra=needs(Role.MANAGER),
)
def add_programme_people(request: HttpRequest, programme: UUID, body: NewPeople) -> dict[str, int]:
    """How many came anew; of a programme that runs they are asked at once."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    members = _members(organisation)
    joining = [Joining(get_object_or_404(members, pk=pk)) for pk in body.people]
    joining += [
        Joining(entry.person, team)
        for team in (team_or_404(organisation, pk) for pk in body.teams)
        for entry in teams.people_in(team)
        if entry.person is not None
    ]
    return {"count": programmes.add_people(found, joining, by=person, at=timezone.now())}


@router.delete(
    "/training-programmes/{uuid:programme}/people/{uuid:participant}",
    response={204: None},
    summary="Take somebody out of a programme",
    openapi_extra=needs(Role.MANAGER),
)
def remove_programme_person(
    request: HttpRequest, programme: UUID, participant: UUID
) -> Status[None]:
    """A goal that they accepted is theirs and stays."""
    organisation, person = acting(request, Role.MANAGER)
    rows = _found(organisation, programme).participants.select_related("programme", "person")
    row = get_object_or_404(rows, pk=participant)
    programmes.remove_participant(row, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/training-programmes/{uuid:programme}/launch",
    response=CoverageCount,
    summary="Launch a programme",
    openapi_extra=needs(Role.MANAGER),
)
def launch_programme(request: HttpRequest, programme: UUID) -> dict[str, int]:
    """How many are asked; again, it asks those who could not be asked before."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    return {"count": programmes.launch(found, by=person, at=timezone.now())}


@router.post(
    "/training-programmes/{uuid:programme}/close",
    response={204: None},
    summary="Close a programme",
    openapi_extra=needs(Role.MANAGER),
)
def close_programme(request: HttpRequest, programme: UUID) -> Status[None]:
    """Nobody is asked or reminded any more; goals stay. Launched or not, it is over."""
    organisation, person = acting(request, Role.MANAGER)
    programmes.close_programme(_found(organisation, programme), by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/training-programmes/{uuid:programme}/expenses",
    response={204: None},
    summary="Write down what was spent",
    openapi_extra=needs(Role.MANAGER),
)
def write_expense(request: HttpRequest, programme: UUID, body: NewExpense) -> Status[None]:
    """A negative amount puts right what was wrong."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, programme)
    for_one = (
        get_object_or_404(found.participants, pk=body.participant) if body.participant else None
    )
    spent = Spent(body.amount, body.note, body.on, for_one)
    programmes.spend(found, spent, by=person, at=timezone.now())
    return Status(204, None)


def programme_or_404(scope: Scope, pk: UUID) -> Programme:
    """A programme in which somebody takes part whom they look after, or nothing."""
    found = programmes.find_programme(scope.organisation, pk, teams=scope.teams)
    if found is None:
        raise Http404
    return found


def _found(organisation: Organisation, pk: UUID) -> Programme:
    return programme_or_404(Scope(organisation), pk)


def _told(organisation: Organisation, pk: UUID) -> dict[str, Any]:
    return programme_told(_found(organisation, pk), Scope(organisation))


def _members(organisation: Organisation) -> QuerySet[Person]:
    return Person.objects.filter(memberships__organisation=organisation).distinct()


def _stated(
    organisation: Organisation, body: NewProgramme, owner: Person | None
) -> ProgrammeStated:
    profile = find_profile(organisation, body.profile)
    if profile is None:
        raise Http404
    said = body.dict(exclude={"profile", "owner"})
    return ProgrammeStated(profile=profile, owner=owner, **said)
