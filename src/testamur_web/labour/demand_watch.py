"""Definitions whose skills are surely less wanted than before are looked at again by somebody.

Called after every count. The room of learning keeps reviews, with their owner and day; it cannot
ask for demand, so what it needs to know is told to it here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.labour.models import Figure
from testamur_web.labour.queries import content_of_all, moving
from testamur_web.learning.reviews import offered_achievements
from testamur_web.learning.services.reviews import review_demand

__all__ = ["watch_demand"]

_MOST: Final = 400
_MOST_NAMED: Final = 5


def watch_demand(*, at: datetime) -> int:
    """Open a review of each definition that is offered and has such a skill; how many."""
    falling = {figure.uri: figure for figure in moving(Figure.Way.FALLING, most=_MOST)}
    if not falling:
        return 0
    skills: dict[UUID, list[Figure]] = defaultdict(list)
    rows = OutcomeSkill.objects.filter(uri__in=falling).values_list("version", "uri")
    for version, uri in rows:
        skills[version].append(falling[uri])
    sources = [one["source"] for one in content_of_all()["provenance"]["sources"]]
    opened = 0
    for achievement in offered_achievements():
        if figures := skills.get(achievement.current_id) if achievement.current_id else None:
            told = [_told(figure) for figure in figures[:_MOST_NAMED]]
            facts = {"skills": told, "sources": sources[:_MOST_NAMED]}
            opened += review_demand(achievement, facts, at=at) is not None
    return opened


def _told(figure: Figure) -> dict[str, Any]:
    """What is kept of a figure: percent, as they were when the review was opened."""
    return {
        "skill": figure.label,
        "change": round(100 * (figure.growth or 0)),
        "low": round(100 * (figure.low or 0)),
        "high": round(100 * (figure.high or 0)),
    }
