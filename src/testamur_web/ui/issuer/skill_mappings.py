"""Mapping an own skill to one of a published list, and ending that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from testamur.errors import Conflict
from testamur.skills.framework import Skill
from testamur.skills.search import MAX_LENGTH
from testamur_web.catalogue import mappings as services
from testamur_web.catalogue.models import SkillMapping
from testamur_web.catalogue.own_queries import Shown
from testamur_web.catalogue.skills import find_entries, listed_entry_of
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.own_skills import shown_or_404
from testamur_web.ui.issuer.skill_forms import MappingForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["end_mapping", "map_skill"]

_OFFERED: Final = 12


@member(Role.DESIGNER)
@require_http_methods(["GET", "HEAD", "POST"])
def map_skill(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Look for the published skill, choose it, and say how it stands to the own one."""
    shown = shown_or_404(organisation, pk)
    given = request.POST or request.GET
    replaced = _replaced(shown, given.get("replaces", ""))
    form = MappingForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.map_skill(
                shown.skill,
                form.word(),
                replaces=replaced,
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("It is mapped, and counts so from now on."))
            return redirect("issuer-show-skill", organisation.slug, pk)
    words = given.get("q", shown.skill.label).replace("\0", "").strip()[:MAX_LENGTH]
    told = {
        "organisation": organisation,
        "skill": shown.skill,
        "form": form,
        "words": words,
        "offered": _offered(words),
        "relations": SkillMapping.Relation.choices,
        "replaced": replaced,
    }
    return render(request, "issuer/skills/map.html", told)


@member(Role.DESIGNER)
@require_POST
def end_mapping(
    request: HttpRequest, organisation: Organisation, pk: UUID, mapping: UUID
) -> HttpResponse:
    """End it; it stays in the history."""
    found = get_object_or_404(shown_or_404(organisation, pk).skill.mappings, pk=mapping)
    note = request.POST.get("note", "")[:1000].replace("\0", "")
    try:
        services.end_mapping(found, note=note, by=person_of(request), at=timezone.now())
        messages.success(request, _("The mapping has ended. It stays in the history."))
    except Conflict as conflict:
        messages.error(request, sentence_of(conflict.problem))
    return redirect("issuer-show-skill", organisation.slug, pk)


def _replaced(shown: Shown, text: str) -> SkillMapping | None:
    """The mapping in force that is to be replaced; without any such one, nothing is there."""
    if not text:
        return None
    found = next((one for one in shown.mappings if str(one.pk) == text.lower()), None)
    if found is None:
        raise Http404
    return found


def _offered(words: str) -> Sequence[tuple[Skill, str]]:
    """Published skills that fit, each with the name of its list."""
    language = (get_language() or "").partition("-")[0]
    hits = find_entries(words, kind="skill", language=language, limit=2 * _OFFERED)
    known = [listed_entry_of(hit.found.id) for hit in hits]
    return [
        (one.entry, one.framework.name)
        for one in known
        if one is not None and isinstance(one.entry, Skill)
    ][:_OFFERED]
