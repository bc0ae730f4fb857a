"""People with proven skills, found blind: the query, its neutral order, and a page of what matches.

    page = search(acme, criteria, of="", number=1, at=now)       # reads; the view calls `look`

Rules kept here:

- whoever is found agreed to it at this moment, and shows what is asked about: a filter by region
  finds nobody who does not show theirs. The database judges that in the query that finds, and again
  in the one that reads a page of them;
- of several skills, only the rarest are read of all people: whoever matches k of n skills matches
  one of any n - k + 1, two of any n - k + 2, and so on. Which are the rarest is told by a small
  part of all people, and wrong guesses cost time and nothing else;
- nobody stands before anybody for a reason. A number is drawn for each person, another one for each
  organisation, search and day; the order is that of the digest of both. Of `MOST` or more no order
  is made: they are read from a drawn place on (`drawn`), and the first `MOST` can be seen.
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
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from testamur_web.catalogue.facts import comparable
from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.drawn import CIRCLE, SAMPLED, Arc, first_drawn, rows_sampled
from testamur_web.employers.finding import agreeing, visible_to
from testamur_web.employers.matches import Match, matches_of
from testamur_web.employers.models import Findable, Part, ProvenSkill, Purpose
from testamur_web.employers.nearness import Near, nearness_of
from testamur_web.employers.proof import confidence_on, matching, numbers_matching
from testamur_web.people.models import Organisation

__all__ = ["MOST", "PER_PAGE", "FoundPage", "Hit", "count_found", "search"]

MOST: Final = 1_000
PER_PAGE: Final = 20


_WORTH: Final = 20
"""So many rows of skills are read in the time in which one person is looked at."""

_GROUPED: Final = 4
"""So many rows of several skills stand for one candidate."""


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
    seed = _seed(organisation, of, at.date())
    found = _in_order(_first(organisation, criteria, near, seed, at=at), seed)
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(number, 1), last)
    keys = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    hits = _hits(keys, organisation, criteria, near, at=at)
    return FoundPage(hits, len(found), number)


def count_found(
    organisation: Organisation, criteria: Criteria, *, most: int = MOST, at: datetime
) -> int:
    """How many match at a moment, `most` where there are as many or more."""
    near = nearness_of(one.skill for one in criteria.skills)
    return len(_first(organisation, criteria, near, 0, most=most, at=at))


# --------------------------------------------------------------------------------------- finding


def _first(
    organisation: Organisation,
    criteria: Criteria,
    near: Mapping[str, Mapping[int, Near]],
    seed: int,
    *,
    most: int = MOST,
    at: datetime,
) -> list[tuple[int, int]]:
    """The numbers drawn for those who match, from a place on, and their keys; `most` at most."""
    day = at.date()
    plan = _planned(criteria, near, seed)
    asked = [matching(one, near[one.skill], criteria, day=day) for one in plan.skills]
    shown = {Part.SKILLS, *criteria.parts_asked}
    people = agreeing(organisation, Purpose.SEARCH, at=at, showing=shown)
    people = people.filter(*_stated(criteria))
    if plan.read < len(asked):
        mine = _proven(day).filter(_any_of(asked), findable=OuterRef("pk"))
        matched = Subquery(_matched(mine, asked).values("matched"))
        people = people.alias(matched=matched).filter(matched__gte=criteria.needed)
    proven = _proven(day).filter(_any_of(asked[: plan.read]), skill__in=plan.numbers)

    def found_in(arc: Arc) -> Iterable[tuple[int, int]]:
        rows: QuerySet[Any] = proven.filter(arc.q)
        if plan.least > 1:
            rows = _matched(rows, asked[: plan.read]).filter(matched__gte=plan.least)
        return people.filter(arc.q, pk__in=rows.values("findable")).values_list("draw", "pk")

    return first_drawn(found_in, seed=seed, most=most, estimated=plan.candidates)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which skills are read of all people: the first `read` of `skills`, the rarest.

    Whoever matches the search matches `least` of these. `numbers` are theirs; `candidates` says how
    much there is to be read.
    """

    skills: Sequence[Wanted]
    read: int
    least: int
    numbers: frozenset[int]
    candidates: float


def _planned(criteria: Criteria, near: Mapping[str, Mapping[int, Near]], seed: int) -> _Plan:
    """Read as few skills as can be, and more where that costs less than to look at each person."""
    numbers = {one: numbers_matching(near[one.skill]) for one in criteria.skills}
    counted = rows_sampled(set().union(*numbers.values()), seed=seed)
    many = {one: sum(counted[number] for number in numbers[one]) for one in criteria.skills}
    skills = sorted(criteria.skills, key=lambda one: many[one])
    read = fewest = len(skills) - criteria.needed + 1
    rows = fewest_rows = sum(many[one] for one in skills[:fewest])
    while read < len(skills) and rows + many[skills[read]] <= _WORTH * max(fewest_rows, 1):
        rows += many[skills[read]]
        read += 1
    return _Plan(
        skills,
        read,
        criteria.needed - (len(skills) - read),
        frozenset().union(*(numbers[one] for one in skills[:read])),
        SAMPLED * (rows / _GROUPED if read > fewest else rows),
    )


def _proven(day: date) -> QuerySet[ProvenSkill]:
    return ProvenSkill.objects.annotate(sure=confidence_on(day))


def _any_of(asked: Iterable[Q]) -> Q:
    """That a row is one of those that are asked for."""
    return reduce(or_, asked)


def _matched(rows: QuerySet[ProvenSkill], asked: Sequence[Q]) -> QuerySet[Any]:
    """How many of the skills somebody matches by these rows."""
    each = {
        f"has_{place}": Max(Case(When(condition, then=1), default=0, output_field=IntegerField()))
        for place, condition in enumerate(asked)
    }
    matched = sum((F(name) for name in each), start=Value(0))
    return rows.values("findable").annotate(**each).annotate(matched=matched)


def _stated(criteria: Criteria) -> Iterable[Q]:
    """What is asked of facts."""
    for code in criteria.languages:
        yield Q(languages__contains=f" {code} ")
    if criteria.country:
        yield Q(country=criteria.country)
    if criteria.region:
        yield Q(region_key=comparable(criteria.region))
    if criteria.available_by:
        yield Q(available_from__lte=criteria.available_by)
    if criteria.hours:
        yield Q(hours__gte=criteria.hours)


def _in_order(found: Sequence[tuple[int, int]], seed: int) -> list[int]:
    """The keys of who was found, in the order in which they stand in pages."""
    if len(found) >= MOST:
        return [key for _, key in found]
    return [key for *_, key in sorted((_digest(seed, draw), key) for draw, key in found)]


def _digest(seed: int, draw: int) -> bytes:
    return sha256(f"{seed}:{draw}".encode()).digest()


def _seed(organisation: Organisation, of: str, day: date) -> int:
    """What is drawn for an organisation, a search and a day; nobody can tell it beforehand."""
    told = f"{settings.SECRET_KEY}|talent-order|{organisation.pk}|{of}|{day}"
    return int.from_bytes(sha256(told.encode()).digest()[:8]) % CIRCLE


# --------------------------------------------------------------------------------------- showing


def _hits(
    keys: Sequence[int],
    organisation: Organisation,
    criteria: Criteria,
    near: Mapping[str, Mapping[int, Near]],
    *,
    at: datetime,
) -> list[Hit]:
    """Those of a page who still agree, in order."""
    shown = visible_to(organisation, Purpose.SEARCH, at=at, showing={Part.SKILLS})
    rows = shown.annotate(called=F("person__name")).in_bulk(keys)
    writable = set(
        agreeing(organisation, Purpose.CONTACT, at=at)
        .filter(pk__in=rows)
        .values_list("pk", flat=True)
    )
    matches = matches_of(list(rows), criteria, near, day=at.date())
    return [Hit(rows[key], matches[key], key in writable) for key in keys if key in rows]
