"""Confidence from the command line: for a person, for a program, the same on the same day."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

import pytest

from tests.pathways_cast import ADA, signed, skill
from tests.shared_data import PROJECT

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


def test_a_day_to_come_is_asked_of_what_is_valid_now(issue, testamur):
    """The list that says what was taken back ends long before; nobody knows what it will say."""
    text = (PROJECT / "examples" / "award-european.toml").read_text(encoding="utf-8")
    Path("without-end.toml").write_text(text.replace('valid_for = "5 years"', ""), encoding="utf-8")
    assert issue(award="without-end.toml").code == 0
    words = ("confidence", str(next(Path("out").glob("*.json"))), "--json")
    now, later = (testamur(*words, *more) for more in ((), ("--at", "2090-01-01")))
    assert (now.code, later.code) == (0, 0)
    assert later.lines[0]["at"] == "2090-01-01T00:00:00Z"
    assert later.lines[0]["notCounted"] == []
    pairs = list(zip(now.lines[0]["skills"], later.lines[0]["skills"], strict=True))
    assert pairs
    assert all(after["value"] < before["value"] for before, after in pairs)


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-45", "2026-12", "2026-12-01T10:00", "12"])
def test_a_day_that_is_none_is_one_problem(desk, testamur, day):
    ran = testamur("confidence", "wallet", "--at", day, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("[time.malformed]") == len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file.missing"),
        (b"[]", "document.unrecognised"),
        (b"{", "json.malformed"),
        (b'{"type": ["Achievement"]}', ""),
    ],
)
def test_what_is_no_credential_is_told_by_its_file(desk, testamur, content, code):
    if content is not None:
        (desk / "other.json").write_bytes(content)
    ran = testamur("confidence", "wallet/py.json", "other.json", *AT, "--json")
    assert ran.code == 1
    [told] = ran.lines[0]["notCounted"]
    assert told["file"] == "other.json"
    assert told["code"].startswith(code)
    assert len(ran.lines[0]["skills"]) == 1


def test_what_cannot_be_reached_is_undetermined(desk, testamur):
    words = [word for word in AT if word != "--offline"]
    ran = testamur("confidence", "https://nowhere.invalid/x", *words, "--json")
    assert ran.code == 3
    assert ran.lines[0]["notCounted"][0]["code"] == "fetch.unreachable"


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
