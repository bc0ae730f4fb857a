"""Where somebody wants to be: an occupation chosen, and what is missing for it, skill by skill."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Refused
from testamur.skills.search import MAX_LENGTH
from testamur_web.catalogue.skills import find_entries
from testamur_web.employers.climbing import ladders_open_to
from testamur_web.labour.queries import figures_of_skills
from testamur_web.plans import queries, services
from testamur_web.plans.figures import settings_of
from testamur_web.plans.freshness import fading_in
from testamur_web.plans.models import Goal
from testamur_web.plans.proposing import proposal_behind, proposed_to
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.refusals import sentence_of

__all__ = ["leave_goal", "read_goal", "say_levels", "set_goal"]

_OFFERED: Final = 12
_LEVELS: Final = range(1, 9)


@require_safe
@signed_in
def read_goal(request: HttpRequest) -> HttpResponse:
    """How far the goal is; without one, or to choose another, occupations to choose from."""
    person = person_of(request)
    goal = queries.goal_of(person)
    words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_LENGTH]
    if goal is None or "change" in request.GET or words:
        language = (get_language() or "").partition("-")[0]
        hits = find_entries(words, kind="occupation", language=language, limit=_OFFERED)
        told = {
            "goal": goal,
            "words": words,
            "hits": hits,
            "proposals": proposed_to(person),
            "ladders": ladders_open_to(person),
        }
        return render(request, "learner/goal_choose.html", told)
    now = timezone.now()
    standing = queries.standing_of(goal, at=now)
    shown = {
        "goal": goal,
        "standing": standing,
        "fading": fading_in(standing, at=now),
        "demand": figures_of_skills(need["skill"] for need in goal.content["needs"]),
        "levels": _LEVELS,
        "proposals": proposed_to(person),
        "origin": proposal_behind(goal),
        "ladders": ladders_open_to(person),
        "settings": settings_of(standing.gap.question.figures),
    }
    return render(request, "learner/goal.html", shown)


@require_POST
@signed_in
def set_goal(request: HttpRequest) -> HttpResponse:
    """Make an occupation the goal."""
    uri = request.POST.get("uri", "")
    try:
        goal = services.set_occupation(person_of(request), uri, at=timezone.now())
        messages.success(request, _("Your goal is %(goal)s.") % {"goal": goal.label})
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-goal")


@require_POST
@signed_in
def leave_goal(request: HttpRequest) -> HttpResponse:
    """Have no goal any more."""
    services.leave_goal(person_of(request), at=timezone.now())
    messages.success(request, _("You have no goal now."))
    return redirect("learner-read-goal")


@require_POST
@signed_in
def say_levels(request: HttpRequest) -> HttpResponse:
    """Keep what one says of oneself; it is shown beside, and never counts as proven."""
    goal = queries.goal_of(person_of(request))
    if goal is not None:
        services.say_levels(goal, _said(request, goal))
        messages.success(request, _("Saved."))
    return redirect("learner-read-goal")


def _said(request: HttpRequest, goal: Goal) -> dict[str, int | None]:
    """The levels that were chosen, by skill; 0 is "somehow", nothing is "not said"."""
    said: dict[str, int | None] = {}
    for need in goal.content["needs"]:
        chosen = request.POST.get(need["skill"], "")
        if chosen.isdecimal() and int(chosen) in range(9):
            said[need["skill"]] = int(chosen) or None
    return said
