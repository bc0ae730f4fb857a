"""Single rows of a batch: repaired in the grid, left out, taken in again."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur.errors import Conflict, Refused
from testamur_web.awards.bulk.batches import leave_out_row, repair_row
from testamur_web.awards.models import Batch, BatchRow
from testamur_web.people.models import Organisation, Role
from testamur_web.people.workbooks import MAX_CELL
from testamur_web.ui.access import member, person_of

__all__ = ["change_row"]


@member(Role.REGISTRAR)
@require_POST
def change_row(
    request: HttpRequest, organisation: Organisation, batch: UUID, row: UUID
) -> HttpResponse:
    """Write other texts into a row, or leave it out; and show the rows it stood among again."""
    found = get_object_or_404(organisation.batches, pk=batch)
    line = get_object_or_404(found.rows.select_related("batch"), pk=row)
    by, now = person_of(request), timezone.now()
    try:
        match request.POST.get("act"):
            case "leave-out" | "take-in" as act:
                leave_out_row(line, is_left_out=act == "leave-out", by=by, at=now)
            case _:
                repair_row(line, cells=_typed(request, found), by=by, at=now)
    except (Conflict, Refused) as refused:
        messages.error(request, refused.problem.detail)
    else:
        _tell(request, line)
    return redirect(_back(request, organisation, found))


def _typed(request: HttpRequest, batch: Batch) -> dict[int, str]:
    return {
        place: request.POST[name].replace("\0", "")[:MAX_CELL]
        for place in range(len(batch.columns))
        if (name := f"cell_{place}") in request.POST
    }


def _tell(request: HttpRequest, line: BatchRow) -> None:
    line.refresh_from_db()
    told = {"row": line.number, "state": str(line.get_state_display()).lower()}
    messages.info(request, _("Row %(row)s: %(state)s.") % told)


def _back(request: HttpRequest, organisation: Organisation, batch: Batch) -> str:
    where = reverse("issuer-show-batch", args=[organisation.slug, batch.pk])
    kept = {name: request.POST[name] for name in ("state", "page") if request.POST.get(name)}
    return f"{where}?{urlencode(kept)}" if kept else where
