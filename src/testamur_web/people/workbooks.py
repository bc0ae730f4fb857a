"""A workbook of people as rows of texts, whoever it comes from.

Rules kept here:

- a workbook is measured before it is opened: bytes, parts, and the real size of each part unpacked,
  for what an archive says of itself is its author's word;
- it names no cell far away, no document type and no macro: each is a way to take the machine down
  or over, and no list of people needs one;
- the values of cells are read, never their formulas.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final, TypeGuard

from testamur.errors import Refused

__all__ = [
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_FILE_BYTES",
    "MAX_ROWS",
    "is_workbook",
    "pasted_from",
    "read_workbook",
    "too_large",
    "unreadable",
]

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
"""The largest file of people that is read."""
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 2_000

_MAX_UNPACKED: Final = 80 * 1024 * 1024
_MAX_PARTS: Final = 500
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_CELL_NAME: Final = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{0,8})\$?([0-9]{1,20})["']""")
_LOCAL_HEADER: Final = 30
_LAST_COLUMN: Final = 3 * MAX_COLUMNS


def is_workbook(data: bytes | str) -> TypeGuard[bytes]:
    """Whether it is a file of a spreadsheet program rather than a text."""
    return isinstance(data, bytes) and data.startswith((_ZIP, _OLD_OFFICE))


def read_workbook(data: bytes) -> list[list[str]]:
    """The rows of the first sheet that says something; a row without content has no cells.

    Raises `Refused`: `recipients.unreadable` or `batch.too-large`.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    if len(data) > MAX_FILE_BYTES:
        raise too_large(f"the file has more than {MAX_FILE_BYTES // 1024 // 1024} MB")
    if data.startswith(_OLD_OFFICE):
        raise unreadable("it is an old or encrypted workbook; save it as .xlsx, without password")
    _check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python()
            if any(any(map(_text, row)) for row in rows[:50]):
                return [_cells(row) for row in rows]
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(f"the workbook is damaged: {str(error)[:100]}") from None
    return []


def pasted_from(data: bytes) -> str:
    """The cells of a workbook as they arrive when they are copied: a line a row, tabs between.

    Raises like `read_workbook`.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for row in read_workbook(data):
        writer.writerow([" ".join(cell.split()) for cell in row])
    return out.getvalue()


def _cells(row: list[Any]) -> list[str]:
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def unreadable(why: str) -> Refused:
    """A file that is no list of people, and why."""
    return Refused.because("recipients.unreadable", f"the list cannot be read: {why}", "/file")


def too_large(why: str) -> Refused:
    """A list that is larger than any that is read, and by what."""
    return Refused.because("batch.too-large", why, "/file")


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
        raise unreadable("the workbook is damaged") from None
    if len(parts) > _MAX_PARTS:
        raise too_large(f"the workbook has more than {_MAX_PARTS} parts")
    left = _MAX_UNPACKED
    for part in parts:
        name = part.filename.lower()
        if name.endswith(("vbaproject.bin", ".exe", ".dll")) or "macrosheet" in name:
            raise unreadable("the workbook holds macros; save it as .xlsx without them")
        body = _unpacked(data, part, left)
        left -= len(body)
        if name.endswith((".xml", ".rels")):
            _check_part(name, body)


def _unpacked(data: bytes, part: zipfile.ZipInfo, most: int) -> bytes:
    """The part as it really unpacks, whatever the archive says of its size."""
    start = part.header_offset
    head = data[start : start + _LOCAL_HEADER]
    if len(head) < _LOCAL_HEADER or part.flag_bits & 1:
        raise unreadable("the workbook is damaged or encrypted")
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    first = start + _LOCAL_HEADER + lengths
    packed = data[first : first + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        body = packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        try:
            body = zlib.decompressobj(-15).decompress(packed, most + 1)
        except zlib.error:
            raise unreadable("the workbook is damaged") from None
    else:
        raise unreadable("the workbook is packed in an unusual way; save it again")
    if len(body) > most:
        raise too_large("the workbook unpacks to more than a list of people can be")
    return body


def _check_part(name: str, body: bytes) -> None:
    if b"\0" in body[:200] or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise unreadable("the workbook holds what no list of people needs")
    if "worksheets/" not in name:
        return
    for found in _CELL_NAME.finditer(body):
        if len(found[2]) > len(str(MAX_ROWS)) or int(found[2]) > MAX_ROWS + 50:
            raise too_large(f"the list reaches beyond row {MAX_ROWS}")
        if _column(found[1]) > _LAST_COLUMN:
            raise too_large(f"the list reaches beyond {MAX_COLUMNS} columns")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
