"""The pages of rubrics: the list, one of them, its editor; and how a cohort is marked."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import services
from testamur_web.learning.agreements import LEAST, Compared, agreement_on, figure
from testamur_web.learning.marks import grid_of, marking_of, rubrics_of
from testamur_web.learning.models import Rubric
from testamur_web.learning.rubrics import begin_with
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.cohorts import cohort_or_404
from testamur_web.ui.issuer.rubric_forms import BeginForm, MarkingForm, RubricForm
from testamur_web.ui.issuer.rubric_rows import Typed, typed_from, typed_of
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "add_rubric",
    "change_rubric",
    "list_rubrics",
    "read_agreement",
    "read_rubric",
    "retire_rubric",
    "rubric_or_404",
    "set_marking",
]

_COEFFICIENTS: Final = ("raw", "linear", "quadratic")


def rubric_or_404(organisation: Organisation, pk: UUID) -> Rubric:
    """A rubric of this organisation, or nothing."""
    return get_object_or_404(organisation.rubrics, pk=pk)


@require_safe
@member()
def list_rubrics(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All of them."""
    told = {"organisation": organisation, "rubrics": rubrics_of(organisation)}
    return render(request, "issuer/rubrics/list.html", told)


@require_safe
@member()
def read_rubric(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One rubric as assessors mark with it."""
    rubric = rubric_or_404(organisation, pk)
    told = {
        "organisation": organisation,
        "rubric": rubric,
        "newest": rubric.versions.order_by("-number")[0],
        "grid": grid_of(rubric),
        "markings": organisation.cohorts.filter(marking__rubric__rubric=rubric),
    }
    return render(request, "issuer/rubrics/show.html", told)


@require_safe
@member(Role.ASSESSOR, Role.MANAGER)
def read_agreement(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """How far those who mark with it agree."""
    rubric = rubric_or_404(organisation, pk)
    found = agreement_on(rubric)
    told = {
        "organisation": organisation,
        "rubric": rubric,
        "found": found,
        "least": LEAST,
        "tables": [
            (_("By criterion"), [_figures(one) for one in found.criteria]),
            (_("By assessor"), [_figures(one) for one in found.assessors]),
        ],
        "whole": _figures(found.whole),
    }
    return render(request, "issuer/rubrics/agreement.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.DESIGNER, Role.MANAGER)
def add_rubric(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Write one, from nothing, from the criteria of an achievement, or from another rubric."""
    begin = BeginForm(request.GET or None, organisation=organisation)
    typed = typed_from(request.POST) if request.POST else _beginning(begin)
    form = _form(request, typed)
    if form.is_valid():
        with refusals_on(form):
            rubric = services.write_rubric(
                organisation,
                form.grid(),
                title=form.cleaned_data["title"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The rubric is kept. Cohorts can be marked with it."))
            return redirect("issuer-read-rubric", organisation.slug, rubric.pk)
    told = {"organisation": organisation, "form": form, "begin": begin}
    return render(request, "issuer/rubrics/edit.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.DESIGNER, Role.MANAGER)
def change_rubric(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Say it anew; cohorts that are marked with it keep what they have."""
    rubric = rubric_or_404(organisation, pk)
    typed = typed_from(request.POST) if request.POST else typed_of(grid_of(rubric), rubric.title)
    form = _form(request, typed)
    if form.is_valid():
        with refusals_on(form):
            services.revise_rubric(
                rubric,
                form.grid(),
                title=form.cleaned_data["title"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("Saved."))
            return redirect("issuer-read-rubric", organisation.slug, rubric.pk)
    told = {"organisation": organisation, "form": form, "rubric": rubric}
    return render(request, "issuer/rubrics/edit.html", told)


@require_POST
@member(Role.DESIGNER, Role.MANAGER)
def retire_rubric(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Offer it no more; or, where it is retired, again."""
    rubric = rubric_or_404(organisation, pk)
    act = services.bring_back_rubric if rubric.retired_at else services.retire_rubric
    act(rubric, by=person_of(request), at=timezone.now())
    return redirect("issuer-read-rubric", organisation.slug, rubric.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.MANAGER, Role.REGISTRAR)
def set_marking(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Choose the rubric of a cohort, and whether two mark with it."""
    cohort = cohort_or_404(organisation, pk)
    initial = MarkingForm.initial_of(marking_of(cohort))
    form = MarkingForm(request.POST or None, organisation=organisation, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            services.set_marking(
                cohort,
                form.cleaned_data["rubric"],
                form.terms(),
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("From now on the cohort is marked like this."))
            return redirect("issuer-read-cohort", organisation.slug, cohort.pk)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    return render(request, "issuer/rubrics/marking.html", told)


def _figures(one: Compared) -> dict[str, Any]:
    """What is compared, with its coefficients as they are read."""
    told: dict[str, Any] = {"name": one.name, "submissions": one.submissions}
    if one.agreement:
        told |= {name: figure(getattr(one.agreement, name)) for name in _COEFFICIENTS}
        told["is_told"] = True
    return told


def _form(request: HttpRequest, typed: Typed) -> RubricForm:
    """What was sent, to be saved; after any other button, what stands there then."""
    go = request.POST.get("go", "")
    if request.POST and go in {"", "save"}:
        return RubricForm(request.POST, typed=typed)
    return RubricForm(typed=typed.after(go))


def _beginning(begin: BeginForm) -> Typed:
    names = [_("Not yet"), _("Nearly"), _("Good"), _("Excellent")]
    chosen = begin.cleaned_data["start"] if begin.is_valid() else ""
    if chosen in begin.rubrics:
        rubric = begin.rubrics[chosen]
        return typed_of(grid_of(rubric), _("Copy of %(title)s") % {"title": rubric.title})
    if chosen in begin.versions:
        version = begin.versions[chosen]
        return typed_of(begin_with(definition_of(version).criteria, names), version.title)
    return typed_of(begin_with((), names), "").after("add-row")
