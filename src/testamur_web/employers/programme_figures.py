"""What a programme came to: answers, money, days to a skill, and what a closed gap cost.

Figures over people follow the rule of five of `coverage`; money of one person is the manager's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID

from django.db.models import QuerySet, Sum

from testamur_web.employers.coverage import LEAST, Coverage, Skill, proofs_in
from testamur_web.employers.leading import Teams
from testamur_web.employers.models import Participant, Programme
from testamur_web.employers.programmes import participants_in
from testamur_web.employers.standings import kept_toward, sharing_toward
from testamur_web.plans.models import GoalProposal
from testamur_web.plans.proposing import proposals_in

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

_CENT: Final = Decimal("0.01")
_NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in a programme as whoever manages it sees them.

    Whoever shares and has no percentage waits to be counted.
    """

    participant: Participant
    state: str
    percent: int | None
    spent: Decimal
    is_shared: bool


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
    percent: int
    open: int


def lines_of_programme(programme: Programme, *, teams: Teams = None) -> list[Line]:
    """Everybody in it, or in some of its teams, with what they answered and let be seen."""
    spent = money_of(programme).by_participant
    percents = {one.participant.pk: one.percent for one in proofs_in(programme, teams=teams)}
    sharing = set(sharing_toward(programme).values_list("pk", flat=True))
    return [
        Line(
            one,
            one.proposal.state if one.proposal else "",
            percents.get(one.pk),
            spent.get(one.pk, _NOTHING),
            one.proposal_id in sharing,
        )
        for one in participants_in(programme, teams=teams)
    ]


def money_of(programme: Programme) -> Money:
    """The budget and what is gone of it."""
    sums = programme.expenses.order_by().values_list("participant").annotate(total=Sum("amount"))
    by_participant = {pk: Decimal(total).quantize(_CENT) for pk, total in sums}
    return Money(
        programme.budget,
        programme.budget_each,
        sum(by_participant.values(), _NOTHING),
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
    programme: Programme, coverage: Coverage, *, teams: Teams = None
) -> tuple[Sequence[Nearest], int]:
    """Who is nearest to the role, of those who share and are counted; how many do not share.

    Of the whole organisation, or of those who take part with some teams.
    """
    counted = kept_toward(programme).select_related("proposal__person")
    pursuing = _pursuing(programme)
    if teams is not None:
        seen = participants_in(programme, teams=teams).values("proposal")
        counted, pursuing = counted.filter(proposal__in=seen), pursuing.filter(pk__in=seen)
    wanted = {skill.uri for skill in coverage.skills}
    near = [
        Nearest(one.proposal.person.name, one.percent, len(wanted - one.proven.keys()))
        for one in counted
    ]
    near.sort(key=lambda one: (-one.percent, one.name.casefold()))
    return near, pursuing.exclude(pk__in=sharing_toward(programme).values("pk")).count()


def _pursuing(programme: Programme) -> QuerySet[GoalProposal]:
    """Whoever accepted the role as their goal, still has it, and is a member."""
    organisation = programme.organisation
    rows = proposals_in(organisation, programme.profile).filter(
        state=GoalProposal.State.ACCEPTED,
        goal__ended_at=None,
        goal__isnull=False,
        person__memberships__organisation=organisation,
    )
    return rows.distinct()
