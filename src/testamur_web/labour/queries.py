"""What pages and programs read of the labour market: loads, and figures as they were counted.

Nothing here asks an engine: a figure is one row, and where there is none nobody counted it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from testamur.market import Manifest
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.search import searchable
from testamur_web.labour.figures import leaving_here
from testamur_web.labour.models import Count, Figure, Load
from testamur_web.labour.places import store_here

__all__ = [
    "Said",
    "content_of_all",
    "counted_at",
    "figure_of",
    "figures_like",
    "figures_of_skills",
    "figures_of_version",
    "is_being_counted",
    "loads_counted",
    "loads_here",
    "most_wanted_works",
    "moving",
    "rejected_rows_of",
    "said_of",
    "shown_until",
    "stored_beside",
    "stored_named",
    "wanted_by_skill",
    "wanted_figures",
]

_YEAR = 12
_LIGHT = ("kind", "uri", "label", "postings", "growth", "low", "high", "way", "counted_at")


@dataclass(frozen=True, slots=True)
class Said:
    """One source as the foot of a figure names it. Months are written `2026-05`."""

    source: str
    licence: str
    attribution: str
    url: str
    retrieved: str
    postings: int | None
    since: str
    until: str
    linked: str
    is_generated: bool


def said_of(provenance: Mapping[str, Any]) -> list[Said]:
    """The sources of a figure, with what is known of them from their loads."""
    loads: dict[str, list[Load]] = {}
    for load in loads_counted():
        loads.setdefault(load.source, []).append(load)
    return [_said(one, loads.get(one["source"], [])) for one in provenance["sources"]]


def loads_here() -> QuerySet[Load]:
    """Every file that was brought, the newest first."""
    return Load.objects.select_related("brought_by").defer("mapping", "faults")


def loads_counted() -> QuerySet[Load]:
    """Those that figures are counted from, by source."""
    done = Load.objects.filter(state=Load.State.DONE).defer("faults")
    return done.order_by("source", "-retrieved", "pk")


def rejected_rows_of(load: Load) -> Path | None:
    """The file of rows that were left out; None where there is none."""
    path = store_here().rejected_of(load.loaded_as) if load.loaded_as else None
    return path if path and path.is_file() else None


def stored_beside() -> list[Manifest]:
    """Loads of the store that nobody brought here: `testamur market load` put them there."""
    known = set(Load.objects.exclude(loaded_as="").values_list("loaded_as", flat=True))
    loads = store_here(without=leaving_here()).loads()
    return [one for one in reversed(loads) if one.load not in known]


def stored_named(name: str) -> Manifest | None:
    """One of these."""
    return next((one for one in stored_beside() if one.load == name), None)


def counted_at() -> datetime | None:
    """When figures were counted last; None where there are none."""
    count = _shown_count()
    return count.counted_at if count else None


def shown_until() -> datetime | None:
    """Until when figures are shown that rest on what was deleted; None where none do."""
    count = _shown_count()
    return count.hidden_from if count else None


def is_being_counted() -> bool:
    """Whether figures were asked for that are not there yet."""
    count = Count.objects.first()
    if count is None or count.wanted_at is None:
        return False
    is_late = count.counted_at is None or count.counted_at < count.wanted_at
    return is_late or count.hidden_from is not None


def content_of_all() -> dict[str, Any]:
    """What is shown of all skills together; {} where nothing was counted."""
    count = _shown_count()
    return count.content if count else {}


def _shown_count() -> Count | None:
    return Count.objects.exclude(hidden_from__lte=timezone.now()).first()


def _figures() -> QuerySet[Figure]:
    """All that are shown: none where they rest on what was deleted too long ago."""
    is_over = Count.objects.filter(hidden_from__lte=timezone.now())
    return Figure.objects.exclude(Exists(is_over))


def figure_of(uri: str, *, kind: str = Figure.Kind.SKILL) -> Figure | None:
    """The figure of a skill or an occupation, with all its page shows."""
    return _figures().filter(kind=kind, uri=uri).first()


def figures_of_skills(uris: Iterable[str]) -> dict[str, Figure]:
    """The figures of those skills that have one, without their content."""
    wanted = {uri for uri in uris if uri}
    found = _figures().filter(kind=Figure.Kind.SKILL, uri__in=wanted) if wanted else []
    return {figure.uri: figure for figure in _light(found)}


def figures_of_version(version: Version) -> list[Figure]:
    """What is known of the demand for the skills that a version certifies, by name."""
    figures = figures_of_skills(version.skills.values_list("uri", flat=True))
    return sorted(figures.values(), key=lambda figure: figure.label.casefold())


def figures_like(words: str, *, most: int = 30) -> list[Figure]:
    """Skills and occupations whose name has these words, the most wanted first."""
    parts = searchable(words).split()
    if not parts:
        return []
    fits = Q(*(Q(search_text__contains=f" {part}") for part in parts))
    return list(_light(_figures().filter(fits))[:most])


def wanted_figures(words: str = "", *, way: str = "") -> QuerySet[Figure]:
    """Skills, the most wanted first; of those that have these words, or move in this way."""
    found = _figures().filter(kind=Figure.Kind.SKILL).only(*_LIGHT)
    if way:
        found = found.filter(way=way)
    for part in searchable(words).split():
        found = found.filter(search_text__contains=f" {part}")
    return found


def wanted_by_skill() -> dict[str, int]:
    """Postings of the last twelve months that ask for each skill; suppressed months add nothing."""
    rows = _figures().filter(kind=Figure.Kind.SKILL).values_list("uri", "content__months")
    return {
        uri: sum(month["postings"] or 0 for month in months[-_YEAR:])
        for uri, months in rows.iterator(chunk_size=100)
    }


def most_wanted_works(*, most: int = 12) -> list[Figure]:
    """Occupations, the most postings first."""
    return list(_light(_figures().filter(kind=Figure.Kind.OCCUPATION))[:most])


def moving(way: str, *, most: int = 12) -> list[Figure]:
    """Skills that surely rise or fall, the greatest change first; what is new has no number."""
    order = "growth" if way == Figure.Way.FALLING else "-growth"
    found = _light(_figures().filter(kind=Figure.Kind.SKILL, way=way))
    return list(found.order_by(order, "-postings", "label")[:most])


def _said(one: Mapping[str, Any], loads: list[Load]) -> Said:
    return Said(
        source=one["source"],
        licence="; ".join(one["licences"]),
        attribution=" ".join(one["attributions"]),
        url=next((load.url for load in loads if load.url), ""),
        retrieved=one["retrieved"],
        postings=one["postings"],
        since=one["since"],
        until=one["until"],
        linked="; ".join(one["linked"]),
        is_generated=any(load.is_generated for load in loads),
    )


def _light(figures: Any) -> Any:
    return figures.only(*_LIGHT) if isinstance(figures, QuerySet) else figures
