"""The way to a person's goal: planned, kept, held against today's, with alternatives and advice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from testamur.pathways.plan import Objective, diff
from testamur.pathways.plan.plans import money
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.words import Line, Said, Word
from testamur_web.labour.ranking import Ranked, by_demand
from testamur_web.plans import keeping, queries, watching
from testamur_web.plans.advising import Advice, advice_for
from testamur_web.plans.models import Goal, KeptPlan
from testamur_web.plans.planning import Asked, Planned, alternatives_to, plan_for

__all__ = ["own_goal", "router"]

router = Router(tags=["goal"])


class WantedPlan(Schema):
    """What can be spent, and what matters most; what is left out is no limit."""

    objective: Objective = Objective.CHEAPEST
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    budget: Decimal | None = Field(None, ge=0, le=1_000_000, decimal_places=2)
    hours: int | None = Field(None, ge=1, le=10_000, description="In all.")
    hours_per_week: int | None = Field(
        None, ge=1, le=100, description="Where weeks matter and it is left out, 40 are assumed."
    )
    by: date | None = None
    mode: Word = ""
    place: Line = Field("", description="As an achievement states it.")
    language: Word = ""


class NewPlan(WantedPlan):
    """The same, of a plan that is to be kept."""

    model_config = ConfigDict(extra="forbid")


class AskedOut(Schema):
    """What a plan was kept for, as text; what is left out is no limit."""

    objective: str
    currency: str
    budget: str | None = None
    hours: str | None = None
    hours_per_week: str | None = None
    by: str | None = None
    mode: str | None = None
    place: str | None = None
    language: str | None = None


class KeptOut(Schema):
    """A plan that was decided on, as it was then, and what of it was earned, by id and title."""

    goal: str
    kept_at: str
    asked: AskedOut
    plan: dict[str, Any] = Field(description="As `testamur plan --json` prints it.")
    earned: dict[str, str]
    news: list[str] = Field(description="What changed since, as far as it was noticed.")


class PlanChangeOut(Schema):
    """One difference, in a sentence."""

    kind: str
    told: str


class PlansComparedOut(Schema):
    """The kept plan against the one of today; `mark` names the latter."""

    changes: list[PlanChangeOut]
    earned: dict[str, str]
    diff: dict[str, Any] = Field(description="By id of the achievements.")
    plan: dict[str, Any] = Field(description="The plan of today.")
    mark: str
    is_declined: bool


class Declined(Said):
    """The plan that is not wanted, as `mark` of the comparison names it."""

    mark: Word


class Letters(Said):
    """How often to be written to, at most, when the plan changes."""

    at_most: Literal["weekly", "never"]


class PointsOut(Schema):
    """What one skill adds to the points of an offer; null where its demand is not known."""

    skill: str
    importance: float
    per_thousand: float | None
    points: float


class AdviceOut(Schema):
    """A micro-credential to take next, what it costs, and why; points where ordered by demand."""

    achievement: str
    title: str
    issuer: str
    price: str
    currency: str
    hours: int | None
    reasons: list[str]
    points: float | None = None
    demand: list[PointsOut] | None = None


@router.get("/goal/plan", response=dict[str, Any], summary="Plan the way", openapi_extra=OWN)
def plan_goal(request: HttpRequest, wanted: Query[WantedPlan]) -> dict[str, Any]:
    """As `testamur plan --json` prints it; offers are achievements of the catalogue.

    `assumed_hours_per_week` stands beside where nobody said how many there are. `pays` is what is
    left of the `price` with the `funding` that the facts you stated allow. Each step says what it
    `asks` for first and what meets that; `locked` would help, and says what it `lacks`.
    """
    return _planned(own_goal(request), Asked(**wanted.dict())).as_json()


@router.put("/goal/plan/kept", response=KeptOut, summary="Keep a plan", openapi_extra=OWN)
def keep_plan(request: HttpRequest, body: NewPlan) -> dict[str, Any]:
    """Plan now, and keep it; the one that was kept before ends. What was earned is carried over."""
    kept = keeping.keep_plan(own_goal(request), Asked(**body.dict()), at=timezone.now())
    return _kept_out(kept)


@router.get("/goal/plan/kept", response=KeptOut, summary="Read the kept plan", openapi_extra=OWN)
def read_kept_plan(request: HttpRequest) -> dict[str, Any]:
    """404 where none is kept."""
    return _kept_out(_own_kept(request))


@router.get(
    "/goal/plan/kept/diff",
    response=PlansComparedOut,
    summary="Hold the kept plan against today's",
    openapi_extra=OWN,
)
def compare_plan(request: HttpRequest) -> dict[str, Any]:
    """For what it was asked for when it was kept."""
    kept, goal = _own_kept(request), own_goal(request)
    planned = _planned(goal, keeping.asked_of(kept))
    found = keeping.compare(kept, planned, goal=goal, at=timezone.now())
    return {
        "changes": [{"kind": one.kind.value, "told": one.told} for one in found.changes],
        "earned": dict(found.earned),
        "diff": diff(found.plan, planned.plan).as_json(),
        "plan": planned.as_json(),
        "mark": found.mark,
        "is_declined": found.is_declined,
    }


@router.post(
    "/goal/plan/kept/stay",
    response={204: None},
    summary="Stay with the kept plan",
    openapi_extra=OWN,
)
def stay_with_plan(request: HttpRequest, body: Declined) -> Status[None]:
    """The plan that is named is not offered instead any more."""
    keeping.stay_with(_own_kept(request), body.mark, at=timezone.now())
    return Status(204, None)


@router.put(
    "/goal/plan/letters",
    response={204: None},
    summary="Want letters about your plan, or none",
    openapi_extra=OWN,
)
def say_plan_letters(request: HttpRequest, body: Letters) -> Status[None]:
    """They are sent when a kept plan changes."""
    is_wanted = body.at_most == "weekly"
    watching.want_letters(own(request), is_wanted=is_wanted, at=timezone.now())
    return Status(204, None)


@router.get(
    "/goal/plan/alternatives",
    response=list[dict[str, Any]],
    summary="List what else could be had",
    openapi_extra=OWN,
)
def list_alternatives(request: HttpRequest, wanted: Query[WantedPlan]) -> list[dict[str, Any]]:
    """Less time for more money, the cheapest first; none where not everything can be closed."""
    planned = _planned(own_goal(request), Asked(**wanted.dict()))
    return [one.as_json() for one in alternatives_to(planned)]


@router.get(
    "/goal/recommendations",
    response=list[AdviceOut],
    summary="List what to take next, and why",
    openapi_extra=OWN,
)
def list_recommendations(
    request: HttpRequest, wanted: Query[WantedPlan], order: Query[Literal["gap", "demand"]] = "gap"
) -> list[dict[str, Any]]:
    """What can be begun now and covers most of what is open comes first; or by `demand`.

    By demand, points are the sum over the open skills it covers of importance x postings of a
    thousand that ask for the skill.
    """
    goal, asked = own_goal(request), Asked(**wanted.dict())
    advice = advice_for(goal, asked, at=timezone.now())
    if order == "demand":
        return [_ranked_out(one) for one in by_demand(advice)]
    return [_advice_out(one) for one in advice]


def own_goal(request: HttpRequest) -> Goal:
    """The goal of whoever asks; 404 without one."""
    goal = queries.goal_of(own(request))
    if goal is None:
        raise Http404
    return goal


def _own_kept(request: HttpRequest) -> KeptPlan:
    kept = keeping.kept_by(own(request))
    if kept is None:
        raise Http404
    return kept


def _planned(goal: Goal, asked: Asked) -> Planned:
    return plan_for(goal, asked, at=timezone.now())


def _kept_out(kept: KeptPlan) -> dict[str, Any]:
    return {
        "goal": kept.goal.label,
        "kept_at": kept.kept_at.isoformat(),
        "asked": kept.asked,
        "plan": keeping.plan_in(kept).as_json(),
        "earned": kept.earned,
        "news": kept.news,
    }


def _ranked_out(one: Ranked) -> dict[str, Any]:
    demand = [
        {
            "skill": part.covered.skill,
            "importance": part.covered.importance,
            "per_thousand": part.per_thousand,
            "points": part.points,
        }
        for part in one.parts
    ]
    return _advice_out(one.advice) | {"points": one.points, "demand": demand}


def _advice_out(one: Advice) -> dict[str, Any]:
    return {
        "achievement": str(one.version.achievement_id),
        "title": one.version.title,
        "issuer": one.version.achievement.organisation.name,
        "price": money(one.cents),
        "currency": one.currency,
        "hours": one.version.hours,
        "reasons": list(one.reasons),
    }
