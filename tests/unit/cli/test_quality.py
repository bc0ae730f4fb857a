"""Scores from the command line: read by programs and by people, and one problem for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.shared_data import PROJECT

EXAMPLE = PROJECT / "examples" / "achievement.json"


def test_a_score_as_json_has_points_and_reasons(testamur):
    ran = testamur("quality", "score", EXAMPLE, "--json")
    assert ran.code == 0
    [told] = ran.lines
    assert (told["score"], told["of"], told["method"]) == (72, 100, "1")
    assert sum(one["points"] for one in told["elements"]) == 72
    assert set(told["elements"][0]) == {
        *("name", "part", "title", "points", "of", "reason", "raisedBy"),
    }


def test_a_person_reads_points_reasons_and_what_would_raise_them(testamur):
    ran = testamur("quality", "score", EXAMPLE)
    assert ran.out.startswith("72 of 100, by method 1\n")
    assert " 29 of 35  European standard elements" in ran.out
    assert "-> State hours from 75 to 90, or other credits." in ran.out


def test_an_award_file_and_what_is_issued_from_it_have_one_score(issued, testamur):
    told = [
        testamur("quality", "score", path, "--json").lines[0]["score"]
        for path in ("award.toml", next(issued.glob("*.json")))
    ]
    assert told[0] == told[1] > 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"type": "Profile"}', "quality.no-achievement"),
        (b'{"type": "Achievement"', "json.malformed"),
        (b'{"type": "\xff"}', "document.unrecognised"),
        (b'{"type": "Achievement", "type": "Profile"}', "json.duplicate-key"),
        (b'{"type": "Assertion", "@context": "https://w3id.org/openbadges/v2"}', "document.wrong"),
        (b'[{"type": "Achievement"}]', "document.unrecognised"),
        (b"[]", "document.unrecognised"),
        (b"null", "document.unrecognised"),
        (b"a.b.c", "document.unrecognised"),
        (b'\xef\xbb\xbf{"type": "Achievement"}', "document.unrecognised"),
        (b"", "document.unrecognised"),
    ],
)
def test_bad_input_is_one_problem(tmp_path, testamur, content, code):
    path = tmp_path / "achievement.json"
    path.write_bytes(content)
    ran = testamur("quality", "score", path, "--json")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count(f"[{code}") == len(ran.err.splitlines()) == 1


def test_what_is_nearly_right_is_told(tmp_path, testamur):
    path = tmp_path / "achievement.json"
    for content, told in (
        (b"[{}]", "a JSON array stands here"),
        (b"\xef\xbb\xbf{}", "a byte order mark stands before the text"),
    ):
        path.write_bytes(content)
        assert told in testamur("quality", "score", path).err


def test_a_file_that_is_not_there_is_one_problem(testamur):
    ran = testamur("quality", "score", "missing.json", "--json")
    assert (ran.code, ran.out, ran.err.count("[file.missing]")) == (2, "", 1)


@pytest.mark.parametrize("kind", ["AchievementCredential", "OpenBadgeCredential"])
def test_a_credential_has_the_score_of_its_achievement(tmp_path, testamur, kind):
    told = {"type": ["VerifiableCredential", kind]}
    told["credentialSubject"] = {"achievement": json.loads(EXAMPLE.read_text(encoding="utf-8"))}
    path = tmp_path / "credential.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert testamur("quality", "score", path, "--json").lines[0]["score"] == 72


def test_images_tokens_and_bundles_are_read(issue, testamur):
    """Whatever form a credential was issued in, it has the score of its award file."""
    assert issue("-o", "forms", "--format", "json,png,svg,bundle").code == 0
    assert issue("-o", "tokens", "--proof", "jwt", "--format", "jwt").code == 0
    files = [one for name in ("forms", "tokens") for one in Path(name).iterdir() if one.is_file()]
    by_ending = {one.suffix: one for one in files if one.suffix != ".sqlite3"}
    assert by_ending.keys() >= {".json", ".png", ".svg", ".jwt"}
    told = [testamur("quality", "score", path, "--json") for path in by_ending.values()]
    assert len({one.lines[0]["score"] for one in told}) == 1


def test_an_award_file_that_is_no_text_is_one_problem(tmp_path, testamur):
    path = tmp_path / "award.toml"
    path.write_bytes(b"\xff")
    assert "[award.malformed]" in testamur("quality", "score", path).err


def test_a_file_of_strange_values_is_scored(tmp_path, testamur):
    path = tmp_path / "achievement.json"
    strange = {
        "type": "Achievement",
        "name": 7,
        "image": [[]],
        "standardElements": [1, {"a": 1e300}],
    }
    path.write_text(json.dumps(strange), encoding="utf-8")
    assert testamur("quality", "score", path, "--json").lines[0]["score"] == 0
