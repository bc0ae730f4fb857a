"""Taking in crosswalks: one is read and proposed, looked at, then adopted, as lists of skills are.

What is in use counts in gaps and is shown beside skills. A newer version takes the place of the
older one; what was brought before is not kept twice.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from testamur.errors import Conflict
from testamur.skills.crosswalks import (
    counts_of,
    packed_crosswalk,
    stable_id,
    unpacked_crosswalk,
)
from testamur.skills.framework import Crosswalk as Table
from testamur.skills.framework import Link
from testamur.skills.readers import CrosswalkIntake
from testamur_web.catalogue.changing import post_graph_changed
from testamur_web.catalogue.models import Crosswalk
from testamur_web.catalogue.skills import graphs_in_use
from testamur_web.ops import trail
from testamur_web.people.models import Person

__all__ = [
    "Looked",
    "adopt_crosswalk",
    "crosswalks_in_use",
    "keep_crosswalk",
    "look_at_crosswalk",
    "tables_in_use",
    "withdraw_crosswalk",
]

_COMPRESSION: Final = 6
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """One match, with what its ends are called."""

    link: Link
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a crosswalk says: which of its ends are known here, what is new, and the first rows."""

    known_sources: int
    known_targets: int
    added: int
    removed: int
    first: list[Pair]


def crosswalks_in_use() -> QuerySet[Crosswalk]:
    """Those that were adopted, without their bytes."""
    return Crosswalk.objects.exclude(adopted_at=None).defer("packed")


def tables_in_use() -> list[Table]:
    """What all crosswalks in use say, in a fixed order."""
    rows = Crosswalk.objects.exclude(adopted_at=None).order_by("name", "pk")
    return [_table(row) for row in rows]


@transaction.atomic
def keep_crosswalk(
    intake: CrosswalkIntake, *, by: Person | None, at: datetime
) -> tuple[Crosswalk, bool]:
    """Keep what was read, not yet in use; the same table is kept once, and told with False."""
    table = intake.crosswalk
    data = packed_crosswalk(table)
    uri, digest = stable_id(table), sha256(data).hexdigest()
    same = Crosswalk.objects.filter(uri=uri, digest=digest).first()
    if same is not None:
        return same, False
    row = Crosswalk.objects.create(
        uri=uri,
        name=table.name[:300],
        version=table.version[:60],
        source=table.source[:500],
        target=table.target[:500],
        attribution=table.attribution,
        links=len(table.links),
        counts=dict(counts_of(table)),
        digest=digest,
        packed=zlib.compress(data, _COMPRESSION),
        omissions=[omission.as_json() for omission in intake.omissions],
        proposed_at=at,
        proposed_by=by,
    )
    return row, True


@transaction.atomic
def adopt_crosswalk(crosswalk: Crosswalk, *, by: Person | None, at: datetime) -> None:
    """Put a proposed crosswalk in use, in the place of an older version of it."""
    locked = Crosswalk.objects.select_for_update().get(pk=crosswalk.pk)
    if locked.adopted_at is not None:
        raise Conflict.because("crosswalk.adopted", f"{locked} is in use already")
    Crosswalk.objects.filter(uri=locked.uri).exclude(adopted_at=None).delete()
    locked.adopted_at = at
    locked.save(update_fields=["adopted_at"])
    trail.record("crosswalk.adopt", locked, by=by, tenant=None, at=at, name=str(locked))
    post_graph_changed(str(locked.pk), at=at)
    crosswalk.refresh_from_db()


@transaction.atomic
def withdraw_crosswalk(crosswalk: Crosswalk, *, by: Person | None, at: datetime) -> None:
    """Take a crosswalk out; it counts no more."""
    if crosswalk.adopted_at is not None:
        trail.record(
            "crosswalk.withdraw", crosswalk, by=by, tenant=None, at=at, name=str(crosswalk)
        )
        post_graph_changed(str(crosswalk.pk), at=at)
    crosswalk.delete()


def look_at_crosswalk(crosswalk: Crosswalk) -> Looked:
    """What adopting it would bring."""
    table = _table(crosswalk)
    older = crosswalks_in_use().filter(uri=crosswalk.uri).exclude(pk=crosswalk.pk).first()
    before = set(_table(older).links) if older else set()
    links = set(table.links)
    names = _names(table)
    return Looked(
        known_sources=sum(link.source in names for link in links),
        known_targets=sum(link.target in names for link in links),
        added=len(links - before),
        removed=len(before - links),
        first=[_pair(link, table, names) for link in table.links[:_SHOWN]],
    )


def _pair(link: Link, table: Table, names: dict[str, str]) -> Pair:
    source, target = (
        names.get(uri) or table.labels.get(uri) or uri for uri in (link.source, link.target)
    )
    return Pair(link, source, target)


def _names(table: Table) -> dict[str, str]:
    """What the lists in use call the entries of a table."""
    ends = {uri for link in table.links for uri in (link.source, link.target)}
    graphs = [graph for _, graph in graphs_in_use()]
    return {
        uri: entry.label
        for uri in ends
        for graph in graphs
        if (entry := graph.entry(uri)) is not None
    }


def _table(row: Crosswalk) -> Table:
    return unpacked_crosswalk(zlib.decompress(row.packed), name=str(row))
