"""The map of a micro-credential made of others, for whoever has nothing of it yet."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.plans.mapping import Mapped, map_of
from testamur_web.ui.pathways import picture_to_keep, shown

__all__ = ["draw_map", "read_map"]


@require_safe
def read_map(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """What it is made of, what of that is offered, and the shortest way from the beginning."""
    version, mapped = _mapped(achievement)
    return render(request, "public/map.html", {"version": version, "shown": shown(mapped)})


@require_safe
def draw_map(_request: HttpRequest, achievement: UUID) -> HttpResponse:
    """The map as a picture to keep."""
    version, mapped = _mapped(achievement)
    return picture_to_keep(mapped, title=version.title)


def _mapped(achievement: UUID) -> tuple[Version, Mapped]:
    version = published().filter(achievement=achievement).first()
    rule = rule_of(version) if version else None
    if version is None or rule is None:
        raise Http404
    return version, map_of(version, rule, at=timezone.now())
