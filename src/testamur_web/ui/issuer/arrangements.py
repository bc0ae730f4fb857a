"""What is agreed with one learner of a cohort, and what they reached."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.learning import programme, services
from testamur_web.learning.models import Enrolment
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.cohort_people import enrolment_or_404
from testamur_web.ui.issuer.programme_forms import AccommodationForm, ExtensionForm, ResultsForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["end_accommodation", "give_extension", "note_accommodation", "state_results"]

_STAFF = (Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)


def _back(organisation: Organisation, found: Enrolment) -> HttpResponse:
    return redirect(
        "issuer-read-learner", slug=organisation.slug, pk=found.cohort_id, enrolment=found.pk
    )


def _page(
    request: HttpRequest, organisation: Organisation, found: Enrolment, **more: Any
) -> HttpResponse:
    told = {"organisation": organisation, "cohort": found.cohort, "enrolment": found} | more
    return render(request, "issuer/arrangement.html", told)


@member(*_STAFF)
def give_extension(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Give somebody a later last day."""
    found = enrolment_or_404(organisation, pk, enrolment)
    form = ExtensionForm(request.POST or None, activities=found.cohort.activities.all())
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            services.extend(
                found,
                said["activity"],
                due_at=form.due_at,
                reason=said["reason"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The new last day is on their page."))
            return _back(organisation, found)
    heading = _("Extension for %(name)s") % {"name": found.name}
    return _page(request, organisation, found, form=form, heading=heading)


@member(*_STAFF)
def note_accommodation(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Note what was agreed with somebody."""
    found = enrolment_or_404(organisation, pk, enrolment)
    form = AccommodationForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.note_accommodation(
                found, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("It is noted, and their last days are moved."))
            return _back(organisation, found)
    heading = _("Accommodation for %(name)s") % {"name": found.name}
    return _page(request, organisation, found, form=form, heading=heading)


@require_POST
@member(*_STAFF)
def end_accommodation(
    request: HttpRequest,
    organisation: Organisation,
    pk: UUID,
    enrolment: UUID,
    accommodation: UUID,
) -> HttpResponse:
    """End what was agreed."""
    found = enrolment_or_404(organisation, pk, enrolment)
    agreed = get_object_or_404(found.accommodations, pk=accommodation)
    services.end_accommodation(agreed, by=person_of(request), at=timezone.now())
    messages.success(request, _("It has ended and moves no day any more."))
    return _back(organisation, found)


@member(*_STAFF)
def state_results(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Enter what one learner reached."""
    found = enrolment_or_404(organisation, pk, enrolment)
    own = programme.own_programme(found)
    activities = [(one.activity, one.percent) for one in own.activities]
    form = ResultsForm(request.POST or None, activities=activities)
    if form.is_valid():
        with refusals_on(form):
            services.enter_results(found, form.reached, by=person_of(request), at=timezone.now())
            messages.success(request, _("The results are on their page."))
            return _back(organisation, found)
    heading = _("Results of %(name)s") % {"name": found.name}
    return _page(request, organisation, found, form=form, heading=heading)
