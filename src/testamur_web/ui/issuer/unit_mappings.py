"""What counts toward a unit, as those see it who say so: mapped, replaced, ended."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import published, search
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import mappings as services
from testamur_web.plans.models import QualificationUnit, UnitMapping
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.qualification_forms import ElsewhereForm, EndForm, MappingForm
from testamur_web.ui.issuer.qualifications import qualification_or_404, unit_or_404
from testamur_web.ui.refusals import refusals_on

__all__ = ["end_mapping", "map_achievement", "replace_mapping"]

_LONGEST: Final = 200


@member(Role.DESIGNER)
def map_achievement(
    request: HttpRequest, organisation: Organisation, pk: UUID, unit: UUID
) -> HttpResponse:
    """Choose an achievement by its words, or name one from elsewhere; then say for how much."""
    found = unit_or_404(organisation, pk, unit)
    told: dict[str, Any] = {
        "organisation": organisation,
        "qualification": found.qualification,
        "unit": found,
    }
    version = _chosen(request.GET.get("achievement", ""))
    if version is None and "elsewhere" not in request.GET:
        words = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
        hits = search(words).page if words else None
        return render(request, "issuer/mapping_choose.html", told | {"words": words, "hits": hits})
    form = _form(request, found, version)
    if form.is_valid() and _is_mapped(request, found, version, form):
        return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
    return render(request, "issuer/mapping_edit.html", told | {"form": form, "version": version})


@member(Role.DESIGNER)
def replace_mapping(
    request: HttpRequest, organisation: Organisation, pk: UUID, mapping: UUID
) -> HttpResponse:
    """End it, and put other terms in its place."""
    found = _mapping_or_404(organisation, pk, mapping)
    form = MappingForm(request.POST or None, initial=MappingForm.initial_of(found))
    if form.is_valid():
        with refusals_on(form):
            services.replace_mapping(found, form.terms(), by=person_of(request), at=timezone.now())
            messages.success(request, _("It was replaced. What it was before is kept."))
            return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
    told = {
        "organisation": organisation,
        "qualification": found.unit.qualification,
        "unit": found.unit,
        "mapping": found,
        "form": form,
    }
    return render(request, "issuer/mapping_edit.html", told)


@member(Role.DESIGNER)
def end_mapping(
    request: HttpRequest, organisation: Organisation, pk: UUID, mapping: UUID
) -> HttpResponse:
    """Let it count for nothing that is awarded later."""
    found = _mapping_or_404(organisation, pk, mapping)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            on = form.cleaned_data["on"]
            services.end_mapping(found, by=person_of(request), at=timezone.now(), on=on)
            messages.success(request, _("It was ended. What was earned before goes on to count."))
            return redirect("issuer-show-qualification", slug=organisation.slug, pk=pk)
    told = {
        "organisation": organisation,
        "qualification": found.unit.qualification,
        "mapping": found,
        "form": form,
    }
    return render(request, "issuer/mapping_end.html", told)


def _mapping_or_404(organisation: Organisation, pk: UUID, mapping: UUID) -> UnitMapping:
    rows = UnitMapping.objects.filter(unit__qualification=qualification_or_404(organisation, pk))
    return get_object_or_404(rows.select_related("unit__qualification"), pk=mapping)


def _chosen(key: str) -> Version | None:
    if not key:
        return None
    try:
        return get_object_or_404(published(), achievement=UUID(key))
    except ValueError as error:
        raise Http404 from error


def _form(request: HttpRequest, unit: QualificationUnit, version: Version | None) -> MappingForm:
    if version is None:
        return ElsewhereForm(request.POST or None, initial={"level": unit.level})
    stated = version.ects if version.ects and version.ects <= unit.credits else unit.credits
    initial = {"credits": stated, "level": version.eqf_level}
    return MappingForm(request.POST or None, initial=initial)


def _is_mapped(
    request: HttpRequest, unit: QualificationUnit, version: Version | None, form: MappingForm
) -> bool:
    named: Any = (
        Achievement.objects.get(pk=version.achievement_id)
        if version is not None
        else form.achievement()  # type: ignore[attr-defined]
    )
    with refusals_on(form):
        made = services.map_achievement(
            unit, named, form.terms(), by=person_of(request), at=timezone.now()
        )
        told = _("“%(title)s” counts toward %(unit)s now.")
        messages.success(request, told % {"title": made.title, "unit": unit.title})
        return True
    return False
