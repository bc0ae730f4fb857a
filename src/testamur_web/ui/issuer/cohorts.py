"""Cohorts, as those who run them see them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.learning import queries, services
from testamur_web.learning.appeals import count_open_appeals
from testamur_web.learning.models import Cohort
from testamur_web.learning.partners import sheets_for, working_for
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.cohort_forms import CohortForm, OpenCohortForm, versions_of
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "change_cohort",
    "close_cohort",
    "cohort_or_404",
    "entry_address",
    "export_cohort",
    "list_cohorts",
    "open_cohort",
    "read_cohort",
]

_PAGE = 50


def cohort_or_404(organisation: Organisation, pk: UUID) -> Cohort:
    """A cohort of this organisation, or nothing."""
    return get_object_or_404(organisation.cohorts.select_related("version__achievement"), pk=pk)


def entry_address(cohort: Cohort) -> str:
    """Where learners enrol by themselves, or "" where they cannot."""
    match cohort.entry:
        case Cohort.Entry.OPEN:
            return reverse("learner-read-cohort", args=[cohort.pk])
        case Cohort.Entry.CODE:
            return reverse("learner-read-cohort-by-code", args=[cohort.code])
    return ""


@member(Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
def list_cohorts(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All cohorts, the newest first."""
    page = Paginator(queries.cohorts_of(organisation), _PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    return render(
        request,
        "issuer/cohorts.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [(cohort, queries.entry_of(cohort, at=now)) for cohort in page],
            "appeals": count_open_appeals(organisation),
            "works_elsewhere": working_for(organisation, at=now).exists(),
            "has_versions": versions_of(organisation).exists(),
        },
    )


@member(Role.MANAGER, Role.REGISTRAR)
def open_cohort(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Open a cohort of something published."""
    initial = {"version": request.GET.get("version", "")}
    form = OpenCohortForm(request.POST or None, organisation=organisation, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            cohort = services.open_cohort(
                form.cleaned_data["version"],
                name=form.cleaned_data["name"],
                entry=form.cleaned_data["entry"],
                terms=form.terms(),
                is_prior_learning=form.cleaned_data["is_prior_learning"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The cohort is open. Now let people in."))
            return redirect("issuer-read-cohort", slug=organisation.slug, pk=cohort.pk)
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/cohort_open.html", told)


@member(Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
def read_cohort(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One cohort and the people in it."""
    cohort = cohort_or_404(organisation, pk)
    text, state = request.GET.get("text", "")[:200], request.GET.get("state", "")
    people = queries.enrolled_in(cohort, text=text, state=state)
    return render(
        request,
        "issuer/cohort.html",
        {
            "organisation": organisation,
            "cohort": cohort,
            "entry": queries.entry_of(cohort, at=timezone.now()),
            "states": queries.states_of(cohort),
            "sheets": sheets_for(cohort),
            "page": Paginator(people, _PAGE).get_page(request.GET.get("page")),
            "text": text,
            "state": state,
            "address": entry_address(cohort),
            "instance": settings.INSTANCE_URL,
        },
    )


@member(Role.MANAGER, Role.REGISTRAR)
def change_cohort(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Change the terms of a cohort."""
    cohort = cohort_or_404(organisation, pk)
    form = CohortForm(request.POST or None, initial=CohortForm.initial_of(cohort))
    if form.is_valid():
        with refusals_on(form):
            services.change_cohort(
                cohort,
                name=form.cleaned_data["name"],
                entry=form.cleaned_data["entry"],
                terms=form.terms(cohort),
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The cohort was changed."))
            return redirect("issuer-read-cohort", slug=organisation.slug, pk=cohort.pk)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    return render(request, "issuer/cohort_change.html", told)


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def close_cohort(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Let nobody in any more."""
    cohort = cohort_or_404(organisation, pk)
    services.close_cohort(cohort, by=person_of(request), at=timezone.now())
    messages.success(request, _("Nobody can enrol by themselves any more. Whoever is in goes on."))
    return redirect("issuer-read-cohort", slug=organisation.slug, pk=cohort.pk)


@member(Role.MANAGER, Role.REGISTRAR)
def export_cohort(_request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The people of a cohort as a table for a spreadsheet."""
    cohort = cohort_or_404(organisation, pk)
    told = HttpResponse(
        queries.people_as_csv(cohort).encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    name = slugify(cohort.name)[:60] or "cohort"
    told["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return told
