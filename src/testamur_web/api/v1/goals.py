"""A person's goal: set, left, and how far it is, skill by skill."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from testamur.pathways.goal import goal_from
from testamur.pathways.trace import trace_of
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.plans import own_goal
from testamur_web.api.v1.words import Line, Said
from testamur_web.plans import queries, services
from testamur_web.plans.models import Goal

__all__ = ["router"]

router = Router(tags=["goal"])


class GoalOut(Schema):
    """What somebody wants to become, as the skills it asks for."""

    label: str
    set_at: str
    goal: dict[str, Any] = Field(description="As `testamur gap --target` reads it.")
    self_assessed: dict[str, int | None]


class NewGoal(Said):
    """An occupation by its URI, or a goal of one's own with its needs."""

    occupation: Line = ""
    goal: dict[str, Any] | None = None


class Levels(Said):
    """What one says of oneself: skill to EQF level, null for "somehow"."""

    levels: dict[str, int | None]


@router.get("/goal", response=GoalOut, summary="Read your goal", openapi_extra=OWN)
def read_goal(request: HttpRequest) -> dict[str, Any]:
    """404 without one."""
    return _shown(own_goal(request))


@router.put("/goal", response=GoalOut, summary="Set your goal", openapi_extra=OWN)
def set_goal(request: HttpRequest, body: NewGoal) -> dict[str, Any]:
    """One that was set before ends."""
    person, now = own(request), timezone.now()
    if body.goal is not None:
        return _shown(services.set_goal(person, goal_from(body.goal, "/goal"), at=now))
    return _shown(services.set_occupation(person, body.occupation, at=now))


@router.delete("/goal", response={204: None}, summary="Leave your goal", openapi_extra=OWN)
def leave_goal(request: HttpRequest) -> Status[None]:
    """It is kept, and counts no more."""
    services.leave_goal(own(request), at=timezone.now())
    return Status(204, None)


@router.put("/goal/levels", response=GoalOut, summary="Say what you can do", openapi_extra=OWN)
def say_levels(request: HttpRequest, body: Levels) -> dict[str, Any]:
    """Kept apart from what is proven; skills that the goal does not ask for are left out."""
    goal = own_goal(request)
    services.say_levels(goal, body.levels)
    return _shown(goal)


@router.get("/goal/gap", response=dict[str, Any], summary="Read what is missing", openapi_extra=OWN)
def read_gap(request: HttpRequest) -> dict[str, Any]:
    """As `testamur gap --json` prints it."""
    standing = queries.standing_of(own_goal(request), at=timezone.now())
    return dict(standing.gap.as_json())


@router.get(
    "/goal/gap/trace",
    response=dict[str, Any],
    summary="Export how it was reckoned",
    openapi_extra=OWN,
)
def export_trace(request: HttpRequest) -> dict[str, Any]:
    """All that the answer depends on: replayed, it gives the same answer."""
    standing = queries.standing_of(own_goal(request), at=timezone.now())
    return dict(trace_of(standing.gap))


def _shown(goal: Goal) -> dict[str, Any]:
    return {
        "label": goal.label,
        "set_at": goal.set_at.isoformat(),
        "goal": goal.content,
        "self_assessed": goal.self_assessed,
    }
