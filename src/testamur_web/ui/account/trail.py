"""The audit trail of an organisation: narrowed, read by pages, taken away as a table."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Organisation, Role
from testamur_web.people.queries import told_of, trail_of, trail_verbs_of
from testamur_web.people.tables import trail_as_csv
from testamur_web.ui.access import member
from testamur_web.ui.account.forms import TrailForm

__all__ = ["export_trail", "page_of", "read_trail"]

PER_PAGE = 50


@member(Role.MANAGER)
def read_trail(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What was done in an organisation, by whom and when."""
    form = TrailForm(request.GET or None, verbs=trail_verbs_of(organisation.pk))
    shown = {"organisation": organisation, "form": form} | page_of(request, form, organisation)
    return render(request, "account/trail.html", shown)


@member(Role.MANAGER)
def export_trail(request: HttpRequest, organisation: Organisation) -> StreamingHttpResponse:
    """The same as CSV, all of it, row by row."""
    form = TrailForm(request.GET or None, verbs=trail_verbs_of(organisation.pk))
    rows = trail_as_csv(_narrowed(form, organisation).iterator(chunk_size=2000))
    name = f'attachment; filename="trail-{organisation.slug}.csv"'
    return StreamingHttpResponse(
        rows, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def page_of(
    request: HttpRequest, form: TrailForm, organisation: Organisation | None
) -> dict[str, Any]:
    """The page of a trail that is asked for, as its template wants it."""
    asked = request.GET.copy()
    number = asked.pop("page", ["1"])[0]
    page = Paginator(_narrowed(form, organisation), PER_PAGE).get_page(number)
    return {"page": page, "lines": [told_of(row) for row in page], "asked": asked.urlencode()}


def _narrowed(form: TrailForm, organisation: Organisation | None) -> QuerySet[TrailEntry]:
    """The rows a form asks for; what it cannot read narrows nothing."""
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return trail_of(organisation.pk if organisation else None, **asked)
