"""From role to role on the command line: nearest, between, and from what is held."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.skills.framework import Framework, Need, Occupation, Skill
from testamur.skills.shelf import Shelf
from tests.pathways_cast import signed, skill

CLERK, MANAGER = "urn:role:clerk", "urn:role:manager"
ROLES = Framework(
    id="https://uni.example/roles",
    name="Roles",
    skills=tuple(Skill(skill(name), name.title()) for name in ("file", "write", "lead")),
    occupations=(
        Occupation(CLERK, "clerk", code="41", needs=(Need(skill("file")), Need(skill("write")))),
        Occupation(MANAGER, "manager", needs=(Need(skill("write"), level=5), Need(skill("lead")))),
    ),
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "shelf"
    Shelf(folder).put(ROLES)
    return folder


def test_the_nearest_to_a_role(testamur, shelf):
    ran = testamur("roles", "--from", "41", "--shelf", str(shelf), "--json")
    assert ran.code == 0
    [told] = ran.lines
    assert told == {"nearest": [{"id": MANAGER, "label": "manager", "share": 0.5}]}


def test_what_transfers_and_what_is_missing(testamur, shelf):
    asked = ("roles", "--from", CLERK, "--to", MANAGER, "--shelf", str(shelf))
    [told] = testamur(*asked, "--json").lines
    assert (told["share"], [row["name"] for row in told["missing"]]) == (0.5, ["Lead"])
    printed = testamur(*asked).out
    assert "50.0% of what manager asks for" in printed
    assert "Write, level 5" in printed


def test_what_is_nearest_to_the_holder(testamur, shelf, tmp_path):
    text = signed("py", skills={"write": 5}, assessment=["project"], supervision="supervised")
    (tmp_path / "write.json").write_text(text, encoding="utf-8")
    at = ("--at", "2026-06-01T12:00:00Z", "--offline")
    ran = testamur("roles", "write.json", "--shelf", str(shelf), *at)
    assert ran.code == 0
    assert ran.out.index("clerk") < ran.out.index("manager")


def test_nothing_near_is_told(testamur, tmp_path):
    alone = Framework(
        id="urn:alone", name="Alone", occupations=(Occupation("urn:a", "a", needs=(Need("u:x"),)),)
    )
    Shelf(tmp_path / "alone").put(alone)
    ran = testamur("roles", "--from", "urn:a", "--shelf", str(tmp_path / "alone"))
    assert ran.out.strip() == "No role asks for any of it."


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ((), "option.malformed"),
        (("x.json", "--from", "41"), "option.malformed"),
        (("--from", "nobody"), "gap.goal-unknown"),
        (("--from", "41", "--to", "nobody"), "gap.goal-unknown"),
    ],
)
def test_what_cannot_be_compared_is_refused(testamur, shelf, asked, code):
    ran = testamur("roles", *asked, "--shelf", str(shelf))
    assert ran.code == 2
    assert f"[{code}]" in ran.err


def test_json_is_one_object(testamur, shelf):
    ran = testamur("roles", "--from", "41", "--top", "0", "--shelf", str(shelf), "--json")
    assert json.loads(ran.out) == {"nearest": []}
