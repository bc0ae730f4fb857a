"""Skills and occupations: found as one types, and a page for each, with what is offered for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from testamur.skills.framework import Group, Need, Occupation, Skill
from testamur.skills.graph import Graph
from testamur.skills.search import MAX_LENGTH, Kind
from testamur_web.catalogue.matched import matching
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.own_list import own_skill_of
from testamur_web.catalogue.skills import (
    Hit,
    find_entries,
    frameworks_in_use,
    listed_entry_of,
    offers_of_skills,
)

__all__ = ["browse_skills", "read_skill", "suggest_skills"]

_LISTED: Final = 30
_SUGGESTED: Final = 8
_MOST_NEIGHBOURS: Final = 60
_KINDS: Final = ("skill", "occupation")
_HEADINGS: Final[dict[str, Promise]] = {
    "essential": _("It cannot be done without"),
    "optional": _("It also helps to have"),
    "broader": _("Wider"),
    "narrower": _("Narrower"),
    "related": _("Beside it"),
    "needed-by": _("Occupations that ask for it"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a label, and whether it is what was typed."""

    text: str
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One entry that was found: its label, or the other label by which it was."""

    uri: str
    href: str
    label: str
    kind: Kind
    framework: str
    pieces: Sequence[Piece]

    @property
    def is_by_other_name(self) -> bool:
        """Whether it was found by another label than the one it is known by."""
        return "".join(piece.text for piece in self.pieces) != self.label


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A skill or occupation on the page of another, and what is published that certifies it."""

    href: str
    label: str
    offers: Sequence[Version]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Those that stand in one relation to the entry, and how many more there are."""

    relation: str
    heading: Promise
    those: Sequence[Neighbour]
    more: int


@require_safe
def browse_skills(request: HttpRequest) -> HttpResponse:
    """A page to look for skills and occupations."""
    words, kind = _asked(request)
    told = {
        "words": words,
        "kind": kind or "",
        "lines": _lines(words, kind, _LISTED),
        "frameworks": frameworks_in_use(),
    }
    return render(request, "public/skills.html", told)


@require_safe
def suggest_skills(request: HttpRequest) -> HttpResponse:
    """The options of a list that follows what is typed: a piece of a page."""
    words, kind = _asked(request)
    return render(request, "public/_skill_options.html", {"lines": _lines(words, kind, _SUGGESTED)})


@require_safe
def read_skill(request: HttpRequest) -> HttpResponse:
    """A skill, an occupation or a group of them, by its URI; an own skill has a page of its own."""
    uri = request.GET.get("uri", "")
    known = listed_entry_of(uri)
    if known is None:
        own = own_skill_of(uri)
        if own is None:
            raise Http404
        return redirect("public-read-own-skill", own.pk)
    groups = dict(_relations(known.entry, known.graph))
    uris = {uri for those in groups.values() for uri in those} | {known.entry.id}
    offers = offers_of_skills(uris)
    told = {
        "entry": known.entry,
        "kind": type(known.entry).__name__.lower(),
        "framework": known.framework,
        "offers": offers.get(known.entry.id, []),
        "matching": matching(known.entry.id),
        "neighbours": [_neighbours(each, groups[each], known.graph, offers) for each in groups],
    }
    return render(request, "public/skill.html", told)


def _asked(request: HttpRequest) -> tuple[str, Kind | None]:
    words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_LENGTH]
    kind = request.GET.get("kind", "")
    return words, cast("Kind", kind) if kind in _KINDS else None


def _lines(words: str, kind: Kind | None, limit: int) -> list[Line]:
    language = (get_language() or "").partition("-")[0]
    return [_line(hit) for hit in find_entries(words, kind=kind, language=language, limit=limit)]


def _line(hit: Hit) -> Line:
    found = hit.found
    return Line(
        found.id,
        _address(found.id),
        found.label,
        found.kind,
        hit.framework,
        list(_pieces(found.matched, found.spans)),
    )


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        if at < start:
            yield Piece(text[at:start], is_typed=False)
        yield Piece(text[start:end], is_typed=True)
        at = end
    if at < len(text):
        yield Piece(text[at:], is_typed=False)


def _address(uri: str) -> str:
    return f"{reverse('public-read-skill')}?{urlencode({'uri': uri})}"


def _relations(
    entry: Skill | Occupation | Group, graph: Graph
) -> Iterator[tuple[str, Sequence[str]]]:
    """The URIs that stand in each relation to an entry; those without any are left out."""
    uri = entry.id
    found: dict[str, Sequence[str]] = {
        "essential": _skills(graph.essential(uri)),
        "optional": _skills(graph.optional(uri)),
        "broader": graph.broader(uri),
        "narrower": graph.narrower(uri),
        "related": graph.related(uri),
        "needed-by": graph.needed_by(uri),
    }
    yield from ((relation, those) for relation, those in found.items() if those)


def _skills(needs: Iterable[Need]) -> list[str]:
    return [need.skill for need in needs]


def _neighbours(
    relation: str, uris: Sequence[str], graph: Graph, offers: dict[str, list[Version]]
) -> Neighbours:
    shown: list[Any] = [entry for uri in uris if (entry := graph.entry(uri)) is not None]
    shown.sort(key=lambda entry: (not offers.get(entry.id), entry.label.casefold()))
    those = [
        Neighbour(_address(entry.id), entry.label, offers.get(entry.id, []))
        for entry in shown[:_MOST_NEIGHBOURS]
    ]
    more = max(0, len(shown) - _MOST_NEIGHBOURS)
    return Neighbours(relation, _HEADINGS[relation], those, more)
