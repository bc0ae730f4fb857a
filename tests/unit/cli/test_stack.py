"""Stacks from the command line: counted toward a rule, and a whole evaluated by its parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.credentials.document import Credential
from testamur.credentials.issue import sign
from testamur.credentials.openbadges import Achievement, Issuer
from testamur.pathways.composite import composite_of
from testamur.pathways.rules import Achieved, AllOf, Rule
from testamur.pathways.stack import stack
from tests.pathways_cast import ADA, NOW, counted, key_of, page, signed

RULE = Rule(
    "https://uni.example/rules/data",
    version="1",
    clause=AllOf((Achieved(page("py"), name="Python"), Achieved(page("sql"), name="SQL"))),
)
AT = ("--at", "2026-06-01T12:00:00Z", "--offline")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a rule, two parts in `parts/`, and the whole."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parts").mkdir()
    for name in ("py", "sql"):
        (tmp_path / "parts" / f"{name}.json").write_text(signed(name) + "\n", encoding="utf-8")
    (tmp_path / "rule.json").write_text(RULE.text, encoding="utf-8")
    found = stack([counted("py"), counted("sql")], toward=RULE, at=NOW)
    key = key_of("uni")
    document = composite_of(
        found,
        Achievement("https://uni.example/a/data", name="Data technician", criteria="The parts."),
        id="urn:uuid:5f0f0f0f-0000-4000-8000-000000000000",
        to=ADA,
        issuer=Issuer(key.public.did_key, name="Uni"),
        valid_from=NOW,
    )
    (tmp_path / "whole.json").write_text(sign(document, signer=key, at=NOW).text, encoding="utf-8")
    return tmp_path


def test_what_counts_and_what_is_left(desk, testamur):
    ran = testamur("stack", "parts/py.json", "--toward", "rule.json", *AT, "--json")
    assert ran.code == 0
    [told] = ran.lines
    assert (told["complete"], told["progress"]) == (False, 0.5)
    assert [one["name"] for one in told["counted"]] == ["Py"]
    assert [one["told"] for one in told["remaining"]] == ["“SQL”"]
    assert told["notCounted"] == []


def test_a_person_reads_it_line_by_line(desk, testamur):
    ran = testamur("stack", "parts", "whole.json", "--toward", "rule.json", *AT)
    assert ran.code == 0
    assert ran.out.startswith("COMPLETE  100%  Hold “Python” and “SQL”.")
    assert "counts       Py: “Python”" in ran.out
    assert "not counted  Data technician: No clause asks for it." in ran.out


def test_what_does_not_verify_is_told_and_does_not_count(desk, testamur):
    (desk / "parts" / "sql.json").write_text(
        signed("sql").replace("Pass.", "Won."), encoding="utf-8"
    )
    (desk / "parts" / "list.json").write_text("[]", encoding="utf-8")
    ran = testamur("stack", "parts", "--toward", "rule.json", *AT, "--json")
    assert ran.code == 1
    told = ran.lines[0]
    assert [Path(one["file"]).name for one in told["notCounted"]] == ["list.json", "sql.json"]
    assert told["notCounted"][1]["code"] == "proof.signature-mismatch"
    assert told["complete"] is False
    assert (
        "not counted  parts/sql.json"
        in testamur("stack", "parts", "--toward", "rule.json", *AT).out
    )


def test_whose_they_are_can_be_said(desk, testamur):
    words = ("stack", "parts", "--toward", "rule.json", *AT, "--json")
    assert testamur(*words, "--holder", ADA).lines[0]["complete"]
    theirs = testamur(*words, "--holder", "mailto:eli@people.example").lines[0]
    assert theirs["rejected"][0]["reasons"][0]["why"] == "about somebody else"


@pytest.mark.parametrize(
    ("text", "code"),
    [("{", "json.malformed"), ("{}", "stack.rule-malformed"), (None, "file.missing")],
)
def test_a_rule_that_cannot_be_read_is_one_line(desk, testamur, text, code):
    if text is None:
        (desk / "rule.json").unlink()
    else:
        (desk / "rule.json").write_text(text, encoding="utf-8")
    ran = testamur("stack", "parts", "--toward", "rule.json", *AT)
    assert ran.code == 2
    assert f"[{code}]" in ran.err
    assert ran.err.count("\n") <= 4


def test_a_whole_is_evaluated_by_its_parts(desk, testamur):
    ran = testamur("verify", "whole.json", "--parts", "parts", *AT, "--json")
    assert ran.code == 0
    checks = {check["name"]: check["outcome"] for check in ran.lines[0]["checks"]}
    assert [checks[name] for name in ("rule", "parts", "stack")] == ["passed"] * 3
    assert "Do its parts prove it?" in testamur("verify", "whole.json", "--parts", "parts", *AT).out


def test_a_whole_with_a_part_missing_or_altered(desk, testamur):
    words = ("verify", "whole.json", "--parts", "parts", *AT, "--json")
    part = desk / "parts" / "sql.json"
    part.write_text(json.dumps(json.loads(part.read_text("utf-8")), indent=1), encoding="utf-8")
    altered = testamur(*words)
    assert altered.code == 1
    assert altered.lines[0]["problems"][0]["code"] == "composite.part-altered"
    part.unlink()
    missing = testamur(*words)
    assert missing.code == 3
    assert missing.lines[0]["problems"][0]["pointer"] == "/credentialSubject/composite/stackPart/1"


def test_without_parts_a_whole_is_a_credential_like_any_other(desk, testamur):
    ran = testamur("verify", "whole.json", *AT, "--json")
    assert ran.code == 0
    assert "stack" not in {check["name"] for check in ran.lines[0]["checks"]}


def test_what_is_no_whole_says_so(desk, testamur):
    ran = testamur("verify", "parts/py.json", "--parts", "parts", *AT, "--json")
    assert ran.code == 1
    assert ran.lines[0]["problems"][0]["code"] == "composite.malformed"
    broken = testamur("verify", "rule.json", "--parts", "nothing", *AT)
    assert broken.code in {1, 2}
    assert Credential(signed("py")).id
