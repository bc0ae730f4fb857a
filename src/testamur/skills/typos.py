"""Which words of a list may be meant by one that is none of them: all of them compared at once.

The distance is the optimal string alignment: letters added, left out, changed, or swapped
with their neighbour. A word counts by its nearest beginning, since whoever types has not
finished. Two cheap looks come first: a word must hold the letters of the typed one but as many as
may be wrong; and a typed word of fewer than six letters must begin alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spelling"]

_LONGEST: Final = 24
"""Letters of a word that are compared; what follows counts as not typed yet."""

_FROM_LENGTH: Final = ((8, 2), (5, 1))
"""How many typos are forgiven from how many letters."""

_ANY_BEGINNING: Final = 6

_FAR: Final = np.int8(2 * _LONGEST)

_REMEMBERED: Final = 512
"""Typed words whose answer is kept: at the next keystroke all but the last are the same."""

_Letters = NDArray[np.uint32]
_Distances = NDArray[np.int8]


class Spelling:
    """Words to compare with, as an array of their letters: one column a word."""

    def __init__(self, words: Sequence[str]) -> None:
        text = "".join(word[:_LONGEST].ljust(_LONGEST, "\0") for word in words)
        codes = _codes(text).reshape(len(words), _LONGEST)
        self._letters: _Letters = np.ascontiguousarray(codes.T)
        self._held = np.bitwise_or.accumulate(_bits(self._letters), axis=0)
        self._near = lru_cache(_REMEMBERED)(self._find_near)

    def near(self, typed: str) -> tuple[int, ...]:
        """The numbers of the words that may be meant, in the order of the list."""
        most = next((typos for length, typos in _FROM_LENGTH if len(typed) >= length), 0)
        return self._near(typed[:_LONGEST], most) if most else ()

    def _find_near(self, typed: str, most: int) -> tuple[int, ...]:
        codes = _codes(typed)
        reach = min(len(typed) + most, _LONGEST)
        lacking = np.bitwise_count(~self._held[reach - 1] & np.bitwise_or.reduce(_bits(codes)))
        likely = lacking <= most
        if len(typed) < _ANY_BEGINNING:
            likely &= self._letters[0] == codes[0]
        some = np.flatnonzero(likely)
        near = _distances(codes, self._letters[:reach, some]) <= most
        return tuple(some[near].tolist())


def _codes(text: str) -> _Letters:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _bits(letters: _Letters) -> NDArray[np.uint64]:
    """A bit for each letter, none for no letter; letters of other scripts may share one."""
    bits = np.left_shift(np.uint64(1), letters.astype(np.uint64) % np.uint64(64))
    return np.where(letters > 0, bits, np.uint64(0))


def _distances(typed: _Letters, words: _Letters) -> _Distances:
    """How far the typed word is from the nearest beginning of each word."""
    rows = np.arange(len(words) + 1, dtype=np.int8)[:, None]
    before: _Distances | None = None
    now: _Distances = np.repeat(rows, words.shape[1], axis=1)
    for place, letter in enumerate(typed.tolist()):
        same = words == letter
        new = np.empty_like(now)
        new[0] = place + 1
        np.minimum(now[1:] + 1, now[:-1] + ~same, out=new[1:])
        if before is not None:
            swapped = same[:-1] & (words[1:] == typed[place - 1])
            closer = np.where(swapped, before[:-2] + 1, _FAR)
            np.minimum(new[2:], closer, out=new[2:])
        # A letter left out: each cell is at most one more than the one before it.
        new = np.minimum.accumulate(new - rows, axis=0) + rows
        before, now = now, new
    now[1:][words == 0] = _FAR
    nearest: _Distances = now.min(axis=0)
    return nearest
