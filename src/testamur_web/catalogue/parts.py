"""The achievements that a rule names, and what is known of each here.

A part may be of any issuer of this instance, or lie elsewhere: of those only the address is known.
What a published version names is kept in rows (`StackPart`), so that the page of a part tells what
it counts toward, and a circle is found, without reading every rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from testamur.pathways.clauses import Achieved, Clause, Credits, every_clause
from testamur.pathways.rules import Rule, read_clause
from testamur.pathways.sentences import sentence
from testamur_web.catalogue.addresses import achievement_at, url_of
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import Achievement, StackPart, Version
from testamur_web.catalogue.search import searchable
from testamur_web.catalogue.stacks import Stack

__all__ = [
    "Part",
    "Standing",
    "addresses_in",
    "addresses_of",
    "circle_from",
    "find_parts",
    "parts_called",
    "parts_like",
    "parts_of",
    "told_clause",
    "told_equivalents",
]

_UNREAD: Final = ("current__image_svg", "current__image_png", "current__search_text", "draft")


class Standing(StrEnum):
    """How a part stands: offered here, no longer, never published here, or of elsewhere.

    What was never published does not exist for others, so a draft is as unknown as nothing.
    """

    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Part:
    """An achievement that is named by its address; `version` is its current one, if published."""

    address: str
    standing: Standing
    version: Version | None = None

    @property
    def title(self) -> str:
        """What it is called, "" where that is not known here."""
        return self.version.title if self.version else ""

    @property
    def is_page(self) -> bool:
        """Whether its address can be opened; a rule may name it by any, also a harmful one."""
        return self.address.startswith(("https://", "http://"))

    @property
    def issuer(self) -> str:
        """Who awards it, "" where that is not known here."""
        return self.version.achievement.organisation.name if self.version else ""

    @property
    def stands_alone(self) -> bool:
        """Whether its issuer says that it counts toward nothing larger."""
        return bool(self.version and self.version.content.get("stackability") == "standalone")


def addresses_in(clause: Clause) -> list[str]:
    """The achievements that a clause names, each once, in its order."""
    return list(dict.fromkeys(_named(clause)))


def addresses_of(stack: Stack) -> list[str]:
    """The achievements that a stack names, also those that count as others."""
    found = addresses_in(read_clause(dict(stack.clause))) if stack.clause else []
    pairs = [address for name, others in stack.recognised.items() for address in (name, *others)]
    return list(dict.fromkeys([*found, *pairs]))


def told_clause(clause: Mapping[str, Any]) -> str:
    """A clause as a sentence, with the titles of the achievements that are known here."""
    rule = Rule("urn:testamur:rule", version="0", clause=read_clause(dict(clause)))
    return sentence(rule, _titles(addresses_in(rule.clause)))


def told_equivalents(recognised: Mapping[str, list[str]]) -> str:
    """What counts as what, a sentence for each; "" where nothing does."""
    named = _titles(one for name, others in recognised.items() for one in (name, *others))
    told = _("%(others)s counts as %(name)s.")
    rows = [
        {"name": named.get(name, name), "others": ", ".join(named.get(one, one) for one in others)}
        for name, others in sorted(recognised.items())
    ]
    return " ".join(told % row for row in rows)


def _titles(addresses: Iterable[str]) -> dict[str, str]:
    return {address: part.title for address, part in find_parts(addresses).items() if part.title}


def find_parts(addresses: Iterable[str]) -> dict[str, Part]:
    """What is known of each achievement, by the address that names it, in one query."""
    keys = {address: achievement_at(address) for address in addresses}
    wanted = {key for key in keys.values() if key is not None}
    known = (
        Achievement.objects.filter(pk__in=wanted)
        .select_related("current__achievement__organisation")
        .defer(*_UNREAD)
        .in_bulk()
        if wanted
        else {}
    )
    return {address: _part(address, key, known) for address, key in keys.items()}


def parts_of(version: Version, definition: Definition) -> list[StackPart]:
    """The achievements of this instance that the rule of a version names, not saved."""
    if definition.stack is None:
        return []
    keys = {achievement_at(address) for address in addresses_of(definition.stack)}
    known = Achievement.objects.filter(pk__in={key for key in keys if key}).order_by("title", "pk")
    return [StackPart(version=version, achievement=one) for one in known]


def parts_like(words: str, *, limit: int = 8) -> list[Part]:
    """What is offered here whose title or issuer has the words typed so far, by title."""
    typed = searchable(words).split()
    if not typed:
        return []
    has_all = reduce(lambda so_far, word: so_far & Q(search_text__contains=f" {word}"), typed, Q())
    begins = reduce(or_, (Q(title__icontains=word) for word in typed))
    issued = Q(achievement__organisation__name__icontains=words.strip())
    found = _offered().filter(has_all & (begins | issued)).order_by("title", "pk")[:limit]
    return [_offer(version) for version in found]


def parts_called(title: str) -> list[Part]:
    """What is offered here under exactly this title, whatever the case of its letters."""
    found = _offered().filter(title__iexact=title.strip()).order_by("pk")[:10]
    return [_offer(version) for version in found] if title.strip() else []


def circle_from(start: UUID, named: Iterable[UUID]) -> list[UUID]:
    """The way from an achievement through the parts of what it names back to itself; [] if none.

    The first is one of `named`, the last is `start`. Only what is offered now is followed.
    """
    came_from: dict[UUID, UUID | None] = dict.fromkeys(named)
    edge = set(came_from)
    while edge and start not in came_from:
        step = _parts_asked_by(edge)
        edge = set()
        for whole, part in step:
            if part not in came_from:
                came_from[part] = whole
                edge.add(part)
    return list(reversed(list(_back(start, came_from)))) if start in came_from else []


def _back(start: UUID, came_from: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    at: UUID | None = start
    while at is not None:
        yield at
        at = came_from[at]


def _parts_asked_by(wholes: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    rows = StackPart.objects.filter(
        version__achievement__in=set(wholes),
        version__achievement__withdrawn_at=None,
        version=F("version__achievement__current"),
    )
    return list(rows.order_by("pk").values_list("version__achievement", "achievement"))


def _named(clause: Clause) -> Iterator[str]:
    for _pointer, one in every_clause(clause):
        match one:
            case Achieved():
                yield one.achievement
            case Credits():
                yield from one.achievements
            case _:
                pass


def _offered() -> QuerySet[Version]:
    current = Version.objects.filter(achievement__current=F("pk"), achievement__withdrawn_at=None)
    told = current.select_related("achievement__organisation")
    return told.defer("search_text", "image_svg", "image_png")


def _offer(version: Version) -> Part:
    return Part(url_of(version.achievement_id), Standing.OFFERED, version)


def _part(address: str, key: UUID | None, known: Mapping[UUID, Achievement]) -> Part:
    if key is None:
        return Part(address, Standing.ELSEWHERE)
    found = known.get(key)
    if found is None or found.current is None:
        return Part(address, Standing.UNKNOWN)
    standing = Standing.WITHDRAWN if found.withdrawn_at else Standing.OFFERED
    return Part(address, standing, found.current)
