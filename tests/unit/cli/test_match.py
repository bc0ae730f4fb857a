"""Matches from the command line: a folder of people against a profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.talent.trace import replay_matches
from tests.pathways_cast import signed, skill

AT = ("--at", "2026-06-01T12:00:00Z", "--offline")
PROFILE = {
    "label": "Data technician",
    "needs": [
        {"skill": skill("python"), "name": "Python", "level": 5},
        {"skill": skill("sql"), "name": "SQL", "importance": 0.5, "required": False},
    ],
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """A profile, and three people: one proves it, one less, one nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TESTAMUR_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "profile.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    for name, level in (("p1", 5), ("p2", 4), ("p3", None)):
        folder = tmp_path / "people" / name
        folder.mkdir(parents=True)
        if level:
            text = signed(
                "py",
                skills={"python": level},
                assessment=["project"],
                supervision="supervised",
                to=f"mailto:{name}@people.example",
            )
            (folder / "py.json").write_text(text, encoding="utf-8")
    return tmp_path


def match(testamur, *more: str):
    return testamur("match", "profile.json", "--candidates", "people", *AT, *more)


def test_a_program_reads_everybody_with_their_points(desk, testamur):
    ran = match(testamur, "--json")
    assert ran.code == 0
    [told] = ran.lines
    assert [(one["candidate"], one["rank"]) for one in told["matches"]] == [
        ("p1", 1),
        ("p2", 2),
        ("p3", 3),
    ]
    first, second, third = told["matches"]
    assert (first["points"], third["points"], third["unmet"]) == (66.67, 0, [skill("python")])
    assert second["unmet"] == [skill("python")]
    assert second["skills"][0]["verified"]["level"] == 4
    assert (told["method"], told["notCounted"]) == (1, [])


def test_a_person_reads_why(desk, testamur):
    ran = match(testamur)
    assert "3 people and Data technician" in ran.out
    assert "66.67 of  66.67  Python, level 5 (required)" in ran.out
    assert "same skill, level 4, by “Py”: covers 75%" in ran.out
    assert "nothing that is proven counts toward it" in ran.out


def test_a_trace_replays(desk, testamur):
    told = match(testamur, "--json", "--trace", "trace.json").lines[0]
    trace = json.loads((desk / "trace.json").read_text("utf-8"))
    again = replay_matches(trace).as_json()
    assert again["matches"] == told["matches"]


def test_what_is_not_valid_is_told_and_counts_for_nothing(desk, testamur):
    (desk / "people" / "p3" / "torn.json").write_text("{", encoding="utf-8")
    (desk / "people" / "notes.txt").write_text("x", encoding="utf-8")
    ran = match(testamur, "--json")
    assert ran.code == 1
    [problem] = ran.lines[0]["notCounted"]
    assert problem["file"].endswith("torn.json")
    assert len(ran.lines[0]["matches"]) == 3


def test_a_folder_of_several_people_stands_for_nobody(desk, testamur):
    other = signed("sql", skills={"sql": 4}, to="mailto:somebody@people.example")
    (desk / "people" / "p2" / "other.json").write_text(other, encoding="utf-8")
    ran = match(testamur, "--json")
    assert ran.code == 1
    assert [one["candidate"] for one in ran.lines[0]["matches"]] == ["p1", "p3"]
    assert ran.lines[0]["notCounted"][0]["code"] == "stack.several-holders"


def test_one_file_may_stand_for_a_person(desk, testamur):
    text = (desk / "people" / "p1" / "py.json").read_text("utf-8")
    (desk / "people" / "alone.json").write_text(text, encoding="utf-8")
    told = match(testamur, "--json").lines[0]
    assert [one["rank"] for one in told["matches"]][:2] == [1, 1]


@pytest.mark.parametrize(
    ("candidates", "code"), [("nobody", "file.missing"), ("profile.json", "file.missing")]
)
def test_without_people_it_is_refused(desk, testamur, candidates, code):
    ran = testamur("match", "profile.json", "--candidates", candidates, *AT)
    assert ran.code == 2
    assert f"[{code}]" in ran.err
    (desk / "empty").mkdir()
    assert testamur("match", "profile.json", "--candidates", "empty", *AT).code == 2
