"""What is known of a sentence and a skill it might be about: the numbers the ranker weighs.

All are worked out per sentence, so that no sentence changes what is said of another, and rounded,
so that the last bits of a sum decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from testamur.skills.linking.candidates import Candidates, Exact
from testamur.skills.linking.index import NO_STEM, TRAITS, Index, spans_of_many
from testamur.skills.linking.sentences import Sentence
from testamur.skills.linking.table import Floats, Numbers, products

__all__ = ["FEATURES", "Evidence", "evidence_of"]

FEATURES: Final = (
    "fused", "bm25", "bm25_share", "cos_label", "cos_best", "cos_mean",
    "cover_label", "cover_best", "cover_mean", "run_label", "run_best", "run_words",
    "exact_words", "exact_rarity", "exact_label", "rank", "behind", "sentence_words",
    "run_behind", "cos_behind",
    *TRAITS,
)  # fmt: skip
"""The names of the numbers, in their order."""

_COVER_WEIGHT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Per candidate its numbers, and the words (first, behind the last) that speak for it."""

    rows: Floats
    bounds: Numbers


def evidence_of(
    sentences: Sequence[Sentence], exact: Exact, candidates: Candidates, index: Index
) -> Evidence:
    """The numbers of every candidate of a block, and its words."""
    phrases, begins = spans_of_many(index.phrase_starts, candidates.skills)
    owners = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(phrases))))
    vectors = index.phrase_vectors[phrases].astype(np.float32)
    whole = np.stack([one.vector for one in sentences])[candidates.sentences[owners]]
    near = np.einsum("ij,ij->i", vectors, whole) * index.phrase_scales[phrases]
    covered = _covered(sentences, candidates.sentences[owners], phrases, index)
    best = _first_best(near + np.float32(_COVER_WEIGHT) * covered, begins)
    runs, bounds = _runs(sentences, *_scaled(vectors, phrases, (begins, best), index))
    named, bounds = _named(exact, candidates, index, bounds)
    counts = np.diff(np.append(begins, len(phrases)))
    columns = [
        candidates.fused, candidates.bm25, candidates.bm25_share,
        near[begins], np.maximum.reduceat(near, begins), np.add.reduceat(near, begins) / counts,
        covered[begins], np.maximum.reduceat(covered, begins),
        np.add.reduceat(covered, begins) / counts,
        *runs, *named, *_standing(sentences, candidates, runs[1], near[begins]),
        *index.traits[candidates.skills].T,
    ]  # fmt: skip
    return Evidence(np.round(np.stack(columns, axis=1), 4).astype(np.float32), bounds)


def _scaled(
    vectors: Floats, phrases: Numbers, places: Sequence[Numbers], index: Index
) -> list[Floats]:
    return [vectors[at] * index.phrase_scales[phrases[at]][:, None] for at in places]


def _covered(
    sentences: Sequence[Sentence], rows: Numbers, phrases: Numbers, index: Index
) -> Floats:
    """How much of each phrase, by rarity, stands in its sentence."""
    present = np.zeros((len(sentences), len(index.rarity)), bool)
    for row, sentence in enumerate(sentences):
        present[row, sentence.stems[sentence.stems > NO_STEM]] = True
    entries, begins = spans_of_many(index.phrase_stem_starts, phrases)
    stems = index.phrase_stems[entries]
    weights = index.rarity[stems]
    lengths = index.phrase_stem_starts[phrases + 1] - index.phrase_stem_starts[phrases]
    there = weights * present[np.repeat(rows, lengths), stems]
    share = np.add.reduceat(there, begins) / np.add.reduceat(weights, begins)
    return share.astype(np.float32)


def _first_best(scores: Floats, begins: Numbers) -> Numbers:
    """Where the greatest of each group stands, the first of equals."""
    most = np.maximum.reduceat(scores, begins)
    counts = np.diff(np.append(begins, len(scores)))
    hits = np.flatnonzero(scores == np.repeat(most, counts))
    groups = np.searchsorted(begins, hits, side="right") - 1
    _, first = np.unique(groups, return_index=True)
    return hits[first]


def _runs(
    sentences: Sequence[Sentence], labels: Floats, best: Floats
) -> tuple[list[Floats], Numbers]:
    """How near a run of words comes to the label and to the best name, and where it stands."""
    nearest = np.zeros((3, len(labels)), np.float32)
    bounds = np.zeros((len(labels), 2), np.int64)
    each = len(labels) // len(sentences)
    for row, sentence in enumerate(sentences):
        mine = slice(row * each, (row + 1) * each)
        if not len(sentence.runs):
            continue
        near = products(sentence.runs, np.concatenate([labels[mine], best[mine]]))
        by_label, by_best = near[:, :each], near[:, each:]
        at = np.argmax(by_label + by_best, axis=0)
        bounds[mine] = sentence.run_bounds[at]
        nearest[0, mine], nearest[1, mine] = by_label.max(axis=0), by_best.max(axis=0)
        nearest[2, mine] = np.diff(bounds[mine], axis=1)[:, 0]
    return list(nearest), bounds


def _named(
    exact: Exact, candidates: Candidates, index: Index, bounds: Numbers
) -> tuple[list[Floats], Numbers]:
    """Of candidates whose very words stand there: how many, how rare, and where; the longest."""
    width = len(index.uris)
    skills = index.skills_of_phrases(exact.phrases)
    lengths = exact.ends - exact.begins
    asked = candidates.sentences * width + candidates.skills
    order = np.argsort(asked)
    held = exact.sentences * width + skills
    at = order[np.minimum(np.searchsorted(asked[order], held), len(asked) - 1)]
    mine = np.flatnonzero(asked[at] == held)
    mine = mine[np.lexsort((-exact.begins[mine], lengths[mine]))]  # the longest, the first, is last
    at = at[mine]
    entries, begins = spans_of_many(index.phrase_stem_starts, exact.phrases[mine])
    told = np.zeros((3, len(asked)), np.float32)
    bounds = bounds.copy()
    if len(mine):
        told[0, at] = lengths[mine]
        told[1, at] = np.add.reduceat(index.rarity[index.phrase_stems[entries]], begins)
        np.maximum.at(told[2], at, exact.phrases[mine] == index.phrase_starts[skills[mine]])
        bounds[at] = np.stack([exact.begins[mine], exact.ends[mine]], axis=1)
    return list(told), bounds


def _standing(
    sentences: Sequence[Sentence], candidates: Candidates, run: Floats, near: Floats
) -> list[Floats]:
    """Where a candidate stands among those of its sentence."""
    shape = (len(sentences), -1)
    fused = candidates.fused.reshape(shape)
    rank = np.broadcast_to(np.arange(fused.shape[1]), fused.shape).ravel()
    words = np.array([len(one.words) for one in sentences])[candidates.sentences]
    behind = [
        (one.reshape(shape).max(axis=1, keepdims=True) - one.reshape(shape)).ravel()
        for one in (candidates.fused, run, near)
    ]
    return [rank.astype(np.float32), behind[0], words.astype(np.float32), *behind[1:]]
