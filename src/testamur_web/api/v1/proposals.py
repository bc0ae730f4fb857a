"""Goals that are proposed to a person: read, accepted or declined, and shown or not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.words import Said
from testamur_web.people.models import Person
from testamur_web.plans import proposing
from testamur_web.plans.models import GoalProposal

__all__ = ["router"]

router = Router(tags=["goal"])


class ProposedOut(Schema):
    """A goal that is proposed to you."""

    id: UUID
    organisation: str
    by: str
    note: str
    proposed_at: str
    goal: dict[str, Any] = Field(description="As `testamur gap --target` reads it.")


class Answer(Said):
    """Whether the managers of the organisation see how far you are."""

    shares_progress: bool = False


class Shown(Said):
    """Whether they do from now on."""

    shares_progress: bool


@router.get(
    "/goal/proposals",
    response=list[ProposedOut],
    summary="List the goals proposed to you",
    openapi_extra=OWN,
)
def list_proposed(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that wait for your answer, the newest first."""
    return [_shown(one) for one in proposing.proposed_to(own(request))]


@router.post(
    "/goal/proposals/{uuid:proposal}/accept",
    response={204: None},
    summary="Accept a goal",
    openapi_extra=OWN,
)
def accept_goal(request: HttpRequest, proposal: UUID, body: Answer) -> Status[None]:
    """It is your goal then; one that was set before ends."""
    found = _found(own(request), proposal)
    proposing.accept(found, shares_progress=body.shares_progress, at=timezone.now())
    return Status(204, None)


@router.post(
    "/goal/proposals/{uuid:proposal}/decline",
    response={204: None},
    summary="Decline a goal",
    openapi_extra=OWN,
)
def decline_goal(request: HttpRequest, proposal: UUID) -> Status[None]:
    """Nothing else changes."""
    proposing.decline(_found(own(request), proposal), at=timezone.now())
    return Status(204, None)


@router.put(
    "/goal/proposals/{uuid:proposal}/progress",
    response={204: None},
    summary="Show how far you are, or stop",
    openapi_extra=OWN,
)
def show_progress(request: HttpRequest, proposal: UUID, body: Shown) -> Status[None]:
    """For a goal that you accepted, at any time."""
    found = _found(own(request), proposal)
    proposing.share_progress(found, is_shared=body.shares_progress, at=timezone.now())
    return Status(204, None)


def _found(person: Person, pk: UUID) -> GoalProposal:
    proposal = proposing.find_proposal(person, pk)
    if proposal is None:
        raise Http404
    return proposal


def _shown(one: GoalProposal) -> dict[str, Any]:
    return {
        "id": one.pk,
        "organisation": one.organisation.name,
        "by": one.proposed_by.name if one.proposed_by else "",
        "note": one.note,
        "proposed_at": one.proposed_at.isoformat(),
        "goal": one.version.content,
    }
