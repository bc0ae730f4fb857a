"""How far somebody is toward a qualification, and asking to be exempt from a unit of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.plans import exemptions, studying
from testamur_web.plans.applications import applications_of, in_force
from testamur_web.plans.models import Qualification
from testamur_web.plans.progress import learner_progress, open_to
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.exemption_forms import ApplicationForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "aim_at_qualification",
    "apply_for_exemption",
    "follow_qualification",
    "leave_qualification",
    "read_progress",
    "take_back_application",
]


@require_safe
@signed_in
def read_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Credits earned, exempt and open, unit by unit."""
    found, person, now = _qualification(request, pk), person_of(request), timezone.now()
    asked = applications_of(person).filter(unit__qualification=found)
    told = {
        "qualification": found,
        "found": learner_progress(person, found, at=now),
        "applications": list(asked),
        "ended": in_force(asked, at=now),
    }
    return render(request, "learner/progress.html", told)


@require_POST
@signed_in
def follow_qualification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let its organisation see how far one is."""
    found = _qualification(request, pk)
    studying.follow(found, person=person_of(request), at=timezone.now())
    told = _("You follow it now. %(organisation)s sees how far you are.")
    messages.success(request, told % {"organisation": found.organisation.name})
    return redirect("learner-read-progress", pk=pk)


@require_POST
@signed_in
def leave_qualification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Be seen no more."""
    found = _qualification(request, pk)
    studying.leave(found, person=person_of(request), at=timezone.now())
    told = _("You follow it no more. %(organisation)s does not see how far you are.")
    messages.success(request, told % {"organisation": found.organisation.name})
    return redirect("public-browse-qualifications")


@require_POST
@signed_in
def aim_at_qualification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make what is open of it one's goal."""
    found = _qualification(request, pk)
    try:
        goal = studying.aim_at(found, person=person_of(request), at=timezone.now())
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("learner-read-progress", pk=pk)
    messages.success(request, _("Your goal is %(goal)s.") % {"goal": goal.label})
    return redirect("learner-read-goal")


@signed_in
def apply_for_exemption(request: HttpRequest, pk: UUID, unit: UUID) -> HttpResponse:
    """Ask for it with credentials of one's wallet."""
    qualification, person = _qualification(request, pk), person_of(request)
    found = get_object_or_404(qualification.units, pk=unit)
    said = request.POST if request.method == "POST" else None
    form = ApplicationForm(said, person=person)
    if form.is_valid():
        with refusals_on(form):
            exemptions.apply_for_exemption(
                found,
                list(form.cleaned_data["items"]),
                person=person,
                at=timezone.now(),
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Your application waits for a decision."))
            return redirect("learner-read-progress", pk=pk)
    told = {"qualification": qualification, "unit": found, "form": form}
    return render(request, "learner/exemption_apply.html", told)


@require_POST
@signed_in
def take_back_application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask no longer."""
    person = person_of(request)
    found = get_object_or_404(applications_of(person), pk=pk)
    try:
        exemptions.take_back(found, by=person, at=timezone.now())
        messages.success(request, _("Your application was taken back."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-progress", pk=found.unit.qualification_id)


def _qualification(request: HttpRequest, pk: UUID) -> Qualification:
    return get_object_or_404(open_to(person_of(request)), pk=pk)
