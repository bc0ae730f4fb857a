"""Traces of gaps: replayed to the same answer, and refused where they cannot be read."""

from __future__ import annotations

import json

import pytest

from testamur.errors import Refused
from testamur.pathways.gap import gap
from testamur.pathways.trace import replay, trace_of
from testamur.skills.framework import Need
from tests.pathways_cast import NOW, held, skill
from tests.unit.pathways.test_gap import GRAPH, STRONG, goal

FOUND = gap(
    [
        held("py", skills={"pandas": 4, "sql": None}, **STRONG),
        held("old", skills={"r": 3}, days_ago=900),
    ],
    target=goal(
        Need(skill("python"), level=5), Need(skill("sql"), importance=0.4), python="Python"
    ),
    graph=GRAPH,
    at=NOW,
    self_assessed={skill("python"): 4, skill("sql"): None},
)


def traced() -> dict:
    return json.loads(json.dumps(trace_of(FOUND)))


def test_a_trace_replays_to_the_same_answer():
    again = replay(traced())
    assert again == FOUND
    assert again.as_json() == traced()["answer"]
    assert trace_of(again) == trace_of(FOUND)


def test_another_figure_gives_another_answer():
    trace = traced()
    trace["figures"]["narrower"] = 0.1
    assert replay(trace).as_json() != trace["answer"]


MALFORMED = {
    "another type": (("type",), "Gap", "/type"),
    "another version": (("version",), 2, "/type"),
    "no evidence": (("evidence",), None, "/evidence"),
    "evidence that is text": (("evidence", 0), "x", "/evidence/0"),
    "no digest": (("evidence", 0, "digest"), 7, "/evidence/0/digest"),
    "kinds that are lists": (("evidence", 0, "assessment"), [[]], "/evidence/0/assessment"),
    "a level of nine": (("evidence", 0, "skills", 0, "level"), 9, "/evidence/0/skills/0/level"),
    "an unknown rule": (("relations", 0, "rule"), "magic", "/relations/0/rule"),
    "a distance of minus one": (("relations", 0, "distance"), -1, "/relations/0/distance"),
    "a distance of truth": (("relations", 0, "distance"), True, "/relations/0/distance"),
    "what one says as a list": (("selfAssessed",), [], "/selfAssessed"),
    "a level one says in words": (
        ("selfAssessed", skill("sql")),
        "good",
        f"/selfAssessed/{skill('sql')}",
    ),
}


@pytest.mark.parametrize(("path", "value", "pointer"), MALFORMED.values(), ids=MALFORMED)
def test_a_trace_is_refused_at_its_place(path, value, pointer):
    trace = traced()
    place = trace
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Refused) as refused:
        replay(trace)
    assert (refused.value.problem.code, refused.value.problem.pointer) == (
        "gap.trace-malformed",
        pointer,
    )


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("goal", {"needs": []}, "gap.goal-malformed"),
        ("figures", {"luck": 1}, "gap.figures-malformed"),
        ("at", "noon", "time.malformed"),
    ],
)
def test_its_parts_are_refused_as_they_are_elsewhere(member, value, code):
    with pytest.raises(Refused) as refused:
        replay(traced() | {member: value})
    assert refused.value.problem.code == code
    for nothing in (None, [], "x"):
        with pytest.raises(Refused):
            replay(nothing)
