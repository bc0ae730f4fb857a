"""People compared with a job: read under drawn names, decided about, taken away as a trace."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.employers import comparing, match_decisions, matching, ranking
from testamur_web.employers.matching import RunShown, Shown
from testamur_web.employers.models import MatchRun
from testamur_web.people.models import Organisation, Role
from testamur_web.plans.profiles import newest_of
from testamur_web.ui.access import member, person_of
from testamur_web.ui.employer.forms import MessageForm
from testamur_web.ui.matching.forms import DecisionForm, RankingForm, RunForm
from testamur_web.ui.refusals import refusals_on, sentence_of
from testamur_web.ui.sending import secret, to_save
from testamur_web.wallet.downloads import File

__all__ = [
    "change_ranking",
    "export_trace",
    "list_runs",
    "make_run",
    "read_person",
    "read_progress",
    "read_run",
    "run_or_404",
    "write_to",
]

_PAGE = 50


def run_or_404(organisation: Organisation, pk: UUID) -> MatchRun:
    """A run of this organisation, or nothing."""
    run = matching.find_run(organisation, pk)
    if run is None:
        raise Http404
    return run


@require_safe
@member(Role.MANAGER)
def list_runs(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Whether people are ranked here, what was compared, and what was contested."""
    runs = Paginator(matching.runs_of(organisation), _PAGE)
    now = timezone.now()
    shown = {
        "organisation": organisation,
        "ranking": ranking.ranking_of(organisation, at=now),
        "form": RunForm(organisation=organisation, initial={"profile": request.GET.get("profile")}),
        "page": runs.get_page(request.GET.get("page")),
        "contests": match_decisions.contests_in(organisation)[:_PAGE],
        "now": now,
    }
    return render(request, "matching/runs.html", shown)


@member(Role.ADMIN)
def change_ranking(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Switch ranking on or off, and say why."""
    shown = ranking.ranking_of(organisation, at=timezone.now())
    form = RankingForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = {"is_on": not shown.is_on, "reason": form.cleaned_data["reason"]}
            ranking.switch_ranking(organisation, **told, by=person_of(request), at=timezone.now())
            return redirect("matching-list-runs", slug=organisation.slug)
    told = {"organisation": organisation, "form": form, "ranking": shown}
    return render(request, "matching/ranking.html", told)


@require_POST
@member(Role.MANAGER)
def make_run(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Compare everybody who agrees with the newest version of a role; they are told."""
    form = RunForm(request.POST, organisation=organisation)
    if not form.is_valid():
        messages.error(request, _("Choose one of your roles."))
        return redirect("matching-list-runs", slug=organisation.slug)
    version = newest_of(form.cleaned_data["profile"])
    try:
        run = comparing.run_match(version, by=person_of(request), at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("matching-list-runs", slug=organisation.slug)
    return redirect("matching-read-run", slug=organisation.slug, pk=run.pk)


@require_safe
@member(Role.MANAGER)
def read_run(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Everybody of a run who agrees now, by points, under drawn names, once all are compared."""
    run = run_or_404(organisation, pk)
    found = matching.look_at_run(run, by=person_of(request), at=timezone.now())
    return render(request, "matching/run.html", {"organisation": organisation, "found": found})


@require_safe
@member(Role.MANAGER)
def read_progress(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """How far the comparison is, to be put into the page that shows it."""
    run = run_or_404(organisation, pk)
    return secret(
        render(request, "matching/_progress.html", {"run": run, "done": run.people.count()})
    )


@require_safe
@member(Role.MANAGER)
def export_trace(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The whole computation as JSON, without a name in it."""
    run = run_or_404(organisation, pk)
    try:
        trace = matching.trace_of_run(run, at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("matching-read-run", slug=organisation.slug, pk=pk)
    body = json.dumps(trace, ensure_ascii=False, indent=1).encode()
    return to_save(File("match-trace.json", "application/json", body))


@member(Role.MANAGER)
def read_person(
    request: HttpRequest, organisation: Organisation, pk: UUID, alias: str
) -> HttpResponse:
    """How one of them stands, skill by skill; and what a person decides about them, and why."""
    found, one = _one_of(request, organisation, pk, alias)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = {**form.cleaned_data, "by": person_of(request), "at": timezone.now()}
            match_decisions.decide(one.row, told.pop("choice"), **told)
            messages.success(
                request, _("Your decision about %(alias)s is kept.") % {"alias": alias}
            )
            return redirect("matching-read-run", slug=organisation.slug, pk=pk)
    shown: dict[str, Any] = {"organisation": organisation, "found": found, "one": one}
    return render(request, "matching/person.html", shown | {"form": form})


@member(Role.MANAGER)
def write_to(
    request: HttpRequest, organisation: Organisation, pk: UUID, alias: str
) -> HttpResponse:
    """Write to somebody who is invited, by their drawn name, if they agree to be written to."""
    found, one = _one_of(request, organisation, pk, alias)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = {**form.cleaned_data, "by": person_of(request), "at": timezone.now()}
            match_decisions.write_to_invited(one.row, **told)
            said = _("Sent. You read here when %(alias)s answers.") % {"alias": alias}
            messages.success(request, said)
            return redirect("employer-list-contacts", slug=organisation.slug)
    shown = {"organisation": organisation, "found": found, "one": one, "form": form}
    return render(request, "matching/write.html", shown)


def _one_of(
    request: HttpRequest, organisation: Organisation, pk: UUID, alias: str
) -> tuple[RunShown, Shown]:
    """A run and one of its people, while they agree; or nothing."""
    run = run_or_404(organisation, pk)
    found = matching.look_at_run(run, by=person_of(request), at=timezone.now())
    one = next((row for row in found.rows if row.row.alias == alias), None)
    if one is None:
        raise Http404
    return found, one
