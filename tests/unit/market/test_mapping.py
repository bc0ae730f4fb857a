"""A mapping: read, refused with the place of the fault, guessed from a file, tried on its rows."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest

from testamur.errors import Refused
from testamur.market import dry_run, guess_mapping, mapping_of, read_mapping
from testamur.market.guessing import NOT_STATED
from tests.market_cast import AT, FIELDS, mapped, mapping_text, write_csv
from tests.shared_data import shared

TODAY = AT.date()


def test_a_mapping_says_the_same_when_read_and_written():
    mapping = read_mapping(mapping_text())
    assert mapping_of(mapping.as_json()) == mapping
    assert mapping.year == {"year": 1, "month": 12, "hour": 2000}


def test_another_day_of_making_is_no_other_mapping_and_another_column_is():
    assert mapped(made="2020-01-01").digest == mapped().digest
    other = {**FIELDS, "title": {"column": "name"}}
    assert mapped(fields=other).digest != mapped().digest


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"version": 2}, "/version"),
        ({"source": ""}, "/source"),
        ({"licence": 7}, "/licence"),
        ({"licence": "x" * 501}, "/licence"),
        ({"retrieved": "yesterday"}, "/retrieved"),
        ({"made": None}, "/made"),
        ({"colour": "red"}, "/colour"),
        ({"fields": []}, "/fields"),
        ({"fields": {"posted": {"column": "d"}}}, "/fields/title"),
        ({"fields": {"title": {"column": "t"}}}, "/fields/posted"),
        ({"fields": {**FIELDS, "age": {"column": "age"}}}, "/fields/age"),
        ({"fields": {**FIELDS, "title": {}}}, "/fields/title"),
        ({"fields": {**FIELDS, "title": "t"}}, "/fields/title"),
        ({"fields": {**FIELDS, "title": {"column": "t", "value": "v"}}}, "/fields/title"),
        ({"fields": {**FIELDS, "title": {"column": 3}}}, "/fields/title/column"),
        ({"fields": {**FIELDS, "posted": {"value": "2026-01-01"}}}, "/fields/posted"),
        ({"year": {"hour": 0}}, "/year/hour"),
        ({"year": {"hour": True}}, "/year/hour"),
        ({"year": {"fortnight": 26}}, "/year"),
        ({"periods": {"ph": "fortnight"}}, "/periods"),
    ],
)
def test_a_faulty_mapping_is_refused_at_its_place(changed, pointer):
    with pytest.raises(Refused) as refused:
        mapped(**changed)
    assert refused.value.problem.code == "market.mapping-malformed"
    assert refused.value.problem.pointer == pointer


@pytest.mark.parametrize("told", ["[]", "null", '"mapping"', "7"])
def test_what_is_no_object_is_no_mapping(told):
    with pytest.raises(Refused) as refused:
        read_mapping(told)
    assert refused.value.problem.code == "market.mapping-malformed"


def test_a_guess_names_columns_and_leaves_source_and_licence_to_a_person(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text(
        "Job ID,jobTitle,Date Posted,Skills,Salary Min,Colour\n"
        "1,Clerk,05/31/2026,sql; word,100,red\n"
        "2,Cook,06/01/2026,,200,blue\n"
    )
    guess = guess_mapping(path, at=TODAY)
    assert (guess.source, guess.licence) == (NOT_STATED, NOT_STATED)
    assert {name: one.as_json() for name, one in guess.fields.items()} == {
        "id": {"column": "Job ID"},
        "title": {"column": "jobTitle"},
        "skills": {"column": "Skills", "separator": "; "},
        "posted": {"column": "Date Posted", "form": "%m/%d/%Y"},
        "salary_from": {"column": "Salary Min"},
        "period": {"value": "year"},
    }


def test_where_no_column_looks_like_a_title_nothing_is_guessed(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Refused) as refused:
        guess_mapping(path, at=TODAY)
    assert refused.value.problem.code == "market.mapping-misfit"


def test_a_dry_run_tells_each_kind_of_fault_once_with_examples(tmp_path):
    rows = [
        {"title": "Clerk", "posted": "2026-04-01", "from": "10", "to": "20", "period": "hour"}
        | {"currency": "EUR", "skills": "urn:sql;urn:sql; ;urn:fax"},
        {"title": "", "posted": "2026-04-01"},
        {"title": "Cook", "posted": "soon"},
        {"title": "Cook", "posted": "2026-05-02"},
        {"title": "Cook", "posted": "1066-10-14"},
        {"title": "Cook", "posted": "2026-04-02", "from": "9", "period": "shift"},
    ]
    tried = dry_run(write_csv(tmp_path / "jobs.csv", rows), mapping=mapped())
    assert (tried.looked_at, tried.read) == (6, 2)
    assert tried.rows[0].pay == 30_000
    assert tried.rows[0].skills == ("urn:sql", "urn:fax")
    assert tried.rows[1].pay is None
    assert tried.counts["posted"] == 6
    assert tried.counts["title"] == 5
    told = [(one.problem.code, one.count, one.is_rejected) for one in tried.faults]
    assert told == [
        ("market.row-date", 3, True),
        ("market.row-incomplete", 1, True),
        ("market.row-pay", 1, False),
    ]
    assert [row for row, _ in tried.faults[0].examples] == [3, 4, 5]
    assert json.dumps(tried.as_json())


@pytest.mark.parametrize(
    ("row", "pay"),
    [
        ({"from": "40,000", "to": "60,000", "period": "Annual", "currency": "usd"}, 50_000),
        ({"from": "1.234,50", "period": "month", "currency": "EUR"}, 14_814),
        ({"from": "17,9", "period": "hour", "currency": "EUR"}, 35_800),
        ({"from": "$52.5", "period": "hour", "currency": "USD"}, 105_000),
        ({"from": "0", "to": "0", "period": "hour", "currency": "USD"}, None),
        ({"from": "", "to": "", "period": "", "currency": ""}, None),
        ({"from": "30", "period": "day", "currency": "USD"}, "how many times a day"),
        ({"from": "30", "period": "year"}, "no currency"),
        ({"from": "30", "period": "year", "currency": "dollars"}, "no currency of three letters"),
        ({"from": "60", "to": "30", "period": "year", "currency": "USD"}, "more than its most"),
        ({"from": "5 of 7", "period": "year", "currency": "USD"}, "no amount"),
        ({"from": "1e400", "period": "year", "currency": "USD"}, "no amount"),
        ({"from": "50k", "period": "year", "currency": "USD"}, "no amount"),
        ({"from": "€ 50 000", "period": "year", "currency": "EUR"}, 50_000),
        ({"from": "a lot", "period": "year", "currency": "USD"}, "no amount"),
        ({"from": "1 000 000 000 000", "period": "year", "currency": "USD"}, "out of reach"),
        ({"from": "-5", "period": "year", "currency": "USD"}, "out of reach"),
    ],
)
def test_pay_is_told_by_the_year_in_one_currency_or_not_at_all(tmp_path, row, pay):
    rows = [{"title": "Clerk", "posted": "2026-04-01"} | row]
    tried = dry_run(write_csv(tmp_path / "jobs.csv", rows), mapping=mapped())
    if isinstance(pay, str):
        assert pay in tried.faults[0].problem.detail
        assert tried.rows[0].pay is None
    else:
        assert (tried.rows[0].pay, tried.faults) == (pay, ())


def test_a_column_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("title,posted\nClerk,2026-01-01\n")
    with pytest.raises(Refused) as refused:
        dry_run(path, mapping=mapped())
    assert refused.value.problem.code == "market.mapping-misfit"
    assert refused.value.problem.pointer == "/fields/id"


NESTED = {
    "title": "Clerk",
    "posted": "2026-01-01",
    "company": {"name": "Ada"},
    "skills": ["a", "b"],
}
SHORT = {
    "title": {"column": "title"},
    "posted": {"column": "posted"},
    "employer": {"column": "company.name"},
    "skills": {"column": "skills", "separator": "\n"},
}


@pytest.mark.parametrize(
    "ending", ["jsonl", "json", "ndjson", "jsonl.gz", "json of an object", "parquet"]
)
def test_a_posting_reads_alike_in_every_form(tmp_path, ending):
    path = tmp_path / f"jobs.{ending.partition(' ')[0]}"
    text = json.dumps([NESTED]) if ending == "json" else json.dumps(NESTED)
    text = json.dumps({"count": 1, "jobs": [NESTED]}) if "object" in ending else text
    if ending == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        told = NESTED | {"posted": date(2026, 1, 1)}
        pq.write_table(pa.Table.from_pylist([told]), path)
    else:
        path.write_bytes(gzip.compress(text.encode()) if ending.endswith("gz") else text.encode())
    [posting] = dry_run(path, mapping=mapped(fields=SHORT)).rows
    assert (posting.title, posting.employer, posting.skills) == ("Clerk", "Ada", ("a", "b"))
    assert posting.posted == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("jobs.xlsx", b"PK"),
        ("jobs.csv", b"title,title\na,b\n"),
        ("jobs.csv", b""),
        ("jobs.csv", b"title,posted\n\xff\xfe,2026\n"),
        ("jobs.csv.gz", b"title,posted\n"),
        ("jobs.csv.gz", gzip.compress(b"title,posted\na,b\n", mtime=0)[:-6]),
        ("jobs.json", b"{"),
        ("jobs.json", b'{"a": 1}'),
        ("jobs.json", b'["a"]'),
        ("jobs.jsonl", b"[1]"),
        ("jobs.json", b"[" * 5_000),
        ("jobs.parquet", b"PAR1"),
    ],
)
def test_what_cannot_be_read_is_one_problem(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        dry_run(path, mapping=mapped(fields=SHORT))
    assert refused.value.problem.code == "market.file-unreadable"


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(Refused) as refused:
        guess_mapping(tmp_path / "jobs.csv", at=TODAY)
    assert refused.value.problem.code == "file.missing"


@pytest.mark.parametrize(
    ("name", "read", "fields"),
    [
        (
            "usajobs_2024_2025_13depts.csv.gz",
            2000,
            {"id": "control_number", "title": "position_title", "posted": "open_date"},
        ),
        (
            "nyc_jobs_2019-03.csv.gz",
            1996,
            {
                "title": "Business Title",
                "salary_to": "Salary Range To",
                "period": "Salary Frequency",
            },
        ),
    ],
)
def test_real_files_are_guessed_well_enough_to_be_read(name, read, fields):
    path = shared("data", "jobs", name)
    guess = guess_mapping(path, at=date(2026, 11, 21))
    assert {one: guess.fields[one].column for one in fields} == fields
    assert dry_run(path, mapping=guess).read == read
