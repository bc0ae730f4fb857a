"""From role to role: what transfers, what is missing, and which roles are nearest.

A role is chosen from the list that follows what is typed, which brings its address along; or its
words are sent, and where they name no single one, those they may mean are offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from testamur.errors import Refused
from testamur.pathways.transition import Nearby
from testamur.skills.framework import Occupation
from testamur.skills.search import MAX_LENGTH, Rank
from testamur_web.catalogue.skills import Hit, find_entries
from testamur_web.people.models import Person
from testamur_web.plans.queries import goal_of
from testamur_web.plans.roles import (
    Comparison,
    compare,
    nearest_to_person,
    nearest_to_role,
    role_of,
)

__all__ = ["explore_roles"]

_NEAREST: Final = 10
_OFFERED: Final = 8
_LONGEST: Final = 500
_WIDTH: Final = 360
_BAR: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the two roles: what was typed, the role that is meant, or those it may be."""

    name: str
    words: str
    role: Occupation | None
    offered: Sequence[tuple[Hit, str]] = ()

    @property
    def shown(self) -> str:
        """What stands in the field."""
        return self.role.label if self.role else self.words


@dataclass(frozen=True, slots=True)
class Bar:
    """A role that is near: its share, where it is drawn, and where it is compared."""

    near: Nearby
    place: int
    href: str

    @property
    def percent(self) -> int:
        """The share, in percent."""
        return round(100 * self.near.share)

    @property
    def width(self) -> float:
        """How long it is drawn."""
        return round(_WIDTH * self.near.share, 1)

    @property
    def top(self) -> int:
        """How far down it stands."""
        return _BAR * self.place


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the picture of what two roles have in common."""

    kind: str
    many: int
    start: float
    width: float

    @property
    def middle(self) -> float:
        """Where its number is written."""
        return round(self.start + self.width / 2, 1)


@require_safe
def explore_roles(request: HttpRequest) -> HttpResponse:
    """Choose one role or two; without any, see which are nearest to what one holds."""
    start, to = _choice(request, "from"), _choice(request, "to")
    told: dict[str, Any] = {"start": start, "to": to, "width": _WIDTH}
    if start.role and to.role:
        told |= _compared(request, start.role.id, to.role.id)
    if start.role and not to.role:
        told |= _bars(nearest_to_role(start.role.id, top=_NEAREST), start.role.id)
    person = request.user if isinstance(request.user, Person) else None
    if person and not (start.shown or to.shown):
        told |= _bars(nearest_to_person(person, at=timezone.now(), top=_NEAREST))
        told["is_mine"] = True
    return render(request, "public/roles.html", told)


def _compared(request: HttpRequest, start: str, to: str) -> dict[str, Any]:
    found = compare(start, to)
    goal = goal_of(request.user) if isinstance(request.user, Person) else None
    return {
        "found": found,
        "parts": list(_parts(found)),
        "there": round(100 * found.there.share),
        "back": round(100 * found.back.share),
        "back_href": _address(to, start),
        "is_goal": bool(goal and goal.content.get("id") == to),
    }


def _parts(found: Comparison) -> Iterator[Part]:
    """What only the first asks for, what both do, and what only the other does, side by side."""
    counts = {
        "start": found.only_in_start,
        "shared": found.shared,
        "other": found.only_in_other,
    }
    at, total = 0.0, sum(counts.values())
    for kind, many in counts.items():
        width = round(_WIDTH * many / total, 1)
        if many:
            yield Part(kind, many, round(at, 1), width)
        at += width


def _bars(nearest: Sequence[Nearby], start: str = "") -> dict[str, Any]:
    """Each leads to the comparison with `start`; without that, to the page of the role."""
    to = partial(_address, start) if start else _about
    bars = [Bar(one, place, to(one.occupation.id)) for place, one in enumerate(nearest)]
    return {"bars": bars, "height": _BAR * len(bars), "asked_nearest": True}


def _choice(request: HttpRequest, name: str) -> Choice:
    """The role of the address, unless other words were typed since."""
    words = request.GET.get(f"{name}_words", "").replace("\0", "").strip()[:MAX_LENGTH]
    role = _role(request.GET.get(name, "")[:_LONGEST])
    if role and (not words or words.casefold() == role.label.casefold()):
        return Choice(name, words, role)
    if not words:
        return Choice(name, "", None)
    language = (get_language() or "").partition("-")[0]
    hits = find_entries(words, kind="occupation", language=language, limit=_OFFERED)
    if hits and hits[0].found.rank == Rank.LABEL:
        return Choice(name, words, _role(hits[0].found.id))
    return Choice(name, words, None, [(hit, _kept(request, name, hit.found.id)) for hit in hits])


def _role(uri: str) -> Occupation | None:
    try:
        return role_of(uri) if uri else None
    except Refused:
        return None


def _kept(request: HttpRequest, name: str, uri: str) -> str:
    """The address of this page with a role chosen, and the other as it was."""
    other = "to" if name == "from" else "from"
    members = (other, f"{other}_words")
    asked = {name: uri} | {one: request.GET[one] for one in members if request.GET.get(one)}
    return f"{reverse('public-explore-roles')}?{urlencode(asked)}"


def _address(start: str, to: str) -> str:
    return f"{reverse('public-explore-roles')}?{urlencode({'from': start, 'to': to})}"


def _about(uri: str) -> str:
    return f"{reverse('public-read-skill')}?{urlencode({'uri': uri})}"
