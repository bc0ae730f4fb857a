"""Applications for exemption, and the people who work toward a qualification."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import exemptions as services
from testamur_web.plans.applications import applications_in, judged_evidence, queue_of
from testamur_web.plans.models import Application, Qualification
from testamur_web.plans.progress import followers_as_csv, followers_on
from testamur_web.ui.access import member, person_of
from testamur_web.ui.assessor.exemption_forms import ExemptionForm, WithdrawalForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "decide_application",
    "export_learners",
    "list_applications",
    "list_learners",
    "read_application",
    "withdraw_decision",
]

_PAGE = 30
_READERS = (Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER)
_DECIDERS = (Role.ASSESSOR, Role.REGISTRAR)


@require_safe
@member(*_READERS)
def list_applications(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What waits, what is to be reviewed, and what was decided."""
    queue = queue_of(organisation, at=timezone.now())
    page = Paginator(queue.decided, _PAGE).get_page(request.GET.get("page"))
    told = {"organisation": organisation, "queue": queue, "page": page}
    return render(request, "assessor/exemptions.html", told)


@require_safe
@member(*_READERS)
def read_application(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The credentials that it names, and what was decided."""
    return _show(request, organisation, _application(organisation, pk))


@require_POST
@member(*_DECIDERS)
def decide_application(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Decide about it; 409 where somebody has decided meanwhile."""
    found, form = _application(organisation, pk), ExemptionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            try:
                services.decide_exemption(
                    found, form.verdict(), by=person_of(request), at=timezone.now()
                )
            except Conflict as error:
                return _show_clash(request, organisation, pk, error)
            told = _("It is decided, and %(name)s is told by mail.")
            messages.success(request, told % {"name": found.person})
            return redirect("assessor-list-applications", slug=organisation.slug)
    return _show(request, organisation, found, form=form)


@require_POST
@member(*_DECIDERS)
def withdraw_decision(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Take the decision back, so that another can be taken; 409 where there is none."""
    found, form = _application(organisation, pk), WithdrawalForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            try:
                services.withdraw_exemption(
                    found, reason=reason, by=person_of(request), at=timezone.now()
                )
            except Conflict as error:
                return _show_clash(request, organisation, pk, error)
            messages.success(request, _("The decision was withdrawn. Another can be taken."))
            return redirect("assessor-read-application", slug=organisation.slug, pk=pk)
    return _show(request, organisation, found, withdrawal=form)


@require_safe
@member(*_READERS)
def list_learners(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Who follows a qualification, and how far they are."""
    found = get_object_or_404(organisation.qualifications, pk=pk)
    told = {
        "organisation": organisation,
        "qualification": found,
        "page": followers_on(found, request.GET.get("page"), at=timezone.now()),
    }
    return render(request, "assessor/learners.html", told)


@require_safe
@member(*_READERS)
def export_learners(_request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The same of all of them, as a table for a spreadsheet."""
    found: Qualification = get_object_or_404(organisation.qualifications, pk=pk)
    text = followers_as_csv(found, at=timezone.now())
    told = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = slugify(found.title)[:60] or "qualification"
    told["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return told


def _application(organisation: Organisation, pk: UUID) -> Application:
    return get_object_or_404(applications_in(organisation), pk=pk)


def _show_clash(
    request: HttpRequest, organisation: Organisation, pk: UUID, error: Conflict
) -> HttpResponse:
    """The page as it is by now, with what was in the way."""
    messages.error(request, sentence_of(error.problem))
    answer = _show(request, organisation, _application(organisation, pk))
    answer.status_code = 409
    return answer


def _show(
    request: HttpRequest, organisation: Organisation, found: Application, **forms: Any
) -> HttpResponse:
    told = {
        "organisation": organisation,
        "application": found,
        "unit": found.unit,
        "evidence": judged_evidence(found, at=timezone.now()),
        "decisions": found.decisions.all(),
        "is_own": found.person_id == person_of(request).pk,
        "form": forms.get("form") or ExemptionForm(),
        "withdrawal": forms.get("withdrawal") or WithdrawalForm(),
        "statement": services.NO_INTEREST,
    }
    return render(request, "assessor/exemption.html", told)
