"""Awarding many: upload, say what the columns hold, look at the dry run, repair, start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.awards.bulk import batches as services
from testamur_web.awards.bulk.progress import progress_of
from testamur_web.awards.bulk.reports import csv_of, rows_in_need, xlsx_of
from testamur_web.awards.models import Batch
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.batch_forms import ColumnsForm, UploadForm
from testamur_web.ui.issuer.batch_grid import grid_of

__all__ = [
    "change_batch",
    "export_batch",
    "list_batches",
    "make_batch",
    "map_batch",
    "read_progress",
    "show_batch",
]

PER_PAGE: Final = 50
_ACTS: Final[dict[str, tuple[Callable[..., Any], Any]]] = {
    "start": (services.start_batch, _("Started. You can undo it until the time is over.")),
    "hurry": (services.hurry_batch, _("The awards are being issued.")),
    "undo": (services.undo_batch, _("Undone. Nobody was awarded.")),
    "resume": (services.resume_batch, _("The batch goes on.")),
}


@member(Role.REGISTRAR)
@require_safe
def list_batches(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every batch, the newest first."""
    counted = organisation.batches.select_related("version", "created_by").annotate(
        people=Count("rows"), issued=Count("rows", filter=Q(rows__state="issued"))
    )
    page = Paginator(counted.order_by("-created_at"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "issuer/batches.html", {"organisation": organisation, "page": page})


@member(Role.REGISTRAR)
@require_http_methods(["GET", "HEAD", "POST"])
def make_batch(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Take in a list of people; nobody is awarded yet."""
    form = UploadForm(request.POST or None, request.FILES or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        batch = services.make_batch(
            form.cleaned_data["version"],
            name=form.name,
            table=form.table,
            by=person_of(request),
            at=timezone.now(),
        )
        return redirect("issuer-map-batch", organisation.slug, batch.pk)
    return render(request, "issuer/batch_new.html", {"organisation": organisation, "form": form})


@member(Role.REGISTRAR)
@require_http_methods(["GET", "HEAD", "POST"])
def map_batch(request: HttpRequest, organisation: Organisation, batch: UUID) -> HttpResponse:
    """Say what the columns hold and how dates are written."""
    found = get_object_or_404(organisation.batches, pk=batch)
    samples = list(found.rows.values_list("cells", flat=True)[:200])
    place = found.mapping.get("columns", {}).get("date")
    dates = [row[place] for row in samples if place is not None and place < len(row) and row[place]]
    form = ColumnsForm(request.POST or None, batch=found, samples=samples, dates=dates)
    if request.method == "POST" and form.is_valid():
        try:
            by, now = person_of(request), timezone.now()
            services.confirm_columns(found, **form.confirmed, by=by, at=now)
        except (Conflict, Refused) as refused:
            form.add_error(None, refused.problem.detail)
        else:
            return redirect("issuer-show-batch", organisation.slug, found.pk)
    told = {"organisation": organisation, "batch": found, "form": form, "dates": dates}
    return render(request, "issuer/batch_columns.html", told)


@member(Role.REGISTRAR)
@require_safe
def show_batch(request: HttpRequest, organisation: Organisation, batch: UUID) -> HttpResponse:
    """The rows with what would become, or became, of each; and how far it is."""
    found = get_object_or_404(organisation.batches.select_related("version"), pk=batch)
    progress = progress_of(found)
    grid = grid_of(found, progress, state=request.GET.get("state"), page=request.GET.get("page"))
    told = {
        "organisation": organisation,
        "batch": found,
        "progress": progress,
        "grid": grid,
        "page": grid.page,
    }
    return render(request, "issuer/batch.html", told)


@member(Role.REGISTRAR)
@require_safe
def read_progress(request: HttpRequest, organisation: Organisation, batch: UUID) -> HttpResponse:
    """How far a batch is, to be put into the page that shows it."""
    found = get_object_or_404(organisation.batches, pk=batch)
    told = {"organisation": organisation, "batch": found, "progress": progress_of(found)}
    return render(request, "issuer/_batch_progress.html", told)


@member(Role.REGISTRAR)
@require_POST
def change_batch(
    request: HttpRequest, organisation: Organisation, batch: UUID, verb: str
) -> HttpResponse:
    """Start a batch, undo that, not wait any longer, or go on with one that stands still."""
    if verb not in _ACTS:
        raise Http404
    found = get_object_or_404(organisation.batches, pk=batch)
    act, told = _ACTS[verb]
    try:
        act(found, by=person_of(request), at=timezone.now())
    except (Conflict, Refused) as refused:
        messages.error(request, refused.problem.detail)
    else:
        messages.success(request, told)
    return redirect("issuer-show-batch", organisation.slug, found.pk)


@member(Role.REGISTRAR)
@require_safe
def export_batch(
    _request: HttpRequest, organisation: Organisation, batch: UUID, form: str
) -> HttpResponseBase:
    """The rows that gave no award as CSV, or all with what became of them as XLSX."""
    found = get_object_or_404(organisation.batches, pk=batch)
    match form:
        case "problems.csv":
            response: HttpResponseBase = StreamingHttpResponse(
                csv_of(found, rows_in_need(found)), content_type="text/csv; charset=utf-8"
            )
        case "results.xlsx":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            response = HttpResponse(xlsx_of(found, found.rows.all()), content_type=kind)
        case _:
            raise Http404
    response["Content-Disposition"] = f'attachment; filename="{_file_name(found)}-{form}"'
    return response


def _file_name(batch: Batch) -> str:
    return f"batch-{batch.created_at:%Y-%m-%d}-{str(batch.pk)[:8]}"
