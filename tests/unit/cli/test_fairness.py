"""Fairness from the command line: the worked example of the page, and tables of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "check-fairness.md"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """The table of the page."""
    monkeypatch.chdir(tmp_path)
    rows = ["selected,points,gender"]
    for gender, people, selected, above in (
        ("woman", 40, 12, 18),
        ("man", 50, 20, 26),
        ("other", 3, 1, 1),
        ("", 7, 2, 5),
    ):
        for at in range(people):
            chosen = "yes" if at < selected else "no"
            rows.append(f"{chosen},{80 if at < above else 40},{gender}")
    (tmp_path / "decisions.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_the_example_of_the_page_is_what_is_told(desk, testamur):
    ran = testamur("fairness", "decisions.csv")
    assert ran.code == 0
    told = re.search(r"```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    assert ran.out == told


def test_a_program_reads_it(desk, testamur):
    [told] = testamur("fairness", "decisions.csv", "--json").lines
    assert (told["people"], told["selected"]) == (100, 35)
    [gender] = told["traits"]
    standing = {row["group"]: row["standing"] for row in gender["groups"]}
    assert standing["woman"] == "compared"
    assert standing["other"] == "fewer than five people"
    assert {"trait": "gender", "group": "woman"} in told["flagged"]


def test_traits_come_in_a_table_of_their_own_and_a_report_goes_to_one(desk, testamur):
    outcomes = ["alias,selected"] + [f"p{at},{'yes' if at % 2 else 'no'}" for at in range(20)]
    traits = ["alias,age"] + [f"p{at},{'old' if at % 4 < 2 else 'young'}" for at in range(20)]
    (desk / "one.csv").write_text("\n".join(outcomes), encoding="utf-8")
    (desk / "two.csv").write_text("\n".join(traits), encoding="utf-8")
    ran = testamur("fairness", "one.csv", "--traits", "two.csv", "--csv", "report.csv")
    assert "old: 10 people; selected 5 (50.0%), ratio 1.00" in ran.out
    assert "age,young,compared,10,5,0.5000,1.0000" in (desk / "report.csv").read_text("utf-8")


def test_a_table_that_is_none_is_one_line(desk, testamur):
    (desk / "torn.csv").write_text("selected\nperhaps\n", encoding="utf-8")
    ran = testamur("fairness", "torn.csv")
    assert ran.code == 2
    assert "torn.csv" in ran.err
    assert "fairness.table-malformed" in ran.err


def test_of_four_people_there_is_nothing_to_tell(desk, testamur):
    (desk / "few.csv").write_text("selected\nyes\nno\nno\nyes\n", encoding="utf-8")
    assert "fewer than five people" in testamur("fairness", "few.csv").out
