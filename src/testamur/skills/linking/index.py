"""What is worked out of a framework once: phrases, their vectors, stems, weights and keys.

A phrase is one name of a skill: its label first, then its alternatives. Kept per framework are

- the vector of every phrase, in bytes with a scale, and one per skill to search by: its label's and
  the mean of its phrases', added;
- the stems of every phrase, how rare each is, and per stem the skills that have it, weighed by
  BM25 with the label counted twice;
- a key of every phrase by its stems in order, by which the very words of a name are found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from testamur.skills.framework import Framework, Skill
from testamur.skills.linking.table import Floats, Numbers, Table, lengthen
from testamur.skills.linking.wording import stem_of, words_of

__all__ = ["TRAITS", "Index", "Progress", "digest_of", "index_of", "runs_of_keys", "spans_of_many"]

Progress = Callable[[int, int], None]
"""Told how many skills are done, and of how many."""

TRAITS: Final = ("popularity", "is_knowledge", "label_words", "label_rarity", "phrases")
"""What is known of a skill whatever the sentence."""

_K1: Final = 1.2
_B: Final = 0.75
_CHUNK: Final = 2_000
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_MASK: Final = 2**64 - 1
_NOTHING: Final = Skill("", "")
"""Stands in an index of no skills, where every array needs a row."""

NO_STEM: Final = 0
"""The number of the stem of whatever has none."""


@dataclass(frozen=True, slots=True)
class Index:
    """A framework made ready for linking. Arrays that end in `_starts` have one entry more."""

    uris: tuple[str, ...]
    labels: tuple[str, ...]
    stems: dict[str, int]
    search: Floats
    phrase_starts: Numbers
    phrase_vectors: NDArray[np.int8]
    phrase_scales: Floats
    phrase_stems: Numbers
    phrase_stem_starts: Numbers
    rarity: Floats
    posting_starts: Numbers
    posting_skills: Numbers
    posting_weights: Floats
    keys: NDArray[np.uint64]
    key_phrases: Numbers
    traits: Floats

    def skills_of_phrases(self, phrases: Numbers) -> Numbers:
        """Which skill each phrase is a name of."""
        return np.searchsorted(self.phrase_starts, phrases, side="right") - 1


def digest_of(framework: Framework, table: Table) -> str:
    """What an index is made of, as one hexadecimal number: another text, another table, another."""
    parts = sha256(f"index 2 {table.digest}".encode())
    for skill in framework.skills:
        names = "\n".join((skill.id, skill.label, skill.kind, *skill.alternatives))
        parts.update(f"{names}\x00".encode("utf-8", "surrogatepass"))
    for popular in sorted(_popularity(framework).items()):
        parts.update(repr(popular).encode())
    return parts.hexdigest()


def index_of(framework: Framework, table: Table, *, progress: Progress | None = None) -> Index:
    """The index of a framework; all ESCO takes some seconds."""
    skills = framework.skills or (_NOTHING,)
    phrases = [_phrases_of(skill) for skill in skills]
    starts = _starts(len(names) for names in phrases)
    stems, stemmed, vectors = _read(phrases, table, progress or (lambda _done, _all: None))
    stem_starts = _starts(map(len, stemmed))
    flat = np.fromiter(chain.from_iterable(stemmed), np.int64)
    counts = _counts(stemmed, starts, len(stems))
    rarity = _rarity(counts, len(skills), len(stems))
    keys, key_phrases = _phrase_keys(stemmed)
    means = np.add.reduceat(vectors, starts[:-1], axis=0)
    scales = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-9).astype(np.float32)
    postings = _postings(counts, rarity, len(skills))
    return Index(
        tuple(skill.id for skill in framework.skills),
        tuple(skill.label for skill in framework.skills),
        stems,
        np.ascontiguousarray(lengthen(vectors[starts[:-1]] + lengthen(means))),
        starts,
        np.round(vectors / scales[:, None]).astype(np.int8),
        scales,
        flat,
        stem_starts,
        rarity,
        *postings,
        keys,
        key_phrases,
        _traits(
            skills,
            _popularity(framework),
            starts,
            [rarity[stemmed[at]].sum() for at in starts[:-1]],
        ),
    )


def runs_of_keys(stems: Numbers, longest: int) -> Iterator[tuple[int, NDArray[np.uint64]]]:
    """For each length up to `longest`, the keys of every run of so many stems."""
    unsigned = (stems + 2).astype(np.uint64) * _PRIME
    keys = np.zeros(len(stems), np.uint64)
    for length in range(1, min(longest, len(stems)) + 1):
        keys = (keys[: len(stems) - length + 1] * _PRIME) ^ unsigned[length - 1 :]
        keys ^= keys >> np.uint64(29)
        yield length, keys


def spans_of_many(starts: Numbers, which: Numbers) -> tuple[Numbers, Numbers]:
    """The entries of all the lists `which` one after another, and where each list begins there."""
    lengths = starts[which + 1] - starts[which]
    begins = np.cumsum(lengths) - lengths
    entries = np.repeat(starts[which] - begins, lengths) + np.arange(int(lengths.sum()))
    return entries, begins


def _phrases_of(skill: Skill) -> list[str]:
    return [name for name in dict.fromkeys((skill.label, *skill.alternatives)) if name.strip()] or [
        skill.id
    ]


def _starts(lengths: Iterable[int]) -> Numbers:
    return np.concatenate([[0], np.cumsum(np.fromiter(lengths, np.int64))]).astype(np.int64)


def _read(
    phrases: Sequence[Sequence[str]], table: Table, progress: Progress
) -> tuple[dict[str, int], list[list[int]], Floats]:
    """The stems and the vectors of all phrases, told as it goes on."""
    stems: dict[str, int] = {"": NO_STEM}
    stemmed: list[list[int]] = []
    vectors: list[Floats] = []
    for begin in range(0, len(phrases), _CHUNK):
        some = [name for names in phrases[begin : begin + _CHUNK] for name in names]
        words = [[word.folded for word in words_of(name)] for name in some]
        vectors.append(table.text_vectors(words))
        for one in words:
            numbers = [stems.setdefault(stem, len(stems)) for stem in map(stem_of, one) if stem]
            stemmed.append(numbers or [NO_STEM])
        progress(min(begin + _CHUNK, len(phrases)), len(phrases))
    return stems, stemmed, np.concatenate(vectors)


def _counts(
    stemmed: Sequence[Sequence[int]], starts: Numbers, kinds: int
) -> tuple[Numbers, Numbers, Numbers]:
    """(stem, skill, how often) for every stem of every skill, its label counted twice."""
    pairs: list[int] = []
    often: list[int] = []
    for skill, (begin, end) in enumerate(pairwise(starts)):
        bag = Counter(chain(stemmed[begin], *stemmed[begin:end]))
        pairs.extend(stem + kinds * skill for stem in bag)
        often.extend(bag.values())
    both = np.array(pairs, np.int64)
    order = np.lexsort((both // kinds, both % kinds))
    both = both[order]
    return both % kinds, both // kinds, np.array(often, np.int64)[order]


def _rarity(counts: tuple[Numbers, Numbers, Numbers], skills: int, kinds: int) -> Floats:
    having = np.bincount(counts[0], minlength=kinds)
    rarity = np.log(1 + (skills - having + 0.5) / (having + 0.5))
    rarity[NO_STEM] = 1e-6
    found: Floats = rarity.astype(np.float32)
    return found


def _postings(
    counts: tuple[Numbers, Numbers, Numbers], rarity: Floats, skills: int
) -> tuple[Numbers, Numbers, Floats]:
    """BM25, worked out but for the question: per stem the skills that have it and what it adds."""
    stems, owners, often = counts
    lengths = np.bincount(owners, weights=often, minlength=skills)
    relative = lengths / max(float(lengths.mean()), 1.0)
    weights = rarity[stems] * often * (_K1 + 1)
    weights /= often + _K1 * (1 - _B + _B * relative[owners])
    starts = np.concatenate([[0], np.cumsum(np.bincount(stems, minlength=len(rarity)))])
    return starts.astype(np.int64), owners, weights.astype(np.float32)


def _phrase_keys(stemmed: Sequence[Sequence[int]]) -> tuple[NDArray[np.uint64], Numbers]:
    keys = np.array([_key_of(one) for one in stemmed], np.uint64)
    order = np.argsort(keys, kind="stable")
    return keys[order], order.astype(np.int64)


def _key_of(stems: Sequence[int]) -> int:
    key = 0
    for stem in stems:
        key = ((key * int(_PRIME)) ^ ((stem + 2) * int(_PRIME))) & _MASK
        key ^= key >> 29
    return key


def _popularity(framework: Framework) -> Counter[str]:
    return Counter(need.skill for one in framework.occupations for need in one.needs)


def _traits(
    skills: Sequence[Skill], popular: Counter[str], starts: Numbers, rarity: Sequence[float]
) -> Floats:
    return np.array(
        [
            (
                np.log1p(popular[skill.id]),
                skill.kind == "knowledge",
                len(skill.label.split()),
                rare,
                np.log1p(end - begin),
            )
            for skill, rare, begin, end in zip(skills, rarity, starts[:-1], starts[1:], strict=True)
        ],
        np.float32,
    )
