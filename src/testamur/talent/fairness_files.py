"""The table that fairness is reckoned from, and the one that an auditor takes away.

A row is somebody: `selected` (yes or no), `points` (a number), either or both, `alias` where traits
come in a table of their own; every other column is a trait, and an empty cell is not stated.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Final, TypeAlias

from testamur.errors import Refused
from testamur.talent.fairness import Fairness, GroupRow, Outcome, Rate

__all__ = ["fairness_csv", "read_outcomes", "read_traits"]

ALIAS: Final = "alias"
SELECTED: Final = "selected"
POINTS: Final = "points"
_OUTCOME: Final = frozenset({ALIAS, SELECTED, POINTS})
_WORDS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS: Final = (
    *("trait", "group", "standing", "people", "selected", "selection_rate"),
    *("selection_impact_ratio", "above_median", "scoring_rate", "scoring_impact_ratio"),
    "below_four_fifths",
)

Row: TypeAlias = tuple[str, int, dict[str, str]]


def read_outcomes(text: str | bytes) -> dict[str, Outcome]:
    """What became of everybody, by alias; raises `Refused` (`fairness.table-malformed`)."""
    found = {alias: _outcome(cells, line) for alias, line, cells in _rows(text)}
    if not found:
        raise _refused("there is nobody in it", 1)
    return found


def read_traits(text: str | bytes) -> dict[str, dict[str, str]]:
    """What everybody says of themselves, by alias; raises `Refused` as `read_outcomes` does."""
    return {
        alias: {name: said for name, said in cells.items() if said and name not in _OUTCOME}
        for alias, _, cells in _rows(text)
    }


def fairness_csv(found: Fairness) -> str:
    """The report as a table that a spreadsheet opens, hidden figures empty."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for trait in found.traits:
        if trait.is_withheld:
            rows.writerow([_cell(trait.name), "", "withheld", *[""] * (len(_COLUMNS) - 3)])
        for row in trait.rows:
            rows.writerow([_cell(trait.name), _cell(row.group), row.standing.value, *_figures(row)])
    return text.getvalue()


def _figures(row: GroupRow) -> list[str]:
    rates = row.selection, row.scoring
    flagged = any(rate and rate.is_below_four_fifths for rate in rates)
    told = "" if row.people is None else str(row.people)
    return [told, *(cell for rate in rates for cell in _rate(rate)), "yes" if flagged else ""]


def _rate(rate: Rate | None) -> tuple[str, str, str]:
    if rate is None:
        return "", "", ""
    return str(rate.people), str(rate.rate), "" if rate.ratio is None else str(rate.ratio)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _outcome(cells: Mapping[str, str], line: int) -> Outcome:
    if not {SELECTED, POINTS} & set(cells):
        raise _refused(f"it has neither a column {SELECTED!r} nor {POINTS!r}", 1)
    chosen = _WORDS.get(cells[SELECTED].casefold()) if SELECTED in cells else None
    if SELECTED in cells and chosen is None:
        raise _refused(f"{SELECTED!r} says yes or no, not {cells[SELECTED][:40]!r}", line)
    points = _number(cells[POINTS], line) if POINTS in cells else None
    return Outcome(chosen, points)


def _number(cell: str, line: int) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise _refused(f"{POINTS!r} is a number, not {cell[:40]!r}", line) from None
    if not number.is_finite():
        raise _refused(f"{POINTS!r} is a number, not {cell[:40]!r}", line)
    return number


def _rows(text: str | bytes) -> Iterator[Row]:
    """Alias, line and cells of everybody; the number of the line where no column names them."""
    seen: set[str] = set()
    header: list[str] | None = None
    for line, cells in _lines(text):
        if header is None:
            header = _header(cells)
            continue
        if len(cells) != len(header):
            raise _refused(f"it has {len(cells)} cells, and the first has {len(header)}", line)
        row = dict(zip(header, cells, strict=True))
        alias = row.get(ALIAS, str(line))
        if not alias or alias in seen:
            raise _refused(f"alias {alias[:40]!r} is empty, or stands twice", line)
        seen.add(alias)
        yield alias, line, row


def _header(cells: list[str]) -> list[str]:
    header = [name.casefold() if name.casefold() in _OUTCOME else name for name in cells]
    if not all(header) or len(set(header)) < len(header):
        raise _refused("every column has a name of its own", 1)
    return header


def _lines(table: str | bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(table).removeprefix("\ufeff")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refused(f"it is no CSV: {error}", reader.line_num) from None
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _decoded(table: str | bytes) -> str:
    try:
        return table.decode() if isinstance(table, bytes) else table
    except UnicodeDecodeError as error:
        line = table[: error.start].count(b"\n") + 1 if isinstance(table, bytes) else 1
        raise _refused("it holds a character that is not written in UTF-8", line) from None


def _refused(told: str, line: int) -> Refused:
    return Refused.because("fairness.table-malformed", f"line {line}: {told}")
