"""CSV text cut into rows, one at a time, each bounded, a broken one never taking others with it.

RFC 4180 with commas, semicolons or tabs. Steps: (1) the bytes become text, UTF-8 only; (2) a row
is read cell by cell, a quotation mark opening a cell only at its beginning; (3) where that fails,
the row is told as broken and reading goes on at the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from testamur.errors import Refused

__all__ = ["DELIMITERS", "MAX_ROW", "BrokenRow", "Row", "cut_rows", "decode_list"]

DELIMITERS: Final = (",", ";", "\t")
MAX_ROW: Final = 20_000
"""The most characters of one row."""

_QUOTED: Final = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class Row(NamedTuple):
    """The cells of one row without spaces around them; `number` counts from 1."""

    number: int
    cells: tuple[str, ...]


class BrokenRow(NamedTuple):
    """A row that has no cells, and why."""

    number: int
    code: str
    sentence: str


class _BrokenError(Exception):
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


def decode_list(data: bytes | str) -> str:
    """(1) The text of a list; raises `Refused` with `recipients.unreadable`."""
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data.startswith(_UTF16):
        raise Refused.because("recipients.unreadable", "the file is in UTF-16, not in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = f"line {line} holds a character that is not written in UTF-8"
        raise Refused.because("recipients.unreadable", told) from None


def cut_rows(text: str, *, delimiter: str) -> Iterator[Row | BrokenRow]:
    """Every row of `text` in order; rows without any content are counted and left out."""
    at, number = 0, 0
    while at < len(text):
        number += 1
        line_end = _LINE_END.search(text, at)
        line = text[at : line_end.start() if line_end else len(text)]
        if '"' not in line and len(line) <= MAX_ROW:  # nearly every row of nearly every list
            at = line_end.end() if line_end else len(text)
            cells = tuple(map(str.strip, line.split(delimiter)))
            if any(cells):
                yield Row(number, cells)
            continue
        try:
            cells, at = _row_at(text, at, delimiter)
        except _BrokenError as error:
            yield BrokenRow(number, error.code, error.sentence)
            at = line_end.end() if line_end else len(text)  # (3)
        else:
            if any(cells):
                yield Row(number, cells)


def _row_at(text: str, start: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    """(2) The cells of the row that begins at `start`, and where the next one begins."""
    cells: list[str] = []
    at = start
    while True:
        cell, at = _cell_at(text, at, start + MAX_ROW, delimiter)
        if at - start > MAX_ROW:
            raise _BrokenError("row.too-long", f"the row has more than {MAX_ROW} characters")
        cells.append(cell.strip())
        if text.startswith(delimiter, at):
            at += 1
            continue
        line_end = _LINE_END.match(text, at)
        if line_end is None and at < len(text):
            raise _BrokenError("row.malformed", "something follows a closing quotation mark")
        return tuple(cells), line_end.end() if line_end else at


def _cell_at(text: str, at: int, limit: int, delimiter: str) -> tuple[str, int]:
    if not text.startswith('"', at):
        found = _unquoted(delimiter).match(text, at)
        return (found[0], found.end()) if found else ("", at)
    quoted = _QUOTED.match(text, at, limit)
    if not quoted:
        raise _BrokenError("row.malformed", "a quotation mark is opened and never closed")
    return quoted[1].replace('""', '"'), quoted.end()


@cache
def _unquoted(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"[^{delimiter}\r\n]*")
