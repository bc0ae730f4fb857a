"""A table of numbers as colours: rows are skills, columns are months or regions.

Colours go in five even steps from the least number to the most, and one more for none at all. A
broken line is a cell of which nothing is known. Where the names of a few columns have no room above
them they are numbered, and told below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from testamur.pathways.pathmap.lettering import BOLD, lines_of, width_of
from testamur_web.ui.labour.pictures.svg import Canvas, Told, framed, number, text

__all__ = ["Heat", "draw_heat"]

_STEPS: Final = 5
_DARK_FROM: Final = 4
_ROW: Final = {Canvas.WIDE: 32, Canvas.NARROW: 50}
_NAMES: Final = 256
_HEAD: Final = 30
_SIZE: Final = 13
_FOOT: Final = 40
_KEY: Final = 28
_LINE: Final = 18
_MOST_NUMBERED: Final = 12


@dataclass(frozen=True, slots=True)
class Heat:
    """The table: names of rows and columns, and a row of cells for each; None is not known.

    `marks` are what stands above columns, "" above most where there are many.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    marks: Sequence[str]
    cells: Sequence[Sequence[float | None]]


def draw_heat(
    heat: Heat, told: Told, *, canvas: Canvas = Canvas.WIDE, is_alone: bool = False
) -> str:
    """Cells say their numbers where there is room for all of them."""
    drawing = _Drawing(heat, canvas)
    height = _HEAD + _ROW[canvas] * len(heat.rows) + _FOOT + _LINE * len(drawing.told_below)
    return framed(drawing.parts(), told, size=(canvas.value, height), is_alone=is_alone)


@dataclass(frozen=True, slots=True)
class _Drawing:
    heat: Heat
    canvas: Canvas

    @property
    def left(self) -> int:
        return 12 if self.canvas.is_narrow else _NAMES + 12

    @property
    def cell(self) -> float:
        return (self.canvas.value - self.left - 12) / max(1, len(self.heat.columns))

    @property
    def most(self) -> float:
        return max((cell or 0 for row in self.heat.cells for cell in row), default=0)

    @property
    def least(self) -> float:
        return min((cell for row in self.heat.cells for cell in row if cell), default=0)

    def parts(self) -> Iterator[str]:
        yield from self._numbered() if self.told_below else self._marks()
        for at, name in enumerate(self.heat.rows):
            yield from self._name(at, name)
        yield from self._fields()
        yield from self._numbers()
        foot = _HEAD + _ROW[self.canvas] * len(self.heat.rows)
        yield from self._key(foot + 12)
        for at, told in enumerate(self.told_below, 1):
            yield text(told, (12, foot + _FOOT + _LINE * at - 4))

    @property
    def told_below(self) -> Sequence[str]:
        """The columns by their numbers, where their names have no room above them."""
        names = [mark for mark in self.heat.marks if mark]
        is_few = len(names) == len(self.heat.columns) <= _MOST_NUMBERED
        if not is_few or all(width_of(name, _SIZE) < self.cell - 6 for name in names):
            return ()
        return [
            line
            for at, name in enumerate(names, 1)
            for line in lines_of(f"{at}  {name}", width=self.canvas.value - 24, size=_SIZE, most=1)
        ]

    def _numbered(self) -> Iterator[str]:
        for at in range(len(self.heat.columns)):
            x = self.left + self.cell * (at + 0.5)
            yield text(str(at + 1), (round(x, 1), _HEAD - 10), kind="chart-strong", anchor="middle")

    def _marks(self) -> Iterator[str]:
        """What stands above columns, as far as there is room for it."""
        free = 0.0
        for at, mark in enumerate(self.heat.marks):
            x = self.left + self.cell * at
            if not mark or x < free:
                continue
            room = max(self.cell - 4, 34)
            for told in lines_of(mark, width=room, size=_SIZE, most=1):
                yield text(told, (x + 1, _HEAD - 10))
                free = x + width_of(told, _SIZE) + 6

    def _name(self, at: int, name: str) -> Iterator[str]:
        top = _HEAD + _ROW[self.canvas] * at
        y = top + (18 if self.canvas.is_narrow else 0)
        width = self.canvas.value - 24 if self.canvas.is_narrow else _NAMES - 12
        for told in lines_of(name, width=width, size=_SIZE * BOLD, most=1):
            place = (12, top + 13) if self.canvas.is_narrow else (self.left - 10, y + 19)
            yield text(
                told, place, kind="chart-strong", anchor="" if self.canvas.is_narrow else "end"
            )

    def _fields(self) -> Iterator[str]:
        """All cells of one step are one path: a page stays small with hundreds of them."""
        fields: dict[str, list[str]] = defaultdict(list)
        for row, column, value in self._cells():
            kind = "none" if value is None else str(self._step(value))
            x, y = self._place(row, column)
            width = f"{self.cell - 2:.1f}"
            fields[kind].append(f"M{x + 1:.1f} {y + 1}h{width}v28h-{width}z")
        for kind in sorted(fields):
            yield f'<path class="heat-{kind}" d="{"".join(fields[kind])}"/>'

    def _numbers(self) -> Iterator[str]:
        """The numbers in the cells, where all have room."""
        shown = {
            (row, column): number(value)
            for row, column, value in self._cells()
            if value is not None
        }
        if any(width_of(told, _SIZE) > self.cell - 6 for told in shown.values()):
            return
        for (row, column), told in shown.items():
            x, y = self._place(row, column)
            is_dark = self._step(self.heat.cells[row][column] or 0) >= _DARK_FROM
            tone = "heat-dark" if is_dark else "heat-light"
            yield text(told, (round(x + self.cell / 2, 1), y + 20), kind=tone, anchor="middle")

    def _cells(self) -> Iterator[tuple[int, int, float | None]]:
        for row, cells in enumerate(self.heat.cells):
            for column, value in enumerate(cells):
                yield row, column, value

    def _place(self, row: int, column: int) -> tuple[float, int]:
        down = 18 if self.canvas.is_narrow else 0
        return self.left + self.cell * column, _HEAD + _ROW[self.canvas] * row + down

    def _step(self, value: float) -> int:
        if value <= 0:
            return 0
        spread = self.most - self.least
        return 1 + min(_STEPS - 1, int(_STEPS * (value - self.least) / spread)) if spread else 1

    def _key(self, y: float) -> Iterator[str]:
        """What the colours mean, from the least to the most."""
        x = self.left
        least, begin = number(self.least), width_of(number(self.least), _SIZE) + 8
        yield text(least, (x, y + 15))
        for step in range(1, _STEPS + 1):
            place = f'x="{x + begin + _KEY * (step - 1):g}" y="{y}" width="{_KEY}" height="20"'
            yield f'<rect class="heat-{step}" {place}/>'
        yield text(number(self.most), (x + begin + _KEY * _STEPS + 8, y + 15))
