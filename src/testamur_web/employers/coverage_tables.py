"""The heat map of a programme as a table that is taken away: CSV or a workbook.

What is withheld on the page is withheld here.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from testamur.encoding import harmless
from testamur_web.employers.coverage import Coverage
from testamur_web.people.tables import lines_of

__all__ = ["coverage_as_csv", "coverage_as_xlsx"]

_HEADINGS = ("team", "skill", "people", "sharing", "proven at launch", "proven now")


def coverage_as_csv(coverage: Coverage) -> Iterator[str]:
    """The lines of the table."""
    return lines_of([_HEADINGS, *_rows(coverage)])


def coverage_as_xlsx(coverage: Coverage) -> bytes:
    """The same as a workbook; numbers are numbers."""
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(out, options)
    sheet = workbook.add_worksheet()
    for place, cells in enumerate([_HEADINGS, *_rows(coverage)]):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell)
            elif cell is not None:
                sheet.write_string(place, column, harmless(cell))
    workbook.close()
    return out.getvalue()


def _rows(coverage: Coverage) -> Iterator[tuple[str | int | None, ...]]:
    for row in coverage.rows:
        name = row.team.name if row.team else ""
        for cell in row.cells:
            yield name, cell.skill.name, row.people, cell.sharing, cell.before, cell.now
