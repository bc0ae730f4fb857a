"""All figures of demand, counted from everything that is loaded, in one go, by a worker.

(1) ask the market what there is; (2) of the most wanted skills all that their pages show, each
question once for all of them; (3) of the largest occupations the same; (4) what is shown of all
together; (5) put it in place of what was, unless somebody asked for another count meanwhile, who
then gets one of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count as Counted
from django.db.models import Q

from testamur.errors import Refused
from testamur.market import Market
from testamur.market.answers import Breakdown, Demand, Pair, Pairs, Works
from testamur.market.figures import FEWEST, Growth
from testamur_web.awards.models import Award
from testamur_web.catalogue.search import searchable
from testamur_web.catalogue.skills import entry_of
from testamur_web.labour.demand_watch import watch_demand
from testamur_web.labour.figures import keep_figures, leaving_here, wanted_since
from testamur_web.labour.models import Figure
from testamur_web.labour.places import store_here

__all__ = ["count_demand", "holders_by_skill"]

log: Final = logging.getLogger(__name__)

MOST_SKILLS: Final = 400
"""So many skills have figures; what is asked for less often is found by nobody's search."""

MOST_OCCUPATIONS: Final = 60
_MOST_PARTS: Final = 30
_MOST_BESIDE: Final = 30
_DRAWN: Final = 12
_REGIONS: Final = 8
_AMONG: Final = 60
_PAIRS: Final = 2_000
_LONGEST: Final = 500
_Way = Figure.Way
_Kind = Figure.Kind


@dataclass(frozen=True, slots=True)
class _Counting:
    """One count under way: what is known of all of which figures are made."""

    at: datetime
    holders: Mapping[str, int]
    rising: frozenset[str]
    falling: frozenset[str]
    pairs: Mapping[frozenset[str], Pair]
    skills: Collection[str]
    works: Collection[str]
    """Skills and occupations that have figures of their own."""

    def skill(
        self, demand: Demand, regions: Breakdown, occupations: Breakdown, together: Pairs
    ) -> Figure:
        """The figure of a skill (2)."""
        holders = self.holders.get(demand.skill, 0)
        label = _label(demand.skill, demand.label)
        figure = _figure(_Kind.SKILL, demand.skill, label, at=self.at)
        figure.postings = demand.share.postings
        _grow(figure, demand.growth, rising=self.rising, falling=self.falling)
        figure.content = {
            **demand.as_json(),
            "regions": regions.as_json()["rows"][:_MOST_PARTS],
            "occupations": [
                part.as_json() | {"isCounted": part.value in self.works}
                for part in occupations.rows[:_MOST_PARTS]
            ],
            "together": [
                pair.as_json() | {"isCounted": pair.other in self.skills} for pair in together.rows
            ],
            "ties": self._ties_among(together),
            "holders": holders - holders % FEWEST or None,
            "hasHolders": holders > 0,
        }
        return figure

    def _ties_among(self, together: Pairs) -> list[dict[str, Any]]:
        """What joins those that are drawn beside a skill."""
        beside = [pair.other for pair in together.rows[: _DRAWN - 1]]
        return [
            self.pairs[key].as_json()
            for at, one in enumerate(beside)
            for other in beside[at + 1 :]
            if (key := frozenset({one, other})) in self.pairs
        ]


def count_demand(*, at: datetime) -> bool:
    """Count everything anew, and keep it in place of what was; False where it was in vain."""
    wanted = wanted_since()
    try:
        store = store_here(without=leaving_here())
        with Market(store, url=settings.ANALYTICS_URL) as market:  # (1)
            figures, content = _counted(market, at=at)
    except Refused as refused:
        if refused.problem.code != "market.nothing-loaded":
            raise
        figures, content = [], {}
    is_kept = keep_figures(figures, content, wanted=wanted, at=at)  # (5)
    if is_kept:
        watch_demand(at=at)
    return is_kept


def holders_by_skill(*, at: datetime) -> dict[str, int]:
    """How many people hold a credential of this instance that holds now, by skill."""
    valid = Award.objects.filter(revoked_at=None, suspended_at=None, version__is_stack=False)
    valid = valid.exclude(credential="").exclude(valid_until__lte=at)
    unknown = Counted("recipient_email", filter=Q(holder=None), distinct=True)
    rows = valid.values_list("version__skills__uri").annotate(
        known=Counted("holder", distinct=True), unknown=unknown
    )
    return {uri: known + others for uri, known, others in rows.order_by() if uri}


def _counted(market: Market, *, at: datetime) -> tuple[list[Figure], dict[str, Any]]:
    rows = market.skills(limit=MOST_SKILLS)
    uris = [row.skill for row in rows.rows]
    pairs = market.pairs(limit=_PAIRS, among=_AMONG)
    works = market.works(limit=MOST_OCCUPATIONS, skills=uris)
    counting = _Counting(
        at,
        holders_by_skill(at=at),
        rising=frozenset(row.skill for row in market.rising(limit=MOST_SKILLS).rows),
        falling=frozenset(row.skill for row in market.falling(limit=MOST_SKILLS).rows),
        pairs={frozenset({pair.skill, pair.other}): pair for pair in pairs.rows},
        skills=frozenset(uris),
        works=frozenset(work.occupation for work in works.rows),
    )
    parts = [market.breakdowns(uris, column) for column in ("region", "occupation")]
    together = market.togethers(uris, limit=_MOST_BESIDE)
    every = zip(market.demands(uris), *parts, together, strict=True)
    skills = [counting.skill(*one) for one in every]
    figures = [*skills, *_occupations(works, at=at)]
    return figures, _together(market, skills, pairs, of=rows.of)  # (4)


def _occupations(works: Works, *, at: datetime) -> Iterator[Figure]:
    """The figures of occupations (3)."""
    for work in works.rows:
        figure = _figure(_Kind.OCCUPATION, work.occupation, work.occupation, at=at)
        figure.postings = work.share.postings
        _grow(figure, work.growth, rising=works.rising, falling=works.falling)
        figure.content = work.as_json()
        yield figure


def _grow(
    figure: Figure, growth: Growth, *, rising: frozenset[str], falling: frozenset[str]
) -> None:
    """Say of a figure how it moves."""
    if ratio := growth.ratio:
        figure.growth = ratio.value - 1
        figure.low, figure.high = ratio.low - 1, ratio.high - 1
    is_level = _Way.LEVEL if growth.ratio else _Way.UNKNOWN
    ways = ((_Way.RISING, rising), (_Way.FALLING, falling))
    figure.way = next((way for way, some in ways if figure.uri in some), is_level)


def _together(market: Market, skills: Sequence[Figure], pairs: Pairs, *, of: int) -> dict[str, Any]:
    """What is shown of all skills together."""
    places = market.places()
    drawn = skills[:_DRAWN]
    shown = {figure.uri for figure in drawn}
    regions = list(places.regions)[:_REGIONS]
    return {
        "postings": places.postings,
        "months": list(places.months),
        "skills": of,
        "regions": regions,
        "heat": market.heat(limit=_DRAWN).as_json(),
        "byRegion": [_by_region(figure, regions) for figure in drawn],
        "pairs": [pair.as_json() for pair in pairs.rows if {pair.skill, pair.other} <= shown],
        "provenance": places.provenance.as_json(),
    }


def _by_region(figure: Figure, regions: Sequence[str]) -> dict[str, Any]:
    """One skill in the largest regions."""
    found = {part["value"]: part for part in figure.content["regions"]}
    return {
        "skill": figure.uri,
        "label": figure.label,
        "cells": [found.get(name, {"perThousand": None, "suppressed": True}) for name in regions],
    }


def _figure(kind: str, uri: str, label: str, *, at: datetime) -> Figure:
    return Figure(
        kind=kind,
        uri=uri[:_LONGEST],
        label=label[:_LONGEST],
        search_text=searchable(label)[:_LONGEST],
        counted_at=at,
    )


def _label(uri: str, label: str) -> str:
    """What a skill is called: by the load, or by the lists in use, or by itself."""
    if label != uri:
        return label
    known = entry_of(uri)
    return str(known.entry.label) if known else uri
