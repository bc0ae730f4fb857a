"""People with proven skills, found blind: the query, its neutral order, and a page of what matches.

    page = search(acme, criteria, of="", number=1, at=now)       # reads; the view calls `look`

Rules kept here:

- whoever is found agreed to it at this moment, and shows what is asked about: a filter by region
  finds nobody who does not show theirs;
- all of it is one query of the database, whatever is asked; Python sees the rows of one page;
- nobody stands before anybody for a reason. A number is drawn for each person, another one for each
  organisation, search and day; the order is that of the digest of both. Of more than `MOST` no
  order is made: they are read from a drawn place on, and the first `MOST` can be looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any, Final

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import MD5, Cast, Concat

from testamur_web.catalogue.facts import comparable
from testamur_web.employers.criteria import Criteria
from testamur_web.employers.finding import visible_to
from testamur_web.employers.matches import Match, matches_of
from testamur_web.employers.models import Findable, Part, ProvenSkill, Purpose
from testamur_web.employers.nearness import Near, nearness_of
from testamur_web.employers.proof import confidence_on, matching
from testamur_web.people.models import Organisation

__all__ = ["MOST", "PER_PAGE", "FoundPage", "Hit", "count_found", "search"]

MOST: Final = 1_000
PER_PAGE: Final = 20
_DRAWN: Final = 2**62


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who was found, and how they match; `findable` is for this room's eyes only."""

    findable: Findable
    matches: Sequence[Match]
    may_be_written_to: bool


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page. `count` is how many were found, `MOST` where there are as many or more."""

    hits: Sequence[Hit]
    count: int
    number: int

    @property
    def is_capped(self) -> bool:
        """Whether there may be more than are counted."""
        return self.count >= MOST

    @property
    def pages(self) -> int:
        """How many pages there are; one where nobody is found."""
        return max(1, -(-self.count // PER_PAGE))


def search(
    organisation: Organisation, criteria: Criteria, *, of: str, number: int = 1, at: datetime
) -> FoundPage:
    """A page of who matches at a moment; `of` names the search that it is a page of."""
    near = nearness_of(one.skill for one in criteria.skills)
    found = _found(organisation, criteria, near, at=at)
    count = _counted(found)
    last = max(1, -(-count // PER_PAGE))
    number = min(max(number, 1), last)
    start = (number - 1) * PER_PAGE
    seed = _seed(organisation, of, at.date())
    rows = _ordered(found, seed, start, min(start + PER_PAGE, MOST), is_many=count >= MOST)
    return FoundPage(_hits(rows, organisation, criteria, near, at=at), count, number)


def count_found(organisation: Organisation, criteria: Criteria, *, at: datetime) -> int:
    """How many match at a moment, `MOST` where there are as many or more."""
    near = nearness_of(one.skill for one in criteria.skills)
    return _counted(_found(organisation, criteria, near, at=at))


def _found(
    organisation: Organisation,
    criteria: Criteria,
    near: Mapping[str, Mapping[int, Near]],
    *,
    at: datetime,
) -> QuerySet[Findable]:
    day = at.date()
    rows = visible_to(organisation, Purpose.SEARCH, at=at, showing=Part.SKILLS)
    asked = [matching(one, near[one.skill], criteria, day=day) for one in criteria.skills]
    if 1 < criteria.needed < len(asked):
        rows = rows.filter(pk__in=_some_of(asked, criteria.needed, day))
    else:
        for condition in asked if criteria.needed > 1 else [_any_of(asked)]:
            mine = _proven(day).filter(condition, findable=OuterRef("pk"))
            rows = rows.filter(Exists(mine))
    return rows.filter(*_stated(criteria)).annotate(called=F("person__name"))


def _proven(day: date) -> QuerySet[ProvenSkill]:
    return ProvenSkill.objects.annotate(sure=confidence_on(day))


def _any_of(asked: Sequence[Q]) -> Q:
    """That a row is one of those that are asked for."""
    return reduce(or_, asked)


def _some_of(asked: Sequence[Q], least: int, day: date) -> QuerySet[Any]:
    """Who matches so many of the skills, told from the rows of these skills alone."""
    each = {
        f"has_{place}": Max(Case(When(condition, then=1), default=0, output_field=IntegerField()))
        for place, condition in enumerate(asked)
    }
    total = sum((F(name) for name in each), start=Value(0))
    rows = _proven(day).filter(_any_of(asked)).values("findable").annotate(**each)
    return rows.annotate(total=total).filter(total__gte=least).values("findable")


def _stated(criteria: Criteria) -> Iterable[Q]:
    """What is asked of facts, each only of those who show it."""
    for code in criteria.languages:
        yield Q(shows_languages=True, languages__contains=f" {code} ")
    if criteria.country:
        yield Q(shows_region=True, country=criteria.country)
    if criteria.region:
        yield Q(shows_region=True, region_key=comparable(criteria.region))
    if criteria.available_by:
        yield Q(shows_availability=True, available_from__lte=criteria.available_by)
    if criteria.hours:
        yield Q(shows_availability=True, hours__gte=criteria.hours)


def _counted(found: QuerySet[Findable]) -> int:
    return found.order_by()[:MOST].count()


def _ordered(
    found: QuerySet[Findable], seed: int, start: int, stop: int, *, is_many: bool
) -> list[Findable]:
    if not is_many:
        both = Concat(Value(f"{seed}:"), Cast("draw", CharField(max_length=20)))
        drawn = found.annotate(place=MD5(both))
        return list(drawn.order_by("place", "pk")[start:stop])
    after = found.filter(draw__gte=seed).order_by("draw", "pk")
    rows = list(after[start:stop])
    if len(rows) == stop - start:
        return rows
    passed = after.order_by()[:MOST].count()
    before = found.filter(draw__lt=seed).order_by("draw", "pk")
    return rows + list(before[max(start - passed, 0) : max(stop - passed, 0)])


def _seed(organisation: Organisation, of: str, day: date) -> int:
    """What is drawn for an organisation, a search and a day; nobody can tell it beforehand."""
    told = f"{settings.SECRET_KEY}|talent-order|{organisation.pk}|{of}|{day}"
    return int.from_bytes(sha256(told.encode()).digest()[:8]) % _DRAWN


def _hits(
    rows: Sequence[Findable],
    organisation: Organisation,
    criteria: Criteria,
    near: Mapping[str, Mapping[int, Near]],
    *,
    at: datetime,
) -> list[Hit]:
    keys = [row.pk for row in rows]
    writable = set(
        visible_to(organisation, Purpose.CONTACT, at=at)
        .filter(pk__in=keys)
        .values_list("pk", flat=True)
    )
    matches = matches_of(keys, criteria, near, day=at.date())
    return [Hit(row, matches[row.pk], row.pk in writable) for row in rows]
