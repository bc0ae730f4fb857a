"""Which skills a sentence might be about: by vector, by BM25, and by the very words of a name.

The three are added; the `MOST` best of every sentence are looked at closely. Sentences are searched
in blocks of one fixed size, so that what is found for one never depends on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from testamur.skills.linking.index import NO_STEM, Index, runs_of_keys, spans_of_many
from testamur.skills.linking.sentences import Sentence
from testamur.skills.linking.table import Floats, Numbers, products

__all__ = ["BLOCK", "MOST", "Candidates", "Exact", "candidates_of", "exact_names"]

BLOCK: Final = 32
"""How many sentences are searched at once."""

MOST: Final = 48
"""How many skills of each sentence are looked at closely."""

LONGEST_NAME: Final = 8
"""The most words of a name that is found by its very words."""

_BM25_WEIGHT: Final = 0.5
_EXACT_WEIGHT: Final = 0.4


@dataclass(frozen=True, slots=True)
class Exact:
    """The very words of names: which words (`begins` to `ends`) of which sentence say which."""

    sentences: Numbers
    begins: Numbers
    ends: Numbers
    phrases: Numbers


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of the sentences of a block, all in one row, best first in each sentence."""

    sentences: Numbers
    skills: Numbers
    fused: Floats
    bm25: Floats
    bm25_share: Floats


def candidates_of(sentences: Sequence[Sentence], exact: Exact, index: Index) -> Candidates:
    """The skills that each of at most `BLOCK` sentences might be about."""
    block = np.zeros((BLOCK, index.search.shape[1]), np.float32)
    for row, sentence in enumerate(sentences):
        block[row] = sentence.vector
    fused = np.ascontiguousarray(products(index.search, block).T[: len(sentences)])
    bm25 = _bm25(sentences, index)
    share = bm25 * (1 / np.maximum(bm25.max(axis=1, keepdims=True), np.float32(1e-6)))
    fused += share * np.float32(_BM25_WEIGHT)
    named = index.skills_of_phrases(exact.phrases)
    fused[exact.sentences, named] += np.float32(_EXACT_WEIGHT)
    best = _best(fused, min(MOST, fused.shape[1]))
    rows = np.repeat(np.arange(len(sentences)), best.shape[1])
    flat = best.ravel()
    return Candidates(rows, flat, fused[rows, flat], bm25[rows, flat], share[rows, flat])


def exact_names(sentences: Sequence[Sentence], index: Index) -> Exact:
    """Where the very words of names stand in sentences, but for their endings and for signs."""
    said = [np.flatnonzero(one.stems != NO_STEM) for one in sentences]
    between = np.array([-1])  # no name has this, so none is found across two sentences
    stems = [
        part for one, at in zip(sentences, said, strict=True) for part in (one.stems[at], between)
    ]
    places = np.concatenate([part for at in said for part in (at, between)])
    rows = np.repeat(np.arange(len(said)), [len(at) + 1 for at in said])
    found = [np.zeros((4, 0), np.int64)]
    for length, keys in runs_of_keys(np.concatenate(stems), LONGEST_NAME):
        low = np.searchsorted(index.keys, keys, side="left")
        hits = np.flatnonzero(index.keys[np.minimum(low, len(index.keys) - 1)] == keys)
        counts = np.searchsorted(index.keys, keys[hits], side="right") - low[hits]
        entries = np.repeat(low[hits] - (np.cumsum(counts) - counts), counts)
        phrases = index.key_phrases[entries + np.arange(len(entries))]
        begins = np.repeat(hits, counts)
        last = begins + length - 1
        found.append(np.stack([rows[begins], places[begins], places[last] + 1, phrases]))
    return Exact(*np.concatenate(found, axis=1))


def _bm25(sentences: Sequence[Sentence], index: Index) -> Floats:
    count = len(index.uris)
    asked = [np.unique(one.stems[one.stems > NO_STEM]) for one in sentences]
    stems = np.concatenate(asked)
    rows = np.repeat(np.arange(len(sentences)), [len(one) for one in asked])
    entries, _ = spans_of_many(index.posting_starts, stems)
    lengths = index.posting_starts[stems + 1] - index.posting_starts[stems]
    places = np.repeat(rows, lengths) * count + index.posting_skills[entries]
    weights = index.posting_weights[entries]
    sums = np.bincount(places, weights=weights, minlength=count * len(sentences))
    return sums.reshape(len(sentences), count).astype(np.float32)


def _best(scores: Floats, count: int) -> Numbers:
    """The columns of the `count` greatest of each row, greatest first, the earlier of equals."""
    if count == scores.shape[1]:
        return np.argsort(-scores, axis=1, kind="stable")
    least = -np.partition(-scores, count - 1, axis=1)[:, count - 1 : count]
    rows = []
    for row, bound in zip(scores, least[:, 0], strict=True):
        columns = np.flatnonzero(row >= bound)
        rows.append(columns[np.argsort(-row[columns], kind="stable")][:count])
    return np.array(rows, np.int64)
