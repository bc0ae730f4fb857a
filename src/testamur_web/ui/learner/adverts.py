"""A goal from an advert: the skills it speaks of are shown with its words, and then confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur.talent.postings import Posting
from testamur_web.plans import services
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.advert_forms import PostingForm
from testamur_web.ui.refusals import refusals_on
from testamur_web.ui.suggestions import LEVELS, job_from, suggestions_in

__all__ = ["read_advert"]


@signed_in
def read_advert(request: HttpRequest) -> HttpResponse:
    """Hand over an advert, look at what was found, make a goal of what is right."""
    form = PostingForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": form, "levels": LEVELS}
    if form.is_valid():
        with refusals_on(form):
            posting = form.read()
            shown["found"] = suggestions_in(posting.text, request.POST.dict())
            shown["asked"] = True
            if "confirm" in request.POST:
                return _confirmed(request, posting, shown)
            shown["form"] = PostingForm.shown_again(posting)
    return render(request, "learner/goal_advert.html", shown)


def _confirmed(request: HttpRequest, posting: Posting, shown: dict[str, Any]) -> HttpResponse:
    """Make what was chosen the goal; say what is missing for one."""
    job = job_from(posting.title, shown["found"])
    if job is None or not posting.title:
        unsaid = _("Say what the job is called.")
        shown["complaint"] = unsaid if job else _("Choose at least one skill.")
        return render(request, "learner/goal_advert.html", shown)
    goal = services.set_goal(person_of(request), job.goal, at=timezone.now())
    messages.success(request, _("Your goal is %(goal)s.") % {"goal": goal.label})
    return redirect("learner-read-goal")
