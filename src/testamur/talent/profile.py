"""What a job asks for: skills with levels, how much each matters, and which it cannot do without.

A profile is read from the JSON of a goal, whose needs may say `"required": false`: what is only
wished for. Without that word a need of importance 1 is required, and any other is wished for.
"""

from __future__ import annotations

from dataclasses import dataclass

from testamur.encoding import JsonObject, parse_object
from testamur.errors import Refused
from testamur.pathways.goal import Goal, goal_from
from testamur.skills.framework import ESSENTIAL, Need

__all__ = ["JobProfile", "profile_from", "profile_of", "read_profile"]


@dataclass(frozen=True, slots=True)
class JobProfile:
    """A goal, and the addresses of the skills of it that are required."""

    goal: Goal
    required: frozenset[str]

    def is_required(self, need: Need) -> bool:
        """Whether the job cannot be done without it, by the word of whoever wrote the profile."""
        return need.skill in self.required

    def as_json(self) -> JsonObject:
        """The profile as `read_profile` reads it."""
        told = self.goal.as_json()
        needs = [
            row | {"required": self.is_required(need)}
            for row, need in zip(told["needs"], self.goal.needs, strict=True)
        ]
        return told | {"needs": needs}


def profile_of(goal: Goal) -> JobProfile:
    """The profile that an occupation, or a goal of which no more is known, amounts to."""
    return JobProfile(goal, frozenset(one.skill for one in goal.needs if _is_implied(one)))


def read_profile(text: str | bytes) -> JobProfile:
    """Read a profile; raises `Refused` (`gap.goal-malformed`, `json.*`)."""
    return profile_from(parse_object(text))


def profile_from(document: JsonObject, pointer: str = "") -> JobProfile:
    """The profile that parsed JSON states; raises `Refused` (`gap.goal-malformed`)."""
    goal = goal_from(document, pointer)
    required = set()
    for at, (need, row) in enumerate(zip(goal.needs, document["needs"], strict=True)):
        said = row.get("required", _is_implied(need))
        if not isinstance(said, bool):
            place = f"{pointer}/needs/{at}/required"
            raise Refused.because("gap.goal-malformed", "it is required, or it is not", place)
        if said:
            required.add(need.skill)
    return JobProfile(goal, frozenset(required))


def _is_implied(need: Need) -> bool:
    return need.importance >= ESSENTIAL
