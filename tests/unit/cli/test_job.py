"""`testamur job`: an advert becomes a job profile that `testamur match` takes."""

from __future__ import annotations

import json

import pytest

from testamur.talent.profile import read_profile

POSTING = {
    "@type": "JobPosting",
    "title": "Project lead",
    "description": "<p>Agile project management is a must.</p><p>Basic SQL is a plus.</p>",
}
SQL = "http://data.europa.eu/esco/skill/598de5b0-5b58-4ea7-8058-a4bc4d18c742"


@pytest.fixture
def posting(tmp_path, monkeypatch):
    monkeypatch.setenv("TESTAMUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "posting.json"
    path.write_text(json.dumps(POSTING), encoding="utf-8")
    return path


def test_a_posting_becomes_a_profile_with_its_title(posting, testamur, tmp_path):
    ran = testamur("job", posting, "-o", "profile.json")
    assert (ran.code, ran.err) == (0, "")
    assert "Project lead asks for" in ran.out
    assert "required" in ran.out
    profile = read_profile((tmp_path / "profile.json").read_bytes())
    needs = {profile.goal.name_of(need.skill): need for need in profile.goal.needs}
    assert profile.is_required(needs["Agile project management"])
    assert needs["SQL"].level == 2
    assert not profile.is_required(needs["SQL"])


def test_match_takes_what_was_written(posting, testamur, tmp_path):
    testamur("job", posting, "-o", "profile.json")
    (tmp_path / "people" / "p1").mkdir(parents=True)
    ran = testamur("match", "profile.json", "--candidates", "people", "--offline", "--json")
    assert ran.code == 0
    assert ran.lines[0]["profile"]["label"] == "Project lead"


def test_a_program_reads_every_row_and_what_was_left_out(posting, testamur):
    posting.write_text(f"Other things\n{SQL}", encoding="utf-8")
    ran = testamur("job", posting, "--title", "Lead", "--json")
    [told] = ran.lines
    assert told["profile"]["label"] == "Lead"
    assert told["found"][0] == {
        "skill": SQL,
        "name": "SQL",
        "score": 1.0,
        "words": SQL,
        "required": None,
        "level": None,
        "because": [],
        "kept": True,
    }


def test_nothing_found_is_one_and_writes_nothing(posting, testamur, tmp_path):
    posting.write_text("Ring us!", encoding="utf-8")
    ran = testamur("job", posting, "-o", "profile.json")
    assert ran.code == 1
    assert not (tmp_path / "profile.json").exists()


def test_what_is_no_posting_is_one_problem(posting, testamur):
    posting.write_text("[{}, {}]", encoding="utf-8")
    ran = testamur("job", posting)
    assert ran.code == 2
    assert "[posting.unrecognised]" in ran.err
