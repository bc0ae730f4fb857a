"""Which skills of a role are proven in which team: at the launch of a programme, and now.

shared    only whoever accepted, lets their progress be seen and belongs to the organisation
          counts, asked at every look; of all others there is a number and nothing else
before    reckoned as of the launch, from what was awarded until then and still holds: nothing
          is kept of anybody, so what is taken back leaves no copy
five      a figure is told over five people who share or more; where a team has fewer, it is
          withheld, and the totals leave out such teams while they are fewer than five together
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils import timezone

from testamur.pathways.gap import Gap
from testamur.pathways.goal import goal_from
from testamur_web.employers.models import Participant, Programme, Team
from testamur_web.employers.programmes import participants_in
from testamur_web.plans.figures import figures_of, proposer_of
from testamur_web.plans.models import Goal, GoalProposal
from testamur_web.plans.profiles import newest_of
from testamur_web.plans.proven import digest, wallet_state
from testamur_web.plans.queries import counted_of, gap_of

__all__ = [
    "LEAST",
    "Cell",
    "Coverage",
    "Proof",
    "Skill",
    "TeamRow",
    "coverage_of",
    "proofs_in",
    "sharing_in",
]

LEAST: Final = 5
"""Of fewer people than these nothing is told."""

KEPT_FOR: Final = 600


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that the role asks for."""

    uri: str
    name: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What one person has proven of the role, who lets it be seen."""

    participant: Participant
    before: frozenset[str]
    now: frozenset[str]
    proven_at: Mapping[str, datetime]
    percent: int

    @property
    def closed(self) -> frozenset[str]:
        """What was open at the launch and is proven now."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Cell:
    """A skill in a team: how many have proven it; None where too few share to tell."""

    skill: Skill
    sharing: int
    before: int | None
    now: int | None

    @property
    def percent_before(self) -> int | None:
        """The share at the launch, in whole percent."""
        return None if self.before is None else 100 * self.before // self.sharing

    @property
    def percent_now(self) -> int | None:
        """The share now, in whole percent."""
        return None if self.now is None else 100 * self.now // self.sharing


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team: how many take part, how many share, who they are, and its cells."""

    team: Team | None
    people: int
    proofs: Sequence[Proof]
    cells: Sequence[Cell]

    @property
    def is_told(self) -> bool:
        """Whether enough share for figures."""
        return len(self.proofs) >= LEAST

    @property
    def silent(self) -> int:
        """How many do not share."""
        return self.people - len(self.proofs)

    @property
    def ready(self) -> int | None:
        """How many have proven all; None where too few share to tell."""
        return sum(one.percent == 100 for one in self.proofs) if self.is_told else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole map."""

    skills: Sequence[Skill]
    rows: Sequence[TeamRow]

    @property
    def counted(self) -> Sequence[Proof]:
        """Who counts in totals: nobody who could be found as what a withheld team makes up."""
        hidden = [one for row in self.rows if not row.is_told for one in row.proofs]
        shown = [one for row in self.rows if row.is_told for one in row.proofs]
        found = shown if 0 < len(hidden) < LEAST else [*shown, *hidden]
        return found if len(found) >= LEAST else []


def sharing_in(programme: Programme) -> QuerySet[Participant]:
    """Those who let be seen how far they are, at this moment."""
    return (
        participants_in(programme)
        .filter(
            proposal__state=GoalProposal.State.ACCEPTED,
            proposal__shares_progress=True,
            proposal__goal__isnull=False,
            proposal__goal__ended_at=None,
            person__memberships__organisation=programme.organisation_id,
        )
        .distinct()
    )


def coverage_of(programme: Programme, *, at: datetime) -> Coverage:
    """The map of a programme, reckoned now."""
    wanted = goal_from(newest_of(programme.profile).content)
    skills = [Skill(need.skill, wanted.name_of(need.skill)) for need in wanted.needs]
    proofs = proofs_in(programme, at=at)
    teams = {one.team_id: one.team for one in participants_in(programme)}
    people = [one.team_id for one in participants_in(programme)]
    rows = [
        _row(teams[pk], people.count(pk), _of_team(proofs, pk), skills)
        for pk in sorted(teams, key=lambda pk: _name(teams[pk]))
    ]
    return Coverage(skills, rows)


def proofs_in(programme: Programme, *, at: datetime) -> list[Proof]:
    """What each has proven who lets it be seen, by name."""
    launched = programme.launched_at or at
    return [_proof(one, launched, at) for one in sharing_in(programme)]


def _name(team: Team | None) -> tuple[bool, str]:
    return team is None, team.name.casefold() if team else ""


def _of_team(proofs: Iterable[Proof], pk: UUID | None) -> list[Proof]:
    return [one for one in proofs if one.participant.team_id == pk]


def _row(
    team: Team | None, people: int, proofs: Sequence[Proof], skills: Iterable[Skill]
) -> TeamRow:
    is_told = len(proofs) >= LEAST
    cells = [
        Cell(
            skill,
            len(proofs),
            sum(skill.uri in one.before for one in proofs) if is_told else None,
            sum(skill.uri in one.now for one in proofs) if is_told else None,
        )
        for skill in skills
    ]
    return TeamRow(team, people, proofs, cells)


def _proof(participant: Participant, launched: datetime, at: datetime) -> Proof:
    """What is proven, kept for some minutes for as long as the wallet is as it is."""
    proposal = participant.proposal
    assert proposal is not None  # noqa: S101 -- only those who accepted are asked for
    assert proposal.goal is not None  # noqa: S101 -- likewise
    state = wallet_state(participant.person, at=at)
    said = (str(proposal.goal_id), state, launched.isoformat(), at.date().isoformat())
    key = f"employers.{digest(said)}"
    kept: tuple[dict[str, datetime], frozenset[str], int] | None = caches["local"].get(key)
    if kept is None:
        kept = _look(proposal.goal, launched, at)
        caches["local"].set(key, kept, KEPT_FOR)
    proven_at, before, percent = kept
    return Proof(participant, before, frozenset(proven_at), proven_at, percent)


def _look(
    goal: Goal, launched: datetime, at: datetime
) -> tuple[dict[str, datetime], frozenset[str], int]:
    """When each skill that is proven now was proven first, what was at the launch, the percent."""
    figures = figures_of(proposer_of(goal))
    held = counted_of(goal.person, at=at)
    now = gap_of(goal, held, at=at, figures=figures)
    begins = _day_of(launched)
    days = {one.awarded for one in held if one.awarded is not None and one.awarded >= begins}
    proven = _closed(now)
    earlier = [one for one in held if one.awarded is None or one.awarded < begins]
    before = _closed(gap_of(goal, earlier, at=launched, figures=figures))
    found = dict.fromkeys(before & proven, launched)
    for day in sorted(days):
        some = [one for one in held if one.awarded is None or one.awarded <= day]
        there = _closed(gap_of(goal, some, at=max(day, launched), figures=figures))
        found |= {uri: max(day, launched) for uri in there & proven if uri not in found}
    found |= {uri: at for uri in proven if uri not in found}
    return found, before, int(100 * now.readiness)


def _day_of(moment: datetime) -> datetime:
    """When the day of the launch began: awards are dated by days."""
    local = timezone.localtime(moment)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _closed(found: Gap) -> frozenset[str]:
    return frozenset(row.need.skill for row in found.rows if row.covered >= 1)
