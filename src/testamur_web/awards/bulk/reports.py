"""Tables for people: what became of the rows of a batch, as CSV or XLSX.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

from testamur.encoding import harmless
from testamur_web.awards.models import Batch, BatchRow
from testamur_web.people.tables import lines_of

__all__ = ["csv_of", "rows_in_need", "xlsx_of"]

_NEEDY: Final = (
    BatchRow.State.WRONG,
    BatchRow.State.DUPLICATE,
    BatchRow.State.FAILED,
    BatchRow.State.SKIPPED,
)


def rows_in_need(batch: Batch) -> Iterable[BatchRow]:
    """The rows that gave no award."""
    return batch.rows.filter(state__in=_NEEDY)


def csv_of(batch: Batch, rows: Iterable[BatchRow]) -> Iterator[str]:
    """The rows as they were given, each with its number, what became of it and why, line by line.

    It begins with a byte-order mark, or spreadsheets would not read its letters.
    """
    yield from lines_of(_told(batch, rows))


def xlsx_of(batch: Batch, rows: Iterable[BatchRow]) -> bytes:
    """The same as a workbook, every cell a text."""
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(out, options)
    sheet = workbook.add_worksheet()
    for place, cells in enumerate(_told(batch, rows)):
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell)
    workbook.close()
    return out.getvalue()


def _told(batch: Batch, rows: Iterable[BatchRow]) -> Iterator[list[str]]:
    yield [*map(harmless, batch.columns), "Row", "Result", "Why", "Credential"]
    width = len(batch.columns)
    for row in rows:
        cells = [harmless(cell) for cell in row.cells[:width]]
        cells += [""] * (width - len(cells))
        why = "; ".join(harmless(problem["sentence"]) for problem in row.problems)
        credential = f"urn:uuid:{row.award_id}" if row.award_id else ""
        yield [*cells, str(row.number), str(row.get_state_display()), why, credential]
