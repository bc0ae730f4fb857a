"""The best plan for somebody's goal: what of the catalogue to take, in which order, and why.

What is planned with is what its issuer states: an offer without hours or price is left out and
counted. Levels, prices and hours are those of the version that is published now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from testamur.pathways.plan import (
    Calendar,
    Held,
    Limits,
    Objective,
    Plan,
    plan,
)
from testamur_web.people.models import Person
from testamur_web.plans.candidates import candidates_for, offers_among
from testamur_web.plans.having import having_of
from testamur_web.plans.locking import Asking, Locked, asks_of, locked_by
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
    """A plan, the names of skills, how many offers say too little, what its steps ask for first.

    `asks` are by the id of an offer of the plan; `locked` would help and cannot be begun.
    """

    plan: Plan
    names: Mapping[str, str]
    left_out: int
    asks: Mapping[str, Sequence[Asking]]
    locked: Sequence[Locked]

    def as_json(self) -> dict[str, Any]:
        """The plan as `testamur plan --json` prints it, with what its steps ask for first."""
        told = self.plan.as_json()
        for step in told["steps"]:
            step["asks"] = [one.as_json() for one in self.asks.get(step["offer"], ())]
        return told | {"locked": [one.as_json() for one in self.locked]}


def plan_for(goal: Goal, asked: Asked, *, at: datetime) -> Planned:
    """The best plan for what is still open of a goal."""
    standing = standing_of(goal, at=at)
    needs = [one.row.need for one in standing.open]
    candidates = candidates_for((need.skill for need in needs), on=at.date())
    is_asked = any(one.requires for one in candidates.values())
    having = having_of(goal.person, at=at, is_asked=is_asked)
    offers = offers_among(candidates, having=having, on=at.date())
    earned = having.achievements | frozenset(_earned(goal.person))
    found = plan(
        needs,
        offers=offers.values(),
        held=Held(achievements=earned, facts=having.facts),
        limits=_limits(asked, at.date()),
        objective=asked.objective,
    )
    names = {one.row.need.skill: one.row.name for one in standing.open}
    return Planned(
        found,
        names,
        left_out=len(candidates) - len(offers),
        asks=asks_of(found, candidates, having=having),
        locked=locked_by(needs, candidates, offers=offers, having=having),
    )


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
