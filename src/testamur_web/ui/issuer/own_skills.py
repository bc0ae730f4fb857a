"""An organisation's own skills: its list, one of them, and what is done to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.catalogue import own_skills as services
from testamur_web.catalogue.own_queries import Shown, find_own_skill, list_of
from testamur_web.catalogue.skills import offers_of_skills
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.skill_forms import ScaleForm, SkillForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "add_skill",
    "change_skill",
    "end_scale",
    "list_scales",
    "list_skills",
    "retire_skill",
    "show_skill",
    "shown_or_404",
]

_PAGE = 50


def shown_or_404(organisation: Organisation, pk: UUID) -> Shown:
    """A skill of this organisation, or nothing."""
    shown = find_own_skill(pk, organisation=organisation)
    if shown is None:
        raise Http404
    return shown


@member()
@require_safe
def list_skills(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All of them."""
    page = Paginator(list_of(organisation), _PAGE).get_page(request.GET.get("page"))
    told = {"organisation": organisation, "page": page}
    return render(request, "issuer/skills/list.html", told)


@member(Role.DESIGNER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_skill(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Add one; what looks alike is shown first."""
    form = SkillForm(request.POST or None, organisation=organisation)
    told: dict[str, Any] = {"organisation": organisation, "form": form}
    if form.is_valid():
        with refusals_on(form):
            skill = services.add_skill(
                organisation,
                form.words(),
                is_new="is_new" in request.POST,
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("“%(skill)s” can be used at once.") % {"skill": skill})
            return redirect("issuer-show-skill", organisation.slug, skill.pk)
        told["alike"] = services.alike(form.data["label"])
    return render(request, "issuer/skills/add.html", told)


@member()
@require_safe
def show_skill(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One skill: what it matches, what it matched before, and what certifies it."""
    shown = shown_or_404(organisation, pk)
    offers = offers_of_skills([shown.skill.uri]).get(shown.skill.uri, [])
    told = {"organisation": organisation, "shown": shown, "skill": shown.skill, "offers": offers}
    return render(request, "issuer/skills/show.html", told)


@member(Role.DESIGNER)
@require_http_methods(["GET", "HEAD", "POST"])
def change_skill(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Word it differently; its address stays."""
    skill = shown_or_404(organisation, pk).skill
    initial = SkillForm.initial_of(skill)
    form = SkillForm(request.POST or None, organisation=organisation, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            services.change_skill(skill, form.words(), by=person_of(request), at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("issuer-show-skill", organisation.slug, skill.pk)
    told = {"organisation": organisation, "form": form, "skill": skill}
    return render(request, "issuer/skills/change.html", told)


@member(Role.DESIGNER)
@require_POST
def retire_skill(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Offer it no more; or, where it is retired, again."""
    skill = shown_or_404(organisation, pk).skill
    act = services.bring_back if skill.retired_at else services.retire_skill
    try:
        act(skill, by=person_of(request), at=timezone.now())
    except Conflict as conflict:
        messages.error(request, sentence_of(conflict.problem))
    return redirect("issuer-show-skill", organisation.slug, skill.pk)


@member(Role.DESIGNER)
@require_http_methods(["GET", "HEAD", "POST"])
def list_scales(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The organisation's scales of levels, and a form to state another."""
    form = ScaleForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.state_scale(
                organisation,
                form.cleaned_data["name"],
                form.steps(),
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The scale is stated."))
            return redirect("issuer-list-scales", organisation.slug)
    scales = organisation.level_scales.filter(ended_at=None)
    told = {"organisation": organisation, "form": form, "scales": scales}
    return render(request, "issuer/skills/scales.html", told)


@member(Role.DESIGNER)
@require_POST
def end_scale(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Offer a scale no more; skills that name it keep it."""
    scale = get_object_or_404(organisation.level_scales, pk=pk)
    services.end_scale(scale, by=person_of(request), at=timezone.now())
    return redirect("issuer-list-scales", organisation.slug)
