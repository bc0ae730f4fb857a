"""A learner contests a decision about them, and takes that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.learning import appeals, queries, services
from testamur_web.learning.models import Appeal
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.appeal_forms import AppealForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["contest_decision", "withdraw_appeal"]


@signed_in
def contest_decision(request: HttpRequest, pk: UUID, decision: UUID) -> HttpResponse:
    """Say what is wrong about a decision, and point at what shows it."""
    person = person_of(request)
    enrolment = get_object_or_404(queries.learning_of(person), pk=pk)
    contested = get_object_or_404(enrolment.decisions, pk=decision)
    form = AppealForm(request.POST or None, evidence=queries.handed_in(enrolment))
    if form.is_valid():
        with refusals_on(form):
            services.contest(
                contested,
                reasons=form.cleaned_data["reasons"],
                evidence=form.pointed_at,
                by=person,
                at=timezone.now(),
            )
            messages.success(request, _("Your appeal is with them. You will be told the answer."))
            return redirect("learner-read-enrolment", pk=pk)
    told = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "decision": contested,
        "until": appeals.contested_until(contested),
        "answer_days": appeals.terms_of(enrolment.cohort.organisation).answer_days,
        "form": form,
    }
    return render(request, "learner/contest.html", told)


@require_POST
@signed_in
def withdraw_appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an appeal of mine back."""
    person = person_of(request)
    mine = Appeal.objects.filter(decision__enrolment__person=person)
    found = get_object_or_404(mine.select_related("decision"), pk=pk)
    services.withdraw_appeal(found, by=person, at=timezone.now())
    messages.success(request, _("You have withdrawn your appeal. The decision stands."))
    return redirect("learner-read-enrolment", pk=found.decision.enrolment_id)
