"""Which people are worth comparing exactly with a job: the most that each could have, in SQL.

Points are given by the library from verified credentials, which costs milliseconds for each. So a
database says first what nobody can exceed, from the rows of `indexing`:

    most of a skill = share of the hundred x min(level factor, credit / enough)

with the level factor of the row's level and the credit of how its skill stands to the one that is
needed (`pathways.gap`); confidence is at most 1. Whoever is left out cannot have more points than
the least bound of those who are taken in; whoever proves nothing near has none.

Not everybody's bound is reckoned. Part by part (`drawn`), the least bound of those who would be
taken so far says what the others have to exceed, and then:

1. who has too little in the rarest needs cannot, whatever the others bring: these rows are read;
2. of who is left and agrees, all rows are added up, also several toward one need: that is quick,
   and never too low. In that order each is looked at exactly, until nobody can come before the last
   who is taken;
3. once enough people can have all points, nobody comes before them: of equal ones the lower draw
   stands first, and the parts are read in that order.

Points are whole millionths here, rounded up, so that sums are equal in every order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Final

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import RawSQL

from testamur.pathways.confidence import DEFAULT, Figures, Shown, confidence_in
from testamur.pathways.gap import credit_of
from testamur.pathways.question import SkillGraph, relations_of
from testamur.talent.match import points_possible
from testamur.talent.profile import JobProfile
from testamur_web.employers.drawn import CIRCLE, Arc, rows_sampled
from testamur_web.employers.models import Findable, IndexedSkill, ProvenSkill

__all__ = ["Bound", "most_promising"]

_PARTS: Final = (CIRCLE // 512, CIRCLE // 32, CIRCLE // 4, CIRCLE)
"""Where the parts end: small ones say what is to be exceeded, at little cost."""

_SLICE: Final = 200
"""So many people are looked at exactly at once."""

_AT_ONCE: Final = 10 * _SLICE
"""So many are read from the database at once."""

_MILLION: Final = 1_000_000
_LEVELS: Final = (*range(8, 0, -1), None)
_ONE: Final = Decimal(1)

_Level = int | None
_Place = tuple[int, int, int]
"""Points with a minus, number drawn and key: the order in which people stand."""


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
    best: list[_Place] = []
    start = 0
    for stop in _PARTS:
        if _least(best, limit) >= total:
            break  # (3)
        for found in _ordered(Arc(start, stop), people, needs, _least(best, limit)):
            best = sorted([*best, *_exact(found, needs)])[:limit]
            last = found[-1]
            if len(best) == limit and (-last[0], last[1]) > best[-1][:2]:
                break  # (2)
        start = stop
    return [Bound(key, -less / _MILLION) for less, _draw, key in best]


def _least(best: Sequence[_Place], limit: int) -> int:
    """What somebody has to have at least to be taken; more than none."""
    return -best[-1][0] if len(best) == limit else 1


def _ordered(
    arc: Arc, people: QuerySet[Findable], needs: Sequence[_Near], least: int
) -> Iterator[Sequence[_Place]]:
    """Those on an arc who could have so many points, by slices: points in sum, draw and key."""
    rare, enough = _rarest(needs, least)
    rows = ProvenSkill.objects.filter(arc.q, skill__in=_numbers(rare))
    able = rows.values("findable").annotate(sum=Sum(_points(rare))).filter(sum__gte=enough)  # (1)
    mine = ProvenSkill.objects.filter(findable=OuterRef("pk"), skill__in=_numbers(needs))
    added = mine.values("findable").annotate(sum=Sum(_points(needs))).values("sum")
    found = people.filter(arc.q, pk__in=able.values("findable")).annotate(sum=Subquery(added))
    ordered = found.order_by("-sum", "draw").values_list("sum", "draw", "pk")
    start = 0
    while read := list(ordered[start : start + _AT_ONCE]):
        yield from (read[at : at + _SLICE] for at in range(0, len(read), _SLICE))
        start += _AT_ONCE
        if len(read) < _AT_ONCE:
            return


def _exact(found: Sequence[_Place], needs: Sequence[_Near]) -> Iterator[_Place]:
    """Where each of them stands by all that they prove; not who has no points."""
    most: dict[int, dict[int, int]] = defaultdict(dict)
    rows = ProvenSkill.objects.filter(
        findable__in=[key for *_, key in found], skill__in=_numbers(needs)
    )
    for key, skill, level in rows.values_list("findable", "skill", "level"):
        for place, one in enumerate(needs):
            if skill in one.points:
                points = one.points[skill][level]
                most[key][place] = max(points, most[key].get(place, 0))
    for _sum, draw, key in found:
        if total := sum(most[key].values()):
            yield -total, draw, key


def _rarest(needs: Sequence[_Near], least: int) -> tuple[Sequence[_Near], int]:
    """The rarest needs, and how much of them nobody can do without who has so many points.

    `needs` come with the rarest first. That is more than one of them can bring, where it can be;
    as long as it costs no more than as much again, further ones are read as well.
    """
    highest = max((one.top for one in needs), default=0)
    rest = sum(one.top for one in needs)
    rows, most_rows = 0, 0
    for many, one in enumerate(needs):
        if most_rows and rows + one.many > most_rows:
            return needs[:many], least - rest
        rows, rest = rows + one.many, rest - one.top
        if not most_rows and least - rest > highest:
            most_rows = 2 * rows + 1
    return needs, least


def _points(needs: Sequence[_Near]) -> RawSQL:
    """What a row brings toward all of them, by its skill and level.

    Written as text: as conditions of their own, hundreds of them, it would take longer to put
    together than to be reckoned.
    """
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number in _numbers(needs):
        near = [one.points[number] for one in needs if number in one.points]
        alike[tuple(sum(each[level] for each in near) for level in _LEVELS)].append(number)
    whens = (
        f"WHEN skill_id IN ({', '.join(map(str, skills))}) THEN {_by_level(points)}"
        for points, skills in alike.items()
    )
    told = f"CASE {' '.join(whens)} ELSE 0 END" if alike else "0"
    return RawSQL(told, (), output_field=IntegerField())  # noqa: S611 -- whole numbers alone


def _by_level(points: Sequence[int]) -> str:
    """From the highest level down; the last of `points` is for who states none."""
    lowest = {each: least for each, least in zip(points, _LEVELS, strict=True) if least}
    whens = (f"WHEN level >= {least} THEN {each}" for each, least in lowest.items())
    return f"CASE {' '.join(whens)} ELSE {points[-1]} END"


def _numbers(needs: Sequence[_Near]) -> Collection[int]:
    return sorted({number for one in needs for number in one.points})


# --------------------------------------------------------------------------------------- needs


@dataclass(frozen=True, slots=True)
class _Near:
    """A need: what each skill near it brings at each level, and about how many rows there are."""

    points: Mapping[int, Mapping[_Level, int]]
    many: int

    @property
    def top(self) -> int:
        """The most that anybody can have of it."""
        return max((max(each.values()) for each in self.points.values()), default=0)


def _needs(
    profile: JobProfile, graph: SkillGraph | None, figures: Figures, at: datetime
) -> list[_Near]:
    """The needs of a profile, the rarest first."""
    near, needs = _near(profile, graph, figures), profile.goal.needs
    many = rows_sampled({number for each in near.values() for number in each})
    found = []
    for need, share in zip(needs, points_possible(needs), strict=True):
        factors = {
            level: confidence_in(Shown(level), level=need.level, at=at, figures=figures).level
            for level in _LEVELS
        }
        by_credit = {
            credit: {
                level: _millionths(share * min(_ONE, credit / figures.enough, factor))
                for level, factor in factors.items()
            }
            for credit in set(near[need.skill].values())
        }
        points = {number: by_credit[credit] for number, credit in near[need.skill].items()}
        found.append(_Near(points, sum(many[number] for number in points)))
    return sorted(found, key=lambda one: one.many)


def _millionths(points: Decimal) -> int:
    return int((points * _MILLION).to_integral_value(ROUND_CEILING))


def _near(
    profile: JobProfile, graph: SkillGraph | None, figures: Figures
) -> Mapping[str, Mapping[int, Decimal]]:
    """By need, the numbers of the skills that count toward it, each with its highest credit."""
    wanted = {need.skill for need in profile.goal.needs}
    relations = list(relations_of(wanted, _Any(), graph))
    uris = wanted | {one.held for one in relations}
    numbers = dict(IndexedSkill.objects.filter(uri__in=uris).values_list("uri", "pk"))
    found: dict[str, dict[int, Decimal]] = {
        skill: {numbers[skill]: _ONE} if skill in numbers else {} for skill in wanted
    }
    for relation in relations:
        number, near = numbers.get(relation.held), found[relation.skill]
        if number is not None:
            near[number] = max(near.get(number, Decimal(0)), credit_of(relation, figures))
    return found


class _Any:
    """Whatever is asked for is in it."""

    def __contains__(self, _one: object) -> bool:
        return True
