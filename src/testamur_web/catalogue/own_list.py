"""The own skills of all organisations as one list: found by words, read by address.

The list is made anew when a skill was added, changed or retired; each process keeps the last. A
retired skill is found by its address and not by words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings

from testamur.skills.framework import Framework, Skill
from testamur.skills.graph import Graph
from testamur.skills.search import Found, Search
from testamur_web.catalogue.models import OwnSkill
from testamur_web.people.models import Organisation

__all__ = ["Listed", "find_own", "list_address", "list_name", "own_skill_of"]

_Stamp = tuple[int, str]
_NONE: Final[_Stamp] = (0, "")


@dataclass(frozen=True, slots=True)
class Listed:
    """An own skill as an entry of the list of its organisation, which has a graph without links."""

    pk: UUID
    skill: Skill
    framework: Framework
    graph: Graph


@dataclass(frozen=True, slots=True)
class _Lists:
    by_uri: dict[str, Listed]
    search: Search


def find_own(words: str, *, limit: int) -> list[tuple[Found, str]]:
    """What fits the words typed so far, each with the name of its list."""
    if (stamp := _stamp()) == _NONE:
        return []
    lists = _lists(stamp)
    found = lists.search.find(words, limit=limit)
    return [(one, lists.by_uri[one.id].framework.name) for one in found]


def own_skill_of(uri: str) -> Listed | None:
    """The own skill of an address, retired or not."""
    if (stamp := _stamp()) == _NONE:
        return None
    return _lists(stamp).by_uri.get(uri)


def list_name(organisation: Organisation) -> str:
    """What the list of an organisation is called: as credentials write it, in one language."""
    return f"Skills of {organisation.name}"


def list_address(organisation: Organisation) -> str:
    """Where the list of an organisation is read."""
    return f"{settings.INSTANCE_URL}/org/{organisation.slug}/skills/"


def _stamp() -> _Stamp:
    """How many there are, and what the last change was."""
    newest = OwnSkill.objects.order_by("-changed_at", "-pk").values_list("revision", flat=True)
    first = newest.first()
    return (OwnSkill.objects.count(), str(first)) if first else _NONE


@lru_cache(maxsize=2)
def _lists(_stamp: _Stamp) -> _Lists:
    rows = OwnSkill.objects.select_related("organisation").order_by("label", "pk")
    by_organisation: dict[Organisation, list[OwnSkill]] = defaultdict(list)
    for row in rows:
        by_organisation[row.organisation].append(row)
    keys = {row.uri: row.pk for row in rows}
    by_uri: dict[str, Listed] = {}
    for organisation, own in by_organisation.items():
        framework = Framework(
            list_address(organisation), list_name(organisation), skills=tuple(map(_entry, own))
        )
        graph = Graph(framework)
        for skill in framework.skills:
            by_uri[skill.id] = Listed(keys[skill.id], skill, framework, graph)
    offered = tuple(by_uri[row.uri].skill for row in rows if row.retired_at is None)
    return _Lists(by_uri, Search(Framework("urn:testamur:own", "", skills=offered)))


def _entry(row: OwnSkill) -> Skill:
    return Skill(
        row.uri,
        row.label,
        alternatives=tuple(row.alternatives),
        description=row.description,
        kind="own",
    )
