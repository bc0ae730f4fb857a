"""A file of people as a table of texts: CSV of any usual form, XLSX, or what was pasted.

Rules kept here:

- a file is measured before it is opened: bytes, parts, and the real size of each part unpacked, for
  what an archive says of itself is its author's word;
- a workbook names no cell far away, no document type and no macro: each is a way to take the
  machine down or over, and no list of people needs one;
- the values of cells are read, never their formulas;
- cells stay texts: what they mean is decided with the person who knows the list.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any, Final

from testamur.credentials.recipients import BrokenRow
from testamur.credentials.recipients.rows import cut_rows
from testamur.errors import Refused
from testamur_web.awards.bulk.columns import guess_columns

__all__ = ["ENCODINGS", "MAX_FILE_BYTES", "MAX_ROWS", "Table", "read_table"]

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 2_000
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

_MAX_UNPACKED: Final = 80 * 1024 * 1024
_MAX_PARTS: Final = 500
_DELIMITERS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_CELL_NAME: Final = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{0,8})\$?([0-9]{1,20})["']""")
_LOCAL_HEADER: Final = 30
_LAST_COLUMN: Final = 3 * MAX_COLUMNS


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
        raise _too_large(f"the file has more than {MAX_FILE_BYTES // 1024 // 1024} MB")
    if isinstance(data, bytes) and data.startswith(_ZIP):
        rows = _rows_of_workbook(data)
    elif isinstance(data, bytes) and data.startswith(_OLD_OFFICE):
        raise _unreadable("it is an old or encrypted workbook; save it as .xlsx, without password")
    else:
        rows = _rows_of_text(data if isinstance(data, str) else _decoded(data, encoding))
    return _table(rows, has_headings=has_headings)


def _table(rows: Iterator[list[str]], *, has_headings: bool) -> Table:
    found = list(islice(rows, MAX_ROWS + 2))
    if len(found) > MAX_ROWS + 1:
        raise _too_large(f"the list has more than {MAX_ROWS} rows")
    width = max(map(len, found), default=0)
    if width > MAX_COLUMNS:
        raise _too_large(f"the list has more than {MAX_COLUMNS} columns")
    headings = found.pop(0) if has_headings and found else []
    names = [name or f"Column {place}" for place, name in enumerate(headings, 1)]
    names += [f"Column {place}" for place in range(len(names) + 1, width + 1)]
    if not found:
        raise _unreadable("there is no row of people in it")
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
        raise _unreadable(f"its letters are not written in {stated}") from None
    if "\0" in text:
        raise _unreadable("it is not a text; save the list as CSV or XLSX")
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


# --------------------------------------------------------------------------------------- workbook


def _rows_of_workbook(data: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python()
            if any(any(map(_text, row)) for row in rows[:50]):
                break
        else:
            rows = []
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(f"the workbook is damaged: {str(error)[:100]}") from None
    for row in rows:
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cells


def _text(cell: Any) -> str:
    """A cell as text: a whole number without its point, a day in the form of ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()[:MAX_CELL]


def _check_archive(data: bytes) -> None:
    """Refuse what unpacks to too much, reaches too far, or is no plain workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _unreadable("the workbook is damaged") from None
    if len(parts) > _MAX_PARTS:
        raise _too_large(f"the workbook has more than {_MAX_PARTS} parts")
    left = _MAX_UNPACKED
    for part in parts:
        name = part.filename.lower()
        if name.endswith(("vbaproject.bin", ".exe", ".dll")) or "macrosheet" in name:
            raise _unreadable("the workbook holds macros; save it as .xlsx without them")
        body = _unpacked(data, part, left)
        left -= len(body)
        if name.endswith((".xml", ".rels")):
            _check_part(name, body)


def _unpacked(data: bytes, part: zipfile.ZipInfo, most: int) -> bytes:
    """The part as it really unpacks, whatever the archive says of its size."""
    start = part.header_offset
    head = data[start : start + _LOCAL_HEADER]
    if len(head) < _LOCAL_HEADER or part.flag_bits & 1:
        raise _unreadable("the workbook is damaged or encrypted")
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    first = start + _LOCAL_HEADER + lengths
    packed = data[first : first + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        body = packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        try:
            body = zlib.decompressobj(-15).decompress(packed, most + 1)
        except zlib.error:
            raise _unreadable("the workbook is damaged") from None
    else:
        raise _unreadable("the workbook is packed in an unusual way; save it again")
    if len(body) > most:
        raise _too_large("the workbook unpacks to more than a list of people can be")
    return body


def _check_part(name: str, body: bytes) -> None:
    if b"\0" in body[:200] or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise _unreadable("the workbook holds what no list of people needs")
    if "worksheets/" not in name:
        return
    for found in _CELL_NAME.finditer(body):
        if len(found[2]) > len(str(MAX_ROWS)) or int(found[2]) > MAX_ROWS + 50:
            raise _too_large(f"the list reaches beyond row {MAX_ROWS}")
        if _column(found[1]) > _LAST_COLUMN:
            raise _too_large(f"the list reaches beyond {MAX_COLUMNS} columns")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _unreadable(why: str) -> Refused:
    return Refused.because("recipients.unreadable", f"the list cannot be read: {why}", "/file")


def _too_large(why: str) -> Refused:
    return Refused.because("batch.too-large", why, "/file")
