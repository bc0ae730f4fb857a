"""All figures of demand, counted from everything that is loaded, in one go, by a worker.

(1) ask the market what there is; (2) of the most wanted skills all that their pages show; (3) of
the largest occupations the same; (4) what is shown of all together; (5) put it in place of what
was, unless somebody asked for another count meanwhile, who then gets one of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count as Counted
from django.db.models import Q

from testamur.errors import Refused
from testamur.market import Market, Scope
from testamur.market.answers import Pair, Pairs, SkillRow
from testamur.market.figures import FEWEST
from testamur_web.awards.models import Award
from testamur_web.catalogue.search import searchable
from testamur_web.catalogue.skills import entry_of
from testamur_web.labour.demand_watch import watch_demand
from testamur_web.labour.figures import keep_figures, wanted_since
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


@dataclass(slots=True)
class _Counting:
    """One count under way."""

    market: Market
    at: datetime
    holders: Mapping[str, int]
    rising: frozenset[str] = frozenset()
    falling: frozenset[str] = frozenset()
    pairs: Mapping[frozenset[str], Pair] = field(default_factory=dict)

    def skills(self, rows: Iterable[SkillRow]) -> Iterator[Figure]:
        """The figures of skills (2)."""
        for row in rows:
            label = _label(row.skill, row.label)
            figure = _figure(_Kind.SKILL, row.skill, label, at=self.at)
            figure.postings, figure.way = row.share.postings, self._way(row)
            if ratio := row.growth.ratio:
                figure.growth = ratio.value - 1
                figure.low, figure.high = ratio.low - 1, ratio.high - 1
            figure.content = self._of_skill(row.skill)
            yield figure

    def occupations(self, counts: Mapping[str, int]) -> Iterator[Figure]:
        """The figures of occupations (3)."""
        for name, postings in list(counts.items())[:MOST_OCCUPATIONS]:
            scope = Scope(occupation=name)
            figure = _figure(_Kind.OCCUPATION, name, name, at=self.at)
            figure.postings = postings
            places = self.market.places(scope)
            figure.content = {
                "skills": self.market.skills(scope, limit=_MOST_PARTS).as_json()["skills"],
                "heat": self.market.heat(scope, limit=_DRAWN).as_json(),
                "regions": dict(list(places.regions.items())[:_MOST_PARTS]),
                "provenance": places.provenance.as_json(),
            }
            yield figure

    def _way(self, row: SkillRow) -> str:
        if row.skill in self.rising:
            return _Way.RISING
        if row.skill in self.falling:
            return _Way.FALLING
        return _Way.LEVEL if row.growth.ratio else _Way.UNKNOWN

    def _of_skill(self, uri: str) -> dict[str, Any]:
        market = self.market
        together = market.together(uri, limit=_MOST_BESIDE)
        told = market.demand(uri).as_json()
        parts = {
            "regions": market.regions(uri).as_json()["rows"],
            "occupations": market.occupations(uri).as_json()["rows"],
        }
        holders = self.holders.get(uri, 0)
        return {
            **told,
            **{name: rows[:_MOST_PARTS] for name, rows in parts.items()},
            "together": [pair.as_json() for pair in together.rows],
            "ties": self._ties_among(together),
            "holders": holders if holders >= FEWEST else None,
            "hasHolders": holders > 0,
        }

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
        with Market(store_here(), url=settings.ANALYTICS_URL) as market:  # (1)
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
    pairs = market.pairs(limit=_PAIRS, among=_AMONG)
    counting = _Counting(
        market,
        at,
        holders_by_skill(at=at),
        rising=frozenset(row.skill for row in market.rising(limit=MOST_SKILLS).rows),
        falling=frozenset(row.skill for row in market.falling(limit=MOST_SKILLS).rows),
        pairs={frozenset({pair.skill, pair.other}): pair for pair in pairs.rows},
    )
    places = market.places()
    skills = list(counting.skills(rows.rows))
    figures = [*skills, *counting.occupations(places.occupations)]
    return figures, _together(market, skills, pairs, of=rows.of)  # (4)


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
