"""The shipped table: one vector for every piece of a word, and how a text's vector is made of them.

The vector of a text is the sum of those of its pieces, brought to length 1: what a piece weighs is
the length of its vector. `data/SOURCES.md` says where the table comes from, and
`scripts/build_skill_table.py` makes it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from testamur.skills.linking.wording import Piecer

__all__ = ["Floats", "Numbers", "Table", "lengthen", "load_table", "products", "table_of"]

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

_LEAST: Final = 1e-9
_ONE_THREAD: Final = 1 << 18
"""How many multiplications OpenBLAS does at most without more threads."""


@dataclass(frozen=True, slots=True)
class Table:
    """A vector per piece, with a row of zeros behind the last; `digest` names this very table."""

    vectors: Floats
    piecer: Piecer
    digest: str

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return int(self.vectors.shape[1])

    def word_vectors(self, folded: Sequence[str]) -> Floats:
        """The vector of every word, not brought to length 1: a word without pieces has zeros."""
        nothing = (len(self.vectors) - 1,)
        cut = [self.piecer.pieces_of(word) or nothing for word in folded]
        if not cut:
            return np.zeros((0, self.width), np.float32)
        lengths = np.fromiter(map(len, cut), np.int64, len(cut))
        flat = np.fromiter((piece for pieces in cut for piece in pieces), np.int64)
        starts = np.cumsum(lengths) - lengths
        sums: Floats = np.add.reduceat(self.vectors[flat], starts, axis=0)
        return sums

    def text_vectors(self, texts: Sequence[Sequence[str]]) -> Floats:
        """The vector of every text, given as its folded words, of length 1 (or 0 for nothing)."""
        filled = [words or ("",) for words in texts]
        lengths = np.fromiter(map(len, filled), np.int64, len(filled))
        if not filled:
            return np.zeros((0, self.width), np.float32)
        words = self.word_vectors([word for one in filled for word in one])
        return lengthen(np.add.reduceat(words, np.cumsum(lengths) - lengths, axis=0))


def lengthen(vectors: Floats) -> Floats:
    """Every row brought to length 1; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    unit: Floats = (vectors / np.maximum(lengths, _LEAST)[:, None]).astype(np.float32)
    return unit


def products(rows: Floats, columns: Floats) -> Floats:
    """Each of `rows` times each of `columns`, in blocks so small that BLAS takes one thread.

    Threads that wait for each other on a busy machine cost fifty times what they gain here; and so
    the answer is the same to the last bit however many there might be.
    """
    width = columns.shape[1]
    each = max(1, _ONE_THREAD // max(1, columns.size))
    whole = len(rows) - len(rows) % each
    blocks = rows[:whole].reshape(-1, each, width) @ columns.T
    rest = rows[whole:] @ columns.T
    together: Floats = np.concatenate([blocks.reshape(whole, len(columns)), rest])
    return together


def table_of(data: bytes, vocabulary: str) -> Table:
    """The table in the bytes of an .npz (int8 `vectors`, float16 `scales`), pieces one a line."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        scaled = arrays["vectors"].astype(np.float32) * arrays["scales"].astype(np.float32)[:, None]
    vectors = np.vstack([scaled, np.zeros((1, scaled.shape[1]), np.float32)])
    digest = sha256(data + vocabulary.encode()).hexdigest()
    return Table(vectors, Piecer(vocabulary.split("\n")), digest)


@cache
def load_table() -> Table:
    """The table of this package."""
    folder = files("testamur.skills.linking") / "data"
    return table_of((folder / "table.npz").read_bytes(), (folder / "pieces.txt").read_text("utf-8"))
