"""Appeals that wait for an answer, the answer, and how many days there are for both."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from testamur_web.learning import appeals, services
from testamur_web.learning.models import Decision
from testamur_web.learning.queries import handed_in
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.appeal_forms import AppealForm
from testamur_web.ui.assessor.appeal_forms import AnswerForm, AppealTermsForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["list_appeals", "read_appeal", "state_terms", "write_down_appeal"]

_PAGE = 30
_STAFF = (Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER)


@require_safe
@member(*_STAFF)
def list_appeals(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What is overdue, what waits, and what was closed."""
    now = timezone.now()
    queue = appeals.appeal_queue_of(organisation, at=now)
    told = {
        "organisation": organisation,
        "queue": queue,
        "page": Paginator(queue.closed, _PAGE).get_page(request.GET.get("page")),
        "terms": appeals.terms_of(organisation),
    }
    return render(request, "assessor/appeals.html", told)


@member(Role.REGISTRAR, Role.MANAGER)
def write_down_appeal(
    request: HttpRequest, organisation: Organisation, decision: UUID
) -> HttpResponse:
    """Contest for somebody without an account what they contest on paper."""
    there = Decision.objects.filter(
        enrolment__cohort__organisation=organisation, enrolment__person=None
    )
    found = get_object_or_404(there.select_related("enrolment__cohort__version"), pk=decision)
    form = AppealForm(request.POST or None, evidence=handed_in(found.enrolment))
    if form.is_valid():
        with refusals_on(form):
            made = services.contest(
                found,
                reasons=form.cleaned_data["reasons"],
                evidence=form.pointed_at,
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The appeal is there and waits for an answer."))
            return redirect("assessor-read-appeal", slug=organisation.slug, pk=made.pk)
    told = {"organisation": organisation, "enrolment": found.enrolment, "form": form}
    return render(request, "assessor/appeal_write_down.html", told)


@member(*_STAFF)
def read_appeal(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """What the learner holds, what was decided, and the answer."""
    found = get_object_or_404(appeals.appeals_in(organisation), pk=pk)
    form = AnswerForm(request.POST or None, appeal=found)
    if form.is_valid():
        with refusals_on(form):
            answered = services.answer_appeal(
                found, form.answer(), by=person_of(request), at=timezone.now()
            )
            told_name = {"name": answered.decision.enrolment.name}
            messages.success(request, _("It is answered, and %(name)s is told.") % told_name)
            return redirect("assessor-list-appeals", slug=organisation.slug)
    told = {
        "organisation": organisation,
        "appeal": found,
        "decision": found.decision,
        "enrolment": found.decision.enrolment,
        "may_answer": appeals.may_answer(found, person_of(request)),
        "is_overdue": found.state == "open" and found.answer_by <= timezone.now(),
        "form": form,
    }
    return render(request, "assessor/appeal.html", told)


@member(Role.MANAGER)
def state_terms(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """How long decisions may be contested, and by when an appeal is answered."""
    terms = appeals.terms_of(organisation)
    initial = {"days": terms.days, "answer_days": terms.answer_days}
    form = AppealTermsForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            services.state_appeal_terms(
                organisation, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("Saved. It holds for decisions from now on."))
            return redirect("assessor-list-appeals", slug=organisation.slug)
    told = {"organisation": organisation, "form": form}
    return render(request, "assessor/appeal_terms.html", told)
