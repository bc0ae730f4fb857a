"""Gaps from the command line: for a person, for a program, with a trace that replays."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from testamur.credentials.issue import issue
from testamur.credentials.openbadges import Achievement, Alignment, Issuer
from testamur.pathways.trace import replay
from testamur.skills.graph import Graph
from testamur.skills.shelf import Shelf
from tests.pathways_cast import ADA, NOW, key_of, page, signed, skill

AT = ("--at", "2026-06-01T12:00:00Z", "--offline")
GOAL = {
    "label": "Data technician",
    "needs": [
        {"skill": skill("python"), "name": "Python", "level": 5},
        {"skill": skill("sql"), "name": "SQL", "importance": 0.5},
    ],
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a goal, and one credential in `wallet/`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(
        "TESTAMUR_DATA_DIR", str(tmp_path / "data")
    )  # so that only the starter is there
    (tmp_path / "wallet").mkdir()
    text = signed("py", skills={"python": 4}, assessment=["project"], supervision="supervised")
    (tmp_path / "wallet" / "py.json").write_text(text, encoding="utf-8")
    (tmp_path / "goal.json").write_text(json.dumps(GOAL), encoding="utf-8")
    return tmp_path


def test_a_program_reads_every_skill(desk, testamur):
    ran = testamur("gap", "wallet", "--target", "goal.json", *AT, "--json")
    assert ran.code == 0
    [told] = ran.lines
    assert told["goal"]["label"] == "Data technician"
    python, sql = told["skills"]
    assert (python["requiredLevel"], python["rule"], python["verified"]["level"]) == (
        5,
        "same skill",
        4,
    )
    assert 0 < python["gap"] < 1
    assert (sql["rule"], sql["gap"], sql["verified"]) == ("none", 1, None)
    assert told["notCounted"] == []


def test_without_credentials_everything_is_open(desk, testamur):
    ran = testamur("gap", "--target", "goal.json", *AT, "--json")
    assert ran.code == 0
    assert [skill["gap"] for skill in ran.lines[0]["skills"]] == [1, 1]


def test_a_person_reads_why_and_what_would_change_it(desk, testamur):
    (desk / "me.json").write_text(
        json.dumps({"skills": [{"skill": skill("sql"), "level": 3}]}), encoding="utf-8"
    )
    ran = testamur("gap", "wallet", "--target", "goal.json", "--self-assessed", "me.json", *AT)
    assert ran.code == 0
    assert "ready for Data technician" in ran.out.splitlines()[0]
    assert "same skill: Python, by “Py”" in ran.out
    assert "confidence" in ran.out
    assert "strength 0.8550" in ran.out
    assert "you say of yourself: level 3" in ran.out
    assert "to 100%: have it assessed, as you say you can: earn “SQL”" in ran.out


def test_a_trace_replays(desk, testamur):
    ran = testamur("gap", "wallet", "--target", "goal.json", "--trace", "trace.json", *AT, "--json")
    trace = json.loads((desk / "trace.json").read_text("utf-8"))
    told = ran.lines[0]
    assert replay(trace).as_json() == trace["answer"]
    assert trace["answer"] == {name: value for name, value in told.items() if name != "notCounted"}


def test_figures_of_ones_own(desk, testamur):
    words = ("gap", "wallet", "--target", "goal.json", *AT, "--json")
    (desk / "figures.json").write_text('{"enough": 1}', encoding="utf-8")
    strict = testamur(*words, "--figures", "figures.json").lines[0]
    assert strict["readiness"] < testamur(*words).lines[0]["readiness"]
    (desk / "figures.json").write_text('{"luck": 1}', encoding="utf-8")
    ran = testamur(*words, "--figures", "figures.json")
    assert ran.code == 2
    assert "[gap.figures-malformed]" in ran.err


def test_a_use_at_work_makes_what_is_held_fresher(desk, testamur):
    (desk / "wallet" / "py.json").write_text(
        signed("py", skills={"python": 4}, days_ago=1_000), encoding="utf-8"
    )
    use = {"skill": skill("python"), "at": "2026-05-20T00:00:00Z", "confirmed": True}
    (desk / "uses.json").write_text(json.dumps({"uses": [use]}), encoding="utf-8")
    words = ("gap", "wallet", "--target", "goal.json", *AT, "--json")
    used = testamur(*words, "--uses", "uses.json").lines[0]
    assert used["readiness"] > testamur(*words).lines[0]["readiness"]


def test_somebody_elses_credentials_count_for_nothing(desk, testamur):
    words = ("gap", "wallet", "--target", "goal.json", *AT, "--json")
    assert testamur(*words, "--holder", ADA).lines[0]["readiness"] > 0
    assert testamur(*words, "--holder", "mailto:eli@people.example").lines[0]["readiness"] == 0
    text = signed("sql", to="mailto:eli@people.example", skills={"sql": 4})
    (desk / "wallet" / "sql.json").write_text(text, encoding="utf-8")
    both = testamur(*words)
    assert both.code == 2
    assert "[stack.several-holders]" in both.err


def test_what_does_not_verify_is_told(desk, testamur):
    (desk / "wallet" / "py.json").write_text("{}", encoding="utf-8")
    ran = testamur("gap", "wallet", "--target", "goal.json", *AT)
    assert ran.code == 1
    assert "not counted  wallet/py.json" in ran.out


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("https://data.example/occupation/1", "gap.goal-unknown"),
        ("missing.json", "file.missing"),
        ("wallet/py.json", "gap.goal-malformed"),
    ],
)
def test_a_goal_that_cannot_be_read_is_one_line(desk, testamur, target, code):
    ran = testamur("gap", "wallet", "--target", target, *AT)
    assert ran.code == 2
    assert f"[{code}]" in ran.err


ADMINISTRATOR = "http://data.europa.eu/esco/occupation/0464b062-cea6-4164-b10d-956c61956ae7"


def test_an_occupation_of_the_starter_is_a_goal(desk, testamur):
    for target in (ADMINISTRATOR, "2529.6"):
        told = testamur("gap", "wallet", "--target", target, *AT, "--json").lines[0]
        assert told["goal"] == {"id": ADMINISTRATOR, "label": "ICT security administrator"}
        assert len(told["skills"]) == 16
        assert all(not row["name"].startswith("http") for row in told["skills"])


def test_a_near_skill_counts_in_part_through_the_list_on_the_shelf(desk, testamur):
    shelf = Shelf(desk / "data")
    framework = shelf.load(shelf.current()[0])
    graph = Graph(framework)
    narrow, broad = next(
        (one.id, up) for one in framework.skills for up in graph.broader(one.id) if graph.skill(up)
    )
    goal = {"needs": [{"skill": broad}]}
    (desk / "goal.json").write_text(json.dumps(goal), encoding="utf-8")
    badge = Achievement(
        page("py"), name="Py", criteria="Pass.", alignment=[Alignment("x", target_url=narrow)]
    )
    key = key_of("uni")
    by = Issuer(key.public.did_key, name="Uni")
    text = issue(badge, to=ADA, by=by, key=key, at=NOW - timedelta(days=1)).text
    (desk / "wallet" / "py.json").write_text(text, encoding="utf-8")
    [row] = testamur("gap", "wallet", "--target", "goal.json", *AT, "--json").lines[0]["skills"]
    assert row["rule"] == "narrower skill held"
    assert row["verified"]["credit"] == 0.7


def test_a_skill_of_another_list_counts_through_a_crosswalk(desk, testamur):
    table = f"from,relation,to\n{skill('sql')},exactMatch,{skill('python')}\n"
    (desk / "ours.csv").write_text(table, encoding="utf-8")
    words = ("gap", "wallet", "--target", "goal.json", *AT)
    before = testamur(*words, "--json").lines[0]["skills"][1]
    assert before["rule"] == "none"
    ran = testamur("skills", "import", "ours.csv", "--framework", "crosswalk", "--version", "3")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "ours 3: 1 match")
    after = testamur(*words, "--json").lines[0]["skills"][1]
    assert (after["rule"], after["verified"]["through"]) == (
        "matching skill held",
        "the crosswalk ours 3",
    )
    told = testamur(*words).out
    assert "matching skill held: Python, by “Py”, through the crosswalk ours 3" in told
