"""Confidence from the command line: for a person, for a program, the same on the same day."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

import pytest

from tests.pathways_cast import ADA, signed, skill

AT = ("--at", "2026-06-01T12:00:00Z", "--offline")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """A folder with two credentials in `wallet/`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TESTAMUR_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "wallet").mkdir()
    strong = {"assessment": ["project"], "supervision": "supervised"}
    for name, members in {
        "py": {"skills": {"python": 4}, "days_ago": 30, **strong},
        "sql": {"skills": {"sql": 5, "python": 3}, "days_ago": 1_500},
    }.items():
        text = signed(name, **members)
        (tmp_path / "wallet" / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_program_reads_each_skill_with_its_factors(desk, testamur):
    ran = testamur("confidence", "wallet", *AT, "--json")
    assert ran.code == 0
    [told] = ran.lines
    assert (told["at"], told["requiredLevel"], told["notCounted"]) == (
        "2026-06-01T12:00:00Z",
        None,
        [],
    )
    python, sql = told["skills"]
    assert (python["skill"], python["level"], python["title"]) == (skill("python"), 4, "Py")
    assert [one["name"] for one in python["factors"]] == [
        "strength",
        "recency",
        "endorsement",
        "level",
    ]
    for row in (python, sql):
        assert round(prod(one["value"] for one in row["factors"]), 4) == row["value"]
        assert all(one["told"] for one in row["factors"])
        assert row["credential"].startswith("urn:uuid:")
    assert python["value"] > sql["value"]


def test_the_same_day_gives_the_same_number_again_and_a_later_one_less(desk, testamur):
    words = ("confidence", "wallet", "--offline", "--json")
    first = testamur(*words, "--at", "2026-06-01").lines[0]
    assert testamur(*words, "--at", "2026-06-01").lines[0] == first
    later = testamur(*words, "--at", "2028-06-01").lines[0]
    pairs = zip(first["skills"], later["skills"], strict=True)
    assert all(after["value"] < before["value"] for before, after in pairs)


def test_a_person_reads_why(desk, testamur):
    ran = testamur("confidence", "wallet", *AT)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "0.7593  Python, level 4: enough"
    assert lines[1].startswith("        by “Py” of did:key:")
    assert "        x 0.8550  strength: assessed by project; supervised" in lines
    assert "below 0.6, which is enough" in ran.out


def test_a_level_is_asked_for(desk, testamur):
    words = ("confidence", "wallet", *AT, "--json")
    python = testamur(*words, "--level", "5").lines[0]["skills"][0]
    assert python["factors"][3]["value"] == 0.75
    assert python["value"] < testamur(*words).lines[0]["skills"][0]["value"]
    wrong = testamur(*words, "--level", "9")
    assert wrong.code == 2
    assert "a level is a whole number from 1 to 8" in wrong.err


def test_figures_of_ones_own(desk, testamur):
    words = ("confidence", "wallet", *AT, "--json")
    usual = testamur(*words).lines[0]
    (desk / "ours.json").write_text('{"half_life": 12}', encoding="utf-8")
    ours = testamur(*words, "--figures", "ours.json").lines[0]
    assert ours["skills"][1]["value"] < usual["skills"][1]["value"]
    assert set(ours["figures"]["half_life"].values()) == {12}
    (desk / "ours.json").write_text('{"half_life": {"magic": 12}}', encoding="utf-8")
    ran = testamur(*words, "--figures", "ours.json")
    assert ran.code == 2
    assert "[gap.figures-malformed]" in ran.err


def test_a_confirmed_use_makes_it_fresher(desk, testamur):
    words = ("confidence", "wallet", *AT, "--json")
    use = {"skill": skill("sql"), "at": "2026-05-01T00:00:00Z", "confirmed": True}
    (desk / "uses.json").write_text(json.dumps({"uses": [use]}), encoding="utf-8")
    told = testamur(*words, "--uses", "uses.json").lines[0]["skills"][1]
    assert told["value"] > testamur(*words).lines[0]["skills"][1]["value"]
    assert told["events"] == [{"kind": "confirmedUse", "at": "2026-05-01T00:00:00Z"}]
    (desk / "uses.json").write_text("{}", encoding="utf-8")
    ran = testamur(*words, "--uses", "uses.json")
    assert ran.code == 2
    assert "[confidence.uses-malformed]" in ran.err


def test_the_kind_of_a_skill_is_told_by_the_list_on_the_shelf(desk, testamur):
    (desk / "ours.csv").write_text(f"id,label,type\n{skill('sql')},SQL,digital\n", encoding="utf-8")
    assert testamur("skills", "import", "ours.csv", "--name", "ours").code == 0
    sql = testamur("confidence", "wallet", *AT, "--json").lines[0]["skills"][1]
    assert (sql["kind"], sql["kindFrom"]) == ("digital", "its list calls it digital")
    assert sql["factors"][1]["told"].endswith("halves every 30 (digital)")


def test_what_does_not_verify_is_told_and_counts_for_nothing(desk, testamur):
    (desk / "wallet" / "py.json").write_text("{}", encoding="utf-8")
    ran = testamur("confidence", "wallet", *AT, "--json")
    assert ran.code == 1
    assert [one["file"] for one in ran.lines[0]["notCounted"]] == ["wallet/py.json"]
    assert ran.lines[0]["skills"][0]["level"] == 3, "Python, by the other one"
    assert "not counted  wallet/py.json" in testamur("confidence", "wallet", *AT).out
    alone = testamur("confidence", "wallet/py.json", *AT)
    assert (alone.code, "No credential that counts shows a skill." in alone.out) == (1, True)


def test_somebody_elses_credentials_count_for_nothing(desk, testamur):
    words = ("confidence", "wallet", *AT, "--json")
    assert len(testamur(*words, "--holder", ADA).lines[0]["skills"]) == 2
    assert testamur(*words, "--holder", "mailto:eli@people.example").lines[0]["skills"] == []
