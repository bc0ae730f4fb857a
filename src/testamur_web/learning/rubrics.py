"""A rubric as one value: rows of criteria, columns of levels, and what a mark by it adds up to.

Total, from 0 to 100: the weight of each row times the points of its level, summed, divided by the
sum of the weights times the points of the highest level, times 100. A row that does not apply is
in neither sum. A row stands for the criterion of a definition that has its id; it may be stricter
than that criterion (mandatory where that is optional), never laxer. Other rows are the rubric's
own: they count for the total, and a mandatory one is required for the award all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Self

from testamur.errors import Refused
from testamur_web.catalogue.definition import Criterion

__all__ = [
    "MAX_LEVELS",
    "MAX_ROWS",
    "Grid",
    "Level",
    "Row",
    "begin_with",
    "check_fits",
    "check_grid",
    "rounded",
    "total_of",
]

MAX_ROWS: Final = 40
MAX_LEVELS: Final = 6
_MAX_POINTS: Final = 100
_MAX_WEIGHT: Final = 100
_MAX_TEXT: Final = 500
_MAX_DESCRIPTOR: Final = 2_000
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Level:
    """One column: its name, and its points, which rise from level to level."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion; `met_from` is the place, from 0, of the lowest level that counts as met.

    `descriptors` say for each level in turn how work on it looks; "" where nothing is said.
    """

    id: str
    text: str
    weight: int = 1
    is_mandatory: bool = True
    met_from: int = 1
    descriptors: tuple[str, ...] = ()

    def is_met(self, level: int | None) -> bool:
        """Whether a level, by its place, is enough; what does not apply is not met."""
        return level is not None and level >= self.met_from


@dataclass(frozen=True, slots=True)
class Grid:
    """What a rubric says: levels from low to high, and the rows."""

    levels: tuple[Level, ...]
    rows: tuple[Row, ...]

    def as_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "levels": [asdict(one) for one in self.levels],
            "rows": [asdict(one) | {"descriptors": list(one.descriptors)} for one in self.rows],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` made."""
        return cls(
            tuple(Level(**one) for one in kept["levels"]),
            tuple(Row(**{**one, "descriptors": tuple(one["descriptors"])}) for one in kept["rows"]),
        )

    @property
    def most_points(self) -> int:
        """The points of the highest level."""
        return self.levels[-1].points


def check_grid(grid: Grid) -> Grid:
    """The grid, if one can mark with it.

    Raises `Refused` with `rubric.levels-wrong` or `rubric.rows-wrong`, the pointer at the place.
    """
    for is_wrong, told, pointer in _level_faults(grid.levels):
        if is_wrong:
            raise Refused.because("rubric.levels-wrong", told, pointer)
    if not 1 <= len(grid.rows) <= MAX_ROWS:
        told = f"there are {len(grid.rows)} criteria; a rubric has 1 to {MAX_ROWS}"
        raise Refused.because("rubric.rows-wrong", told, "/rows")
    seen: set[str] = set()
    for place, row in enumerate(grid.rows):
        for is_wrong, told in _row_faults(row, len(grid.levels), seen):
            if is_wrong:
                raise Refused.because("rubric.rows-wrong", told, f"/rows/{place}")
        seen.add(row.id)
    return grid


def check_fits(grid: Grid, criteria: Sequence[Criterion]) -> None:
    """Refuse with `rubric.does-not-fit` where a criterion has no row, or a laxer one."""
    rows = {one.id: one for one in grid.rows}
    for one in criteria:
        row = rows.get(one.id)
        if row is None:
            told = f"no row of the rubric has the short name {one.id!r} of “{one.text}”"
            raise Refused.because("rubric.does-not-fit", told, "/rubric")
        if one.is_mandatory and not row.is_mandatory:
            told = f"“{one.text}” is mandatory, and optional in the rubric"
            raise Refused.because("rubric.does-not-fit", told, "/rubric")


def total_of(grid: Grid, levels: Sequence[int | None]) -> Fraction:
    """The total of a mark, from 0 to 100, exactly; 0 where no row applies.

    `levels` are places, one for each row in turn; None where the row does not apply.
    """
    judged = [(row, at) for row, at in zip(grid.rows, levels, strict=True) if at is not None]
    weights = sum(row.weight for row, _at in judged)
    if not weights:
        return Fraction(0)
    reached = sum(row.weight * grid.levels[at].points for row, at in judged)
    return Fraction(100 * reached, weights * grid.most_points)


def rounded(total: Fraction) -> Decimal:
    """A total as it is shown and kept: two places, halves up."""
    exact = Decimal(total.numerator) / Decimal(total.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)


def begin_with(criteria: Sequence[Criterion], names: Sequence[str]) -> Grid:
    """A rubric to begin with: a row for each criterion; levels of these names, from 0 points up.

    What counts as met is the last level but one.
    """
    levels = tuple(Level(name, points) for points, name in enumerate(names))
    met_from = max(1, len(levels) - 2)
    empty = ("",) * len(levels)
    rows = tuple(Row(one.id, one.text, 1, one.is_mandatory, met_from, empty) for one in criteria)
    return Grid(levels, rows)


def _level_faults(levels: Sequence[Level]) -> Iterable[tuple[bool, str, str]]:
    count, points = len(levels), [one.points for one in levels]
    names = [one.name for one in levels]
    yield not 2 <= count <= MAX_LEVELS, f"a rubric has 2 to {MAX_LEVELS} levels", "/levels"
    yield not all(names), "each level has a name", "/levels"
    yield any(len(one) > _MAX_TEXT for one in names), "the name of a level is too long", "/levels"
    yield len(set(names)) < count, "two levels have the same name", "/levels"
    rises = all(low < high for low, high in pairwise(points))
    yield not rises, "the points rise from level to level", "/levels"
    is_bounded = all(0 <= one <= _MAX_POINTS for one in points)
    yield not is_bounded, f"points go from 0 to {_MAX_POINTS}", "/levels"


def _row_faults(row: Row, levels: int, seen: set[str]) -> Iterable[tuple[bool, str]]:
    yield not row.text, "each criterion says what is judged"
    yield not row.id, "each criterion has a short name"
    yield row.id in seen, f"two criteria have the short name {row.id!r:.60}"
    yield max(len(row.text), len(row.id)) > _MAX_TEXT, "a criterion is too long"
    yield not 1 <= row.weight <= _MAX_WEIGHT, f"weights go from 1 to {_MAX_WEIGHT}"
    yield not 1 <= row.met_from < levels, "met counts from the second level or a higher one"
    yield len(row.descriptors) != levels, "each criterion has a descriptor for each level"
    yield any(len(one) > _MAX_DESCRIPTOR for one in row.descriptors), "a descriptor is too long"
