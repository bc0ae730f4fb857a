"""Files that want to take the machine down, or to be taken for something else."""

from __future__ import annotations

import time
import zipfile
import zlib
from io import BytesIO

import pytest

from testamur.errors import Refused
from testamur_web.awards.bulk.sheets import read_table
from testamur_web.people.workbooks import MAX_FILE_BYTES
from tests.web.awards.bulk_lists import prepared, problems, workbook
from tests.web.conftest import NOW

PEOPLE = [["name", "email"], ["Ada", "ada@people.example"]]


def changed(parts: dict[str, bytes]) -> bytes:
    """A good workbook with some of its parts replaced, or added."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(PEOPLE))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.infolist():
            if part.filename not in parts:
                bad.writestr(part.filename, good.read(part.filename))
        for name, body in parts.items():
            bad.writestr(name, body)
    return out.getvalue()


def sheet(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}'
        "</sheetData></worksheet>"
    ).encode()


def far_cell(name: str, quote: str = '"') -> bytes:
    row = "".join(filter(str.isdigit, name))
    return changed(
        {
            "xl/worksheets/sheet1.xml": sheet(
                f"<row r={quote}{row}{quote}><c r={quote}{name}{quote}><v>1</v></c></row>"
            )
        }
    )


def with_false_size(body: bytes) -> bytes:
    """A workbook whose first part says that it is small, and is not."""
    data = bytearray(changed({"xl/worksheets/sheet1.xml": body}))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


BOMB = b" " * (90 * 1024 * 1024)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

HOSTILE = {
    "xls-001 an entity in the shared strings": (
        lambda: changed({"xl/sharedStrings.xml": DOCTYPE + sheet("")}),
        "recipients.unreadable",
    ),
    "xls-001 a document type in a sheet": (
        lambda: changed({"xl/worksheets/sheet1.xml": DOCTYPE + sheet("")}),
        "recipients.unreadable",
    ),
    "a sheet in UTF-16, where nobody looks for cells": (
        lambda: changed({"xl/worksheets/sheet1.xml": sheet("").decode().encode("utf-16")}),
        "recipients.unreadable",
    ),
    "xls-002 one cell at the far corner": (lambda: far_cell("XFD1048576"), "batch.too-large"),
    "xls-002 one cell at the far corner in apostrophes": (
        lambda: far_cell("XFD1048576", "'"),
        "batch.too-large",
    ),
    "xls-002 one cell in small letters": (lambda: far_cell("xfd9"), "batch.too-large"),
    "xls-002 one cell far down": (lambda: far_cell("A1048576"), "batch.too-large"),
    "a part that unpacks to 90 MB": (
        lambda: changed({"xl/worksheets/sheet1.xml": BOMB}),
        "batch.too-large",
    ),
    "a part that says it is small": (lambda: with_false_size(BOMB), "batch.too-large"),
    "more parts than a workbook has": (
        lambda: changed({f"xl/media/{n}.png": b"x" for n in range(600)}),
        "batch.too-large",
    ),
    "xls-003 macros": (
        lambda: changed({"xl/vbaProject.bin": b"macro"}),
        "recipients.unreadable",
    ),
    "xls-003 an old or encrypted workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "recipients.unreadable",
    ),
    "a zip that is no workbook": (lambda: b"PK\x03\x04" + bytes(60), "recipients.unreadable"),
    "a workbook without sheets": (
        lambda: changed({"xl/workbook.xml": b"<x/>"}),
        "recipients.unreadable",
    ),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "recipients.unreadable"),
    "nothing": (lambda: b"", "recipients.unreadable"),
    "headings alone": (lambda: b"name,email\n", "recipients.unreadable"),
    "more than 10 MB": (lambda: b"a" * (MAX_FILE_BYTES + 1), "batch.too-large"),
    "more rows than a batch has": (lambda: b"name\n" + b"a\n" * 20_001, "batch.too-large"),
    "more columns than a list has": (lambda: b",".join([b"a"] * 80) + b"\n1\n", "batch.too-large"),
}


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_at_once(make, code):
    data = make()
    begun = time.process_time()
    with pytest.raises(Refused) as refused:
        read_table(data)
    assert refused.value.problem.code == code
    assert time.process_time() - begun < 5


def test_a_formula_is_read_by_its_value_and_never_run():
    """XLS-003: values only."""
    data = changed(
        {
            "xl/worksheets/sheet1.xml": sheet(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'
                '<row r="2"><c r="A2"><f>WEBSERVICE("http://x.example")</f><v>7</v></c></row>'
            )
        }
    )
    assert read_table(data).rows == [["7"]]


def test_every_byte_may_be_broken_and_nothing_else_is_raised():
    good = workbook(PEOPLE)
    codes: set[str] = set()
    for place in range(0, len(good), 37):
        data = bytearray(good)
        data[place] ^= 0xFF
        try:
            read_table(bytes(data))
        except Refused as refused:
            codes.add(refused.problem.code)
    assert codes <= {"recipients.unreadable", "batch.too-large"}
    assert codes


def test_a_row_of_enormous_length_hinders_only_itself():
    table = read_table("email,name\n" + "x" * 30_000 + ",y\nada@people.example,Ada\n")
    assert table.rows == [[], ["ada@people.example", "Ada"]]


@pytest.mark.django_db
def test_csv_001_what_looks_like_a_formula_is_text_like_any_other(version, bashir):
    batch = prepared(version, "name,email\n\"=cmd|' /C calc'!A0\",ada@people.example\n", by=bashir)
    assert problems(batch) == {}
    assert batch.rows.get().state == "ready"


@pytest.mark.django_db
def test_csv_004_names_that_hide_something_are_told(version, bashir):
    text = "name,email\nA\u202eda,a@people.example\nAda\u200b,b@people.example\n"
    batch = prepared(version, text, by=bashir, at=NOW)
    assert set(problems(batch)) >= {2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written", ["2026-02-30", "29/02/2027", "1/2/26", "46000", "10000-01-01", "23:59:60Z"]
)
def test_csv_006_a_date_that_is_none_is_told(version, bashir, written):
    text = f"name,email,date\nAda,ada@people.example,{written}\n"
    batch = prepared(version, text, by=bashir)
    assert problems(batch)[2].startswith("date.")


def test_the_parts_are_measured_as_they_are():
    packed = zlib.compressobj(9, wbits=-15)
    assert len(packed.compress(BOMB) + packed.flush()) < MAX_FILE_BYTES
