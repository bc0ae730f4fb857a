"""A goal from a text: what skills it speaks of is shown with its words, then confirmed or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import ESSENTIAL, OPTIONAL, Need
from testamur.skills.linking import Linked
from testamur_web.catalogue.skills import skills_in
from testamur_web.plans import services
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.goal_forms import AdvertForm

__all__ = ["read_advert"]

_LIKELY: Final = 0.5
_WEIGHTS: Final = {"essential": ESSENTIAL, "helpful": OPTIONAL}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A skill that was found, and what is proposed to do with it: a weight, or "" to leave it."""

    linked: Linked
    weight: str

    @property
    def percent(self) -> int:
        """How likely it is meant, in percent."""
        return round(100 * self.linked.score)


@signed_in
def read_advert(request: HttpRequest) -> HttpResponse:
    """Paste a text, look at what was found, make a goal of what is right."""
    form = AdvertForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        return render(request, "learner/goal_advert.html", {"form": form})
    found = [
        Suggestion(linked, request.POST.get(linked.uri, _proposed(linked)))
        for linked in skills_in(form.cleaned_data["text"])
    ]
    if "confirm" in request.POST:
        if wanted := _wanted(form.cleaned_data["label"], found):
            services.set_goal(person_of(request), wanted, at=timezone.now())
            messages.success(request, _("Your goal is %(goal)s.") % {"goal": wanted.label})
            return redirect("learner-read-goal")
        form.add_error(None, _("Choose at least one skill."))
    return render(request, "learner/goal_advert.html", {"form": form, "found": found, "asked": 1})


def _proposed(linked: Linked) -> str:
    return "essential" if linked.score >= _LIKELY else ""


def _wanted(label: str, found: Sequence[Suggestion]) -> Wanted | None:
    """The goal of what was confirmed; None where nothing was."""
    chosen = {one.linked: _WEIGHTS[one.weight] for one in found if one.weight in _WEIGHTS}
    if not chosen:
        return None
    return Wanted(
        tuple(Need(linked.uri, importance=weight) for linked, weight in chosen.items()),
        label=label,
        names={linked.uri: linked.label for linked in chosen},
    )
