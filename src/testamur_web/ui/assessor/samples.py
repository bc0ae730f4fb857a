"""The samples of a rubric: offered by who writes it, tried by assessors on their own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur_web.learning import services
from testamur_web.learning.marks import has_passed_trial
from testamur_web.learning.models import Sample
from testamur_web.learning.samples import (
    compared_to,
    evidence_of,
    key_of,
    list_samples,
    samples_in,
)
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.assessor.mark_forms import MarkForm
from testamur_web.ui.issuer.rubric_forms import SampleForm
from testamur_web.ui.issuer.rubrics import rubric_or_404
from testamur_web.ui.refusals import refusals_on

__all__ = ["add_sample", "show_samples", "try_sample"]


@require_safe
@member(Role.ASSESSOR, Role.DESIGNER, Role.MANAGER)
def show_samples(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The samples of a rubric, and how whoever looks stands to each."""
    rubric, person = rubric_or_404(organisation, pk), person_of(request)
    told = {
        "organisation": organisation,
        "rubric": rubric,
        "samples": list_samples(rubric, viewer=person),
        "has_passed": has_passed_trial(rubric, person),
        "form": SampleForm(rubric=rubric),
    }
    return render(request, "assessor/samples.html", told)


@require_POST
@member(Role.DESIGNER, Role.MANAGER)
def add_sample(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Offer decided work as a sample."""
    rubric = rubric_or_404(organisation, pk)
    form = SampleForm(request.POST, rubric=rubric)
    if form.is_valid():
        decision = form.cleaned_data["decision"]
        services.add_sample(rubric, decision, by=person_of(request), at=timezone.now())
        messages.success(request, _("The sample is there for assessors to try."))
    else:
        messages.error(request, _("Choose work that was marked with this rubric."))
    return redirect("assessor-show-samples", organisation.slug, rubric.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.ASSESSOR)
def try_sample(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Mark a sample alone; then see what it was given."""
    sample, person = get_object_or_404(samples_in(organisation), pk=pk), person_of(request)
    key = key_of(sample)
    form = MarkForm(request.POST or None, grid=key.grid, evidence=[], reason=False)
    if form.is_valid() and _is_kept(sample, form, by=person):
        return redirect("assessor-try-sample", organisation.slug, sample.pk)
    trial = sample.trials.filter(assessor=person).first()
    told = {
        "organisation": organisation,
        "rubric": sample.rubric,
        "sample": sample,
        "enrolment": sample.decision.enrolment,
        "evidence": evidence_of(sample),
        "form": form,
        "is_known": key.is_known_to(person),
        "threshold": key.threshold,
        "compared": compared_to(trial) if trial else None,
    }
    return render(request, "assessor/sample.html", told)


def _is_kept(sample: Sample, form: MarkForm, *, by: Person) -> bool:
    with refusals_on(form):
        services.try_sample(sample, form.judgement().rows, by=by, at=timezone.now())
        return True
    return False
