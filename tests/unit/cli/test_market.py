"""The market from the command line: load, ask, and one problem for what cannot be."""

from __future__ import annotations

import json

import pytest

from tests.market_cast import mapping_text, market_rows, write_csv

SCOPE = ("--data", "market")


@pytest.fixture
def loaded(tmp_path, monkeypatch, testamur):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TESTAMUR_ANALYTICS_URL", raising=False)
    write_csv(tmp_path / "jobs.csv", market_rows()[-2400:])
    (tmp_path / "mapping.json").write_text(mapping_text())
    words = ("market", "load", "jobs.csv", "--mapping", "mapping.json", "--to", "market")
    return testamur(*words, "--no-linking")


def test_a_file_is_loaded_and_a_second_time_nothing_is_changed(loaded, testamur):
    assert loaded.code == 0
    assert "Generated postings: 2,400 postings, 2023-07-01 to 2025-06-28" in loaded.out
    assert "licence: CC0-1.0" in loaded.out
    words = ("market", "load", "jobs.csv", "--mapping", "mapping.json", "--to", "market")
    again = testamur(*words, "--no-linking")
    assert "was loaded already, on " in again.out
    [told] = testamur(*words, "--no-linking", "--json").lines
    assert (told["isNew"], told["counts"]["postings"]) == (False, 2400)


def test_demand_is_told_to_programs_and_to_people(loaded, testamur):
    words = ("market", "demand", "--skill", "urn:sql", *SCOPE)
    [told] = testamur(*words, "--json").lines
    assert (told["postings"], told["of"], told["growth"]["ratio"]) == (380, 2400, 250 / 130)
    assert told["provenance"]["sources"][0]["licences"] == ["CC0-1.0"]
    assert told["provenance"]["method"] == 1
    out = testamur(*words).out
    assert "380 of 2,400 postings, 158.3 of a thousand (144.3 to 173.5)" in out
    assert "1.92 times the share of before (1.58 to 2.34)" in out
    assert "source: Generated postings" in out
    [ohio] = testamur(
        *words, "--json", "--region", "Ohio", "--from", "2025-01", "--to", "2025-06"
    ).lines
    assert (ohio["postings"], ohio["of"]) == (60, 300)
    assert ohio["provenance"]["scope"]["region"] == "Ohio"


def test_skills_are_listed_by_demand_and_by_what_moves(loaded, testamur):
    [told] = testamur("market", "skills", *SCOPE, "--json", "--limit", "2").lines
    assert [one["skill"] for one in told["skills"]] == ["urn:fax", "urn:sql"]
    assert told["of"] == 4 - 1
    [falling] = testamur("market", "skills", *SCOPE, "--json", "--falling").lines
    assert [one["skill"] for one in falling["skills"]] == ["urn:fax"]
    assert "urn:rust: 96 of 2,400" in testamur("market", "skills", *SCOPE, "--rising").out


def test_the_environment_says_which_engine_and_a_wrong_one_is_one_problem(
    loaded, testamur, monkeypatch, tmp_path
):
    monkeypatch.setenv("TESTAMUR_ANALYTICS_URL", str(tmp_path / "figures.duckdb"))
    words = ("market", "demand", "--skill", "urn:sql", *SCOPE)
    assert testamur(*words).code == 0
    assert (tmp_path / "figures.duckdb").exists()
    monkeypatch.setenv("TESTAMUR_ANALYTICS_URL", "mysql://host/db")
    ran = testamur(*words)
    assert (ran.code, "[market.engine-unknown]" in ran.err) == (2, True)


def test_a_mapping_is_guessed_as_json_and_what_it_reads_is_told_beside(loaded, testamur):
    ran = testamur("market", "mapping", "jobs.csv")
    assert ran.code == 0
    assert json.loads(ran.out)["fields"]["posted"] == {"column": "posted"}
    assert "2,000 of the first 2,000 rows are postings" in ran.err


def test_a_dry_run_writes_nothing_and_tells_faults(loaded, testamur, tmp_path):
    write_csv(tmp_path / "bad.csv", [{"title": "Clerk", "posted": "soon"}])
    words = ("market", "load", "bad.csv", "--mapping", "mapping.json", "--to", "other", "--dry-run")
    ran = testamur(*words)
    assert (ran.code, (tmp_path / "other").exists()) == (1, False)
    assert "1 row left out: 'soon' is no date [market.row-date] (row 1)" in ran.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("load", "none.csv", "--mapping", "mapping.json"), "file.missing"),
        (("load", "jobs.csv", "--mapping", "jobs.csv"), "json.malformed"),
        (("load", "mapping.json", "--mapping", "mapping.json"), "market.file-unreadable"),
        (("demand", "--skill", "urn:sql", "--data", "nowhere"), "market.nothing-loaded"),
        (("demand", "--skill", "urn:sql", "--from", "2024"), "market.scope-malformed"),
        (("mapping", "mapping.json"), "market.file-unreadable"),
    ],
)
def test_what_cannot_be_is_one_problem(loaded, testamur, words, code):
    ran = testamur("market", *words)
    assert ran.code == 2
    assert f"[{code}]" in ran.err
