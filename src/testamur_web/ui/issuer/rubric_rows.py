"""What stands in the rubric editor, as it was typed: levels as columns, criteria as rows.

A button adds a row or a level, takes one out or moves one up; nothing is lost by it, and nothing
is kept until it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from testamur_web.learning.rubrics import MAX_LEVELS, MAX_ROWS, Grid

__all__ = ["Typed", "typed_from", "typed_of"]

_OF_ROW: Final = ("text", "id", "weight", "mandatory", "met")
_NEW_ROW: Final = {"weight": 1, "mandatory": True}


@dataclass(frozen=True, slots=True)
class Typed:
    """The rows of the editor: each level and each criterion by the names of its fields.

    The descriptors of a criterion are `said`, one for each level.
    """

    title: str
    levels: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def initial(self) -> dict[str, Any]:
        """The same by the names that fields have in the form."""
        told: dict[str, Any] = {"title": self.title}
        for at, level in enumerate(self.levels):
            told |= {f"{name}_{at}": value for name, value in level.items()}
        for at, row in enumerate(self.rows):
            told |= {f"{name}_{at}": row.get(name, "") for name in _OF_ROW}
            told |= {f"said_{at}_{place}": said for place, said in enumerate(row["said"])}
        return told

    def after(self, go: str) -> Typed:
        """What stands there after a button such as "add-row" or "remove-level-2"."""
        what, _dash, place = go.rpartition("-")
        at = int(place) if place.isascii() and place.isdecimal() else None
        if at is None:
            return {"add-row": self._with_row, "add-level": self._with_level}.get(go, self._same)()
        moves = {
            "remove-row": self._without_row,
            "remove-level": self._without_level,
            "up-row": self._with_row_up,
        }
        return moves[what](at) if what in moves else self

    def _same(self) -> Typed:
        return self

    def _with_row(self) -> Typed:
        if len(self.rows) >= MAX_ROWS:
            return self
        met = max(1, len(self.levels) - 2)
        row = {**_NEW_ROW, "met": met, "said": [""] * len(self.levels)}
        return Typed(self.title, self.levels, [*self.rows, row])

    def _with_level(self) -> Typed:
        if len(self.levels) >= MAX_LEVELS:
            return self
        rows = [{**row, "said": [*row["said"], ""]} for row in self.rows]
        return Typed(self.title, [*self.levels, {"name": "", "points": ""}], rows)

    def _without_row(self, at: int) -> Typed:
        rows = [row for place, row in enumerate(self.rows) if place != at]
        return Typed(self.title, self.levels, rows or self.rows)

    def _without_level(self, at: int) -> Typed:
        if len(self.levels) <= 2:
            return self
        levels = [one for place, one in enumerate(self.levels) if place != at]
        rows = [
            {**row, "said": [said for place, said in enumerate(row["said"]) if place != at]}
            for row in self.rows
        ]
        return Typed(self.title, levels, rows)

    def _with_row_up(self, at: int) -> Typed:
        rows = list(self.rows)
        if 0 < at < len(rows):
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        return Typed(self.title, self.levels, rows)


def typed_of(grid: Grid, title: str) -> Typed:
    """A rubric as the editor shows it."""
    levels = [{"name": one.name, "points": one.points} for one in grid.levels]
    rows = [
        {
            "text": row.text,
            "id": row.id,
            "weight": row.weight,
            "mandatory": row.is_mandatory,
            "met": row.met_from,
            "said": list(row.descriptors),
        }
        for row in grid.rows
    ]
    return Typed(title, levels, rows)


def typed_from(post: Mapping[str, Any]) -> Typed:
    """What a page sent."""
    columns = _count(post, "columns", least=2, most=MAX_LEVELS)
    levels = [
        {name: post.get(f"{name}_{at}", "") for name in ("name", "points")} for at in range(columns)
    ]
    rows = []
    for at in range(_count(post, "rows", least=1, most=MAX_ROWS)):
        row: dict[str, Any] = {name: post.get(f"{name}_{at}", "") for name in _OF_ROW}
        row["mandatory"] = bool(row["mandatory"])
        row["said"] = [post.get(f"said_{at}_{place}", "") for place in range(columns)]
        rows.append(row)
    return Typed(str(post.get("title", "")), levels, rows)


def _count(post: Mapping[str, Any], name: str, *, least: int, most: int) -> int:
    told = str(post.get(name, ""))
    number = int(told) if told.isascii() and told.isdecimal() and len(told) < 4 else least
    return min(max(number, least), most)
