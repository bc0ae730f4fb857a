"""The map of a micro-credential made of others, for whoever has nothing of it yet."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.queries import published
from testamur_web.plans.mapping import map_of
from testamur_web.ui.pathways import shown

__all__ = ["read_map"]


@require_safe
def read_map(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """What it is made of, what of that is offered, and the shortest way from the beginning."""
    version = published().filter(achievement=achievement).first()
    rule = rule_of(version) if version else None
    if version is None or rule is None:
        raise Http404
    drawn = map_of(version, rule, at=timezone.now())
    return render(request, "public/map.html", {"version": version, "shown": shown(drawn)})
