"""A pathway map as pages show it: two pictures of it, and the same facts as a list.

The page shows the picture that fits the screen; what is hidden is hidden from everybody. Nodes lead
to the pages of this instance, or to an address of https elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from testamur.pathways.pathmap import Kind, MapNode, Pen, State, Words, draw
from testamur_web.plans.mapping import Mapped

__all__ = ["Row", "Shown", "href_of", "map_words", "picture_to_keep", "shown"]

_PICTURE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, and those inside it."""

    name: str
    state: str
    facts: Sequence[str]
    href: str
    step: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a map; `names` are those of clauses, by their pointer."""

    mapped: Mapped
    wide: SafeString
    narrow: SafeString
    row: Row
    over: Sequence[Row]
    steps: Sequence[Row]
    names: Mapping[str, str]


def shown(mapped: Mapped) -> Shown:
    """The map in the language of the page."""
    words = map_words()
    pen = Pen(words=words, link=href_of, style="")
    drawn = mapped.map
    rows = {node.step: _row(node, words) for node in drawn.nodes() if node.step}
    return Shown(
        mapped,
        wide=_trusted(draw(drawn, pen=pen)),
        narrow=_trusted(draw(drawn, is_narrow=True, pen=pen)),
        row=_row(drawn.root, words),
        over=[_row(node, words) for node in drawn.over],
        steps=[rows[at] for at in sorted(rows)],
        names={node.id: _clause_of(node, words) for node in drawn.nodes()},
    )


def picture_to_keep(mapped: Mapped, *, title: str) -> HttpResponse:
    """The map as a file that carries its own style."""
    drawn = draw(mapped.map, pen=Pen(words=map_words()))
    name = content_disposition_header(as_attachment=True, filename=f"{slugify(title)}.svg")
    headers = {**_PICTURE, "Content-Disposition": name or "attachment"}
    return HttpResponse(drawn, content_type="image/svg+xml", headers=headers)


def href_of(node: MapNode) -> str:
    """Where a node leads: a page here by its path, one elsewhere by its address; "" nowhere."""
    if node.kind is Kind.SKILL:
        return f"{reverse('public-read-skill')}?{urlencode({'uri': node.address})}"
    if node.kind not in {Kind.ACHIEVEMENT, Kind.SOME}:
        return ""
    here = f"{settings.INSTANCE_URL}/catalogue/"
    if node.address.startswith(here):
        return node.address.removeprefix(settings.INSTANCE_URL)
    return node.address if node.address.startswith("https://") else ""


def map_words() -> Words:
    """The words of a map in the language of the page."""
    return Words(
        states={
            State.EARNED: _("Earned"),
            State.EXPIRING: _("Expires soon"),
            State.IN_PROGRESS: _("In progress"),
            State.AVAILABLE: _("Available"),
            State.LOCKED: _("Locked"),
            State.NOT_OFFERED: _("Not offered"),
        },
        all_of=_("All {of} of these"),
        some_of=_("Any {need} of these {of}"),
        any_of=_("One of these"),
        in_order=_("In this order"),
        hours=_("{} h"),
        free=_("free"),
        left=_("{} left"),
        met=_("{} of {} met"),
        credits=_("{} of {} {}"),
        step=_("Step {} of the shortest way"),
        more=_("{} more"),
        level=_("level {}"),
        earned_on=_("earned on {}"),
        valid_until=_("valid until {}"),
        by=_("by {}"),
        then=_("then"),
        needed_first=_("Other steps ask for it first"),
        done=_("{} % done"),
        map_of=_("Map of {}"),
    )


def _row(node: MapNode, words: Words) -> Row:
    is_whole = node.kind is Kind.WHOLE
    facts = list(words.standing_of(node) if is_whole else words.facts_of(node))
    state = words.states[node.state]
    details = [one for one in words.details_of(node) if not node.step or one != _step(node, words)]
    return Row(
        words.name_of(node),
        node.state.name.lower().replace("_", "-"),
        [state, *(one for one in (*facts, *details) if one != state)],
        href_of(node),
        node.step,
        [_row(child, words) for child in node.children],
    )


def _clause_of(node: MapNode, words: Words) -> str:
    return ", ".join(part for part in (words.name_of(node), node.conditions) if part)


def _step(node: MapNode, words: Words) -> str:
    return words.step.format(node.step)


def _trusted(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308 -- drawn here; every text in it is escaped
