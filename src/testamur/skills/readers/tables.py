"""Tables with a row of names first: columns in any order, unknown ones ignored, all of it bounded.

Columns are found by their names, whatever their case, spaces and hyphens. `.csv` may be separated
by commas, semicolons or tabs; anything else is separated by tabs and knows no quotation marks, as
O*NET writes it. A row may be shorter than the first one: what it lacks is empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from testamur.errors import Refused
from testamur.skills.readers.files import SourceFile
from testamur.skills.readers.intake import Notes

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["MAX_ROWS", "Table", "decoded", "folded", "split_cell"]

MAX_ROWS: Final = 2_000_000
"""The most rows of one table; ESCO's longest has 124,000."""

_SEPARATORS: Final = ",;\t"
_PARTS: Final = re.compile(r"[\n|]")


def split_cell(cell: str) -> tuple[str, ...]:
    """The entries of a cell that holds several, one a line or with `|` between; each once."""
    parts = (part.strip() for part in _PARTS.split(cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def decoded(name: str, data: bytes) -> str:
    """The text of a file in UTF-8; raises `Refused` (`framework.unreadable`) with the line."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = f"{name}, line {line}: not UTF-8"
        raise Refused.because("framework.unreadable", told) from None


class Table:
    """One file as a table; raises `Refused` (`framework.*`) where it is none."""

    def __init__(self, file: SourceFile, notes: Notes) -> None:
        self.name = file.name
        self._notes = notes
        notes.open(file.name)
        text = decoded(file.name, file.read())
        self._reader = _reader_of(text, is_csv=file.base.lower().endswith(".csv"))
        self.header = tuple(map(folded, next(self._raw(), (0, []))[1]))

    def has(self, *columns: str) -> bool:
        """Whether there is any of these columns."""
        return any(folded(column) in self.header for column in columns)

    def first_of(self, *columns: str) -> str:
        """The first of these names that a column has, or the first of all."""
        return next((column for column in columns if self.has(column)), columns[0])

    def rows(self, *needed: str, also: Sequence[str] = ()) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of each row, first those of `needed`, which must not be empty.

        A row that lacks a needed cell is refused and told; a table that lacks a needed column
        raises `Refused` (`framework.column-missing`).
        """
        places = [self._place(column) for column in needed]
        places += [self._place(column) if self.has(column) else len(self.header) for column in also]
        width, first = len(self.header) + 1, len(needed)
        count = 0
        for line, row in self._raw():
            row.extend([""] * (width - len(row)))
            cells = [row[place].strip() for place in places]
            if "" in cells[:first]:
                if any(cell.strip() for cell in row):
                    self.refuse(line, f"no {needed[cells.index('')]}")
                continue
            count += 1
            yield line, cells
        self._notes.rows[self.name] = count

    def refuse(self, line: int, reason: str) -> None:
        """Write down that a row is faulty."""
        self._notes.refuse(self.name, line, reason)

    def leave_out(self, line: int, reason: str) -> None:
        """Write down that a row is whole, and stands for nothing here."""
        self._notes.leave_out(self.name, line, reason)

    def _place(self, column: str) -> int:
        if not self.has(column):
            told = f"{self.name}, line 1: there is no column {column}"
            raise Refused.because("framework.column-missing", told)
        return self.header.index(folded(column))

    def _raw(self) -> Iterator[tuple[int, list[str]]]:
        try:
            for number, row in enumerate(self._reader):
                if number > MAX_ROWS:
                    told = f"{self.name} has more than {MAX_ROWS:,} rows"
                    raise Refused.because("framework.too-large", told)
                yield self._reader.line_num, row
        except csv.Error as error:
            told = f"{self.name}, line {self._reader.line_num}: {error}"
            is_long = "limit" in str(error)
            code = "framework.too-large" if is_long else "framework.unreadable"
            raise Refused.because(code, told) from None


def folded(column: str) -> str:
    """A column's name as it is compared: `Alt labels` and `altLabels` are the same."""
    return re.sub(r"[\W_]+", "", column.casefold())


def _reader_of(text: str, *, is_csv: bool) -> Reader:
    lines = io.StringIO(text, newline="")
    if not is_csv:
        return csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    first = text[: text.find("\n")]
    separator = max(_SEPARATORS, key=first.count)
    return csv.reader(lines, delimiter=separator, strict=True)
