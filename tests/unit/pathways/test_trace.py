"""Traces of gaps: replayed to the same answer, and refused where they cannot be read."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from testamur.errors import Refused
from testamur.pathways.gap import gap
from testamur.pathways.trace import replay, trace_of
from testamur.pathways.uses import Use
from testamur.skills.framework import Framework, Need, Skill
from testamur.skills.graph import Graph
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


def test_a_trace_of_version_1_replays_to_the_answer_it_was_written_with():
    """Written before skills had kinds: its one half-life is that of every skill."""
    trace = json.loads((Path(__file__).parent / "traces" / "version-1.json").read_text("utf-8"))
    assert (trace["version"], trace["figures"]["half_life"]) == (1, 24)
    again = replay(trace)
    assert again.as_json() == trace["answer"]
    assert replay(json.loads(json.dumps(trace_of(again)))) == again


def test_a_trace_of_version_2_is_reckoned_by_the_method_of_its_time():
    """A strong proof made up for a level that is too low; it does so no more."""
    low = gap(
        [held("py", skills={"sql": 4}, days_ago=10, **STRONG)],
        target=goal(Need(skill("sql"), level=5)),
        at=NOW,
    )
    assert low.rows[0].covered == Decimal("0.75")
    before = replay(trace_of(low) | {"version": 2})
    assert before.rows[0].covered == 1
    assert trace_of(before)["version"] == 2


LISTED = Graph(
    Framework(
        "urn:list",
        "List",
        skills=(
            Skill(skill("pandas"), "Pandas", kind="digital"),
            Skill(skill("sql"), "SQL", collections=("digital",)),
        ),
    )
)


def test_kinds_and_events_stand_in_the_trace_and_replay():
    used = Use(NOW - timedelta(days=10), skill=skill("sql"), is_confirmed=True)
    found = gap(
        [
            held("py", skills={"sql": 5}, days_ago=900, **STRONG),
            held("py", skills={"sql": 5}, days_ago=400, number=2),
        ],
        target=goal(Need(skill("sql"), level=5)),
        graph=LISTED,
        at=NOW,
        uses=[used],
    )
    trace = json.loads(json.dumps(trace_of(found)))
    assert trace["version"] == 3
    assert trace["kinds"] == {
        skill("sql"): {"kind": "digital", "because": "it stands in the collection digital"}
    }
    assert {len(one["events"][skill("sql")]) for one in trace["evidence"]} == {1, 2}
    assert found.rows[0].as_json()["verified"]["kind"] == "digital"
    assert replay(trace) == found
    without = replay(trace | {"evidence": [{**one, "events": {}} for one in trace["evidence"]]})
    assert without.rows[0].covered < found.rows[0].covered


def test_another_figure_gives_another_answer():
    trace = traced()
    trace["figures"]["narrower"] = 0.1
    assert replay(trace).as_json() != trace["answer"]


MALFORMED = {
    "another type": (("type",), "Gap", "/type"),
    "another version": (("version",), 4, "/version"),
    "a version in words": (("version",), "3", "/version"),
    "kinds in a list": (("kinds",), [], "/kinds"),
    "a kind that is text": (("kinds", "urn:x"), "digital", "/kinds/urn:x"),
    "events in a list": (("evidence", 0, "events"), [], "/evidence/0/events"),
    "an event without a kind": (
        ("evidence", 0, "events"),
        {"urn:x": [{"at": "2026-01-01T00:00:00Z"}]},
        "/evidence/0/events/urn:x/0/kind",
    ),
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
