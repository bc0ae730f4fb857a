"""A list of staff is read, judged row by row, repaired on the page, and taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from testamur.errors import Refused
from testamur_web.employers.staff_lists import (
    FIELDS,
    Judged,
    RowState,
    StaffRow,
    judge,
    read_list,
    take_over,
    text_of,
)
from testamur_web.people.models import Organisation, Role
from testamur_web.people.workbooks import MAX_CELL
from testamur_web.ui.access import member, person_of
from testamur_web.ui.programmes.team_forms import StaffFileForm
from testamur_web.ui.refusals import sentence_of

__all__ = ["import_staff"]

_SHOWN: Final = 200
_REPAIRED: Final = 50
_LABELS: Final[dict[str, str | Promise]] = {
    "name": _("Name"),
    "email": _("E-mail"),
    "team": _("Team"),
    "manager": _("Manager"),
    "profile": _("Job profile"),
}


@member(Role.ADMIN)
def import_staff(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """A dry run first; whoever is right is taken over when that is asked for."""
    form = StaffFileForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"organisation": organisation, "form": form}
    if form.is_valid():
        try:
            rows = _repaired(read_list(form.read()), request.POST)
        except Refused as error:
            form.add_error(None, f"{sentence_of(error.problem)} ({error.problem.detail})")
            return render(request, "programmes/staff_import.html", shown)
        if "take" in request.POST:
            return _take(request, organisation, rows)
        shown |= _dry_run(organisation, rows)
    return render(request, "programmes/staff_import.html", shown)


def _take(
    request: HttpRequest, organisation: Organisation, rows: Sequence[StaffRow]
) -> HttpResponse:
    """Take over what is right; what is wrong stays on the page."""
    judged = take_over(organisation, rows, by=person_of(request), at=timezone.now())
    done = sum(one.state in (RowState.NEW, RowState.CHANGED) for one in judged)
    told = ngettext("%(n)d person was taken over.", "%(n)d people were taken over.", done)
    messages.success(request, told % {"n": done})
    left = [one.row for one in judged if one.state == RowState.WRONG]
    if not left:
        return redirect("employer-list-teams", organisation.slug)
    shown = {"organisation": organisation, "form": StaffFileForm()}
    return render(request, "programmes/staff_import.html", shown | _dry_run(organisation, left))


def _dry_run(organisation: Organisation, rows: Sequence[StaffRow]) -> dict[str, Any]:
    rows = [replace(row, number=number) for number, row in enumerate(rows, 1)]
    judged = judge(organisation, rows)
    counts = Counter(one.state for one in judged)
    wrong = [one for one in judged if one.state == RowState.WRONG]
    return {
        "counts": {state.value: counts[state] for state in RowState},
        "due": counts[RowState.NEW] + counts[RowState.CHANGED],
        "wrong": [(one, list(_cells(one))) for one in wrong[:_REPAIRED]],
        "fine": [one for one in judged if one.state != RowState.WRONG][:_SHOWN],
        "more": max(0, len(judged) - len(wrong) - _SHOWN),
        "text": text_of(rows),
        "hidden_wrong": max(0, len(wrong) - _REPAIRED),
    }


def _cells(one: Judged) -> Iterator[dict[str, Any]]:
    """The cells of a row that is wrong, each to be corrected."""
    for name in FIELDS:
        problem = one.problems.get(name)
        yield {
            "key": _key(one.row.number, name),
            "label": _LABELS[name],
            "value": getattr(one.row, name),
            "problem": sentence_of(problem) if problem else "",
        }


def _repaired(rows: Sequence[StaffRow], typed: QueryDict) -> list[StaffRow]:
    """The rows with what was typed in place of cells that were wrong."""
    return [
        StaffRow.of(row.number, {name: _typed(row, name, typed) for name in FIELDS}) for row in rows
    ]


def _typed(row: StaffRow, name: str, typed: QueryDict) -> str:
    return str(typed.get(_key(row.number, name), getattr(row, name)))[:MAX_CELL]


def _key(number: int, name: str) -> str:
    return f"fix-{number}-{name}"
