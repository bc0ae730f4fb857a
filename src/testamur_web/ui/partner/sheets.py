"""Sheets for where there is no network: printed, typed when they come back, and settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.learning import partners, queries, services
from testamur_web.learning.models import Partnership, Sheet
from testamur_web.learning.paper import BY_HAND, letter_of
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.cohorts import cohort_or_404
from testamur_web.ui.partner.groups import partnership_or_404
from testamur_web.ui.partner.paper_forms import PaperForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "enter_sheet",
    "leave_row",
    "make_sheet",
    "print_sheet",
    "say_what_came",
    "settle_sheet",
    "sheet_or_404",
    "told_of",
]

_NOT_KEPT: Final = ("sheet.row-overtaken", "sheet.row-settled", "sheet.row-unknown")
"""What is told at once, because the row does not say it."""


def sheet_or_404(partnership: Partnership, pk: UUID) -> Sheet:
    """A sheet of the partner's own, or nothing."""
    return get_object_or_404(partners.sheets_of(partnership), pk=pk)


def told_of(sheet: Sheet) -> dict[str, Any]:
    """A sheet for its pages: its rows, and the criteria, each with its letter."""
    definition = queries.definition_for(sheet.partnership.cohort)
    return {
        "sheet": sheet,
        "rows": list(partners.rows_of(sheet)),
        "criteria": [(letter_of(place), one) for place, one in enumerate(definition.criteria)],
        "has_grade": definition.grades is not None,
    }


def say_what_came(request: HttpRequest, entered: Sequence[services.Entered]) -> None:
    """How many rows are fine, how many are not, and what no row says by itself."""
    wrong = sum(one.problem is not None for one in entered)
    fine = len(entered) - wrong
    if fine:
        said = ngettext("%(count)d row is fine.", "%(count)d rows are fine.", fine)
        messages.success(request, said % {"count": fine})
    if wrong:
        said = ngettext("%(count)d row has a conflict.", "%(count)d rows have a conflict.", wrong)
        messages.warning(request, said % {"count": wrong})
    if not entered:
        messages.warning(request, _("No row was filled in."))
    for one in entered:
        if one.problem and one.problem.code in _NOT_KEPT:
            told = {"row": one.row, "sentence": sentence_of(one.problem)}
            messages.warning(request, _("Row %(row)d: %(sentence)s") % told)


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def make_sheet(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """A new sheet of everybody of the group who is not decided about."""
    partnership = partnership_or_404(organisation, pk)
    try:
        sheet = services.make_sheet(partnership, by=person_of(request), at=timezone.now())
    except (Refused, Conflict) as error:
        messages.warning(request, sentence_of(error.problem))
        return redirect("partner-read-group", slug=organisation.slug, pk=pk)
    return redirect("partner-print-sheet", slug=organisation.slug, pk=pk, sheet=sheet.pk)


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def print_sheet(
    request: HttpRequest, organisation: Organisation, pk: UUID, sheet: UUID
) -> HttpResponse:
    """The sheet as it is printed: names, a box for each criterion, room to sign."""
    partnership = partnership_or_404(organisation, pk)
    found = sheet_or_404(partnership, sheet)
    told = {"organisation": organisation, "partnership": partnership} | told_of(found)
    last = max(row.row for row in told["rows"])
    told["empty_rows"] = range(last + 1, last + 1 + BY_HAND)
    return render(request, "partner/sheet.html", told)


@member(Role.MANAGER, Role.REGISTRAR)
def enter_sheet(
    request: HttpRequest, organisation: Organisation, pk: UUID, sheet: UUID
) -> HttpResponse:
    """What the paper says, row by row; each row is kept, with its conflict where there is one."""
    partnership = partnership_or_404(organisation, pk)
    found = sheet_or_404(partnership, sheet)
    told = {"organisation": organisation, "partnership": partnership} | told_of(found)
    form = _paper(request, told)
    if form.is_valid():
        with refusals_on(form):
            now = timezone.now()
            entered = services.enter_sheet(
                partnership, found, form.written, by=person_of(request), at=now
            )
            say_what_came(request, entered)
            return redirect("partner-enter-sheet", organisation.slug, pk, sheet)
    return render(request, "partner/sheet_enter.html", told | {"form": form})


@member(Role.ASSESSOR)
def settle_sheet(
    request: HttpRequest, organisation: Organisation, pk: UUID, sheet: UUID
) -> HttpResponse:
    """What was typed from a sheet, before the assessor who settles it."""
    cohort = cohort_or_404(organisation, pk)
    found = get_object_or_404(partners.sheets_for(cohort), pk=sheet)
    if request.method == "POST":
        _settle(request, found)
        return redirect("assessor-settle-sheet", organisation.slug, pk, sheet)
    told = {"organisation": organisation, "cohort": cohort} | told_of(found)
    told["seen"] = partners.state_of(found)
    told["lines"] = [
        (row, [(letter, row.found.get(one.id, "")) for letter, one in told["criteria"]])
        for row in told["rows"]
    ]
    return render(request, "assessor/sheet.html", told)


@require_POST
@member(Role.ASSESSOR)
def leave_row(
    request: HttpRequest, organisation: Organisation, pk: UUID, sheet: UUID, row: int
) -> HttpResponse:
    """Leave a row that was typed as it is, without a decision."""
    cohort = cohort_or_404(organisation, pk)
    found = get_object_or_404(partners.sheets_for(cohort), pk=sheet)
    try:
        services.leave_row(found, row, by=person_of(request), at=timezone.now())
    except (Refused, Conflict) as error:
        messages.warning(request, sentence_of(error.problem))
    else:
        messages.success(request, _("Row %(row)d is left as it is.") % {"row": row})
    return redirect("assessor-settle-sheet", organisation.slug, pk, sheet)


def _settle(request: HttpRequest, sheet: Sheet) -> None:
    by, seen = person_of(request), request.POST.get("seen", "")
    try:
        settled = services.settle_sheet(sheet, by=by, at=timezone.now(), seen=seen)
    except Conflict as changed:
        messages.warning(request, sentence_of(changed.problem))
    else:
        say_what_came(request, settled)


def _paper(request: HttpRequest, told: dict[str, Any]) -> PaperForm:
    return PaperForm(
        request.POST or None,
        rows=told["rows"],
        criteria=[one for _letter, one in told["criteria"]],
        has_grade=told["has_grade"],
    )
