"""How people stand on a ladder: what each rung adds, who is ready, and what is missing for whom.

A manager sees of a member what that member lets be seen, by the word they gave when they took a
role as their goal (ADR 23): at the rung of that role, in percent and by the skills that are open.
Nobody who did not agree is looked at: how many they are is told from five on. A member sees
themself, on every rung.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from testamur.pathways.gap import Gap
from testamur.talent.changes import Change, ChangeKind, changes_between
from testamur.talent.profile import JobProfile
from testamur_web.employers.leading import with_those_below
from testamur_web.employers.models import Ladder, Rung, Team
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.figures import figures_of
from testamur_web.plans.models import GoalProposal
from testamur_web.plans.profiles import job_in, newest_of
from testamur_web.plans.proposing import Progress, as_managed
from testamur_web.plans.queries import counted_of, gap_toward

__all__ = [
    "FEWEST_TOLD",
    "Climber",
    "OwnRung",
    "Step",
    "Watched",
    "find_ladder",
    "ladders_of",
    "ladders_open_to",
    "own_standing",
    "steps_of",
    "watched",
]

FEWEST_TOLD: Final = 5
"""Of fewer people than this, no number is told."""


@dataclass(frozen=True, slots=True)
class Step:
    """A rung, what its newest version asks for, and what of that the rung below does not."""

    rung: Rung
    version: int
    job: JobProfile
    changes: tuple[Change, ...]

    @property
    def added(self) -> int:
        """How many skills it adds; all of the lowest."""
        if self.rung.place == 1:
            return self.total
        return sum(one.kind is ChangeKind.ADDED for one in self.changes)

    @property
    def raised(self) -> int:
        """How many skills it asks for at another level."""
        return sum(one.kind is ChangeKind.LEVEL for one in self.changes)

    @property
    def total(self) -> int:
        """How many skills it asks for."""
        return len(self.job.goal.needs)


@dataclass(frozen=True, slots=True)
class Climber:
    """Somebody on the way to a rung who lets it be seen, and the version that they accepted."""

    person: Person
    progress: Progress
    version: int

    @property
    def is_ready(self) -> bool:
        """Whether nothing is open."""
        return not self.progress.open


@dataclass(frozen=True, slots=True)
class Watched:
    """A rung with those on the way to it.

    `hidden` do not show it; None where they are few, and of a single team, as two numbers of teams
    would tell a third.
    """

    step: Step
    climbers: Sequence[Climber]
    hidden: int | None

    @property
    def ready(self) -> Sequence[Climber]:
        """For whom nothing is missing."""
        return [one for one in self.climbers if one.is_ready]

    @property
    def climbing(self) -> Sequence[Climber]:
        """For whom something is missing, the nearest first."""
        return [one for one in self.climbers if not one.is_ready]


@dataclass(frozen=True, slots=True)
class OwnRung:
    """A rung as somebody stands to it themself."""

    step: Step
    progress: Progress

    @property
    def is_reached(self) -> bool:
        """Whether nothing is open."""
        return not self.progress.open


def ladders_of(organisation: Organisation) -> QuerySet[Ladder]:
    """Those in use, by title."""
    rows = Ladder.objects.filter(organisation=organisation, withdrawn_at=None)
    return rows.prefetch_related("rungs__profile")


def ladders_open_to(person: Person) -> QuerySet[Ladder]:
    """Those in use of the organisations that somebody belongs to."""
    rows = Ladder.objects.filter(organisation__memberships__person=person, withdrawn_at=None)
    return rows.select_related("organisation").prefetch_related("rungs__profile").distinct()


def find_ladder(organisation: Organisation, pk: UUID) -> Ladder | None:
    """A ladder of an organisation that is in use."""
    return ladders_of(organisation).filter(pk=pk).first()


def steps_of(ladder: Ladder) -> list[Step]:
    """The rungs, the lowest first."""
    newest = [newest_of(one.profile) for one in ladder.rungs.all()]
    jobs = [job_in(one) for one in newest]
    rows = zip(ladder.rungs.all(), newest, jobs, [None, *jobs[:-1]], strict=True)
    return [
        Step(rung, version.number, job, changes_between(before, job) if before else ())
        for rung, version, job, before in rows
    ]


def watched(ladder: Ladder, *, team: Team | None = None, at: datetime) -> list[Watched]:
    """The rungs as managers see them, the lowest first; of a team and those below it, or all."""
    return [_watched(step, _pursued(step, ladder, team), team, at=at) for step in steps_of(ladder)]


def own_standing(ladder: Ladder, person: Person, *, at: datetime) -> list[OwnRung]:
    """The rungs as somebody stands to them, the lowest first; the organisation's figures count."""
    held, figures = counted_of(person, at=at), figures_of(ladder.organisation)
    return [
        OwnRung(
            step,
            _progress(gap_toward(person, step.job.goal, at=at, held=held, figures=figures)),
        )
        for step in steps_of(ladder)
    ]


def _pursued(step: Step, ladder: Ladder, team: Team | None) -> QuerySet[GoalProposal]:
    """Who of the organisation has the role of a rung as their goal."""
    rows = GoalProposal.objects.filter(
        organisation=ladder.organisation,
        version__profile=step.rung.profile,
        state=GoalProposal.State.ACCEPTED,
        goal__isnull=False,
        goal__ended_at=None,
        person__memberships__organisation=ladder.organisation,
    )
    if team is not None:
        rows = rows.filter(
            person__staff_entries__is_active=True,
            person__staff_entries__places__team__in=with_those_below(
                ladder.organisation, [team.pk]
            ),
        )
    return rows.distinct()


def _watched(
    step: Step, pursued: QuerySet[GoalProposal], team: Team | None, *, at: datetime
) -> Watched:
    shown = pursued.filter(shares_progress=True)
    related = ("organisation", "version", "person", "goal")
    seen = [as_managed(one, at=at) for one in shown.select_related(*related)]
    climbers = [
        Climber(one.proposal.person, one.progress, one.proposal.version.number)
        for one in seen
        if one.progress
    ]
    climbers.sort(key=lambda one: (-one.progress.percent, one.person.name))
    hidden = pursued.filter(shares_progress=False).count()
    is_told = team is None and hidden >= FEWEST_TOLD
    return Watched(step, climbers, hidden if is_told else None)


def _progress(found: Gap) -> Progress:
    open_rows = [row.name for row in found.rows if row.covered < 1]
    return Progress(int(100 * found.readiness), open_rows)
