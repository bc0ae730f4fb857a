"""Which words of a list may be meant by one that is none of them: all of them compared at once.

The distance is the optimal string alignment: letters added, left out, changed, or swapped
with their neighbour. A word counts by its nearest beginning, since whoever types has not
finished. Two cheap looks come first: a word must hold the letters of the typed one but as many as
may be wrong; and a typed word of fewer than six letters must begin alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spelling"]

_LONGEST: Final = 24
"""Letters of a word that are compared; what follows counts as not typed yet."""

_FROM_LENGTH: Final = ((8, 2), (5, 1))
"""How many typos are forgiven from how many letters."""

_ANY_BEGINNING: Final = 6

_Letters = NDArray[np.uint32]
_Distances = NDArray[np.int8]


class Spelling:
    """Words to compare with, as an array of their letters."""

    def __init__(self, words: Sequence[str]) -> None:
        self._letters: _Letters = np.zeros((len(words), _LONGEST), np.uint32)
        if words:
            text = "".join(word[:_LONGEST].ljust(_LONGEST, "\0") for word in words)
            codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
            self._letters = codes.reshape(len(words), _LONGEST)
        held = np.where(self._letters > 0, np.uint64(1) << (self._letters % 64), np.uint64(0))
        self._held: NDArray[np.uint64] = np.bitwise_or.reduce(held.astype(np.uint64), axis=1)

    def near(self, typed: str) -> list[int]:
        """The numbers of the words that may be meant, in the order of the list."""
        most = next((typos for length, typos in _FROM_LENGTH if len(typed) >= length), 0)
        if not most or not len(self._letters):
            return []
        codes = np.frombuffer(typed[:_LONGEST].encode("utf-32-le", "replace"), np.uint32)
        letters = np.bitwise_or.reduce(np.uint64(1) << (codes.astype(np.uint64) % np.uint64(64)))
        lacking = np.bitwise_count(~self._held & letters)
        likely = lacking <= most
        if len(typed) < _ANY_BEGINNING:
            likely &= self._letters[:, 0] == codes[0]
        some = np.flatnonzero(likely)
        near = _distances(codes, self._letters[some]) <= most
        return [int(number) for number in some[near]]


def _distances(typed: _Letters, words: _Letters) -> _Distances:
    """How far the typed word is from the nearest beginning of each word."""
    columns = np.arange(_LONGEST + 1, dtype=np.int8)
    before: _Distances | None = None
    row: _Distances = np.broadcast_to(columns, (len(words), _LONGEST + 1)).copy()
    for place, letter in enumerate(typed.tolist()):
        same = words == letter
        new = np.empty_like(row)
        new[:, 0] = place + 1
        np.minimum(row[:, 1:] + 1, row[:, :-1] + ~same, out=new[:, 1:])
        if before is not None:
            swapped = same[:, :-1] & (words[:, 1:] == typed[place - 1])
            closer = np.where(swapped, before[:, :-2] + 1, np.int8(_LONGEST * 2))
            np.minimum(new[:, 2:], closer, out=new[:, 2:])
        # A letter left out: each cell is at most one more than its left neighbour.
        new = np.minimum.accumulate(new - columns, axis=1) + columns
        before, row = row, new
    ends = words != 0
    ends = np.concatenate([np.ones((len(words), 1), bool), ends], axis=1)
    nearest: _Distances = np.where(ends, row, np.int8(_LONGEST * 2)).min(axis=1)
    return nearest
