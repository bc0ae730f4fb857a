"""A list of people as somebody pastes or uploads it, read row by row.

The reader is that of the library (`testamur.credentials.recipients`), so a list means the same here
and where awards are given: any order of columns, any usual separator, headings in many languages.
A list without headings is read too, where its first row says by itself what stands where. A
workbook is read as the text that its cells give when they are copied and pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from testamur.credentials.recipients import (
    BrokenRow,
    Recipient,
    find_columns,
    read_cells,
    read_recipients,
)
from testamur.credentials.recipients.rows import decode_list
from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.people.workbooks import MAX_FILE_BYTES, is_workbook, pasted_from

__all__ = ["MAX_ROWS", "Listed", "Roster", "RowProblem", "read_roster"]

MAX_ROWS: Final = 5_000
"""The most people that come in by one list."""

_SEPARATORS: Final = ("\t", ";", ",")
_BLANK_LINES: Final = re.compile(r"\A(?:[ \t]*(?:\r\n|\n|\r))+")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_EMAIL, _NUMBER, _NAME = "e-mail", "student number", "name"
_NAME_AND_NUMBER: Final = tuple(
    f"{one}{mark}{other}"
    for mark in _SEPARATORS
    for one, other in ((_NAME, _NUMBER), (_NUMBER, _NAME))
)
_MAIL_FORM: Final = re.compile(r"^\s*\"?([^\"<>,;\t]*?)\"?\s*<([^<>@\s]+@[^<>@\s]+)>[,;\s]*$")
_MAX_NAME: Final = 200
_MAX_NUMBER: Final = 80


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of a list; `row` counts from 1 as the list shows it, `text` is the line itself."""

    name: str
    email: str = ""
    number: str = ""
    row: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that did not come in, and why."""

    row: Listed
    problem: Problem


@dataclass(frozen=True, slots=True)
class Roster:
    """What a list says: its people, the rows that say nobody, and its headings as a line."""

    people: tuple[Listed, ...]
    problems: tuple[RowProblem, ...]
    headings: str

    def left_out(self, refused: Iterable[RowProblem]) -> tuple[list[RowProblem], str]:
        """Every row that did not come in, those `refused` too, and a list of them alone."""
        wrong = sorted([*self.problems, *refused], key=lambda one: one.row.row)
        return wrong, "\n".join([self.headings, *(one.row.text for one in wrong)])


def read_roster(data: bytes | str) -> Roster:
    """Every row of a list as a person or as a problem; nothing is left out in silence.

    Raises `Refused` with `recipients.unreadable`, `recipients.header`, `recipients.too-many` or,
    of a workbook, `batch.too-large` where the list as a whole cannot be read.
    """
    if len(data) > MAX_FILE_BYTES:
        told = f"the list is larger than {MAX_FILE_BYTES // 2**20} MB; cut it in several"
        raise Refused.because("recipients.unreadable", told)
    source = pasted_from(data) if is_workbook(data) else decode_list(data)
    text, offset = _with_headings(source.replace("\x00", ""))
    lines = _lines(text)
    if len(lines) - 1 > MAX_ROWS:
        told = f"the list has {len(lines) - 1} rows; {MAX_ROWS} come in at once"
        raise Refused.because("recipients.too-many", told)
    people: list[Listed] = []
    problems: list[RowProblem] = []
    for found in read_recipients(text):
        line = Listed("", row=found.row - offset, text=lines.get(found.row, ""))
        if isinstance(found, Recipient):
            read = _listed(found, line)
            (people if isinstance(read, Listed) else problems).append(read)  # type: ignore[arg-type]
        else:
            told = f"{found.column}: {found.sentence}" if found.column else found.sentence
            problems.append(RowProblem(line, Problem(found.code, told)))
    return Roster(tuple(people), tuple(problems), next(iter(lines.values()), ""))


def _listed(found: Recipient, line: Listed) -> Listed | RowProblem:
    if not found.email and not found.student_number:
        told = "there is no e-mail address and no number"
        return RowProblem(line, Problem("row.recipient-missing", told))
    if len(found.name or "") > _MAX_NAME or len(found.student_number or "") > _MAX_NUMBER:
        return RowProblem(line, Problem("row.too-long", "a name or number is too long"))
    return Listed(
        name=found.name or "",
        email=found.email or "",
        number=found.student_number or "",
        row=line.row,
        text=line.text,
    )


def _with_headings(text: str) -> tuple[str, int]:
    """The text under headings, and how many lines were put before it."""
    text = _BLANK_LINES.sub("", text).rstrip("\r\n\t ") + "\n"
    if "@" in text.partition("\n")[0]:
        text = _unfold_mail_form(text)
        return _headed(text), 1
    try:
        find_columns(text)
    except Refused:
        headed = _headed(text)
        if not headed.startswith(_NAME_AND_NUMBER):
            raise
        return headed, 1
    return text, 0


def _unfold_mail_form(text: str) -> str:
    """`Ada Lovelace <ada@example.org>` on every line becomes two cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_MAIL_FORM.match(line) for line in lines]
    if not all(found):
        return text
    return "".join(f"{one[1]}\t{one[2]}\n" for one in found if one)


def _headed(text: str) -> str:
    """The text under headings guessed from its first row: the address, the number, the name."""
    first = text.partition("\n")[0]
    separator = next((one for one in _SEPARATORS if one in first), ",")
    headings: list[str] = []
    for cell in first.split(separator):
        is_number = any(map(str.isdigit, cell))
        wanted = _EMAIL if "@" in cell else _NUMBER if is_number else _NAME
        headings.append("" if wanted in headings else wanted)
    return separator.join(headings) + "\n" + text


def _lines(text: str) -> dict[int, str]:
    """Each row as it is written, by its number."""
    source = _LINE_END.split(text)
    told: dict[int, str] = {}
    number = line = 0
    for row in read_cells(text):
        line += row.number - number - 1  # rows without content are counted, not given
        number = row.number
        height = 1 if isinstance(row, BrokenRow) else 1 + sum(map(_line_ends, row.cells))
        told[number] = "\n".join(source[line : line + height])
        line += height
    return told


def _line_ends(cell: str) -> int:
    return len(_LINE_END.findall(cell))
