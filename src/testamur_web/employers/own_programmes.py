"""A programme as somebody in it sees it: what to do next, by when, and what the manager sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from testamur_web.catalogue.models import Version
from testamur_web.employers.models import Participant
from testamur_web.employers.programmes import programmes_with, still_open
from testamur_web.learning.models import Cohort
from testamur_web.people.models import Person
from testamur_web.plans.models import Goal
from testamur_web.plans.queries import Missing, Standing, standing_of

__all__ = ["OwnProgramme", "own_programme", "own_programmes"]


@dataclass(frozen=True, slots=True)
class OwnProgramme:
    """A programme of one person; `standing` only while its goal is theirs."""

    participant: Participant
    standing: Standing | None
    cohorts: Sequence[Cohort]

    @property
    def next_step(self) -> Missing | None:
        """The most important skill that is open."""
        return self.standing.open[0] if self.standing and self.standing.open else None

    @property
    def helps(self) -> list[Version]:
        """What certifies the next skill: what the programme names first, three at most."""
        if self.next_step is None:
            return []
        linked = set(self.participant.programme.offers.values_list("pk", flat=True))
        offers = sorted(self.next_step.offers, key=lambda one: one.achievement_id not in linked)
        return offers[:3]

    @property
    def is_shared(self) -> bool:
        """Whether the managers see how far they are."""
        proposal = self.participant.proposal
        return self.standing is not None and proposal is not None and proposal.shares_progress


def own_programmes(person: Person) -> QuerySet[Participant]:
    """Where somebody takes part, by the last day."""
    return programmes_with(person)


def own_programme(person: Person, pk: UUID, *, at: datetime) -> OwnProgramme | None:
    """One of them, by its place in it."""
    one = programmes_with(person).filter(pk=pk).first()
    if one is None:
        return None
    goal = _goal_of(one)
    cohorts = one.programme.cohorts.filter(still_open(at)).select_related("version")
    return OwnProgramme(one, standing_of(goal, at=at) if goal else None, list(cohorts))


def _goal_of(one: Participant) -> Goal | None:
    goal = one.proposal.goal if one.proposal else None
    return goal if goal is not None and goal.ended_at is None else None
