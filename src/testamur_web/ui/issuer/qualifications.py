"""Qualifications as those who write them see them, and their units."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import qualifications as services
from testamur_web.plans.mapped import mapped_to, qualifications_of
from testamur_web.plans.models import Qualification, QualificationUnit
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.qualification_forms import QualificationForm, UnitForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "add_unit",
    "change_unit",
    "create_qualification",
    "edit_qualification",
    "list_qualifications",
    "publish_qualification",
    "qualification_or_404",
    "remove_unit",
    "show_qualification",
    "unit_or_404",
]


def qualification_or_404(organisation: Organisation, pk: UUID) -> Qualification:
    """A qualification of this organisation, or nothing."""
    return get_object_or_404(organisation.qualifications, pk=pk)


def unit_or_404(organisation: Organisation, pk: UUID, unit: UUID) -> QualificationUnit:
    """A unit of a qualification of this organisation, or nothing."""
    return get_object_or_404(qualification_or_404(organisation, pk).units, pk=unit)


@require_safe
@member()
def list_qualifications(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All of them, by title."""
    told = {"organisation": organisation, "rows": qualifications_of(organisation)}
    return render(request, "issuer/qualifications.html", told)


@member(Role.DESIGNER)
def create_qualification(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Begin one."""
    form = QualificationForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = services.create_qualification(
                organisation, form.terms(), by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("Now add its units."))
            return redirect("issuer-show-qualification", slug=organisation.slug, pk=made.pk)
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/qualification_edit.html", told)


@require_safe
@member()
def show_qualification(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One of them: its units, and what counts toward each."""
    found = qualification_or_404(organisation, pk)
    told = {
        "organisation": organisation,
        "qualification": found,
        "rows": mapped_to(found, at=timezone.now()),
    }
    return render(request, "issuer/qualification.html", told)


@member(Role.DESIGNER)
def edit_qualification(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Say something else of it."""
    found = qualification_or_404(organisation, pk)
    form = QualificationForm(request.POST or None, initial=QualificationForm.initial_of(found))
    if form.is_valid():
        with refusals_on(form):
            services.change_qualification(
                found, form.terms(), by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("Saved."))
            return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
    told = {"organisation": organisation, "form": form, "qualification": found}
    return render(request, "issuer/qualification_edit.html", told)


@require_POST
@member(Role.DESIGNER)
def publish_qualification(
    request: HttpRequest, organisation: Organisation, pk: UUID
) -> HttpResponse:
    """Publish it, or with `unpublish` take it out of sight."""
    found, by, now = qualification_or_404(organisation, pk), person_of(request), timezone.now()
    try:
        if "unpublish" in request.POST:
            services.unpublish_qualification(found, by=by, at=now)
            messages.success(request, _("Only whoever follows it reads it now."))
        else:
            services.publish_qualification(found, by=by, at=now)
            messages.success(request, _("Everybody can read it now."))
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)


@member(Role.DESIGNER)
def add_unit(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Give it another unit."""
    found = qualification_or_404(organisation, pk)
    form = UnitForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = services.add_unit(found, form.terms(), by=person_of(request), at=timezone.now())
            messages.success(request, _("%(code)s was added.") % {"code": made.code})
            return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
    told = {"organisation": organisation, "qualification": found, "form": form}
    return render(request, "issuer/unit_edit.html", told)


@member(Role.DESIGNER)
def change_unit(
    request: HttpRequest, organisation: Organisation, pk: UUID, unit: UUID
) -> HttpResponse:
    """Say something else of a unit."""
    found = unit_or_404(organisation, pk, unit)
    form = UnitForm(request.POST or None, initial=UnitForm.initial_of(found))
    if form.is_valid():
        with refusals_on(form):
            services.change_unit(found, form.terms(), by=person_of(request), at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
    told = {
        "organisation": organisation,
        "qualification": found.qualification,
        "unit": found,
        "form": form,
    }
    return render(request, "issuer/unit_edit.html", told)


@require_POST
@member(Role.DESIGNER)
def remove_unit(
    request: HttpRequest, organisation: Organisation, pk: UUID, unit: UUID
) -> HttpResponse:
    """Take out a unit that nothing hangs on."""
    found = unit_or_404(organisation, pk, unit)
    try:
        services.remove_unit(found, by=person_of(request), at=timezone.now())
        messages.success(request, _("%(code)s was removed.") % {"code": found.code})
    except (Conflict, Refused) as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
