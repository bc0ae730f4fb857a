"""How somebody who was found matches, skill by skill: in full, in part or not, and what proves it.

Nothing here tells who it is: of a credential its title without the names in it, and how it was
assessed; of its age the month until which it counts in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum

from testamur.pathways.question import Fit
from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.models import ProvenSkill
from testamur_web.employers.nearness import MATCHING, Near
from testamur_web.employers.proof import confidence_on, standing

__all__ = ["Lack", "Match", "State", "matches_of"]


class State(StrEnum):
    """How far a skill that is looked for is there."""

    MATCHED = "matched"
    PARTIAL = "partial"
    MISSING = "missing"


class Lack(StrEnum):
    """What a partial match lacks."""

    LEVEL = "level"
    UNSTATED = "level-not-stated"
    CONFIDENCE = "confidence"
    FRESHNESS = "freshness"
    BREADTH = "another-skill"


@dataclass(frozen=True, slots=True)
class Match:
    """One skill that is looked for; what is not missing has what proves it."""

    wanted: Wanted
    state: State
    _: KW_ONLY
    skill: str = ""
    fit: Fit = Fit.NONE
    level: int | None = None
    confidence: int | None = None
    title: str = ""
    assessment: str = ""
    fresh_until: date | None = None
    lacks: tuple[Lack, ...] = ()


def matches_of(
    keys: Sequence[int],
    criteria: Criteria,
    near: Mapping[str, Mapping[int, Near]],
    *,
    day: date,
) -> dict[int, list[Match]]:
    """How each of them matches, skill by skill as they are asked for; one query."""
    numbers = {number for each in near.values() for number in each}
    rows = (
        ProvenSkill.objects.filter(standing(day), findable__in=keys, skill__in=numbers)
        .annotate(sure=confidence_on(day))
        .select_related("skill")
    )
    held: dict[int, list[ProvenSkill]] = defaultdict(list)
    for row in rows:
        held[row.findable_id].append(row)
    return {
        key: [_match(one, near[one.skill], held[key], criteria) for one in criteria.skills]
        for key in keys
    }


def _match(
    wanted: Wanted, near: Mapping[int, Near], held: Iterable[ProvenSkill], criteria: Criteria
) -> Match:
    told = [
        _told(wanted, near[row.skill_id], row, criteria) for row in held if row.skill_id in near
    ]
    return max(told, key=_rank, default=Match(wanted, State.MISSING))


def _told(wanted: Wanted, how: Near, row: ProvenSkill, criteria: Criteria) -> Match:
    sure: float = row.sure  # type: ignore[attr-defined]
    lacks = tuple(_lacks(wanted, how, row, criteria, sure))
    return Match(
        wanted,
        State.PARTIAL if lacks else State.MATCHED,
        skill=row.skill.label,
        fit=how.fit,
        level=row.level,
        confidence=int(100 * sure * how.credit),
        title=row.title,
        assessment=row.assessment,
        fresh_until=row.fresh_until,
        lacks=lacks,
    )


def _lacks(
    wanted: Wanted, how: Near, row: ProvenSkill, criteria: Criteria, sure: float
) -> Iterable[Lack]:
    if how.fit not in MATCHING:
        yield Lack.BREADTH
    if wanted.level and row.level is None:
        yield Lack.UNSTATED
    elif wanted.level and (row.level or 0) < wanted.level:
        yield Lack.LEVEL
    if sure < criteria.confidence / 100 / how.credit:
        yield Lack.CONFIDENCE
    if criteria.fresh_on and (row.fresh_until is None or row.fresh_until < criteria.fresh_on):
        yield Lack.FRESHNESS


def _rank(one: Match) -> tuple[bool, int, int, int]:
    """In full before in part, then what lacks least, is surest, and of the highest level."""
    return one.state is State.MATCHED, -len(one.lacks), one.confidence or 0, one.level or 0
