"""The page under the address of an organisation's own skill, the same as JSON, and its list."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from testamur_web.catalogue.own_queries import find_own_skill, offered_of, skill_document
from testamur_web.catalogue.skills import offers_of_skills

__all__ = ["list_own_skills", "read_own_skill", "read_own_skill_as_json"]


@require_safe
@vary_on_headers("Accept")
def read_own_skill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the skill is, what it matches and matched; as JSON for whoever prefers that."""
    if request.get_preferred_type(["text/html", "application/json", "application/ld+json"]) in {
        "application/json",
        "application/ld+json",
    }:
        return read_own_skill_as_json(request, pk)
    shown = find_own_skill(pk)
    if shown is None:
        raise Http404
    offers = offers_of_skills([shown.skill.uri]).get(shown.skill.uri, [])
    told = {"shown": shown, "skill": shown.skill, "offers": offers}
    return render(request, "public/own_skill.html", told)


@require_safe
def read_own_skill_as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The skill in SKOS, as JSON-LD."""
    del request
    shown = find_own_skill(pk)
    if shown is None:
        raise Http404
    answer = JsonResponse(skill_document(shown), content_type="application/ld+json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def list_own_skills(request: HttpRequest, slug: str) -> HttpResponse:
    """The skills that an organisation offers of its own."""
    found = offered_of(slug)
    if found is None:
        raise Http404
    organisation, skills = found
    told = {"organisation": organisation, "skills": skills}
    return render(request, "public/own_skills.html", told)
