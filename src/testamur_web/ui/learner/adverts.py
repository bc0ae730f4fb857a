"""A goal from a text: what skills it speaks of is shown with its words, then confirmed or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur_web.plans import services
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.goal_forms import AdvertForm
from testamur_web.ui.suggestions import LEVELS, job_from, suggestions_in

__all__ = ["read_advert"]


@signed_in
def read_advert(request: HttpRequest) -> HttpResponse:
    """Paste a text, look at what was found, make a goal of what is right."""
    form = AdvertForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        return render(request, "learner/goal_advert.html", {"form": form})
    found = suggestions_in(form.cleaned_data["text"], request.POST.dict())
    if "confirm" in request.POST:
        if job := job_from(form.cleaned_data["label"], found):
            goal = services.set_goal(person_of(request), job.goal, at=timezone.now())
            messages.success(request, _("Your goal is %(goal)s.") % {"goal": goal.label})
            return redirect("learner-read-goal")
        form.add_error(None, _("Choose at least one skill."))
    shown = {"form": form, "found": found, "asked": 1, "levels": LEVELS}
    return render(request, "learner/goal_advert.html", shown)
