"""Files of postings for operators: brought, mapped, tried, loaded, stopped and deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur.errors import Conflict, Refused, TestamurError
from testamur.market import DryRun, mapping_of
from testamur.problems import Problem
from testamur_web.labour import bringing
from testamur_web.labour.models import Load
from testamur_web.labour.queries import (
    counted_at,
    is_being_counted,
    loads_here,
    rejected_rows_of,
    stored_beside,
    stored_named,
)
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.labour.load_forms import FileForm, MappingForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "count_anew",
    "delete_load",
    "delete_stored",
    "download_rejected",
    "list_loads",
    "read_load",
    "read_progress",
    "start_load",
    "stop_load",
]


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def list_loads(request: HttpRequest) -> HttpResponse:
    """Every file with its source and what became of it, and a form to bring another."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            load = bringing.bring_file(file.name or "", file.chunks(), by=by, at=now)
            return redirect("operator-read-load", load.pk)
    told = {
        "form": form,
        "loads": loads_here(),
        "stored": stored_beside(),
        "counted_at": counted_at(),
        "is_being_counted": is_being_counted(),
    }
    return render(request, "labour/loads.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def read_load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: its mapping and what that makes of it, how far it is, or what became of it."""
    load = get_object_or_404(Load, pk=pk)
    if load.state not in {Load.State.BROUGHT, Load.State.REFUSED, Load.State.CANCELLED}:
        return render(request, "labour/load.html", _told(load))
    return _map(request, load)


@require_safe
@operator
def read_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, to be put into the page that shows it."""
    return render(request, "labour/_load_progress.html", _told(get_object_or_404(Load, pk=pk)))


@require_POST
@operator
def start_load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it loaded as it is mapped."""
    load = get_object_or_404(Load, pk=pk)
    try:
        bringing.start_load(load, by=person_of(request), at=timezone.now())
    except (Conflict, Refused) as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("operator-read-load", pk)


@require_POST
@operator
def stop_load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop it; nothing of it is kept but the file."""
    load = get_object_or_404(Load, pk=pk)
    try:
        bringing.stop_load(load, by=person_of(request), at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("operator-read-load", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def delete_load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, and then delete it with everything it says."""
    load = get_object_or_404(Load, pk=pk)
    if request.method != "POST":
        return render(request, "labour/load_delete.html", {"load": load})
    by, now = person_of(request), timezone.now()
    bringing.delete_load(load, by=by, at=now, hides_figures=_hides(request))
    messages.success(request, _("It was deleted. Figures are counted without it."))
    return redirect("operator-list-loads")


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def delete_stored(request: HttpRequest, name: str) -> HttpResponse:
    """The same of a load that was put into the store beside these pages."""
    stored = stored_named(name)
    if stored is None:
        raise Http404
    if request.method != "POST":
        return render(request, "labour/load_delete.html", {"stored": stored})
    by, now = person_of(request), timezone.now()
    bringing.delete_stored(stored, by=by, at=now, hides_figures=_hides(request))
    messages.success(request, _("It was deleted. Figures are counted without it."))
    return redirect("operator-list-loads")


@require_POST
@operator
def count_anew(request: HttpRequest) -> HttpResponse:
    """Have all figures counted anew."""
    bringing.count_anew(by=person_of(request), at=timezone.now())
    messages.success(
        request, _("A worker counts all figures anew; those of before stay until then.")
    )
    return redirect("operator-list-loads")


@require_safe
@operator
def download_rejected(_request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The rows that were left out, each with its reason."""
    path = rejected_rows_of(get_object_or_404(Load, pk=pk))
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="rejected.csv", content_type="text/csv"
    )


def _map(request: HttpRequest, load: Load) -> HttpResponse:
    """The form of the mapping with the first rows beside it, and the dry run below."""
    told: dict[str, Any] = _told(load)
    now = timezone.now()
    try:
        head = bringing.head_of(load)
        guess = mapping_of(load.mapping) if load.mapping else bringing.guess_of(load, at=now)
    except TestamurError as error:
        told |= {"sentence": sentence_of(error.problem), "detail": error.problem.detail}
        return render(request, "labour/load.html", told)
    form = MappingForm(request.POST or None, columns=head.columns, load=load, guess=guess)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            bringing.say_mapping(
                load,
                form.mapping(made=now.date()),
                url=form.cleaned_data["url"],
                is_generated=form.cleaned_data["is_generated"],
                by=person_of(request),
                at=now,
            )
            return redirect(f"{request.path}#tried")
    tried = None if form.errors else _tried(load)
    told |= {"form": form, "head": head, "tried": tried}
    told["faults"] = [one.as_json() for one in tried.faults] if tried else []
    return render(request, "labour/mapping.html", told, status=422 if form.errors else 200)


def _tried(load: Load) -> DryRun | None:
    try:
        return bringing.try_mapping(load)
    except Refused:
        return None


def _hides(request: HttpRequest) -> bool:
    """Whether figures are to go at once."""
    return request.POST.get("figures") == "hide"


def _told(load: Load) -> dict[str, Any]:
    told: dict[str, Any] = {"load": load}
    if load.problem:
        problem = Problem(load.problem["code"], load.problem["detail"])
        told |= {"sentence": sentence_of(problem), "detail": problem.detail}
    return told
