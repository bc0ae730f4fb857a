"""The skills and occupations that are known here: found by words, read by URI.

They are those of the frameworks in use: of each that was adopted its newest version, or the one
that ships with Testamur where none was; and those of organisations' own. A process unpacks a
framework once, when it is first asked.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from testamur.pathways.transition import Explorer
from testamur.skills.framework import Framework as Listed
from testamur.skills.framework import Group, Occupation, Skill
from testamur.skills.graph import Graph
from testamur.skills.linking import Linked, Linker
from testamur.skills.packing import unpacked
from testamur.skills.search import Found, Kind, Rank, Search
from testamur.skills.shelf import STARTER
from testamur_web.catalogue.definition import Outcome
from testamur_web.catalogue.models import Framework, Version
from testamur_web.catalogue.own_list import find_own, own_skill_of
from testamur_web.catalogue.queries import definition_of, published
from testamur_web.catalogue.search import searchable

__all__ = [
    "Hit",
    "Known",
    "entry_of",
    "explorer_with",
    "explorers",
    "find_entries",
    "find_skill",
    "frameworks_in_use",
    "graphs_in_use",
    "in_use",
    "known_skills",
    "linkers_in_use",
    "listed_entry_of",
    "offers_of_skills",
    "skills_in",
    "unpacked_framework",
]

_KEPT: Final = 4
_MOST_COMPARED: Final = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found, and the name of the framework it stands in."""

    found: Found
    framework: str


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of a framework in use, with what it hangs together with."""

    entry: Skill | Occupation | Group
    framework: Listed
    graph: Graph
    key: UUID | None = None


def in_use() -> QuerySet[Framework]:
    """The newest adopted version of each framework, without its bytes."""
    newest = (
        Framework.objects.filter(uri=OuterRef("uri"))
        .exclude(adopted_at=None)
        .order_by("-adopted_at", "-pk")
    )
    return Framework.objects.filter(pk=Subquery(newest.values("pk")[:1])).defer("packed")


def frameworks_in_use() -> list[Listed]:
    """The frameworks themselves; the one that ships with Testamur where none was adopted."""
    return [unpacked_framework(key) for key in _keys()]


def find_entries(
    words: str, *, kind: Kind | None = None, language: str = "", limit: int = 10
) -> list[Hit]:
    """What fits the words typed so far, the best first, from all frameworks in use."""
    hits = [
        Hit(found, unpacked_framework(key).name)
        for key in _keys()
        for found in _search(key, _spoken(key, language)).find(words, kind=kind, limit=limit)
    ]
    if kind != "occupation":
        hits += [Hit(found, name) for found, name in find_own(words, limit=limit)]
    return sorted(hits, key=lambda hit: hit.found.rank)[:limit]


def entry_of(uri: str) -> Known | None:
    """The skill, occupation or group of a URI, in the first framework in use that has it.

    An organisation's own skill is one, too, in a list of its own.
    """
    return listed_entry_of(uri) or _own_entry_of(uri)


def listed_entry_of(uri: str) -> Known | None:
    """The same, of published frameworks alone."""
    for key in _keys():
        graph = _graph(key)
        if (entry := graph.entry(uri)) is not None:
            return Known(entry, unpacked_framework(key), graph, key)
    return None


def explorers() -> list[Explorer]:
    """The occupations of each framework in use, ready to be compared."""
    return [_explorer(key) for key in _keys()]


def explorer_with(known: Known) -> Explorer:
    """The occupations of the framework of an entry, ready to be compared."""
    return _explorer(known.key)


def graphs_in_use() -> list[tuple[Listed, Graph]]:
    """The frameworks in use, each with its graph."""
    return [(unpacked_framework(key), _graph(key)) for key in _keys()]


def linkers_in_use() -> list[tuple[Listed, Linker]]:
    """The frameworks in use, each with what finds its skills in texts."""
    return [(unpacked_framework(key), _linker(key)) for key in _keys()]


def skills_in(text: str, *, limit: int = 40) -> list[Linked]:
    """The skills that a text speaks of, the likeliest first, from all frameworks in use.

    It is an offer that a person confirms or rejects.
    """
    found = [linked for key in _keys() for linked in _linker(key).read(text, top=limit)]
    return sorted(found, key=lambda linked: (-linked.score, linked.span))[:limit]


def offers_of_skills(uris: Iterable[str]) -> dict[str, list[Version]]:
    """For each skill, what is published that certifies it, by title."""
    offers = published().filter(skills__uri__in=set(uris)).order_by("title", "pk")
    found: dict[str, list[Version]] = defaultdict(list)
    for version in offers.prefetch_related("skills").distinct():
        for skill in version.skills.all():
            found[skill.uri].append(version)
    return found


def known_skills(at_most: int = 500) -> list[Outcome]:
    """Outcomes of what is published whose skill has an address, each skill once, by its name."""
    found = {
        outcome.skill_uri: outcome
        for version in published()[:at_most]
        for outcome in definition_of(version).outcomes
        if outcome.skill_uri
    }
    return sorted(found.values(), key=lambda outcome: outcome.skill.casefold())


def find_skill(name: str) -> Outcome | None:
    """A skill that is called so, with its address: of a framework in use, else one published."""
    for hit in find_entries(name, kind="skill", limit=1):
        if hit.found.rank <= Rank.ALTERNATIVE:
            return Outcome(skill=name, skill_uri=hit.found.id, framework=hit.framework)
    wanted = name.strip().casefold()
    words = searchable(wanted).split()
    if not words:
        return None
    alike = Q(*(Q(search_text__contains=f" {word}") for word in words))
    return next(
        (
            outcome
            for version in published().filter(alike)[:_MOST_COMPARED]
            for outcome in definition_of(version).outcomes
            if outcome.skill_uri and outcome.skill.casefold() == wanted
        ),
        None,
    )


def _own_entry_of(uri: str) -> Known | None:
    own = own_skill_of(uri)
    return Known(own.skill, own.framework, own.graph) if own else None


def _keys() -> Sequence[UUID | None]:
    """None stands for the framework that ships with Testamur."""
    return list(in_use().values_list("pk", flat=True)) or [None]


@lru_cache(maxsize=_KEPT)
def unpacked_framework(key: UUID | None) -> Listed:
    """The framework of a row, which never changes."""
    if key is None:
        return unpacked(STARTER.read_bytes())
    return unpacked(zlib.decompress(Framework.objects.values_list("packed", flat=True).get(pk=key)))


@lru_cache(maxsize=_KEPT)
def _graph(key: UUID | None) -> Graph:
    return Graph(unpacked_framework(key))


@lru_cache(maxsize=_KEPT)
def _explorer(key: UUID | None) -> Explorer:
    return Explorer(unpacked_framework(key).occupations)


@lru_cache(maxsize=_KEPT)
def _search(key: UUID | None, language: str) -> Search:
    return Search(unpacked_framework(key), language=language)


@lru_cache(maxsize=_KEPT)
def _linker(key: UUID | None) -> Linker:
    return Linker(unpacked_framework(key), folder=settings.DATA_DIR / "linking")


@lru_cache(maxsize=64)
def _spoken(key: UUID | None, language: str) -> str:
    """The language, where the framework has another than its own in it; else its own: ""."""
    listed = unpacked_framework(key)
    entries: list[Skill | Occupation] = [*listed.skills, *listed.occupations]
    is_spoken = language != listed.language and any(
        language in each.translations for each in entries
    )
    return language if is_spoken else ""
