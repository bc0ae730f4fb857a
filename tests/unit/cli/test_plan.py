"""`testamur plan`: a plan that reads as steps, or as JSON; what clashes; what cannot be read."""

from __future__ import annotations

import json

import pytest

from tests.pathways_cast import ADA, signed, skill
from tests.shared_data import PROJECT

EXAMPLES = PROJECT / "examples" / "plan"
FILES = ("--needs", EXAMPLES / "needs.json", "--offers", EXAMPLES / "offers.json")
WHEN = ("--from", "2027-01-04", "--hours-per-week", "8")


@pytest.fixture
def planned(testamur):
    def run(*words):
        return testamur("plan", *FILES, "--held", EXAMPLES / "held.json", *words)

    return run


def test_a_plan_reads_as_steps_with_weeks_cost_and_reason(planned):
    ran = planned(*WHEN, "--euros", "900")
    assert ran.code == 0
    assert "OPTIMAL  4 steps, 830.00 EUR, 145 hours, 21 weeks, until 2027-05-30" in ran.out
    assert "390.00 EUR, 50 hours, weeks 15 to 21 (2027-04-12 to 2027-05-30)" in ran.out
    assert "for data mining" in ran.out
    assert "before Data mining" in ran.out


def test_what_clashes_is_told_with_what_would_do(planned):
    ran = planned(*WHEN, "--euros", "900", "--by", "2027-03-31")
    assert ran.code == 1
    assert "data mining: Left out: With 8 hours a week and the deadline 2027-03-31" in ran.out
    assert "With the deadline 2027-05-30 it can." in ran.out


def test_json_says_the_same(planned):
    (told,) = planned(*WHEN, "--shortest", "--alternatives", "3", "--json").lines
    assert (told["status"], told["objective"], told["bound"]) == ("optimal", "shortest", "145")
    assert told["steps"][-1]["begins"] == "2027-04-12"
    assert [one["cost"] for one in told["alternatives"]] == ["830.00"]


def test_the_readable_form_lists_alternatives(planned):
    assert "Alternatives\n  4 steps, 830.00 EUR" in planned("--alternatives", "2").out


def test_an_achievement_that_is_held_brings_its_skills(testamur, tmp_path):
    held = tmp_path / "held.json"
    held.write_text(json.dumps({"achievements": ["https://uni.example/offers/python"]}))
    (told,) = testamur("plan", *FILES, "--held", held, "--json").lines
    assert "Python basics" not in {step["title"] for step in told["steps"]}
    assert told["open"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--by", "2027-03-31"), "plan.no-calendar"),
        (("--fastest",), "plan.no-calendar"),
        (("--euros", "many"), "option.malformed"),
        (("--euros", "-1"), "option.malformed"),
        (("--hours-per-week", "200"), "option.malformed"),
        (("--hours-per-week", "5", "--by", "May"), "option.malformed"),
        (("--held", "nowhere.json"), "file.missing"),
        (("--held", EXAMPLES / "needs.json", "--offers", EXAMPLES / "held.json"), "document.missing-member"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_clear_problem(planned, words, code):
    ran = planned(*words)
    assert (ran.code, f"[{code}]" in ran.err, ran.err.count("\n")) == (2, True, 1)


def test_a_catalogue_with_one_id_twice_is_refused(testamur, tmp_path):
    offers = tmp_path / "offers.json"
    offers.write_text(json.dumps([{"id": "o", "hours": 1}, {"id": "o", "hours": 2}]))
    ran = testamur("plan", "--needs", EXAMPLES / "needs.json", "--offers", offers)
    assert (ran.code, "[plan.offer-repeated]" in ran.err) == (2, True)


@pytest.fixture
def wallet(tmp_path, monkeypatch):
    """A folder with a credential of Python at level 4, and needs and offers for it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wallet").mkdir()
    (tmp_path / "wallet" / "py.json").write_text(signed("py", skills={"python": 4}))
    needs = [{"skill": skill("python"), "level": 3}, {"skill": skill("sql")}]
    offers = [
        {"id": "py", "gives": [skill("python")], "hours": 9, "price": {"EUR": 9}},
        {
            "id": "sql",
            "gives": [skill("sql")],
            "hours": 5,
            "price": {"EUR": 50},
            "requires": {"skill": skill("python"), "level": 4},
            "funding": [{"name": "Grant", "if": [{"fact": "age", "atLeast": 18}]}],
        },
    ]
    (tmp_path / "needs.json").write_text(json.dumps(needs))
    (tmp_path / "offers.json").write_text(json.dumps(offers))
    (tmp_path / "facts.json").write_text(json.dumps({"facts": {"age": 30}}))
    return ("--needs", "needs.json", "--offers", "offers.json", "--offline")


AT = ("--at", "2026-06-01T12:00:00Z")


@pytest.mark.parametrize("held", ["wallet", "wallet/py.json"])
def test_what_credentials_show_is_held(testamur, wallet, held):
    ran = testamur("plan", *wallet, "--held", held, "--held", "facts.json", *AT, "--json")
    [told] = ran.lines
    assert ran.code == 0
    assert [(step["offer"], step["funding"]) for step in told["steps"]] == [("sql", "Grant")]
    assert (told["open"], told["notCounted"]) == ([], [])


def test_a_credential_that_is_not_valid_counts_for_nothing(testamur, wallet, tmp_path):
    path = tmp_path / "wallet" / "py.json"
    path.write_text(path.read_text().replace("python", "pythom"))
    ran = testamur("plan", *wallet, "--held", "wallet", *AT, "--json")
    [told] = ran.lines
    assert ran.code in {1, 3}
    assert [one["file"] for one in told["notCounted"]] == ["wallet/py.json"]
    assert {one["skill"] for one in told["open"]} == {skill("python"), skill("sql")}
    assert "not counted  wallet/py.json" in testamur("plan", *wallet, "--held", "wallet", *AT).out


def test_credentials_of_somebody_else_are_left_out(testamur, wallet):
    whose = ("--holder", "did:example:nobody")
    [told] = testamur("plan", *wallet, "--held", "wallet", *whose, *AT, "--json").lines
    assert {one["skill"] for one in told["open"]} == {skill("python"), skill("sql")}
    [told] = testamur("plan", *wallet, "--held", "wallet", "--holder", ADA, *AT, "--json").lines
    assert told["open"] == []
