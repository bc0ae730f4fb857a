"""The paper of a sheet as a table: filled in where there is no network, and read again afterwards.

Rules kept here: (1) each row says the code of its sheet, and a row of another sheet is refused;
(2) a heading that is none of this sheet's is refused, so that no finding is lost by a slip; (3) a
row in which nothing was found is left out; (4) what a cell says is not judged: `enter_sheet` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_uppercase
from typing import Final

from testamur.credentials.recipients.rows import DELIMITERS, BrokenRow, cut_rows, decode_list
from testamur.encoding import harmless
from testamur.errors import Refused
from testamur_web.catalogue.definition import Criterion, Definition
from testamur_web.learning.findings import Found
from testamur_web.learning.models import Sheet, SheetRow
from testamur_web.learning.partners import rows_of
from testamur_web.learning.services import Written
from testamur_web.learning.services.sheets import MAX_ROW
from testamur_web.people.tables import lines_of
from testamur_web.people.workbooks import is_workbook, pasted_from

__all__ = ["BY_HAND", "MAX_FILE", "letter_of", "read_table", "sheet_as_csv", "text_of"]

BY_HAND: Final = 3
"""How many empty rows a sheet has for people who were not known yet."""
MAX_FILE: Final = 1024 * 1024
"""The largest file of a sheet, in bytes."""

_MAX_CELL: Final = 80
_SHEET, _ROW, _NUMBER, _GRADE = "sheet", "row", "number", "grade"
_PASSED_OVER: Final = ("", "name", "state", "conflict")
_SAID: Final = {
    Found.MET: ("met", "x", "✓", "✔", "☒", "yes"),
    Found.NOT_MET: ("not met", "not-met", "-", "–", "—", "no"),  # noqa: RUF001 -- as people type
    Found.NOT_APPLICABLE: ("does not apply", "not applicable", "not-applicable", "n/a"),
}
_MEANT: Final = {word: found.value for found, words in _SAID.items() for word in words}


def letter_of(place: int) -> str:
    """How the paper names the criterion at a place from 0: A to Z, then AA."""
    before, at = divmod(place, len(ascii_uppercase))
    return (letter_of(before - 1) if before else "") + ascii_uppercase[at]


def sheet_as_csv(sheet: Sheet, definition: Definition) -> Iterator[str]:
    """The lines of a sheet as CSV, with what was typed until now, and rows to add by hand."""
    rows = list(rows_of(sheet))
    last = max((one.row for one in rows), default=0)
    more = [SheetRow(row=last + place) for place in range(1, BY_HAND + 1)]
    columns = [*map(_heading, range(len(definition.criteria)), definition.criteria)]
    grade = [_GRADE] if definition.grades else []
    headings = [_SHEET, _ROW, "name", _NUMBER, *columns, *grade, "state", "conflict"]
    yield from lines_of([headings, *(_line(sheet, one, definition) for one in [*rows, *more])])


def text_of(data: bytes | str) -> str:
    """A file of a sheet as text; of a workbook, its first sheet with tabs between the cells.

    Raises `Refused` with `sheet.file-wrong`, `recipients.unreadable` or `batch.too-large`.
    """
    if len(data) > MAX_FILE:
        raise _wrong(f"it is larger than {MAX_FILE // 1024} kB")
    if is_workbook(data):
        return pasted_from(data)
    return decode_list(data)


def read_table(text: str, sheet: Sheet, definition: Definition) -> tuple[Written, ...]:
    """What the rows of a file say of a sheet; raises `Refused` with `sheet.file-wrong`."""
    lines = _cells(text)
    headings = next(lines, None)
    if headings is None:
        raise _wrong("nothing stands in it")
    columns = _columns(headings[1], definition)
    read: dict[int, Written] = {}
    for line, cells in lines:
        said = dict(zip(columns, cells, strict=False))
        found = _read(said, sheet, line)
        if found is None:
            continue
        if found.row in read:
            raise _wrong(f"line {line}: row {found.row} stands there twice")
        read[found.row] = found
    return tuple(read.values())


def _heading(place: int, criterion: Criterion) -> str:
    return f"{letter_of(place)}. {criterion.text}"


def _line(sheet: Sheet, row: SheetRow, definition: Definition) -> Iterable[object]:
    enrolment = row.enrolment
    said = [row.found.get(one.id, "") for one in definition.criteria]
    words = [_SAID[Found(one)][0] if one in set(Found) else one for one in said]
    number = row.number or (enrolment.number if enrolment else "")
    grade = [row.grade] if definition.grades else []
    name = enrolment.name if enrolment else ""
    state = str(row.state) if enrolment or row.number else ""
    return (sheet.code, row.row, name, number, *words, *grade, state, row.detail)


def _cells(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a text by their number; raises `Refused` where one is broken."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    for row in cut_rows(text, delimiter=delimiter):
        if isinstance(row, BrokenRow):
            raise _wrong(f"line {row.number}: {row.sentence}")
        yield row.number, tuple(map(_plain, row.cells))


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    bare = cell.removeprefix("'")
    return bare if cell != bare and harmless(bare) == cell else cell


def _columns(headings: Sequence[str], definition: Definition) -> list[str]:
    """What each column is: a name of ours, or `/` and the id of a criterion."""
    known: dict[str, str] = {}
    for place, one in enumerate(definition.criteria):
        names = (_heading(place, one), one.text, one.id, letter_of(place))
        known |= dict.fromkeys(map(_key, names), f"/{one.id}")
    known |= {one: one for one in (_SHEET, _ROW, _NUMBER, _GRADE)} | dict.fromkeys(_PASSED_OVER, "")
    columns: list[str] = []
    for heading in headings:
        column = known.get(_key(heading))
        if column is None or (column and column in columns):
            told = "stands there twice" if column else "is none of this sheet"
            raise _wrong(f"the column {heading!r:.60} {told}")
        columns.append(column)
    if missing := {_ROW, _NUMBER} - set(columns):
        raise _wrong(f"there is no column {min(missing)!r}")
    return columns


def _key(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _read(said: dict[str, str], sheet: Sheet, line: int) -> Written | None:
    """One row of the file; None where nothing was found in it."""
    if said.get(_SHEET, "").casefold() not in ("", sheet.code.casefold()):
        raise _wrong(f"line {line}: it is of sheet {said[_SHEET]!r:.20}")
    cells = {key.removeprefix("/"): cell for key, cell in said.items() if key.startswith("/")}
    found = {key: _MEANT.get(cell.casefold(), cell[:_MAX_CELL]) for key, cell in cells.items()}
    found = {key: one for key, one in found.items() if one}
    if not found:
        return None
    row = said.get(_ROW, "")
    if not (row.isascii() and row.isdigit() and 1 <= int(row[:9]) <= MAX_ROW):
        raise _wrong(f"line {line}: {row!r:.20} is no number of a row")
    return Written(int(row), said.get(_NUMBER, ""), found, said.get(_GRADE, ""))


def _wrong(told: str) -> Refused:
    return Refused.because("sheet.file-wrong", told, "/file")
