"""Finding people: the question, a page of who is found, and searches that are kept."""

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

from testamur.encoding import parse_object
from testamur.errors import Refused
from testamur_web.employers import saved as kept
from testamur_web.employers.criteria import Criteria, criteria_for, read_criteria
from testamur_web.employers.looking import look
from testamur_web.employers.models import SavedSearch
from testamur_web.employers.searching import PER_PAGE
from testamur_web.people.models import Organisation, Role
from testamur_web.plans.figures import has_own_figures
from testamur_web.ui.access import member, person_of
from testamur_web.ui.employer.forms import (
    PeopleForm,
    SaveForm,
    rows_for,
    shown_by,
    stated_in,
    typed_in,
)
from testamur_web.ui.issuer.roles import job_chosen
from testamur_web.ui.refusals import sentence_of

__all__ = ["change_search", "list_searches", "run_search", "save_search", "search_people"]

_DIGITS = 5


def search_or_404(organisation: Organisation, pk: UUID) -> SavedSearch:
    """A saved search of this organisation, or nothing."""
    found = kept.find_search(organisation, pk)
    if found is None:
        raise Http404
    return found


@require_safe
@member(Role.MANAGER)
def search_people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Say what is looked for, and look at who matches."""
    typed = typed_in(request.GET)
    job = job_chosen(request, organisation)
    form, rows = PeopleForm(typed), rows_for(typed, criteria_for(job) if job else None)
    shown: dict[str, Any] = {"organisation": organisation, "form": form, "rows": rows}
    shown["searches"] = kept.searches_of(organisation)[:5]
    if typed is not None and "more" not in typed and form.is_valid() and rows.is_valid():
        try:
            criteria = read_criteria(stated_in(form, rows))
        except Refused as error:
            form.add_error(None, sentence_of(error.problem))
        else:
            named = form.cleaned_data["named"]
            shown |= _looked(request, organisation, criteria, is_named=named)
            shown |= {"save": SaveForm(), "content": json.dumps(criteria.as_json())}
    return render(request, "employer/search.html", shown)


@require_safe
@member(Role.MANAGER)
def run_search(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Look for what a saved search looks for, today."""
    saved = search_or_404(organisation, pk)
    criteria = kept.criteria_of(saved)
    shown: dict[str, Any] = {
        "organisation": organisation,
        "form": PeopleForm(initial=shown_by(criteria)),
        "rows": rows_for(None, criteria),
        "saved": saved,
    }
    shown |= _looked(request, organisation, criteria, of=str(saved.pk))
    kept.note_look(saved, shown["look"].page.count, at=timezone.now())
    return render(request, "employer/search.html", shown)


@require_safe
@member(Role.MANAGER)
def list_searches(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The searches that are kept."""
    shown = {"organisation": organisation, "searches": kept.searches_of(organisation)}
    return render(request, "employer/searches.html", shown)


@require_POST
@member(Role.MANAGER)
def save_search(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Keep what was looked for."""
    form, by, now = SaveForm(request.POST), person_of(request), timezone.now()
    form.is_valid()  # what is too long or missing is said by the service
    name = form.cleaned_data.get("name", "")
    alerts = form.cleaned_data["alerts"]
    try:
        criteria = read_criteria(parse_object(request.POST.get("content", "")))
        saved = kept.save_search(organisation, name, criteria, alerts=alerts, by=by, at=now)
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("employer-search-people", slug=organisation.slug)
    messages.success(request, _("“%(name)s” is kept.") % {"name": saved.name})
    return redirect("employer-run-search", slug=organisation.slug, pk=saved.pk)


@require_POST
@member(Role.MANAGER)
def change_search(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Turn its letters on or off, or keep it no longer."""
    saved, by, now = search_or_404(organisation, pk), person_of(request), timezone.now()
    if "end" in request.POST:
        kept.end_search(saved, by=by, at=now)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": saved.name})
    else:
        kept.set_alerts(saved, alerts="alerts" in request.POST, by=by, at=now)
        messages.success(request, _("Saved."))
    return redirect("employer-list-searches", slug=organisation.slug)


def _looked(
    request: HttpRequest,
    organisation: Organisation,
    criteria: Criteria,
    *,
    of: str = "",
    is_named: bool = False,
) -> dict[str, Any]:
    """A page of who is found."""
    typed = request.GET.get("page", "")
    number = int(typed) if typed.isdecimal() and len(typed) < _DIGITS else 1
    found = look(
        organisation,
        criteria,
        of=of,
        number=number,
        is_named=is_named,
        by=person_of(request),
        at=timezone.now(),
    )
    pages = Paginator(range(found.page.count), PER_PAGE)
    page = pages.get_page(found.page.number)
    told = {"has_own_figures": has_own_figures(organisation)}
    return told | {"look": found, "criteria": criteria, "page": page}
