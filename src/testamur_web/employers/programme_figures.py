"""What a programme came to: answers, money, days to a skill, and what a closed gap cost.

Figures over people follow the rule of five of `coverage`; money of one person is the manager's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.db.models import Sum

from testamur_web.employers.coverage import LEAST, Coverage, Skill
from testamur_web.employers.models import Participant, Programme
from testamur_web.employers.programmes import participants_in
from testamur_web.people.models import Organisation
from testamur_web.plans.models import GoalProposal, RoleProfile
from testamur_web.plans.proposing import Progress, as_managed, proposals_in

__all__ = [
    "Line",
    "Money",
    "Nearest",
    "SkillTime",
    "cost_of_gap",
    "lines_of_programme",
    "money_of",
    "nearest_to",
    "times_to_skill",
]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in a programme as whoever manages it sees them."""

    participant: Participant
    state: str
    progress: Progress | None
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """What was planned and spent, in all and by participant."""

    planned: Decimal | None
    planned_each: Decimal | None
    spent: Decimal
    by_participant: Mapping[UUID | None, Decimal]

    @property
    def left(self) -> Decimal | None:
        """What may still be spent."""
        return None if self.planned is None else self.planned - self.spent


@dataclass(frozen=True, slots=True)
class SkillTime:
    """Days from the launch to the proof of a skill: the median, and over how many people."""

    skill: Skill
    days: float | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Nearest:
    """Somebody who pursues a role and lets be seen how far they are."""

    name: str
    progress: Progress


def lines_of_programme(programme: Programme, *, at: datetime) -> list[Line]:
    """Everybody in it by name, with what they answered and let be seen."""
    spent = money_of(programme).by_participant
    return [
        Line(
            one,
            one.proposal.state if one.proposal else "",
            as_managed(one.proposal, at=at).progress if one.proposal else None,
            spent.get(one.pk, Decimal()),
        )
        for one in participants_in(programme)
    ]


def money_of(programme: Programme) -> Money:
    """The budget and what is gone of it."""
    sums = programme.expenses.order_by().values_list("participant").annotate(total=Sum("amount"))
    by_participant = {pk: Decimal(total).quantize(_CENT) for pk, total in sums}
    return Money(
        programme.budget,
        programme.budget_each,
        sum(by_participant.values(), Decimal()),
        by_participant,
    )


def times_to_skill(programme: Programme, coverage: Coverage) -> list[SkillTime]:
    """For each skill the median of days, where five people closed it or more."""
    launched = programme.launched_at
    if launched is None:
        return []
    found = []
    for skill in coverage.skills:
        days = [
            (one.proven_at[skill.uri] - launched).total_seconds() / 86_400
            for one in coverage.counted
            if skill.uri in one.closed
        ]
        is_told = len(days) >= LEAST
        found.append(
            SkillTime(
                skill, round(median(days), 1) if is_told else None, len(days) if is_told else None
            )
        )
    return found


def cost_of_gap(money: Money, coverage: Coverage) -> Decimal | None:
    """What was spent for each gap that closed since the launch; None where it cannot be told."""
    closed = sum(len(one.closed) for one in coverage.counted)
    return (money.spent / closed).quantize(_CENT) if closed else None


def nearest_to(
    organisation: Organisation, profile: RoleProfile, *, at: datetime
) -> tuple[Sequence[Nearest], int]:
    """Who is nearest to a role of those who share, and how many pursue it and do not share."""
    rows = proposals_in(organisation, profile).filter(
        state=GoalProposal.State.ACCEPTED,
        goal__ended_at=None,
        goal__isnull=False,
        person__memberships__organisation=organisation,
    )
    shown = [as_managed(row, at=at) for row in rows.distinct()]
    near = [Nearest(one.proposal.person.name, one.progress) for one in shown if one.progress]
    near.sort(key=lambda one: (-one.progress.percent, one.name.casefold()))
    return near, len(shown) - len(near)
