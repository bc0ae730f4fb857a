"""What to take next, ordered by gap and demand: points that anybody can add up again.

    points of an offer = sum over the open skills it covers of
                         importance for the goal x postings of a thousand that ask for the skill

A skill whose demand is not known adds nothing, and says so. Of equal points the order stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from testamur_web.labour.models import Figure
from testamur_web.labour.queries import content_of_all, figures_of_skills
from testamur_web.plans.advising import Advice, Covered

__all__ = ["Part", "Ranked", "by_demand"]

_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """What one skill adds: None where its demand is not known."""

    covered: Covered
    per_thousand: float | None
    points: float
    growth: float | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """One advice with its points, and how they add up."""

    advice: Advice
    points: float
    parts: Sequence[Part]


def by_demand(advice: Iterable[Advice]) -> list[Ranked]:
    """The most points first."""
    some = list(advice)
    figures = figures_of_skills(one.skill for each in some for one in each.covers)
    whole = int(content_of_all().get("postings", 0))
    ranked = [_ranked(each, figures, whole) for each in some]
    return sorted(ranked, key=lambda one: -one.points)


def _ranked(advice: Advice, figures: dict[str, Figure], whole: int) -> Ranked:
    parts = [_part(one, figures.get(one.skill), whole) for one in advice.covers]
    return Ranked(advice, round(sum(part.points for part in parts), 1), parts)


def _part(covered: Covered, figure: Figure | None, whole: int) -> Part:
    if figure is None or not figure.postings or not whole:
        return Part(covered, None, 0.0, None)
    share = round(figure.postings / whole * _THOUSAND, 1)
    return Part(covered, share, round(covered.importance * share, 1), figure.growth)
