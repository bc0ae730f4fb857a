"""Stacks: how far one is, followed, left and accepted; for an organisation, who is on the way."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import institution, services, stacking
from testamur_web.plans.institution import Way
from testamur_web.plans.models import StackCase
from testamur_web.plans.stacking import StackProgress

__all__ = ["router"]

router = Router(tags=["stacks"])

_READERS = (Role.REGISTRAR, Role.MANAGER)


class AcceptedPart(Schema):
    """A credential that counts since the issuer of the stack accepts it as equivalent."""

    title: str
    credential: str
    recognition: UUID = Field(description="The entry of the register of recognition.")


class StackOut(Schema):
    """A stack and how far one is; `state` is "" where nothing is kept of it."""

    achievement: UUID
    title: str
    version: int
    issuer: str
    progress: float
    complete: bool
    left: list[str]
    state: str
    waits_for: str
    followed: bool
    reason: str
    award: UUID | None
    accepted: list[AcceptedPart]


class CaseOut(Schema):
    """Somebody on the way to a stack, as its organisation may see them."""

    id: UUID
    achievement: UUID
    name: str
    state: str
    percent: int
    left: list[str]
    followed: bool
    award: UUID | None


class WantedCases(Wanted):
    """Which page of whom."""

    achievement: UUID | None = None
    state: Literal["", "open", "waiting", "awarded", "reopened", "refused"] = ""
    text: str = Field("", max_length=100)


class Refusal(Said):
    """Why it is not awarded; the learner reads it."""

    reason: Line = Field(min_length=1)


@router.get("/stacks", response=list[StackOut], summary="List your stacks", openapi_extra=OWN)
def list_stacks(request: HttpRequest) -> list[dict[str, Any]]:
    """Those you follow, were given, or hold something toward; the fullest first."""
    found = stacking.stacks_of(own(request), at=timezone.now())
    return [_stack(one) for one in found]


@router.get(
    "/stacks/{uuid:achievement}",
    response=dict[str, Any],
    summary="Read how far you are toward a stack",
    openapi_extra=OWN,
)
def read_stack(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """As `testamur stack --json` prints it."""
    person = own(request)
    found = stacking.progress_of(person, _version(achievement), at=timezone.now())
    return dict(found.stack.as_json())


@router.put(
    "/stacks/{uuid:achievement}/follow",
    response=StackOut,
    summary="Follow a stack",
    openapi_extra=OWN,
)
def follow_stack(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """Its issuer then sees how far you are, and awards it when it is complete."""
    person, version = own(request), _version(achievement)
    services.follow_stack(person, version.achievement, at=timezone.now())
    return _stack(stacking.progress_of(person, version, at=timezone.now()))


@router.delete(
    "/stacks/{uuid:achievement}/follow",
    response={204: None},
    summary="Leave a stack",
    openapi_extra=OWN,
)
def leave_stack(request: HttpRequest, achievement: UUID) -> Status[None]:
    """What was awarded stays."""
    person = own(request)
    case = get_object_or_404(person.stack_cases, achievement=achievement)
    services.leave_stack(person, case.achievement, at=timezone.now())
    return Status(204, None)


@router.post(
    "/stacks/{uuid:achievement}/accept",
    response=StackOut,
    summary="Accept a stack that is offered",
    openapi_extra=OWN,
)
def accept_stack(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """Its issuer then sees the parts, which the credential lists."""
    person, version = own(request), _version(achievement)
    case = get_object_or_404(person.stack_cases, achievement=version.achievement_id)
    services.accept_stack(case, by=person, at=timezone.now())
    return _stack(stacking.progress_of(person, version, at=timezone.now()))


@router.get(
    "/stack-cases",
    response=Page[CaseOut],
    summary="Find who is on the way to a stack",
    openapi_extra=needs(*_READERS),
)
def list_cases(request: HttpRequest, wanted: Query[WantedCases]) -> dict[str, Any]:
    """Of those who do not follow it, only what your organisation awarded is counted."""
    organisation, _person = acting(request, *_READERS)
    whole = None
    if wanted.achievement is not None:
        whole = get_object_or_404(organisation.achievements, pk=wanted.achievement)
    ways = institution.ways_of(organisation, whole=whole, state=wanted.state, text=wanted.text)
    return page_of(ways, wanted, _case)


@router.post(
    "/stack-cases/{uuid:case}/confirm",
    response=CaseOut,
    summary="Award what waits for a registrar",
    openapi_extra=needs(Role.REGISTRAR),
)
def confirm_case(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """409 where nothing waits."""
    organisation, person = acting(request, Role.REGISTRAR)
    services.confirm_stack(_found(organisation, case), by=person, at=timezone.now())
    return _case(institution.way_of(_found(organisation, case)))


@router.post(
    "/stack-cases/{uuid:case}/refuse",
    response=CaseOut,
    summary="Do not award what waits for a registrar",
    openapi_extra=needs(Role.REGISTRAR),
)
def refuse_case(request: HttpRequest, case: UUID, body: Refusal) -> dict[str, Any]:
    """The learner reads the reason."""
    organisation, person = acting(request, Role.REGISTRAR)
    found = _found(organisation, case)
    services.refuse_stack(found, reason=body.reason, by=person, at=timezone.now())
    return _case(institution.way_of(_found(organisation, case)))


def _version(achievement: UUID) -> Version:
    return get_object_or_404(published().filter(is_stack=True), achievement=achievement)


def _found(organisation: Organisation, pk: UUID) -> StackCase:
    found = institution.case_of(organisation, pk)
    if found is None:
        raise Http404
    return found


def _stack(found: StackProgress) -> dict[str, Any]:
    case, achievement = found.case, found.version.achievement
    return {
        "achievement": achievement.pk,
        "title": found.version.title,
        "version": found.version.number,
        "issuer": achievement.organisation.name,
        "progress": round(float(found.stack.progress), 4),
        "complete": found.stack.complete,
        "left": [one.told for one in found.stack.remaining],
        "state": case.state if case else "",
        "waits_for": case.waits_for if case else "",
        "followed": bool(case and case.is_followed),
        "reason": case.reason if case else "",
        "award": case.award_id if case else None,
        "accepted": _accepted(found),
    }


def _accepted(found: StackProgress) -> list[dict[str, Any]]:
    entries = found.accepted
    return [
        {"title": held.title, "credential": held.credential, "recognition": entries[held.digest].pk}
        for held in (one.held for one in found.stack.counted)
        if held.digest in entries
    ]


def _case(way: Way) -> dict[str, Any]:
    return {
        "id": way.case.pk,
        "achievement": way.case.achievement_id,
        "name": way.name,
        "state": way.state,
        "percent": way.percent,
        "left": list(way.left),
        "followed": way.case.is_followed,
        "award": way.case.award_id,
    }
