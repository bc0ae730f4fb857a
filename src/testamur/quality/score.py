"""How well an achievement is defined, from 0 to 100: every point with its reason.

    found = score(achievement)          # an Open Badges 3.0 achievement, or a credential of one
    found.points, found.method          # 87, "1"
    [one.raised_by for one in found.elements if one.raised_by]

Only the published document is read, so whoever has it comes to the same score. Rules kept here:

- points are whole numbers, shares of points are rounded down, and their sum is the score;
- stating more never lowers it: what is not stated has the fewest points its element can have;
- the order of members never matters, and there is no clock, no network and no language of a reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from testamur.encoding import JsonObject
from testamur.quality.method import ELEMENTS, VERSION, Measured
from testamur.quality.outcome_points import OUTCOMES
from testamur.quality.said import achievement_in, read_achievement
from testamur.quality.stated_points import STATED

__all__ = ["Score", "ScoredElement", "score"]

_JUDGES: Final = {**STATED, **OUTCOMES}


@dataclass(frozen=True, slots=True)
class ScoredElement:
    """One element: its points, why it has them, and what would raise them ("" for nothing)."""

    measured: Measured
    points: int
    reason: str
    raised_by: str

    def as_json(self) -> JsonObject:
        """The element as the command line, the API and a statement tell it."""
        return {
            "name": self.measured.name,
            "part": self.measured.part.value,
            "title": self.measured.title,
            "points": self.points,
            "of": self.measured.most,
            "reason": self.reason,
            "raisedBy": self.raised_by,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a definition by one version of the method, with all its elements in order."""

    method: str
    elements: tuple[ScoredElement, ...]

    @property
    def points(self) -> int:
        """0 to 100."""
        return sum(one.points for one in self.elements)

    def as_json(self) -> JsonObject:
        """The score as the command line, the API and a statement tell it."""
        return {
            "score": self.points,
            "of": sum(one.measured.most for one in self.elements),
            "method": self.method,
            "elements": [one.as_json() for one in self.elements],
        }


def score(document: JsonObject) -> Score:
    """Score an achievement, or the achievement that a credential awards.

    Raises `Refused` (`quality.no-achievement`) for any other document; whatever stands in an
    achievement is scored, and what is not written as Open Badges says counts as not stated.
    """
    said = read_achievement(achievement_in(document))
    found = []
    for measured in ELEMENTS:
        given = _JUDGES[measured.name](said, measured.most)
        found.append(ScoredElement(measured, *given))
    return Score(VERSION, tuple(found))
