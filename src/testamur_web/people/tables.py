"""Tables that leave the product: CSV whose cells no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator

from testamur.encoding import harmless
from testamur_web.ops.models import TrailEntry

__all__ = ["lines_of", "trail_as_csv"]


class _Line:
    """What `csv.writer` writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def lines_of(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a table, with a byte order mark for spreadsheets; None is an empty cell."""
    writer = csv.writer(_Line())
    mark = "\ufeff"
    for row in rows:
        cells = ["" if cell is None else harmless(cell) for cell in row]
        yield mark + str(writer.writerow(cells))
        mark = ""


def trail_as_csv(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """The lines of a table of what was done, with a byte order mark for spreadsheets."""
    yield from lines_of(_trail_rows(entries))


def _trail_rows(entries: Iterable[TrailEntry]) -> Iterator[tuple[str, ...]]:
    yield ("at", "by", "verb", "kind", "subject", "detail")
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        yield (
            entry.at.isoformat(),
            entry.actor_name,
            entry.verb,
            entry.subject_kind,
            entry.subject,
            detail if entry.detail else "",
        )
