"""How what people prove stands to what a job asks for: skill by skill, in points that add up.

    found = match({"a": wallet, "b": other}, profile=profile, graph=graph, at=now)
    found.matches[0].points, found.matches[0].rows[0].gap.changes

A hundred points are divided among the skills of the profile by their importance, in hundredths. For
each skill the gap says what share is covered, and why (`pathways.gap`):

    points of a skill = its share of the hundred x covered, to a hundredth
    points            = their sum

Only verified credentials are looked at: no name, age, address or picture can reach this module. A
level that is too low is made up for by nothing. One more credential never takes a point away.

Whoever has more points stands higher; who has the same shares a rank, in an order drawn from a
digest, so that no alphabet decides. Nobody is left out: people decide, this only tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from hashlib import sha256
from typing import Final

from testamur.credentials.verify import VerifiedCredential
from testamur.encoding import JsonObject, format_timestamp
from testamur.pathways.confidence import DEFAULT, Figures
from testamur.pathways.gap import Gap, SkillGap, gap
from testamur.pathways.held import Held
from testamur.pathways.question import SkillGraph
from testamur.skills.framework import Need
from testamur.talent.profile import JobProfile

__all__ = ["METHOD", "Match", "Matches", "SkillMatch", "match", "points_possible", "ranked"]

METHOD: Final = 1
"""How points are given; another way is another number."""

_HUNDRED: Final = Decimal(100)
_HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """One skill of the profile: its gap, the points that are possible, and those that are given."""

    gap: SkillGap
    is_required: bool
    possible: Decimal
    points: Decimal

    @property
    def is_met(self) -> bool:
        """Whether it is proven in full, at the level that is asked for."""
        return self.gap.covered == 1

    @property
    def percent(self) -> int:
        """How much of it is covered, in percent, rounded down."""
        return int(100 * self.gap.covered)

    def as_json(self) -> JsonObject:
        """The row as `testamur match --json` prints it."""
        return self.gap.as_json() | {
            "required": self.is_required,
            "met": self.is_met,
            "possible": float(self.possible),
            "points": float(self.points),
        }


@dataclass(frozen=True, slots=True)
class Match:
    """One person against one profile. `candidate` is whatever the caller calls them by."""

    candidate: str
    rank: int
    gap: Gap
    rows: tuple[SkillMatch, ...]
    points: Decimal

    @property
    def unmet(self) -> tuple[SkillMatch, ...]:
        """What is required and not proven in full."""
        return tuple(row for row in self.rows if row.is_required and not row.is_met)

    def as_json(self) -> JsonObject:
        """The match as `testamur match --json` prints it."""
        return {
            "candidate": self.candidate,
            "rank": self.rank,
            "points": float(self.points),
            "unmet": [row.gap.need.skill for row in self.unmet],
            "skills": [row.as_json() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Matches:
    """Everybody against one profile, the most points first."""

    profile: JobProfile
    at: datetime
    matches: tuple[Match, ...]

    def as_json(self) -> JsonObject:
        """The answer as `testamur match --json` prints it."""
        return {
            "profile": self.profile.as_json(),
            "at": format_timestamp(self.at),
            "method": METHOD,
            "matches": [one.as_json() for one in self.matches],
        }


def match(
    candidates: Mapping[str, Iterable[Held | VerifiedCredential]],
    *,
    profile: JobProfile,
    graph: SkillGraph | None = None,
    at: datetime,
    figures: Figures = DEFAULT,
) -> Matches:
    """How everybody stands to `profile` at the moment `at`; what has expired counts for nothing.

    Raises `Refused` as `gap` does.
    """
    gaps = {
        candidate: gap(held, target=profile.goal, graph=graph, at=at, figures=figures)
        for candidate, held in candidates.items()
    }
    return ranked(gaps, profile=profile, at=at)


def ranked(gaps: Mapping[str, Gap], *, profile: JobProfile, at: datetime) -> Matches:
    """The points and ranks that gaps toward the goal of `profile` amount to."""
    possible = points_possible(profile.goal.needs)
    scored = [_scored(candidate, found, profile, possible) for candidate, found in gaps.items()]
    scored.sort(key=lambda one: (-one.points, _drawn(profile, one.candidate)))
    ranks: dict[Decimal, int] = {}
    for place, one in enumerate(scored, 1):
        ranks.setdefault(one.points, place)
    placed = tuple(replace(one, rank=ranks[one.points]) for one in scored)
    return Matches(profile, at.replace(microsecond=0), placed)


def _scored(candidate: str, found: Gap, profile: JobProfile, possible: Sequence[Decimal]) -> Match:
    rows = tuple(
        SkillMatch(row, profile.is_required(row.need), share, _points(share, row.covered))
        for row, share in zip(found.rows, possible, strict=True)
    )
    return Match(candidate, 0, found, rows, sum((row.points for row in rows), Decimal(0)))


def _points(share: Decimal, covered: Decimal) -> Decimal:
    return (share * covered).quantize(_HUNDREDTH, ROUND_DOWN)


def points_possible(needs: Sequence[Need]) -> list[Decimal]:
    """The hundred points by importance: rounded down, and what is left to the largest rests."""
    weights = [Decimal(str(need.importance)) for need in needs]
    exact = [_HUNDRED * weight / sum(weights) for weight in weights]
    shares = [one.quantize(_HUNDREDTH, ROUND_DOWN) for one in exact]
    left = int((_HUNDRED - sum(shares)) / _HUNDREDTH)
    rests = sorted(range(len(needs)), key=lambda at: (shares[at] - exact[at], needs[at].skill))
    for at in rests[:left]:
        shares[at] += _HUNDREDTH
    return shares


def _drawn(profile: JobProfile, candidate: str) -> str:
    return sha256(f"{profile.goal.id}\n{profile.goal.label}\n{candidate}".encode()).hexdigest()
