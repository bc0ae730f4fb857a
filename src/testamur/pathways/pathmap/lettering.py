"""How much of a text fits into a line, reckoned without a font.

Widths are those of broad sans-serif fonts: what is said to fit does fit in the common ones.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["BOLD", "lines_of", "width_of"]

_NARROW: Final = frozenset("ijltfrI.,:;'\u2019|!()[]·- ")
_BROAD: Final = frozenset("mwMW@%—")
_MORE: Final = "…"
BOLD: Final = 1.1
"""How much broader bold letters are."""


def width_of(text: str, size: float) -> float:
    """How wide a text is at most, in the font size's unit."""
    return size * sum(map(_share, text))


def lines_of(text: str, *, width: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines, the last with an ellipsis where it goes on."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    kept, rest = lines[: most - 1], " ".join(lines[most - 1 :])
    return [_cut(line, width, size) for line in (*kept, rest) if line]


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    while line and width_of(line + _MORE, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}{_MORE}"


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.94
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.72 if letter.isupper() else 0.6
