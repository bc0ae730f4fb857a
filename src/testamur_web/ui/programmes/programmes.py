"""Programmes as whoever manages them sees them: prepared, launched, looked after, closed.

Whoever is named manager of a team sees those in it and below it, and reminds them: nothing else.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.employers import programmes, reminding
from testamur_web.employers.leading import Scope
from testamur_web.employers.models import Programme
from testamur_web.employers.programme_figures import lines_of_programme, money_of
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.programmes.programme_forms import (
    HelpForm,
    JoiningForm,
    ProgrammeForm,
    SpentForm,
)
from testamur_web.ui.programmes.scope import looks_after, programme_or_404
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "add_people",
    "change_state",
    "edit_programme",
    "link_help",
    "list_programmes",
    "make_programme",
    "read_programme",
    "remind",
    "remove_person",
    "spend",
]


@require_safe
@looks_after
def list_programmes(request: HttpRequest, scope: Scope) -> HttpResponse:
    """All programmes of those whom one looks after, the newest first; what is over stands apart."""
    rows = programmes.programmes_of(scope.organisation, teams=scope.teams)
    closed = Programme.State.CLOSED
    shown = {
        "organisation": scope.organisation,
        "scope": scope,
        "programmes": rows.exclude(state=closed),
        "closed": rows.filter(state=closed),
    }
    return render(request, "programmes/programmes.html", shown)


@require_safe
@looks_after
def read_programme(request: HttpRequest, scope: Scope, pk: UUID) -> HttpResponse:
    """Who takes part and what they answered; for the whole organisation money and what helps."""
    programme = programme_or_404(scope, pk)
    if scope.is_whole:
        return _page(request, programme)
    shown = _people(programme, scope)
    return render(request, "programmes/programme.html", shown)


@require_POST
@looks_after
def remind(request: HttpRequest, scope: Scope, pk: UUID) -> HttpResponse:
    """Write to those who have something to do, and were not written to today."""
    programme = programme_or_404(scope, pk)
    try:
        by, now = person_of(request), timezone.now()
        left = reminding.remind(programme, teams=scope.teams, by=by, at=now)
        if left:
            told = ngettext(
                "%(n)d person gets a letter if there is something to do for them.",
                "Of %(n)d people, those get a letter who have something to do.",
                left,
            )
            messages.success(request, told % {"n": left})
        else:
            messages.info(request, _("Nobody has anything to do who was not reminded today."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return _back(programme)


@member(Role.MANAGER)
def make_programme(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Prepare a programme."""
    return _described(request, organisation, None)


@member(Role.MANAGER)
def edit_programme(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Say something else of it."""
    return _described(request, organisation, programme_or_404(Scope(organisation), pk))


@require_POST
@member(Role.MANAGER)
def add_people(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Let teams and people take part."""
    programme = programme_or_404(Scope(organisation), pk)
    form = JoiningForm(request.POST, programme=programme)
    if form.is_valid():
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            added = programmes.add_people(programme, form.joining, by=by, at=now)
            told = ngettext("%(n)d person was added.", "%(n)d people were added.", added)
            messages.success(request, told % {"n": added})
            return _back(programme)
    return _page(request, programme, joining=form)


@require_POST
@member(Role.MANAGER)
def remove_person(
    request: HttpRequest, organisation: Organisation, pk: UUID, participant: UUID
) -> HttpResponse:
    """Somebody takes part no more."""
    programme = programme_or_404(Scope(organisation), pk)
    row = programme.participants.filter(pk=participant).select_related("programme").first()
    if row is None:
        raise Http404
    try:
        programmes.remove_participant(row, by=person_of(request), at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return _back(programme)


@require_POST
@member(Role.MANAGER)
def link_help(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Say what helps to reach the role."""
    programme = programme_or_404(Scope(organisation), pk)
    form = HelpForm(request.POST, programme=programme)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            told = {"offers": given["offers"], "cohorts": given["cohorts"]}
            programmes.link_help(programme, **told, by=person_of(request), at=timezone.now())
            messages.success(request, _("What helps is saved."))
            return _back(programme)
    return _page(request, programme, helping=form)


@require_POST
@member(Role.MANAGER)
def spend(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Write down what was spent."""
    programme = programme_or_404(Scope(organisation), pk)
    form = SpentForm(request.POST, programme=programme)
    if form.is_valid():
        with refusals_on(form):
            programmes.spend(programme, form.spent, by=person_of(request), at=timezone.now())
            messages.success(request, _("It is written down."))
            return _back(programme)
    return _page(request, programme, spending=form)


@require_POST
@member(Role.MANAGER)
def change_state(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Launch it, ask those who could not be asked, or close it."""
    programme = programme_or_404(Scope(organisation), pk)
    by, now = person_of(request), timezone.now()
    try:
        if "close" in request.POST:
            programmes.close_programme(programme, by=by, at=now)
            messages.success(request, _("The programme is closed."))
        else:
            asked = programmes.launch(programme, by=by, at=now)
            told = ngettext("%(n)d person is asked.", "%(n)d people are asked.", asked)
            messages.success(request, told % {"n": asked})
    except (Conflict, Refused) as error:
        messages.error(request, sentence_of(error.problem))
    return _back(programme)


def _people(programme: Programme, scope: Scope) -> dict[str, Any]:
    """What whoever looks after somebody in a programme sees of it."""
    lines = lines_of_programme(programme, teams=scope.teams)
    return {
        "organisation": programme.organisation,
        "scope": scope,
        "programme": programme,
        "lines": lines,
        "is_empty": not lines,
        "unasked": [line for line in lines if not line.state],
    }


def _page(request: HttpRequest, programme: Programme, **forms: Any) -> HttpResponse:
    """The page of a programme, with the forms that were sent as they were."""
    linked = {"offers": programme.offers.all(), "cohorts": programme.cohorts.all()}
    shown = _people(programme, Scope(programme.organisation)) | {
        "money": money_of(programme),
        "expenses": programme.expenses.select_related("participant__person")[:50],
        "joining": JoiningForm(programme=programme),
        "helping": HelpForm(programme=programme, initial=linked),
        "spending": SpentForm(programme=programme, initial={"on": timezone.localdate()}),
    }
    return render(request, "programmes/programme.html", shown | forms)


def _described(
    request: HttpRequest, organisation: Organisation, programme: Programme | None
) -> HttpResponse:
    """The page on which a programme is described; once it is right, the page that shows it."""
    begun = _begun(programme) if programme else {"owner": person_of(request)}
    form = ProgrammeForm(request.POST or None, organisation=organisation, initial=begun)
    if form.is_valid():
        with refusals_on(form):
            kept = _keep(request, organisation, programme, form)
            return _back(kept)
    shown = {"organisation": organisation, "form": form, "programme": programme}
    return render(request, "programmes/programme_edit.html", shown)


def _keep(
    request: HttpRequest,
    organisation: Organisation,
    programme: Programme | None,
    form: ProgrammeForm,
) -> Programme:
    by, now = person_of(request), timezone.now()
    given = form.cleaned_data
    profile = given["profile"] or programmes.profile_of_stack(
        organisation, given["stack"], by=by, at=now
    )
    if programme is None:
        return programmes.make_programme(organisation, form.stated(profile), by=by, at=now)
    return programmes.edit_programme(programme, form.stated(profile), by=by, at=now)


def _begun(programme: Programme) -> dict[str, Any]:
    names = ("title", "profile", "owner", "begins", "ends", "currency", "budget", "budget_each")
    begun = {name: getattr(programme, name) for name in names}
    return begun | {"reminders": ", ".join(map(str, programme.reminders))}


def _back(programme: Programme) -> HttpResponse:
    return redirect("employer-read-programme", programme.organisation.slug, programme.pk)
