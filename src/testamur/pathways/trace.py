"""The whole computation of a gap as one JSON document, and the same answer out of it again.

A trace holds the question (goal, moment, figures, the facts of each credential and what made its
skills fresher, of what kind they are and how they stand to those needed, what was said by the
person) and the answer. Replaying reads the question alone: no credential, graph or framework is
needed. Version 1 knew neither kinds nor events, versions 1 and 2 only method 1; each is read to
the answer it was written with.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from testamur.encoding import Json, JsonObject, format_timestamp, parse_timestamp
from testamur.errors import Refused
from testamur.pathways.confidence import Event, read_figures
from testamur.pathways.gap import Gap, answer
from testamur.pathways.goal import goal_from
from testamur.pathways.held import HeldSkill
from testamur.pathways.kinds import SkillKind
from testamur.pathways.question import METHOD, Evidence, Fit, Question, Relation

__all__ = ["TRACE_TYPE", "replay", "trace_of"]

TRACE_TYPE: Final = "TestamurGapTrace"
_METHODS: Final = {1: 1, 2: 1, 3: METHOD}
"""By version, the method it was reckoned with."""


def trace_of(found: Gap) -> JsonObject:
    """The trace of an answer."""
    question = found.question
    return {
        "type": TRACE_TYPE,
        "version": max(known for known, method in _METHODS.items() if method == question.method),
        "goal": question.goal.as_json(),
        "at": format_timestamp(question.at),
        "figures": question.figures.as_json(),
        "evidence": [_evidence_as_json(one) for one in question.evidence],
        "relations": [
            {
                "skill": one.skill,
                "held": one.held,
                "rule": one.fit.value,
                "distance": one.distance,
                **({"through": one.through} if one.through else {}),
            }
            for one in question.relations
        ],
        "kinds": {uri: kind.as_json() for uri, kind in question.kinds.items()},
        "selfAssessed": dict(question.self_assessed),
        "answer": found.as_json(),
    }


def replay(trace: Json) -> Gap:
    """The answer to the question in a trace; raises `Refused` (`gap.*`, `time.*`)."""
    if not isinstance(trace, dict) or trace.get("type") != TRACE_TYPE:
        raise _refused(f"it is not a {TRACE_TYPE}", "/type")
    method = _METHODS.get(_member(trace, "version", int, ""))
    if method is None:
        raise _refused(f"it is of none of the versions {tuple(_METHODS)}", "/version")
    said = _member(trace, "selfAssessed", dict, "")
    return answer(
        Question(
            goal_from(_member(trace, "goal", dict, ""), "/goal"),
            parse_timestamp(trace.get("at"), "/at"),
            read_figures(_member(trace, "figures", dict, ""), "/figures"),
            tuple(_each(trace, "evidence", "", _evidence)),
            tuple(_each(trace, "relations", "", _relation)),
            MappingProxyType({skill: _level(said, skill, "/selfAssessed") for skill in said}),
            MappingProxyType(_kinds(trace)),
            method,
        )
    )


def _evidence_as_json(one: Evidence) -> JsonObject:
    return {
        "digest": one.digest,
        "credential": one.credential,
        "title": one.title,
        "issuer": one.issuer,
        "awarded": format_timestamp(one.awarded) if one.awarded else None,
        "assessment": list(one.assessment),
        "supervision": one.supervision,
        "endorsement": one.endorsement,
        "skills": [
            {
                "uri": skill.uri,
                "name": skill.name,
                "level": skill.level,
                "levelFrom": skill.level_from,
            }
            for skill in one.skills
        ],
        **({"events": events} if (events := _events_as_json(one)) else {}),
    }


def _events_as_json(one: Evidence) -> JsonObject:
    return {uri: [event.as_json() for event in told] for uri, told in one.events.items()}


def _evidence(row: JsonObject, pointer: str) -> Evidence:
    awarded, kinds = row.get("awarded"), _member(row, "assessment", list, pointer)
    if not all(isinstance(kind, str) for kind in kinds):
        raise _refused("kinds of assessment are texts", f"{pointer}/assessment")
    return Evidence(
        _member(row, "digest", str, pointer),
        title=_member(row, "title", str, pointer),
        credential=_member(row, "credential", str, pointer),
        issuer=_member(row, "issuer", str, pointer),
        awarded=None if awarded is None else parse_timestamp(awarded, f"{pointer}/awarded"),
        assessment=tuple(kinds),
        supervision=_member(row, "supervision", str, pointer),
        endorsement=_member(row, "endorsement", str, pointer),
        skills=tuple(_each(row, "skills", pointer, _skill)),
        events=MappingProxyType(_events(row, pointer)),
    )


def _events(row: JsonObject, pointer: str) -> dict[str, tuple[Event, ...]]:
    told = _member(row, "events", dict, pointer) if "events" in row else {}
    place = f"{pointer}/events"
    return {uri: tuple(_each(told, uri, place, _event)) for uri in told}


def _event(row: JsonObject, pointer: str) -> Event:
    kind = _member(row, "kind", str, pointer)
    return Event(parse_timestamp(row.get("at"), f"{pointer}/at"), kind)


def _kinds(trace: JsonObject) -> dict[str, SkillKind]:
    told = _member(trace, "kinds", dict, "") if "kinds" in trace else {}
    return {
        uri: SkillKind(
            _member(_member(told, uri, dict, "/kinds"), "kind", str, f"/kinds/{uri}"),
            _member(told[uri], "because", str, f"/kinds/{uri}"),
        )
        for uri in told
    }


def _skill(row: JsonObject, pointer: str) -> HeldSkill:
    return HeldSkill(
        _member(row, "uri", str, pointer),
        name=_member(row, "name", str, pointer),
        level=_level(row, "level", pointer),
        level_from=_member(row, "levelFrom", str, pointer),
    )


def _relation(row: JsonObject, pointer: str) -> Relation:
    rule = _member(row, "rule", str, pointer)
    if rule not in {fit.value for fit in Fit}:
        raise _refused(f"{rule[:40]!r} is no rule", f"{pointer}/rule")
    distance = _member(row, "distance", int, pointer)
    if not 0 <= distance <= 100:
        raise _refused("a distance is between 0 and 100", f"{pointer}/distance")
    skill, held = _member(row, "skill", str, pointer), _member(row, "held", str, pointer)
    through = _member(row, "through", str, pointer) if "through" in row else ""
    return Relation(skill, held, Fit(rule), distance, through)


def _each(
    holder: JsonObject, name: str, pointer: str, read: Callable[[JsonObject, str], Any]
) -> list[Any]:
    rows = _member(holder, name, list, pointer)
    places = [f"{pointer}/{name}/{at}" for at in range(len(rows))]
    for row, place in zip(rows, places, strict=True):
        if not isinstance(row, dict):
            raise _refused("an object stands here", place)
    return [read(row, place) for row, place in zip(rows, places, strict=True)]


def _member(holder: JsonObject, name: str, kind: type, pointer: str) -> Any:
    value = holder.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _refused(f"{name} is missing, or of the wrong kind", f"{pointer}/{name}")
    return value


def _level(holder: JsonObject, name: str, pointer: str) -> int | None:
    value = holder.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value not in range(1, 9):
        raise _refused("a level is a whole number from 1 to 8", f"{pointer}/{name}")
    return value


def _refused(told: str, pointer: str) -> Refused:
    return Refused.because("gap.trace-malformed", told, pointer)
