"""Ladders as managers see them: what each rung adds, who is ready, what is missing for whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.employers.climbing import find_ladder, ladders_of, watched
from testamur_web.employers.ladders import create_ladder, edit_ladder, withdraw_ladder
from testamur_web.employers.models import Ladder, Team
from testamur_web.employers.teams import find_team, teams_of
from testamur_web.people.models import Organisation, Role
from testamur_web.plans.profiles import profiles_of
from testamur_web.ui.access import member, person_of
from testamur_web.ui.ladders.forms import LadderForm
from testamur_web.ui.ladders.pictures import picture_of
from testamur_web.ui.naming import id_or_404
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "change_ladder",
    "ladder_or_404",
    "list_ladders",
    "make_ladder",
    "read_ladder",
    "remove_ladder",
]


def ladder_or_404(organisation: Organisation, pk: UUID) -> Ladder:
    """A ladder of this organisation that is in use, or nothing."""
    ladder = find_ladder(organisation, pk)
    if ladder is None:
        raise Http404
    return ladder


@require_safe
@member(Role.MANAGER)
def list_ladders(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All in use, each with its rungs."""
    shown = {
        "organisation": organisation,
        "rows": ladders_of(organisation),
        "has_roles": profiles_of(organisation).exists(),
    }
    return render(request, "ladders/list.html", shown)


@require_safe
@member(Role.MANAGER)
def read_ladder(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """What each rung adds, who is ready, and what is missing for whom."""
    ladder = ladder_or_404(organisation, pk)
    team = _chosen_team(organisation, request.GET.get("team", ""))
    rungs = watched(ladder, team=team, at=timezone.now())
    shown = {
        "organisation": organisation,
        "ladder": ladder,
        "team": team,
        "teams": teams_of(organisation),
        "rungs": rungs[::-1],
        "picture": picture_of([one.step for one in rungs], [one.climbers for one in rungs]),
    }
    return render(request, "ladders/read.html", shown)


@member(Role.MANAGER)
def make_ladder(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Put roles one above the other."""
    return _edited(request, organisation, ladder=None)


@member(Role.MANAGER)
def change_ladder(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Say anew what stands on it."""
    return _edited(request, organisation, ladder=ladder_or_404(organisation, pk))


@require_POST
@member(Role.MANAGER)
def remove_ladder(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Show it to nobody any more."""
    ladder = ladder_or_404(organisation, pk)
    try:
        withdraw_ladder(ladder, by=person_of(request), at=timezone.now())
        messages.success(request, _("“%(ladder)s” is withdrawn.") % {"ladder": ladder})
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("employer-list-ladders", slug=organisation.slug)


def _chosen_team(organisation: Organisation, asked: str) -> Team | None:
    """The team that is looked at; None where none is named."""
    if not asked:
        return None
    team = find_team(organisation, id_or_404(asked))
    if team is None:
        raise Http404
    return team


def _edited(
    request: HttpRequest, organisation: Organisation, *, ladder: Ladder | None
) -> HttpResponse:
    form = LadderForm(request.POST or None, organisation=organisation, ladder=ladder)
    if form.is_valid():
        told: dict[str, Any] = {"by": person_of(request), "at": timezone.now()}
        title, profiles = form.cleaned_data["title"], form.profiles
        with refusals_on(form):
            if ladder is None:
                kept = create_ladder(organisation, title, profiles, **told)
            else:
                kept = edit_ladder(ladder, title, profiles, **told)
            messages.success(request, _("“%(ladder)s” is saved.") % {"ladder": kept})
            return redirect("employer-read-ladder", slug=organisation.slug, pk=kept.pk)
    shown = {"organisation": organisation, "form": form, "ladder": ladder}
    return render(request, "ladders/edit.html", shown)
