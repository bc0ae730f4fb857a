"""Which people are worth comparing exactly with a job: the most that each could have, in SQL.

Points are given by the library from verified credentials, which costs milliseconds for each. So a
database says first what nobody can exceed, from the rows of `indexing`:

    most of a skill = share of the hundred x min(level factor, credit / enough)

with the level factor of the row's level and the credit of how its skill stands to the one that is
needed (`pathways.gap`); confidence is at most 1. Whoever is left out cannot have more points than
the least bound of those who are taken in; whoever proves nothing near has none.

Not everybody's bound is reckoned. Part by part (`drawn`), the least bound of those who would be
taken so far says what the others have to exceed, and then:

1. who proves none of the rarest needs cannot, if all the others together are worth less;
2. nor can who has too little in those: their rows are added up as if each had the highest level,
   and rows toward one need all counted, which is quick and never too low;
3. the bound of who is left is reckoned from all of their rows, and only of those who agree;
4. once enough people can have all points, nobody comes before them: of equal ones the lower draw
   stands first, and the parts are read in that order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import (
    Case,
    F,
    FloatField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from testamur.pathways.confidence import DEFAULT, Figures, Shown, confidence_in
from testamur.pathways.gap import credit_of
from testamur.pathways.question import SkillGraph, relations_of
from testamur.skills.framework import Need
from testamur.talent.match import points_possible
from testamur.talent.profile import JobProfile
from testamur_web.employers.drawn import CIRCLE, Arc, rows_sampled
from testamur_web.employers.models import Findable, IndexedSkill, ProvenSkill

__all__ = ["Bound", "most_promising"]

_LEVELS: Final = range(8, 0, -1)
_ONE: Final = Decimal(1)
_PARTS: Final = (CIRCLE // 128, CIRCLE // 8, CIRCLE)
"""Where the parts end: small ones say what is to be exceeded, at little cost."""

_EXACT: Final = 1e-6
"""More than what adding in another order changes of a sum, and less than any difference."""


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
    needs = _needs(profile, graph, figures, at)
    total = sum(one.top for one in needs)
    found: list[tuple[float, int, int]] = []
    start, least = 0, 0.0
    for stop in _PARTS:
        if len(found) == limit and least >= total - _EXACT:
            break  # (4)
        found = sorted([*found, *_above(least, Arc(start, stop), people, needs, limit)])[:limit]
        least = -found[-1][0] if len(found) == limit else 0.0
        start = stop
    return [Bound(key, -less) for less, _draw, key in found]


def _above(
    least: float, arc: Arc, people: QuerySet[Findable], needs: Sequence[_Near], limit: int
) -> list[tuple[float, int, int]]:
    """Who could have so many points or more, of those on an arc; less points, draw and key."""
    rare, enough = _rarest(needs, least)
    rows = ProvenSkill.objects.filter(arc.q, skill__in=_numbers(rare))
    able = rows.values("findable").annotate(quick=Sum(_quick(rare)))  # (1)
    able = able.filter(quick__gte=enough - _EXACT)  # (2)
    most = Subquery(_most(needs), output_field=FloatField())
    found = people.filter(arc.q, pk__in=able.values("findable")).annotate(most=most)  # (3)
    found = found.filter(most__gt=0, most__gte=least - _EXACT).order_by("-most", "draw")
    return [
        (-most, draw, key) for most, draw, key in found.values_list("most", "draw", "pk")[:limit]
    ]


def _rarest(needs: Sequence[_Near], least: float) -> tuple[Sequence[_Near], float]:
    """The rarest needs without several of which so many points are not to be had, and how many.

    `needs` come with the rarest first.
    """
    highest = max((one.top for one in needs), default=0.0)
    rest = sum(one.top for one in needs)
    for many, one in enumerate(needs, 1):
        rest -= one.top
        if least - rest > highest:
            return needs[:many], least - rest
    return needs, least


def _quick(needs: Sequence[_Near]) -> Case:
    """What a row can bring at most toward all of them, at any level."""
    worth: dict[int, float] = defaultdict(float)
    for one in needs:
        for number, points in one.tops.items():
            worth[number] += points
    alike: dict[float, list[int]] = defaultdict(list)
    for number, points in worth.items():
        alike[points].append(number)
    whens = [When(skill__in=skills, then=Value(points)) for points, skills in alike.items()]
    return Case(*whens, default=Value(0.0), output_field=FloatField())


def _most(needs: Sequence[_Near]) -> QuerySet[Any]:
    """The most points of somebody, from their own rows."""
    mine = ProvenSkill.objects.filter(findable=OuterRef("pk"), skill__in=_numbers(needs))
    each = {f"most_{one.place}": Coalesce(Max(one.points), 0.0) for one in needs}
    names = [f"most_{place}" for place in range(len(needs))]
    total: Any = sum((F(name) for name in names), Value(0.0, output_field=FloatField()))
    return mine.values("findable").annotate(**each).annotate(most=total).values("most")


def _numbers(needs: Sequence[_Near]) -> Collection[int]:
    return {number for one in needs for number in one.tops}


# --------------------------------------------------------------------------------------- needs


@dataclass(frozen=True, slots=True)
class _Near:
    """A need: what a row brings toward it, and what a row of each skill brings at the most."""

    place: int
    points: Case
    tops: Mapping[int, float]

    @property
    def top(self) -> float:
        """The most that anybody can have of it."""
        return max(self.tops.values(), default=0.0)


def _needs(
    profile: JobProfile, graph: SkillGraph | None, figures: Figures, at: datetime
) -> list[_Near]:
    """The needs of a profile, the rarest first."""
    near = _near(profile, graph, figures)
    many = rows_sampled({one for each in near.values() for some in each.values() for one in some})
    found = []
    needs = profile.goal.needs
    for place, (need, share) in enumerate(zip(needs, points_possible(needs), strict=True)):
        nearby, most = near[need.skill], _Most(need, share, figures, at)
        tops: dict[int, float] = {}
        for credit, numbers in sorted(nearby.items()):
            tops |= dict.fromkeys(numbers, most.points(credit, max(_LEVELS)))
        found.append(_Near(place, most.of(nearby), tops))
    return sorted(found, key=lambda one: sum(many[number] for number in one.tops))


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

    def points(self, credit: Decimal, level: int | None) -> float:
        """What a skill of a credit at a level brings."""
        sure = confidence_in(Shown(level), level=self.need.level, at=self.at, figures=self.figures)
        return float(self.share * min(_ONE, credit / self.figures.enough, sure.level))

    def _by_level(self, credit: Decimal) -> Case:
        """From the highest level down, each level at which it is less than one above."""
        lowest = {self.points(credit, level): level for level in _LEVELS}
        whens = [When(level__gte=level, then=Value(points)) for points, level in lowest.items()]
        default = Value(self.points(credit, None))
        return Case(*whens, default=default, output_field=FloatField())
