"""How text is cut into words: where each stands, its stem, and the pieces the table has vectors of.

- A word is a run of letters and digits, with `++` or `#` behind it (C++, C#), or one other sign;
  of scripts written without spaces every character is a word of its own.
- Stems are for matching only: case, accents and common English endings are dropped.
- Pieces are those of WordPiece: the longest known beginning, then the longest continuations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["Piecer", "Word", "fold", "stem_of", "words_of"]

_WORD: Final = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # Japanese and Chinese
    "|(?:(?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[\\w\u0300-\u036f])+(?:\\+\\+|#)?"
    "|[^\\w\\s]"
)
_ENDINGS: Final = re.split(
    " ",
    "ations ation ators ator ating ated ates ate ements ement ments ment ings ing ions ion"
    " ers er ors or ies ied ives ive ally ably ly ness es ed al is s e y",
)
_SHORTEST_STEM: Final = 3
_LONGEST_WORD: Final = 100
_KEPT_WORDS: Final = 200_000
"""How many different words a piecer remembers before it starts afresh."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]`, and the same folded."""

    start: int
    end: int
    folded: str


def fold(text: str) -> str:
    """`text` in small letters, without accents, each sign in its plainest form."""
    small = text.lower()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small)
    return "".join(one for one in apart if not unicodedata.combining(one))


def words_of(text: str) -> list[Word]:
    """The words of `text` in order."""
    return [
        Word(found.start(), found.end(), fold(found[0][:_LONGEST_WORD]))
        for found in _WORD.finditer(text)
    ]


@lru_cache(_KEPT_WORDS)
def stem_of(folded: str) -> str:
    """The stem of a folded word; empty for a sign that says nothing by itself."""
    if not any(map(str.isalnum, folded)):
        return ""
    if len(folded) <= _SHORTEST_STEM:
        return folded
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            stem = folded[: -len(ending)]
            is_doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]
            return stem[:-1] if is_doubled else stem
    return folded


class Piecer:
    """Cuts folded words into the numbered pieces of one vocabulary; the rest is left out."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: at for at, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return len(self._numbers)

    def pieces_of(self, folded: str) -> tuple[int, ...]:
        """The numbers of the pieces of one folded word."""
        pieces = self._known.get(folded)
        if pieces is None:
            if len(self._known) >= _KEPT_WORDS:
                self._known.clear()
            pieces = self._known[folded] = self._cut(folded)
        return pieces

    def _cut(self, folded: str) -> tuple[int, ...]:
        if not folded.isalnum() and len(folded) > 1:  # C++ is three pieces to the table
            bare = folded.rstrip("+#")
            return (
                *self._cut_run(bare),
                *(n for sign in folded[len(bare) :] for n in self._cut_run(sign)),
            )
        return self._cut_run(folded)

    def _cut_run(self, run: str) -> tuple[int, ...]:
        pieces: list[int] = []
        start = 0
        while start < len(run):
            end, number = self._longest(run, start)
            if number is None:
                return tuple(pieces)
            pieces.append(number)
            start = end
        return tuple(pieces)

    def _longest(self, run: str, start: int) -> tuple[int, int | None]:
        mark = "##" if start else ""
        for end in range(len(run), start, -1):
            number = self._numbers.get(mark + run[start:end])
            if number is not None:
                return end, number
        return start, None
