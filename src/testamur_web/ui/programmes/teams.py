"""The teams of an organisation: listed, shown, made and changed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.employers import teams
from testamur_web.employers.climbing import ladders_of
from testamur_web.employers.models import Team
from testamur_web.employers.staffing import find_entry, staff_of
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.naming import id_or_404
from testamur_web.ui.programmes.team_forms import PeopleForm, TeamForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["change_people", "edit_team", "list_teams", "make_team", "read_team", "remove_team"]


@require_safe
@member(Role.MANAGER)
def list_teams(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All teams by name, and how many have joined."""
    listed = staff_of(organisation).filter(is_active=True)
    shown = {
        "organisation": organisation,
        "teams": teams.teams_of(organisation),
        "listed": listed.count(),
        "loose": listed.filter(places=None),
    }
    return render(request, "programmes/teams.html", shown)


@require_safe
@member(Role.MANAGER)
def read_team(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Who is in a team, and who manages it."""
    team = _team(organisation, pk)
    shown = {
        "organisation": organisation,
        "team": team,
        "people": teams.people_in(team),
        "parts": team.parts.all(),
        "ladders": ladders_of(organisation),
        "form": PeopleForm(team=team),
    }
    return render(request, "programmes/team.html", shown)


@member(Role.MANAGER)
def make_team(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        with refusals_on(form):
            team = teams.make_team(
                organisation, form.stated(), by=person_of(request), at=timezone.now()
            )
            return redirect("employer-read-team", organisation.slug, team.pk)
    shown = {"organisation": organisation, "form": form}
    return render(request, "programmes/team_edit.html", shown)


@member(Role.MANAGER)
def edit_team(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Another name, another place, another manager."""
    team = _team(organisation, pk)
    begun = {"name": team.name, "parent": team.parent, "manager": team.manager}
    form = TeamForm(request.POST or None, organisation=organisation, team=team, initial=begun)
    if form.is_valid():
        with refusals_on(form):
            teams.edit_team(team, form.stated(team), by=person_of(request), at=timezone.now())
            return redirect("employer-read-team", organisation.slug, team.pk)
    shown = {"organisation": organisation, "form": form, "team": team}
    return render(request, "programmes/team_edit.html", shown)


@require_POST
@member(Role.MANAGER)
def change_people(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Put somebody into a team, or take somebody out."""
    team = _team(organisation, pk)
    by, now = person_of(request), timezone.now()
    if taken := request.POST.get("take", ""):
        entry = find_entry(organisation, id_or_404(taken))
        if entry is None:
            raise Http404
        teams.set_people(team, take=[entry], by=by, at=now)
        messages.success(request, _("%(name)s is not in the team any more.") % {"name": entry})
        return redirect("employer-read-team", organisation.slug, team.pk)
    form = PeopleForm(request.POST, team=team)
    if form.is_valid():
        entry = form.cleaned_data["entry"]
        teams.set_people(team, put=[entry], by=by, at=now)
        messages.success(request, _("%(name)s is in the team now.") % {"name": entry})
    else:
        messages.error(request, _("Choose somebody on the list of staff."))
    return redirect("employer-read-team", organisation.slug, team.pk)


@require_POST
@member(Role.MANAGER)
def remove_team(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """There is no such team any more; nobody leaves."""
    team = _team(organisation, pk)
    teams.remove_team(team, by=person_of(request), at=timezone.now())
    messages.success(request, _("The team “%(name)s” is removed.") % {"name": team})
    return redirect("employer-list-teams", organisation.slug)


def _team(organisation: Organisation, pk: UUID) -> Team:
    team = teams.find_team(organisation, pk)
    if team is None:
        raise Http404
    return team
