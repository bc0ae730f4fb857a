"""The way to a goal: planned, kept, held against today's, with what else could be had, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.pathways.plan import Plan
from testamur_web.labour.ranking import Ranked, by_demand
from testamur_web.plans import keeping, watching
from testamur_web.plans.advising import advice_for
from testamur_web.plans.models import Goal, KeptPlan
from testamur_web.plans.planning import Asked, Planned, alternatives_to, places_for, plan_for
from testamur_web.plans.queries import goal_of
from testamur_web.plans.records import asked_members
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.goal_forms import PlanForm
from testamur_web.ui.learner.plan_pictures import frontier_of, weeks_of

__all__ = ["keep_plan", "list_recommendations", "plan_goal", "say_letters", "stay_with_plan"]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The plan that is shown, and the other one of the two where there is a kept one."""

    plan: Plan
    other: Plan | None
    is_kept: bool


@require_safe
@signed_in
def plan_goal(request: HttpRequest) -> HttpResponse:
    """What to take for what is missing, in which order; and what changed since it was kept."""
    person = person_of(request)
    goal, kept = goal_of(person), keeping.kept_by(person)
    if goal is None:
        return redirect("learner-read-goal")
    form = _form(request.GET, goal, kept)
    told: dict[str, Any] = {"goal": goal, "form": form, "kept": kept}
    if form.is_valid():
        told |= _answer(goal, form.asked(), kept)
        if "alternatives" in request.GET:
            told["frontier"] = frontier_of(alternatives_to(told["planned"]), told["planned"])
    told["is_written_to"] = watching.wants_letters(person)
    return render(request, "learner/plan.html", told)


@require_POST
@signed_in
def keep_plan(request: HttpRequest) -> HttpResponse:
    """Keep the plan for what was asked, as it is now."""
    person = person_of(request)
    goal = goal_of(person)
    if goal is None:
        return redirect("learner-read-goal")
    form = _form(request.POST, goal, keeping.kept_by(person))
    if form.is_valid():
        keeping.keep_plan(goal, form.asked(), at=timezone.now())
        messages.success(request, _("Your plan is kept. You are told here when it changes."))
    else:
        messages.error(request, _("That could not be planned. Ask for it again."))
    return redirect("learner-plan-goal")


@require_POST
@signed_in
def stay_with_plan(request: HttpRequest) -> HttpResponse:
    """Stay with the plan that is kept, whatever else there is today."""
    kept = keeping.kept_by(person_of(request))
    if kept is not None:
        mark = request.POST.get("mark", "").replace("\0", "")
        keeping.stay_with(kept, mark, at=timezone.now())
        messages.success(request, _("You stay with the plan you kept."))
    return redirect("learner-plan-goal")


@require_POST
@signed_in
def say_letters(request: HttpRequest) -> HttpResponse:
    """Want letters when the plan changes, or want none."""
    is_wanted = request.POST.get("wanted") == "1"
    watching.want_letters(person_of(request), is_wanted=is_wanted, at=timezone.now())
    told = _("You get letters when your plan changes.")
    messages.success(request, told if is_wanted else _("You get no letters about your plan."))
    return redirect("learner-plan-goal")


@require_safe
@signed_in
def list_recommendations(request: HttpRequest) -> HttpResponse:
    """What to take next for the goal, and why each."""
    person = person_of(request)
    goal, kept = goal_of(person), keeping.kept_by(person)
    if goal is None:
        return redirect("learner-read-goal")
    asked = keeping.asked_of(kept) if kept else Asked()
    advice = advice_for(goal, asked, at=timezone.now())
    is_by_demand = request.GET.get("order") == "demand"
    rows = by_demand(advice) if is_by_demand else [Ranked(one, 0, ()) for one in advice]
    told = {"goal": goal, "advice": [one.advice for one in rows], "kept": kept}
    told |= {"rows": rows, "is_by_demand": is_by_demand}
    return render(request, "learner/recommendations.html", told)


def _form(said: Mapping[str, Any], goal: Goal, kept: KeptPlan | None) -> PlanForm:
    """What was asked for; where nothing was, what the kept plan was asked for."""
    asked = kept.asked if kept else {}
    places = {*places_for(goal), *filter(None, [asked.get("place")])}
    return PlanForm(said or asked, places=sorted(places))


def _answer(goal: Goal, asked: Asked, kept: KeptPlan | None) -> dict[str, Any]:
    """The plan of today, the kept one beside it, and what is different."""
    now = timezone.now()
    planned = plan_for(goal, asked, at=now)
    compared = keeping.compare(kept, planned, goal=goal, at=now) if kept else None
    shown = _shown(planned, compared)
    return {
        "planned": planned,
        "compared": compared,
        "shown": shown,
        "weeks": weeks_of(shown.plan),
        "asked": asked_members(asked),
        "names": _names(goal) | (_names(kept.goal) if kept else {}) | dict(planned.names),
    }


def _shown(planned: Planned, compared: keeping.Comparison | None) -> _Shown:
    """The plan of today, unless its person stays with the kept one."""
    if compared is None or not compared.changes:
        return _Shown(planned.plan, None, is_kept=False)
    if compared.is_declined:
        return _Shown(compared.plan, planned.plan, is_kept=True)
    return _Shown(planned.plan, compared.plan, is_kept=False)


def _names(goal: Goal) -> dict[str, str]:
    return {need["skill"]: need.get("name", "") for need in goal.content["needs"]}
