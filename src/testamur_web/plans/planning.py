"""The best plan for somebody's goal: what of the catalogue to take, in which order, and why.

What is planned with is what its issuer states: an offer without hours or price is left out and
counted. Levels, prices and hours are those of the version that is published now. Weeks need hours:
where a last day or the first end is asked for and no hours a week, `ASSUMED_HOURS` stand for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet

from testamur.pathways.plan import (
    Calendar,
    Held,
    Limits,
    Objective,
    Offer,
    Plan,
    alternatives,
    plan,
)
from testamur.skills.framework import Need
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Person
from testamur_web.plans.candidates import Candidate, candidates_for, offers_among
from testamur_web.plans.having import having_of
from testamur_web.plans.locking import Asking, Locked, asks_of, locked_by
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
    """All that a plan is reckoned from; `having` is what its person can show already."""

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    held: Held
    limits: Limits
    candidates: Mapping[str, Candidate]
    having: Held
    names: Mapping[str, str]

    @property
    def left_out(self) -> int:
        """How many offers would fit, and state no price or hours."""
        return len(self.candidates) - len(self.offers)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, what it answers, what was asked for, and what its steps ask for first.

    `asks` are by the id of an offer of the plan; `locked` would help and cannot be begun.
    """

    plan: Plan
    question: Question
    asked: Asked
    asks: Mapping[str, Sequence[Asking]]
    locked: Sequence[Locked]

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each skill that is still open."""
        return self.question.names

    @property
    def left_out(self) -> int:
        """How many offers would fit, and state no price or hours."""
        return self.question.left_out

    def as_json(self) -> dict[str, Any]:
        """The plan as `testamur plan --json` prints it, with what its steps ask for first."""
        told = self.plan.as_json()
        for step in told["steps"]:
            step["asks"] = [one.as_json() for one in self.asks.get(step["offer"], ())]
        assumed = self.asked.assumed_hours
        told |= {"assumed_hours_per_week": assumed} if assumed else {}
        return told | {"locked": [one.as_json() for one in self.locked]}


def ask(goal: Goal, asked: Asked, *, at: datetime) -> Question:
    """What is open of a goal, what is published that helps, and what its person has and can."""
    missing = open_needs(goal, at=at)
    candidates = candidates_for((one.need.skill for one in missing), on=at.date())
    is_asked = any(one.requires for one in candidates.values())
    having = having_of(goal.person, at=at, is_asked=is_asked)
    earned = having.achievements | earned_by(goal.person, at=at)
    return Question(
        tuple(one.need for one in missing),
        tuple(offers_among(candidates, having=having, on=at.date()).values()),
        Held(achievements=earned, facts=having.facts),
        _limits(asked, at.date()),
        candidates,
        having,
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
    offers = {offer.id: offer for offer in question.offers}
    candidates, having = question.candidates, question.having
    return Planned(
        found,
        question,
        asked,
        asks=asks_of(found, candidates, having=having),
        locked=locked_by(question.needs, candidates, offers=offers, having=having),
    )


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
