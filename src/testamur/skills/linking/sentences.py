"""Sentences made ready in batches, and a text cut into sentences that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from testamur.skills.linking.index import NO_STEM, Index
from testamur.skills.linking.table import Floats, Numbers, Table, lengthen
from testamur.skills.linking.wording import Word, stem_of, words_of

__all__ = ["LONGEST_RUN", "MOST_WORDS", "Sentence", "cut", "prepare"]

MOST_WORDS: Final = 120
"""Of a longer sentence, parts of so many words are looked at one by one."""

LONGEST_RUN: Final = 6
"""The most words of a run that is compared with the names of skills."""

_BREAK: Final = re.compile(
    r"(?<=[.!?])\s+|\s*[\r\n\u2028\u2029\f\v]+\s*|(?<=[;:])\s+|\s+[\u2022\u00b7\u25aa\u25cf\u2023*]\s+"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the index sees it.

    `stems` has one number per word: of its stem, 0 of a sign, -1 of a stem that no skill has.
    `runs` has the vector of every run of words, `run_bounds` its first word and that behind its
    last.
    """

    words: tuple[Word, ...]
    stems: Numbers
    vector: Floats
    runs: Floats
    run_bounds: Numbers

    @property
    def says_something(self) -> bool:
        """Whether there is any word that is not a mere sign."""
        return bool(np.any(self.stems != NO_STEM))


def cut(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with the place of its first character in the text."""
    begin = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        piece = text[begin:end]
        if piece.strip():
            yield from _parts(piece, begin)
        begin = found.end() if found else end


def prepare(texts: Sequence[str], index: Index, table: Table) -> list[Sentence]:
    """The sentences as the index sees them; of each no more than `MOST_WORDS` words."""
    words = [tuple(words_of(text)[:MOST_WORDS]) for text in texts]
    vectors = table.word_vectors([word.folded for one in words for word in one])
    ends = np.cumsum([len(one) for one in words])
    return [
        _sentence(one, vectors[end - len(one) : end], index)
        for one, end in zip(words, ends, strict=True)
    ]


def _parts(piece: str, begin: int) -> Iterator[tuple[int, str]]:
    words = words_of(piece)
    for first in range(0, len(words), MOST_WORDS):
        some = words[first : first + MOST_WORDS]
        yield begin + some[0].start, piece[some[0].start : some[-1].end]


def _sentence(words: tuple[Word, ...], vectors: Floats, index: Index) -> Sentence:
    stems = [stem_of(word.folded) for word in words]
    numbers = np.array([index.stems.get(stem, -1) for stem in stems], np.int64)
    sums = np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), np.cumsum(vectors, axis=0)])
    bounds = _run_bounds(len(words))
    runs = lengthen(sums[bounds[:, 1]] - sums[bounds[:, 0]])
    return Sentence(words, numbers, lengthen(sums[-1:])[0], runs, bounds)


def _run_bounds(count: int) -> Numbers:
    lengths = range(1, min(count, LONGEST_RUN) + 1)
    runs = [(begin, begin + length) for length in lengths for begin in range(count - length + 1)]
    return np.array(runs, np.int64).reshape(-1, 2)
