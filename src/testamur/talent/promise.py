"""How far a definition would meet a job profile, before anybody has earned it.

A graduate is thought of who holds the credential from this moment on and nothing else; what that
covers is reckoned as every match is, skill by skill.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from testamur.pathways.held import Held
from testamur.pathways.question import SkillGraph
from testamur.talent.match import Match, match
from testamur.talent.profile import JobProfile

__all__ = ["GRADUATE", "match_of_graduate"]

GRADUATE = "graduate"


def match_of_graduate(
    promised: Held, *, profile: JobProfile, graph: SkillGraph | None = None, at: datetime
) -> Match:
    """What somebody would have of the profile who was awarded it at `at`.

    `promised` is what `pathways.held.promised_by` says of the achievement.
    """
    held = replace(promised, awarded=at, expires=None)
    return match({GRADUATE: [held]}, profile=profile, graph=graph, at=at).matches[0]
