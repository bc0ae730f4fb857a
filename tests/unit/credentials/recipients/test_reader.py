"""A list of people becomes recipients; what is wrong with a row is told once, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from testamur.credentials.openbadges import Identity
from testamur.credentials.recipients import (
    DateForm,
    Recipient,
    RowProblem,
    find_columns,
    read_recipients,
)
from testamur.credentials.recipients import reader as reader_module
from testamur.errors import Refused
from testamur.problems import CATALOGUE
from tests.shared_data import PROJECT

HEAD = "name,email,id,student number,date,expires,grade,evidence\n"


def read(text, **options):
    return list(read_recipients(text, **options))


def one(row, **options):
    (found,) = read(HEAD + row, **options)
    return found


def test_a_whole_row():
    row = (
        "Ada Nowak,ADA@Uni.example,,302117,2026-05-31,2031-05-31,A,"
        "https://work.example/1 https://work.example/2 https://work.example/1"
    )
    assert one(row) == Recipient(
        2,
        name="Ada Nowak",
        email="ada@uni.example",
        student_number="302117",
        awarded=datetime(2026, 5, 31, tzinfo=UTC),
        expires=datetime(2031, 5, 31, tzinfo=UTC),
        grade="A",
        evidence=("https://work.example/1", "https://work.example/2"),
    )


def test_it_reads_as_it_goes():
    found = read_recipients(HEAD + "Ada,ada@uni.example\n" * 3)
    assert isinstance(found, Iterator)
    assert isinstance(next(found), Recipient)


@pytest.mark.parametrize(
    ("row", "subject", "key", "kinds"),
    [
        ("Ada,ada@uni.example", "mailto:ada@uni.example", "mailto:ada@uni.example", ["name"]),
        ("Ada,,did:example:ada", "did:example:ada", "did:example:ada", ["name"]),
        ("Ada,ada@uni.example,did:example:ada", "did:example:ada", "did:example:ada", ["name"]),
        (
            "Ada,,mailto:ada@uni.example",
            "mailto:ada@uni.example",
            "mailto:ada@uni.example",
            ["name"],
        ),
        (",ada@uni.example", "mailto:ada@uni.example", "mailto:ada@uni.example", []),
        ("Ada,,,302117", None, "student-number:302117", ["name", "ext:studentId"]),
    ],
)
def test_whom_the_award_is_for(row, subject, key, kinds):
    found = one(row)
    assert (found.subject_id, found.key) == (subject, key)
    assert [identity.identity_type for identity in found.identities] == kinds
    assert all(isinstance(identity, Identity) for identity in found.identities)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_delimiter_any_order(delimiter, mark):
    rows = [
        ["Completed", "E-mail", "Shoe size", "Full name"],
        ["2026-05-31", "ada@uni.example", "38", "Ada"],
    ]
    text = mark + "\r\n".join(delimiter.join(row) for row in rows)
    (found,) = read(text.encode())
    assert (found.name, found.email, found.row) == ("Ada", "ada@uni.example", 2)
    assert find_columns(text).ignored == ("Shoe size",)


def test_a_spreadsheet_may_declare_its_delimiter():
    text = "sep=;\nname;email\nAda;ada@uni.example\n"
    assert [found.row for found in read(text)] == [3]


def test_given_and_family_names_are_joined():
    (found,) = read("Prénom;Nom;Courriel\nAda;Nowak;ada@uni.example")
    assert found.name == "Ada Nowak"
    (found,) = read("Prénom;Nom;Courriel\n;Sukma;s@uni.example")
    assert found.name == "Sukma"


BAD = {
    "no recipient": ("Ada", "row.recipient-missing", ""),
    "a number without a name": (",,,302117", "row.recipient-missing", ""),
    "no e-mail address": ("Ada,ada at uni", "email.malformed", "email"),
    "an id that is none": ("Ada,,302117", "document.relative-iri", "id"),
    "an id of another kind": ("Ada,,javascript:x", "iri.scheme", "id"),
    "two addresses": ("Ada,a@uni.example,mailto:b@uni.example", "value.contradiction", "id"),
    "a name with an override": ("A\u202eda,ada@uni.example", "text.unsafe", "name"),
    "a name with a control": ("A\x07da,ada@uni.example", "text.unsafe", "name"),
    "a name of two alphabets": ("\u0410da,ada@uni.example", "name.confusable", "name"),
    "an impossible date": ("Ada,ada@uni.example,,,2026-02-30", "date.impossible", "date"),
    "an ambiguous date": ("Ada,ada@uni.example,,,1/2/2026", "date.undeclared", "date"),
    "a time without a zone": ("Ada,ada@uni.example,,,2026-01-01T10:00", "date.no-zone", "date"),
    "a spreadsheet's number": ("Ada,ada@uni.example,,,46000", "date.malformed", "date"),
    "an end before the beginning": (
        "Ada,ada@uni.example,,,2026-05-31,2026-05-31",
        "value.contradiction",
        "expires",
    ),
    "evidence that is no address": (
        "Ada,ada@uni.example,,,,,,my project",
        "document.relative-iri",
        "evidence",
    ),
    "evidence on this machine": (
        "Ada,ada@uni.example,,,,,,file:///etc/passwd",
        "iri.scheme",
        "evidence",
    ),
    "too many cells": ("Nowak, Ada,ada@uni.example,,,,,,,x", "row.malformed", ""),
    "a mark never closed": ('Ada,"ada@uni.example', "row.malformed", ""),
    "a very long row": (f"Ada,ada@uni.example,,,,,{'x' * 20_000}", "row.too-long", ""),
    "a very long grade": (f"Ada,ada@uni.example,,,,,{'x' * 2_000}", "text.too-long", "grade"),
}


@pytest.mark.parametrize(("row", "code", "column"), BAD.values(), ids=BAD)
def test_a_bad_row_is_told_and_the_others_are_read(row, code, column):
    text = f"{HEAD}Bob,bob@uni.example\n{row}\nEve,eve@uni.example\n"
    before, problem, after = read(text)
    assert (before.row, after.row) == (2, 4)
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.code, problem.column) == (3, code, column)
    assert problem.code in CATALOGUE
    assert problem.sentence


def test_the_column_is_told_as_the_file_writes_it():
    (problem,) = read("Nom complet;Courriel\nAda;x")
    assert problem.column == "Courriel"


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ("Ada,ada@uni.example", "Ada N.,ADA@uni.example", "email"),
        ("Ada,,did:example:ada", "Ada,other@uni.example,did:example:ada", "id"),
        ("Ada,,,302117", "Ada,ada@uni.example,,302117", "student number"),
        ("Ada,ada@uni.example", "Ada,,mailto:ada@uni.example", "email"),
    ],
)
def test_who_stands_there_twice_is_told_on_the_later_row(first, second, column):
    kept, problem = read(f"{HEAD}{first}\n{second}")
    assert isinstance(kept, Recipient)
    assert (problem.row, problem.code, problem.column) == (3, "row.duplicate", column)
    assert "row 2" in problem.sentence


def test_a_bad_row_does_not_make_a_good_one_a_duplicate():
    bad, good = read(f"{HEAD}Ada,ada@uni.example,,,nonsense\nAda,ada@uni.example")
    assert isinstance(bad, RowProblem)
    assert isinstance(good, Recipient)


def test_a_formula_is_text():
    found = one('"=HYPERLINK(""https://x.example"",""Ada"")",ada@uni.example,,,,,=1+1')
    assert found.name == '=HYPERLINK("https://x.example","Ada")'
    assert found.grade == "=1+1"


def test_dates_can_be_declared():
    found = one("Ada,ada@uni.example,,,1/2/2026", dates=DateForm("day first"))
    assert found.awarded == datetime(2026, 2, 1, tzinfo=UTC)


def test_columns_can_be_named():
    (found,) = read(
        "Person;Kontakt\nAda;ada@uni.example", columns={"name": "Person", "email": "Kontakt"}
    )
    assert found.key == "mailto:ada@uni.example"


UNUSABLE = {
    "nothing": (b"", "recipients.header"),
    "no heading that is known": (b"A,B\n1,2\n", "recipients.header"),
    "names alone": (b"Name\nAda\n", "recipients.header"),
    "two columns for one": (b"Email,Mail\na,b\n", "recipients.header"),
    "a broken heading": (b'"Name,Email\nAda,ada@uni.example\n', "recipients.header"),
    "Latin-1": ("Name,Email\nJos\xe9,j@uni.example\n".encode("latin-1"), "recipients.unreadable"),
    "UTF-16": ("\ufeffName,Email\n".encode("utf-16-le"), "recipients.unreadable"),
    "a spreadsheet file": (b"PK\x03\x04\x14\x00\x08\xff", "recipients.unreadable"),
}


@pytest.mark.parametrize(("data", "code"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_used_is_refused_before_any_row(data, code):
    with pytest.raises(Refused) as refused:
        read_recipients(data)
    assert refused.value.problem.code == code


def test_a_list_has_an_end(monkeypatch):
    monkeypatch.setattr(reader_module, "MAX_LIST_BYTES", 10)
    with pytest.raises(Refused, match="larger") as refused:
        read_recipients(HEAD)
    assert refused.value.problem.code == "recipients.unreadable"


def test_the_example_is_read_whole():
    rows = read(Path(PROJECT, "examples", "people.csv").read_bytes())
    assert len(rows) == 25
    assert all(isinstance(row, Recipient) for row in rows)
    assert len({row.key for row in rows}) == 25
