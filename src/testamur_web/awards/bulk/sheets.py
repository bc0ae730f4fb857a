"""A file of people as a table of texts: CSV of any usual form, XLSX, or what was pasted.

Cells stay texts: what they mean is decided with the person who knows the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from testamur.credentials.recipients import BrokenRow
from testamur.credentials.recipients.rows import cut_rows
from testamur_web.awards.bulk.columns import guess_columns
from testamur_web.people.workbooks import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    is_workbook,
    read_workbook,
    too_large,
    unreadable,
)

__all__ = ["ENCODINGS", "Table", "read_table"]

ENCODINGS: Final = (
    "utf-8",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "utf-16",
    "shift_jis",
)
"""What the letters of a file may be written in, for those who can tell."""

_DELIMITERS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, and every row with as many cells as it has; a row that is broken has none."""

    headings: list[str]
    rows: list[list[str]]


def read_table(data: bytes | str, *, encoding: str = "", has_headings: bool = True) -> Table:
    """The table in a file or a pasted text.

    Raises `Refused`: `recipients.unreadable` or `batch.too-large`.
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(f"the file has more than {MAX_FILE_BYTES // 1024 // 1024} MB")
    if is_workbook(data):
        rows = iter([row for row in read_workbook(data) if row])
    else:
        rows = _rows_of_text(data if isinstance(data, str) else _decoded(data, encoding))
    return _table(rows, has_headings=has_headings)


def _table(rows: Iterator[list[str]], *, has_headings: bool) -> Table:
    found = list(islice(rows, MAX_ROWS + 2))
    if len(found) > MAX_ROWS + 1:
        raise too_large(f"the list has more than {MAX_ROWS} rows")
    width = max(map(len, found), default=0)
    if width > MAX_COLUMNS:
        raise too_large(f"the list has more than {MAX_COLUMNS} columns")
    headings = found.pop(0) if has_headings and found else []
    names = [name or f"Column {place}" for place, name in enumerate(headings, 1)]
    names += [f"Column {place}" for place in range(len(names) + 1, width + 1)]
    if not found:
        raise unreadable("there is no row of people in it")
    return Table([name[:200] for name in names], found)


# ------------------------------------------------------------------------------------------- text


def _decoded(data: bytes, encoding: str) -> str:
    """The text of a file, in the encoding that is stated, else in the one that fits."""
    stated = encoding if encoding in ENCODINGS else ""
    if not stated:
        is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        stated = "utf-16" if is_utf16 else "utf-8" if _is_utf8(data) else "cp1252"
    try:
        text = data.decode("utf-8-sig" if stated == "utf-8" else stated)
    except UnicodeDecodeError:
        raise unreadable(f"its letters are not written in {stated}") from None
    if "\0" in text:
        raise unreadable("it is not a text; save the list as CSV or XLSX")
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows_of_text(text: str) -> Iterator[list[str]]:
    """The rows; the delimiter is the one by which most headings are understood."""
    plain = text.removeprefix("\ufeff").lstrip("\r\n")
    declared = _SEPARATOR_LINE.match(plain)
    if declared:
        plain, delimiter = plain[declared.end() :], declared[1]
    else:
        delimiter = max(_DELIMITERS, key=lambda one: _fit(plain, one))
    for row in cut_rows(plain, delimiter=delimiter):
        cells = [] if isinstance(row, BrokenRow) else list(row.cells)
        yield [cell[:MAX_CELL] for cell in cells]


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    some = [
        [] if isinstance(row, BrokenRow) else list(row.cells)
        for row in islice(cut_rows(text, delimiter=delimiter), 5)
    ]
    if not some:
        return 0, 0
    return len(guess_columns(some[0], some[1:])), len(some[0])
