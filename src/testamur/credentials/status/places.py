"""In which order the entries of a list are dealt: one that tells nobody who was awarded when.

A list that is filled from the left says of each entry how many awards went before it. So the award
number n gets the place that a keyed permutation gives for n.
"""

from __future__ import annotations

from hashlib import blake2s
from typing import Final

from testamur.credentials.status.lists import MIN_ENTRIES

__all__ = ["PLACES", "shuffled_place"]

PLACES: Final = MIN_ENTRIES
"""Places in one list that is dealt so: 2^17."""

_HALF_BITS: Final = 9
_HALF_MASK: Final = (1 << _HALF_BITS) - 1
_ROUNDS: Final = 4


def shuffled_place(count: int, *, key: bytes, list_url: str) -> int:
    """Which place the award number `count` of a list gets: each once, in an order only `key` tells.

    Four Feistel rounds over 18 bits, walked until the result is one of the 2^17 places. `key` has
    at most 32 bytes.
    """
    place = count
    while True:
        left, right = place >> _HALF_BITS, place & _HALF_MASK
        for turn in range(_ROUNDS):
            left, right = right, left ^ (_mixed(turn, right, key, list_url) & _HALF_MASK)
        place = left << _HALF_BITS | right
        if place < PLACES:
            return place


def _mixed(turn: int, half: int, key: bytes, list_url: str) -> int:
    text = b"%d %d %b" % (turn, half, list_url.encode())
    return int.from_bytes(blake2s(text, key=key, digest_size=2).digest(), "big")
