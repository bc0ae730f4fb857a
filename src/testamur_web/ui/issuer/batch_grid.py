"""The rows of a batch as a grid: which are shown, and which of their cells can be repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur.credentials.recipients import FIELDS
from testamur_web.awards.bulk.progress import Progress
from testamur_web.awards.models import Batch, BatchRow
from testamur_web.ui.issuer.batch_forms import FIELD_NAMES

__all__ = ["Grid", "GridRow", "Tab", "grid_of"]

PER_PAGE: Final = 50
Text = str | Promise
_TABS: Final[tuple[tuple[str, Text], ...]] = (
    ("wrong", _("Needs repair")),
    ("failed", _("Failed")),
    ("duplicate", _("Duplicates")),
    ("ready", _("Ready")),
    ("issued", _("Issued")),
    ("skipped", _("Left out")),
)
_TONES: Final = {
    "ready": "chip-good",
    "issued": "chip-good",
    "wrong": "chip-bad",
    "failed": "chip-bad",
    "duplicate": "chip-warn",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of rows, and how many there are."""

    state: str
    label: Text
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is read: where it stands, its heading, what it says, and if it is at fault."""

    place: int
    label: Text
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row, the cells of it that are read, and its state in a word; `tone` is a class."""

    row: BatchRow
    cells: list[Cell]
    word: Text
    tone: str
    is_repairable: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one state, one page of them."""

    state: str
    tabs: list[Tab]
    headings: list[Text]
    rows: list[GridRow]
    page: Page[BatchRow]


def grid_of(batch: Batch, progress: Progress, *, state: str | None, page: str | None) -> Grid:
    """The grid for one state; without one, for the first that somebody has to look at."""
    there = [(name, label) for name, label in _TABS if progress.counts.get(name)]
    names = [name for name, _label in there]
    current = state if state in names else (names[0] if names else "ready")
    places: dict[str, int] = batch.mapping.get("columns", {})
    fields = [(field, places[field]) for field in FIELDS if field in places]
    found = batch.rows.filter(state=current).select_related("award")
    shown = Paginator(found, PER_PAGE).get_page(page)
    can_change = batch.state in (Batch.State.DRAFT, Batch.State.UNDONE, Batch.State.DONE)
    return Grid(
        state=current,
        tabs=[
            Tab(name, label, progress.counts[name], is_current=name == current)
            for name, label in there
        ],
        headings=[FIELD_NAMES[field] for field, _place in fields],
        rows=[_row(row, fields, can_change=can_change) for row in shown.object_list],
        page=shown,
    )


def _row(row: BatchRow, fields: list[tuple[str, int]], *, can_change: bool) -> GridRow:
    at_fault = {problem.get("column") for problem in row.problems}
    cells = [
        Cell(
            place,
            FIELD_NAMES[field],
            row.cells[place] if place < len(row.cells) else "",
            is_wrong=field in at_fault,
        )
        for field, place in fields
    ]
    is_repairable = can_change and row.state in ("wrong", "failed", "duplicate")
    return GridRow(row, cells, _word(row), _TONES.get(row.state, ""), is_repairable)


def _word(row: BatchRow) -> Text:
    """What became of the row; who stands twice in the list was not awarded before."""
    if any(problem.get("code") == "row.duplicate" for problem in row.problems):
        return _("Twice in the list")
    return str(row.get_state_display())
