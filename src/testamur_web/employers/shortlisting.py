"""Which people are worth comparing exactly with a job: the most that each could have, in SQL.

Points are given by the library from verified credentials, which costs milliseconds for each. So a
database says first what nobody can exceed, from the rows of `indexing`:

    most of a skill = share of the hundred x min(level factor, credit / enough)

with the level factor of the row's level and the credit of how its skill stands to the one that is
needed (`pathways.gap`); confidence is at most 1. Whoever is left out cannot have more points than
the least bound of those who are taken in; whoever proves nothing near has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, FloatField, Max, QuerySet, Value, When
from django.db.models.functions import Coalesce

from testamur.pathways.confidence import DEFAULT, Figures, Shown, confidence_in
from testamur.pathways.gap import credit_of
from testamur.pathways.question import SkillGraph, relations_of
from testamur.skills.framework import Need
from testamur.talent.match import points_possible
from testamur.talent.profile import JobProfile
from testamur_web.employers.models import Findable, IndexedSkill, ProvenSkill

__all__ = ["Bound", "most_promising"]

_LEVELS: Final = range(1, 9)
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody, by the number of what is found of them, and the most points they could have."""

    findable: int
    most: float


def most_promising(
    people: QuerySet[Findable],
    profile: JobProfile,
    *,
    graph: SkillGraph | None,
    figures: Figures = DEFAULT,
    at: datetime,
    limit: int,
) -> list[Bound]:
    """Those of `people` who could have the most points, the highest first; none who have none."""
    near = _near(profile, graph, figures)
    bounds: dict[str, Any] = {}
    numbers: set[int] = set()
    needs = profile.goal.needs
    for place, (need, share) in enumerate(zip(needs, points_possible(needs), strict=True)):
        nearby = near[need.skill]
        numbers |= set().union(*nearby.values())
        most = _Most(need, share, figures, at).of(nearby)
        bounds[f"most_{place}"] = Coalesce(Max(most), 0.0)
    rows = ProvenSkill.objects.filter(skill__in=numbers, findable__in=people.values("pk"))
    total: Any = sum(bounds.values(), Value(0.0, output_field=FloatField()))
    found = rows.values("findable").annotate(most=total).filter(most__gt=0)
    ordered = found.order_by("-most", "findable__draw")[:limit]
    return [Bound(row["findable"], row["most"]) for row in ordered]


def _near(
    profile: JobProfile, graph: SkillGraph | None, figures: Figures
) -> Mapping[str, Mapping[Decimal, set[int]]]:
    """By need and credit, the numbers of the skills that count toward it."""
    wanted = {need.skill for need in profile.goal.needs}
    numbers = dict(IndexedSkill.objects.values_list("uri", "pk"))
    found: dict[str, dict[Decimal, set[int]]] = {skill: {} for skill in wanted}
    for skill in wanted & numbers.keys():
        found[skill][_ONE] = {numbers[skill]}
    for relation in relations_of(wanted, set(numbers), graph):
        credit = credit_of(relation, figures)
        found[relation.skill].setdefault(credit, set()).add(numbers[relation.held])
    return found


@dataclass(frozen=True, slots=True)
class _Most:
    """The most points that a row can bring toward one need."""

    need: Need
    share: Decimal
    figures: Figures
    at: datetime

    def of(self, nearby: Mapping[Decimal, set[int]]) -> Case:
        """By the skill of the row, the one with the highest credit first."""
        ordered: Sequence[tuple[Decimal, set[int]]] = sorted(nearby.items(), reverse=True)
        whens = [When(skill__in=skills, then=self._by_level(credit)) for credit, skills in ordered]
        return Case(*whens, default=Value(0.0), output_field=FloatField())

    def _by_level(self, credit: Decimal) -> Case:
        whens = [When(level=level, then=self._points(credit, level)) for level in _LEVELS]
        default = self._points(credit, None)
        return Case(*whens, default=default, output_field=FloatField())

    def _points(self, credit: Decimal, level: int | None) -> Value:
        sure = confidence_in(Shown(level), level=self.need.level, at=self.at, figures=self.figures)
        most = min(_ONE, credit / self.figures.enough, sure.level)
        return Value(float(self.share * most))
