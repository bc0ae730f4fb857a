"""Which skills of a role are proven in which team: at the launch of a programme, and now.

shared    only whoever accepted, lets their progress be seen and belongs to the organisation
          counts, asked at every look; of all others there is a number and nothing else
counted   what each of them has proven was counted by a worker (`standings`): whoever is not
          counted yet waits, and is no part of a figure
before    reckoned as of the launch, from what was awarded until then and still holds
five      a figure is told over five people who share, or more; where a team has fewer, it is
          withheld, and the totals leave out such teams while they are fewer than five together
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from testamur.pathways.goal import goal_from
from testamur_web.employers.leading import Teams
from testamur_web.employers.models import KeptStanding, Participant, Programme, Team
from testamur_web.employers.programmes import participants_in
from testamur_web.employers.standings import Progress, kept_toward, progress_of, sharing_toward
from testamur_web.plans.profiles import newest_of

__all__ = [
    "LEAST",
    "Cell",
    "Coverage",
    "Proof",
    "Skill",
    "TeamRow",
    "coverage_of",
    "progress_in",
    "proofs_in",
]

LEAST: Final = 5
"""Of fewer people than these nothing is told."""


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
    """A skill in a team: how many have proven it; None where too few share to tell.

    `sharing` are those who share and are counted.
    """

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
    """A team: how many take part, how many share, of whom it is counted, and its cells."""

    team: Team | None
    people: int
    sharing: int
    proofs: Sequence[Proof]
    cells: Sequence[Cell]

    @property
    def is_told(self) -> bool:
        """Whether enough share for figures."""
        return len(self.proofs) >= LEAST

    @property
    def silent(self) -> int:
        """How many do not share."""
        return self.people - self.sharing

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


def coverage_of(programme: Programme, *, teams: Teams = None) -> Coverage:
    """The map of a programme, or of some of its teams, from what was counted last."""
    wanted = goal_from(newest_of(programme.profile).content)
    skills = [Skill(need.skill, wanted.name_of(need.skill)) for need in wanted.needs]
    people = list(participants_in(programme, teams=teams))
    sharing = set(sharing_toward(programme).values_list("pk", flat=True))
    proofs = _proofs(programme, people)
    named = {one.team_id: one.team for one in people}
    rows = []
    for pk in sorted(named, key=lambda pk: _name(named[pk])):
        here = [one for one in people if one.team_id == pk]
        shared = sum(one.proposal_id in sharing for one in here)
        row = TeamRow(named[pk], len(here), shared, _of_team(proofs, pk), ())
        rows.append(replace(row, cells=_cells(row, skills)))
    return Coverage(skills, rows)


def progress_in(programme: Programme, *, teams: Teams = None) -> Progress:
    """How far the workers are who count it."""
    among = None if teams is None else participants_in(programme, teams=teams)
    return progress_of(programme, among=among)


def proofs_in(programme: Programme, *, teams: Teams = None) -> list[Proof]:
    """What each has proven who lets it be seen and is counted, by name."""
    return _proofs(programme, participants_in(programme, teams=teams))


def _proofs(programme: Programme, people: Iterable[Participant]) -> list[Proof]:
    kept = {one.proposal_id: one for one in kept_toward(programme)}
    return [
        _proof(one, kept[one.proposal_id])
        for one in people
        if one.proposal_id is not None and one.proposal_id in kept
    ]


def _proof(one: Participant, kept: KeptStanding) -> Proof:
    proven = {uri: datetime.fromisoformat(moment) for uri, moment in kept.proven.items()}
    return Proof(one, frozenset(kept.before), frozenset(proven), proven, kept.percent)


def _name(team: Team | None) -> tuple[bool, str]:
    return team is None, team.name.casefold() if team else ""


def _of_team(proofs: Iterable[Proof], pk: UUID | None) -> list[Proof]:
    return [one for one in proofs if one.participant.team_id == pk]


def _cells(row: TeamRow, skills: Iterable[Skill]) -> list[Cell]:
    proofs, is_told = row.proofs, row.is_told
    return [
        Cell(
            skill,
            len(proofs),
            sum(skill.uri in one.before for one in proofs) if is_told else None,
            sum(skill.uri in one.now for one in proofs) if is_told else None,
        )
        for skill in skills
    ]
