"""How many gave each rating, as columns: where they stand, in units of the picture.

A table stands beside each picture and says the same; how they look is in testamur.css.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["RatingColumn", "rating_columns"]

_STEP: Final = 48
_WIDTH: Final = 36
_TALLEST: Final = 56
_BOTTOM: Final = 76


@dataclass(frozen=True, slots=True)
class RatingColumn:
    """One rating and how many gave it; no `height` where nobody did."""

    rating: int
    count: int
    x: int
    y: int
    height: int
    width: int = _WIDTH

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + self.width // 2


def rating_columns(counts: Sequence[int]) -> list[RatingColumn]:
    """One column for each rating, the tallest for what most gave."""
    most = max(counts, default=0) or 1
    heights = [round(_TALLEST * count / most) for count in counts]
    return [
        RatingColumn(at + 1, count, _STEP * at + (_STEP - _WIDTH) // 2, _BOTTOM - height, height)
        for at, (count, height) in enumerate(zip(counts, heights, strict=True))
    ]
