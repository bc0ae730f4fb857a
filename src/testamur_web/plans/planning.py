"""The best plan for somebody's goal: what of the catalogue to take, in which order, and why.

What is planned with is what its issuer states: an offer without hours or price is left out and
counted. Levels, prices and hours are those of the version that is published now. Weeks need hours:
where a last day or the first end is asked for and no hours a week, `ASSUMED_HOURS` stand for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet

from testamur.pathways.plan import (
    Calendar,
    Held,
    Limits,
    Objective,
    Offer,
    Plan,
    Taught,
    alternatives,
    plan,
)
from testamur.skills.framework import Need
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Person
from testamur_web.plans.models import Goal
from testamur_web.plans.proven import open_needs
from testamur_web.wallet.models import Item

__all__ = [
    "ASSUMED_HOURS",
    "Asked",
    "Planned",
    "Question",
    "alternatives_to",
    "ask",
    "earned_by",
    "places_for",
    "plan_for",
    "useful_for",
]

ASSUMED_HOURS: Final = 40
"""Hours a week, where weeks matter and nobody said how many there are."""

MOST_ALTERNATIVES: Final = 5
SECONDS: Final = 1.0
"""How long one question about an alternative may take: a page asks several."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody can spend: in `currency`, in hours (in all, a week), until a day; where, how.

    None and "" are no limit.
    """

    objective: Objective = Objective.CHEAPEST
    currency: str = "EUR"
    budget: Decimal | None = None
    hours: int | None = None
    hours_per_week: int | None = None
    by: date | None = None
    mode: str = ""
    place: str = ""
    language: str = ""

    @property
    def assumed_hours(self) -> int | None:
        """The hours a week that are assumed; None where none need be."""
        needs_weeks = self.by is not None or self.objective is Objective.FASTEST
        return ASSUMED_HOURS if needs_weeks and self.hours_per_week is None else None


@dataclass(frozen=True, slots=True)
class Question:
    """All that a plan is reckoned from; `left_out` counts the offers that say too little."""

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    held: Held
    limits: Limits
    versions: Mapping[str, Version]
    names: Mapping[str, str]

    @property
    def left_out(self) -> int:
        """How many offers would fit, and state no price or hours."""
        return len(self.versions) - len(self.offers)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, what it answers, and what was asked for."""

    plan: Plan
    question: Question
    asked: Asked

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each skill that is still open."""
        return self.question.names

    @property
    def left_out(self) -> int:
        """How many offers would fit, and state no price or hours."""
        return self.question.left_out


def ask(goal: Goal, asked: Asked, *, at: datetime) -> Question:
    """What is open of a goal, what is published that helps, and what its person has and can."""
    missing = open_needs(goal, at=at)
    useful = useful_for({one.need.skill for one in missing}).prefetch_related("skills")
    versions = {str(version.achievement_id): version for version in useful}
    return Question(
        tuple(one.need for one in missing),
        tuple(offer for version in versions.values() if (offer := _offer(version))),
        Held(achievements=earned_by(goal.person, at=at)),
        _limits(asked, at.date()),
        versions,
        {one.need.skill: one.name for one in missing},
    )


def plan_for(goal: Goal, asked: Asked, *, at: datetime) -> Planned:
    """The best plan for what is still open of a goal."""
    question = ask(goal, asked, at=at)
    found = plan(
        question.needs,
        offers=question.offers,
        held=question.held,
        limits=question.limits,
        objective=asked.objective,
    )
    return Planned(found, question, asked)


def alternatives_to(planned: Planned) -> tuple[Plan, ...]:
    """What else could be had for the same goal: less time for more money, the cheapest first."""
    return alternatives(
        planned.plan, offers=planned.question.offers, count=MOST_ALTERNATIVES, seconds=SECONDS
    )


def places_for(goal: Goal) -> list[str]:
    """The places that what is published for a goal states, by name."""
    useful = useful_for({need["skill"] for need in goal.content["needs"]})
    stated = useful.order_by().values_list("content__place", flat=True)
    return sorted({place for place in stated if isinstance(place, str) and place})


def earned_by(person: Person, *, at: datetime) -> frozenset[str]:
    """The achievements somebody was awarded here that were not taken back and have not ended."""
    items = Item.objects.filter(holder=person, award__revoked_at=None).exclude(award=None)
    items = items.filter(Q(award__valid_until=None) | Q(award__valid_until__gt=at))
    return frozenset(map(str, items.values_list("award__version__achievement_id", flat=True)))


def useful_for(skills: Iterable[str]) -> QuerySet[Version]:
    """What is published that certifies one of the skills."""
    return published().filter(skills__uri__in=skills).distinct()


def _offer(version: Version) -> Offer | None:
    """A version as something to take; None where it does not say what it costs and takes."""
    if version.hours is None or version.price is None:
        return None
    return Offer(
        str(version.achievement_id),
        version.title,
        gives=tuple(Taught(skill.uri, skill.level) for skill in version.skills.all()),
        minutes=60 * version.hours,
        cents={version.currency or "EUR": int(100 * version.price)},
        language=version.language,
        mode=version.mode,
        place=str(version.content.get("place") or ""),
    )


def _limits(asked: Asked, today: date) -> Limits:
    hours = asked.hours_per_week or asked.assumed_hours
    return Limits(
        currency=asked.currency,
        cents=None if asked.budget is None else int(100 * asked.budget),
        minutes=None if asked.hours is None else 60 * asked.hours,
        calendar=Calendar(today, 60 * hours, asked.by) if hours else None,
        languages=frozenset({asked.language}) if asked.language else None,
        modes=frozenset({asked.mode}) if asked.mode else None,
        places=frozenset({asked.place}) if asked.place else None,
    )
