"""What an element is given: its points, why, and what would raise them.

Sentences are those of a report: whole, plain, and about the document, never about its author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["Given", "in_words", "plural", "quoted", "share"]

_LONGEST_QUOTE: Final = 80
_CAPITAL: Final = re.compile(r"(?=[A-Z])")


class Given(NamedTuple):
    """Points, the reason, and what would raise them; "" where nothing would."""

    points: int
    reason: str
    raised_by: str = ""


def share(most: int, *, marks: Sequence[int], full: int) -> int:
    """The points of `most` for marks of 0 to `full` each, rounded down; none for no marks."""
    return most * sum(marks) // (full * len(marks)) if marks else 0


def quoted(text: str) -> str:
    """`text` in quotation marks, cut where it is long."""
    line = " ".join(text[: 2 * _LONGEST_QUOTE].split())
    cut = line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
    return f"“{cut}”"


def plural(count: int, one: str) -> str:
    """`1 outcome`, `2 outcomes`."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def in_words(term: str) -> str:
    """A term of the vocabulary as one reads it: `onlineTest` is an online test."""
    return _CAPITAL.sub(" ", term).lower()
