"""Bulk awards: every row signed once or told why not, and nothing half done."""

from __future__ import annotations

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.command_line import AWARD

PLAIN = AWARD.replace('status = "https://uni.example/status"\n', "")


@pytest.fixture
def awards(place):
    (place / "bulk.toml").write_text(PLAIN)
    write(place / "awards.parquet", range(5))
    return place


def write(path, numbers, **more):
    rows = [
        {"Name": f"Person {n}", "E-mail": f"p{n}@mail.example", "Grade": "CBA"[n % 3]} | more
        for n in numbers
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


@pytest.fixture
def bulk(awards, testamur):
    def run(*words):
        usual = ("--award", "bulk.toml", "--key", "issuer.key", "-o", "signed")
        return testamur("bulk", "issue", "awards.parquet", *usual, *words)

    return run


def rows_in(folder):
    return [
        row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()
    ]


def test_every_award_is_signed_and_verifies(awards, bulk, testamur):
    ran = bulk("--json")
    assert (ran.code, ran.lines) == (0, [{"signed": 5, "refused": 0}])
    rows = rows_in(awards / "signed")
    assert len({row["id"] for row in rows}) == 5
    for row in rows:
        assert json.loads(row["credential"])["id"] == row["id"]
        (awards / "one.json").write_text(row["credential"])
        assert testamur("verify", "one.json").code == 0


def test_the_same_award_has_the_same_id_in_every_run(awards, bulk):
    assert bulk().code == 0
    first = [row["id"] for row in rows_in(awards / "signed")]
    again = bulk()
    assert (again.code, "[file.exists]" in again.err) == (2, True)
    shutil.rmtree(awards / "signed")
    assert bulk().code == 0
    assert [row["id"] for row in rows_in(awards / "signed")] == first


def test_a_row_that_is_refused_says_why_and_stops_no_other(awards, bulk):
    rows = [{"Name": "Ada", "E-mail": "ada@mail.example"}, {"Name": "Eli", "E-mail": "none"}]
    pq.write_table(pa.Table.from_pylist(rows), awards / "awards.parquet")
    ran = bulk("--json")
    assert (ran.code, ran.lines) == (1, [{"signed": 1, "refused": 1}])
    told = {row["Name"]: row for row in rows_in(awards / "signed")}
    assert told["Eli"]["credential"] is None
    assert told["Eli"]["problem"] == "email.malformed"


def test_an_award_that_stands_twice_refuses_the_whole(awards, bulk, monkeypatch):
    monkeypatch.setattr("testamur.cli.bulk_issue._PART", 2)
    write(awards / "awards.parquet", [0, 1, 2, 0])
    ran = bulk()
    assert (ran.code, "[row.duplicate]" in ran.err) == (2, True)
    assert not list(awards.glob("*signed*"))


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("bulk.toml", AWARD, "award.malformed"),
        ("bulk.toml", "proof = 1", "award.unknown-key"),
        ("awards.parquet", "PAR1", "file.unreadable"),
        ("awards.parquet", None, "file.missing"),
    ],
)
def test_what_cannot_be_is_one_problem_before_anything_is_begun(awards, bulk, file, content, code):
    (awards / file).unlink()
    if content:
        (awards / file).write_text(content)
    ran = bulk()
    assert (ran.code, f"[{code}]" in ran.err) == (2, True), ran.err
    assert not list(awards.glob("*signed*"))


def test_a_column_that_would_be_written_over_is_refused(awards, bulk):
    write(awards / "awards.parquet", range(2), id="mine")
    assert "[recipients.header]" in bulk().err
