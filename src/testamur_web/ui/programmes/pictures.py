"""The heat map as a picture: a square for each skill in each team; a table stands beside it.

Here is only where things stand, in units of the picture; how they look is in programmes.css.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from testamur_web.employers.coverage import Coverage, TeamRow

__all__ = ["HeatPicture", "Square", "heat_of"]

WIDTH: Final = 420
_LEFT, _TOP, _STEP = 170, 40, 30
_GAP: Final = 3
_SHADES: Final = 5
_LONGEST_NAME: Final = 24
_LETTER: Final = 7


@dataclass(frozen=True, slots=True)
class Square:
    """One cell: `shade` is 0 to 4, or "none" where nothing is told."""

    x: int
    y: int
    width: int
    percent: int | None

    @property
    def shade(self) -> str:
        """How dark it is."""
        if self.percent is None:
            return "none"
        return str(min(self.percent * _SHADES // 100, _SHADES - 1))

    @property
    def middle(self) -> int:
        """Where its number stands, across."""
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        """Where its number stands, down."""
        return self.y + _STEP // 2 + 3


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the picture, cut where it would not fit."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class HeatPicture:
    """Skills down, teams across."""

    squares: Sequence[Square]
    skills: Sequence[Label]
    teams: Sequence[Label]
    height: int
    width: int = WIDTH


def heat_of(coverage: Coverage, *, is_before: bool) -> HeatPicture | None:
    """The map at the launch, or now; None where there is nothing to draw."""
    if not coverage.rows or not coverage.skills:
        return None
    step = (WIDTH - _LEFT) // len(coverage.rows)
    squares = [
        Square(_LEFT + step * across, _TOP + _STEP * down, step - _GAP, percent)
        for across, row in enumerate(coverage.rows)
        for down, percent in enumerate(_percents(row, is_before=is_before))
    ]
    skills = [
        Label(_cut(skill.name, _LONGEST_NAME), _LEFT - 8, _TOP + _STEP * at + _STEP // 2 + 3)
        for at, skill in enumerate(coverage.skills)
    ]
    teams = [
        Label(_cut(_name(row), step // _LETTER), _LEFT + step * at + (step - _GAP) // 2, _TOP - 12)
        for at, row in enumerate(coverage.rows)
    ]
    return HeatPicture(squares, skills, teams, _TOP + _STEP * len(skills) + 6)


def _percents(row: TeamRow, *, is_before: bool) -> list[int | None]:
    return [cell.percent_before if is_before else cell.percent_now for cell in row.cells]


def _name(row: TeamRow) -> str:
    return row.team.name if row.team else "–"  # noqa: RUF001


def _cut(text: str, most: int) -> str:
    short = text[:1].upper() + text[1:]
    return short if len(short) <= most else f"{short[: max(1, most - 1)].rstrip()}…"
