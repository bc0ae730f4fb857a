"""The best plan for somebody's goal: what of the catalogue to take, in which order, and why.

What is planned with is what its issuer states: an offer without hours or price is left out and
counted. Levels, prices and hours are those of the version that is published now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from testamur.pathways.plan import (
    Calendar,
    Held,
    Limits,
    Objective,
    Offer,
    Plan,
    Taught,
    plan,
)
from testamur_web.catalogue.matched import standing_for
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Person
from testamur_web.plans.models import Goal
from testamur_web.plans.queries import standing_of
from testamur_web.wallet.models import Item

__all__ = ["Asked", "Planned", "plan_for"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody can spend: in `currency`, in hours a week, until a day; None is no limit."""

    objective: Objective = Objective.CHEAPEST
    currency: str = "EUR"
    budget: Decimal | None = None
    hours_per_week: int | None = None
    by: date | None = None
    mode: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, the versions it takes by the id of their achievement, and how many say too little."""

    plan: Plan
    versions: Mapping[str, Version]
    names: Mapping[str, str]
    left_out: int


def plan_for(goal: Goal, asked: Asked, *, at: datetime) -> Planned:
    """The best plan for what is still open of a goal."""
    standing = standing_of(goal, at=at)
    needs = [one.row.need for one in standing.open]
    same = standing_for(need.skill for need in needs)
    uris = set().union(*same.values())
    useful = published().filter(skills__uri__in=uris).prefetch_related("skills").distinct()
    versions = {str(version.achievement_id): version for version in useful}
    offers = {key: offer for key, version in versions.items() if (offer := _offer(version, same))}
    found = plan(
        needs,
        offers=offers.values(),
        held=Held(achievements=frozenset(_earned(goal.person))),
        limits=_limits(asked, at.date()),
        objective=asked.objective,
    )
    names = {one.row.need.skill: one.row.name for one in standing.open}
    return Planned(found, versions, names, left_out=len(versions) - len(offers))


def _offer(version: Version, same: Mapping[str, AbstractSet[str]]) -> Offer | None:
    """A version as something to take; None where it does not say what it costs and takes."""
    if version.hours is None or version.price is None:
        return None
    return Offer(
        str(version.achievement_id),
        version.title,
        gives=tuple(_taught(version, same)),
        minutes=60 * version.hours,
        cents={version.currency or "EUR": int(100 * version.price)},
        language=version.language,
        mode=version.mode,
    )


def _taught(version: Version, same: Mapping[str, AbstractSet[str]]) -> Iterator[Taught]:
    """What a version certifies: its skills, and those that are needed that they stand for."""
    levels: dict[str, int | None] = {}
    for skill in version.skills.all():
        stands_for = [uri for uri, others in same.items() if skill.uri in others]
        for uri in (skill.uri, *stands_for):
            levels[uri] = max(filter(None, (levels.get(uri), skill.level)), default=None)
    return (Taught(uri, level) for uri, level in levels.items())


def _earned(person: Person) -> Iterable[str]:
    """The achievements that somebody was awarded here and that were not taken back."""
    items = Item.objects.filter(holder=person, award__revoked_at=None).exclude(award=None)
    keys = items.values_list("award__version__achievement_id", flat=True)
    return map(str, keys)


def _limits(asked: Asked, today: date) -> Limits:
    hours = asked.hours_per_week or (40 if asked.by else None)
    return Limits(
        currency=asked.currency,
        cents=None if asked.budget is None else int(100 * asked.budget),
        calendar=Calendar(today, 60 * hours, asked.by) if hours else None,
        languages=frozenset({asked.language}) if asked.language else None,
        modes=frozenset({asked.mode}) if asked.mode else None,
    )
