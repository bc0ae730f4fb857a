"""Sheets as files: filled in where there is no network, and tried before they are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import paper, partners, services
from testamur_web.learning.models import Sheet
from testamur_web.learning.services import Written
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.partner.groups import partnership_or_404
from testamur_web.ui.partner.paper_forms import SheetFileForm
from testamur_web.ui.partner.sheets import say_what_came, sheet_or_404, told_of
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["bring_sheet", "export_sheet"]


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def export_sheet(
    _request: HttpRequest, organisation: Organisation, pk: UUID, sheet: UUID
) -> HttpResponseBase:
    """A sheet as a table for a spreadsheet, with what was typed until now."""
    found = sheet_or_404(partnership_or_404(organisation, pk), sheet)
    definition = definition_of(found.partnership.cohort.version)
    lines = paper.sheet_as_csv(found, definition)
    told = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    told["Content-Disposition"] = f'attachment; filename="sheet-{found.code}.csv"'
    return told


@member(Role.MANAGER, Role.REGISTRAR)
def bring_sheet(
    request: HttpRequest, organisation: Organisation, pk: UUID, sheet: UUID
) -> HttpResponse:
    """A filled-in file: first what would come of each row, then, when it is sent again, kept."""
    partnership = partnership_or_404(organisation, pk)
    found = sheet_or_404(partnership, sheet)
    told = {"organisation": organisation, "partnership": partnership} | told_of(found)
    form = SheetFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            text, written = _read(found, form)
            if "take" in request.POST:
                say_what_came(
                    request, services.enter_sheet(partnership, found, written, by=by, at=now)
                )
                return redirect("partner-enter-sheet", organisation.slug, pk, sheet)
            tried = services.try_sheet(partnership, found, written, by=by, at=now)
            told |= _tried(found, written, tried, text)
    return render(request, "partner/sheet_file.html", told | {"form": form})


def _read(sheet: Sheet, form: SheetFileForm) -> tuple[str, list[Written]]:
    """The file as text, and its rows, each with the version that was shown."""
    text = paper.text_of(form.sent)
    rows = paper.read_table(text, sheet, definition_of(sheet.partnership.cohort.version))
    return text, [replace(one, seen=form.versions.get(one.row, "")) for one in rows]


def _tried(
    sheet: Sheet, written: Sequence[Written], tried: Sequence[services.Entered], text: str
) -> dict[str, Any]:
    """Each row of a file beside who stands there, and what would come of it."""
    kept = {one.row: one for one in partners.rows_of(sheet)}
    criteria = told_of(sheet)["criteria"]
    return {
        "tried": [
            {
                "written": one,
                "kept": kept.get(one.row),
                "marks": [(letter, one.found.get(each.id, "")) for letter, each in criteria],
                "sentence": sentence_of(come.problem) if come.problem else "",
                "detail": come.problem.detail if come.problem else "",
            }
            for one, come in zip(written, tried, strict=True)
        ],
        "conflicts": sum(one.problem is not None for one in tried),
        "text": text,
        "seen": " ".join(f"{one.row}:{partners.version_of(kept.get(one.row))}" for one in written),
    }
