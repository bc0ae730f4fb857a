"""Demand for everybody: all skills together, one skill, one occupation; and as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from testamur.skills.search import MAX_LENGTH
from testamur_web.catalogue.skills import entry_of
from testamur_web.labour.models import Figure
from testamur_web.labour.queries import (
    Said,
    content_of_all,
    counted_at,
    figure_of,
    figures_like,
    is_being_counted,
    most_wanted_works,
    moving,
    said_of,
    shown_until,
)
from testamur_web.people.tables import lines_of
from testamur_web.ui.access import person_of
from testamur_web.ui.labour.own import own_standing
from testamur_web.ui.labour.showing import Shown
from testamur_web.ui.labour.shown import shown_of, shown_of_all
from testamur_web.ui.labour.words import compared_told, growth_told, share_told

__all__ = [
    "download_demand",
    "draw_demand",
    "read_demand",
    "read_demand_of_occupation",
    "read_demand_of_skill",
]

_PICTURE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"
}


@require_safe
def read_demand(request: HttpRequest) -> HttpResponse:
    """What rises and falls, all skills together, and a search for one."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_LENGTH]
    content = content_of_all()
    told = {
        "words": words,
        "found": figures_like(words) if words else [],
        "content": content,
        "rising": moving(Figure.Way.RISING),
        "falling": moving(Figure.Way.FALLING),
        "shown": shown_of_all(content),
        "works": most_wanted_works(),
        "counted_at": counted_at(),
        "said": _said(content),
    }
    return render(request, "labour/demand.html", told | _standing())


@require_safe
def read_demand_of_skill(request: HttpRequest) -> HttpResponse:
    """One skill: its growth, its months, where, with what, for how much, and what it means."""
    figure = _figure(request, Figure.Kind.SKILL)
    told = _told(figure) | {"is_listed": entry_of(figure.uri) is not None}
    if request.user.is_authenticated:
        told["own"] = own_standing(person_of(request), figure.uri, at=timezone.now())
    return render(request, "labour/skill.html", told)


@require_safe
def read_demand_of_occupation(request: HttpRequest) -> HttpResponse:
    """One kind of work, as its source calls it: what it asks for, when and where."""
    return render(request, "labour/occupation.html", _told(_figure(request, "occupation")))


@require_safe
def draw_demand(request: HttpRequest, name: str) -> HttpResponse:
    """One picture as a file that carries its style, and where it comes from."""
    asked = _asked(request, name)
    drawn = asked.shown.alone(_sources_told(asked.content))
    if not drawn:
        raise Http404
    headers = {**_PICTURE, "Content-Disposition": _named(asked.label, name, "svg")}
    return HttpResponse(drawn, content_type="image/svg+xml", headers=headers)


@require_safe
def download_demand(request: HttpRequest, name: str) -> HttpResponse:
    """One table as a file, its sources below it."""
    asked = _asked(request, name)
    shown = asked.shown
    rows: list[Sequence[object]] = [shown.head, *([row.name, *row.values] for row in shown.rows)]
    rows += [[], ["source", "licence", "retrieved", "from", "until", "attribution", "generated"]]
    for one in _said(asked.content):
        months = (one.retrieved, one.since, one.until)
        rows.append([one.source, one.licence, *months, one.attribution, one.is_generated])
    rows += [[], ["counted", asked.at.isoformat() if asked.at else ""]]
    answer = HttpResponse("".join(lines_of(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = _named(asked.label, name, "csv")
    return answer


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a picture or table is asked of: a skill, an occupation, or all."""

    label: str
    shown: Shown
    content: Mapping[str, Any]
    at: datetime | None


def _figure(request: HttpRequest, kind: str) -> Figure:
    figure = figure_of(request.GET.get("uri", "").replace("\0", ""), kind=kind)
    if figure is None:
        raise Http404
    return figure


def _told(figure: Figure) -> dict[str, Any]:
    content = figure.content
    return {
        "figure": figure,
        "growth": growth_told(content["growth"]),
        "compared": compared_told(content["growth"]),
        "share": share_told(content),
        "shown": shown_of(figure),
        "said": _said(content),
        "counted_at": figure.counted_at,
        **_standing(),
    }


def _standing() -> dict[str, Any]:
    """Whether other figures are on their way, and until when these are shown at most."""
    return {"is_being_counted": is_being_counted(), "shown_until": shown_until()}


def _said(content: Mapping[str, Any]) -> list[Said]:
    return said_of(content["provenance"]) if content else []


def _asked(request: HttpRequest, name: str) -> _Asked:
    kind = request.GET.get("kind", "")
    figure = _figure(request, kind) if kind in Figure.Kind.values else None
    content = figure.content if figure else content_of_all()
    at = figure.counted_at if figure else counted_at()
    some = shown_of(figure) if figure else shown_of_all(content)
    shown = next((one for one in some if one.name == name), None)
    if shown is None:
        raise Http404
    return _Asked(figure.label if figure else "all", shown, content, at)


def _sources_told(content: Mapping[str, Any]) -> str:
    """The sources in one line, as they stand below a picture."""
    told = "; ".join(
        f"{one.source}{_(' (generated)') if one.is_generated else ''}, {one.licence}, "
        f"{one.retrieved}"
        for one in _said(content)
    )
    return f"{_('Source')}: {told}."


def _named(label: str, name: str, ending: str) -> str:
    filename = f"demand-{slugify(label)[:60]}-{name}.{ending}"
    return content_disposition_header(as_attachment=True, filename=filename) or "attachment"
