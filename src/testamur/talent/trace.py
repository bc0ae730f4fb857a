"""The whole computation of matches as one JSON document, and the same answer out of it again.

It holds the profile and, for each person, the trace of their gap (`pathways.trace`): no credential,
graph or framework is needed to replay it.
"""

from __future__ import annotations

from typing import Final

from testamur.encoding import Json, JsonObject, format_timestamp, parse_timestamp
from testamur.errors import Refused
from testamur.pathways.trace import replay, trace_of
from testamur.talent.match import METHOD, Matches, ranked
from testamur.talent.profile import profile_from

__all__ = ["TRACE_TYPE", "replay_matches", "trace_of_matches"]

TRACE_TYPE: Final = "TestamurMatchTrace"


def trace_of_matches(found: Matches) -> JsonObject:
    """The trace of an answer."""
    return {
        "type": TRACE_TYPE,
        "method": METHOD,
        "profile": found.profile.as_json(),
        "at": format_timestamp(found.at),
        "gaps": {one.candidate: trace_of(one.gap) for one in found.matches},
        "answer": found.as_json(),
    }


def replay_matches(trace: Json) -> Matches:
    """The answer to the question in a trace; raises `Refused` (`match.*`, `gap.*`, `time.*`)."""
    if not isinstance(trace, dict) or trace.get("type") != TRACE_TYPE:
        raise _refused(f"it is not a {TRACE_TYPE}", "/type")
    if trace.get("method") != METHOD:
        raise _refused(f"it is not of method {METHOD}", "/method")
    for member in ("profile", "gaps"):
        if not isinstance(trace.get(member), dict):
            raise _refused(f"{member} is missing, or of the wrong kind", f"/{member}")
    profile = profile_from(trace["profile"], "/profile")
    at = parse_timestamp(trace.get("at"), "/at")
    gaps = {candidate: replay(gap) for candidate, gap in trace["gaps"].items()}
    for candidate, gap in gaps.items():
        if (gap.question.goal, gap.question.at) != (profile.goal, at):
            told = "this gap is toward another goal, or of another moment"
            raise _refused(told, f"/gaps/{candidate}")
    return ranked(gaps, profile=profile, at=at)


def _refused(told: str, pointer: str) -> Refused:
    return Refused.because("match.trace-malformed", told, pointer)
