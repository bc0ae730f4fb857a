"""The table of a shortlist: how far it is, its rows, and what can be taken away of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.refusals import sentence_of
from testamur_web.ui.sending import secret
from testamur_web.ui.shortlists.forms import RowsForm
from testamur_web.verifying.models import Shortlist, ShortlistRow
from testamur_web.verifying.states import State, headline_of
from testamur_web.verifying.tables import (
    ANSWERS,
    csv_of,
    progress_of,
    rows_of,
    sign_table,
    table_json,
)

__all__ = ["download_table", "read_progress", "read_shortlist", "take_receipt"]

PER_PAGE: Final = 50
_TONES: Final = {"valid": "chip-good", "warned": "chip-warn", "invalid": "chip-bad"}
_MARKS: Final = {"passed": "chip-good", "failed": "chip-bad"}
_INERT: Final = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is shown."""

    row: ShortlistRow

    @property
    def word(self) -> str:
        """How it ended; "" while it waits."""
        return headline_of(State(self.row.state)) if self.row.state else ""

    @property
    def tone(self) -> str:
        """The chip that it ended with."""
        return _TONES.get(State(self.row.state).tone, "") if self.row.state else ""

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """The four answers: the word, its chip and the sentence behind it."""
        row = self.row
        sentences = [*row.sentences, "", "", "", ""]
        return [
            (getattr(row, f"get_{one}_display")(), _MARKS.get(getattr(row, one), ""), sentences[at])
            for at, one in enumerate(ANSWERS)
        ]

    @property
    def percent(self) -> int | None:
        """How fresh it is, in whole percent; None where that is not known."""
        fresh = self.row.freshness
        return None if fresh is None else int(fresh * 100)


@require_safe
@signed_in
def read_shortlist(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, and its rows."""
    found = _mine(request, pk)
    form = RowsForm(request.GET or None)
    rows = rows_of(found, form.wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    told = {
        "shortlist": found,
        "progress": progress_of(found),
        "form": form,
        "page": page,
        "lines": [Line(row) for row in page],
        "query": kept.urlencode(),
    }
    return secret(render(request, "shortlists/table.html", told))


@require_safe
@signed_in
def read_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, to be put into the page that shows it."""
    found = _mine(request, pk)
    told = {"shortlist": found, "progress": progress_of(found)}
    return secret(render(request, "shortlists/_progress.html", told))


@require_safe
@signed_in
def download_table(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The rows that are shown, as CSV or JSON."""
    found = _mine(request, pk)
    rows = rows_of(found, RowsForm(request.GET or None).wanted)
    match form:
        case "csv":
            return _to_save("".join(csv_of(rows)), "text/csv; charset=utf-8", "shortlist.csv")
        case "json":
            return _to_save(table_json(found, rows), "application/json", "shortlist.json")
    raise Http404


@require_POST
@signed_in
def take_receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed receipt of all rows."""
    found = _mine(request, pk)
    try:
        text = sign_table(found, by=person_of(request), at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("verifier-read-shortlist", pk)
    return _to_save(text, "application/json", "shortlist-receipt.json")


def _mine(request: HttpRequest, pk: UUID) -> Shortlist:
    return get_object_or_404(person_of(request).shortlists, pk=pk)


def _to_save(body: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _INERT
    return secret(response)
