"""Search as you type over the labels of a framework: any word by its beginning, typos forgiven.

Ranks, best first: (1) the preferred label is what was typed; (2) an alternative is; (3) the
preferred label begins so; (4) a label holds all words; (5) it does, some with a typo; (6) it holds
all words but one. Inside a rank, fewer typos come first, then whole words before begun ones, then
preferred labels before alternatives, then fewer other words, then what more occupations need, then
the alphabet.

Typos are looked for when the first four ranks do not fill the answer: one in a word of five
letters, two from eight.

How it is done: labels stand in alphabetical order, so that those beginning with a text are one
slice; so do the distinct words, each with the labels that hold it, so that a begun word is one
slice of labels too. The rest is arithmetic over arrays as long as there are labels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import IntEnum
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from testamur.skills.framework import Framework, Occupation, Skill
from testamur.skills.typos import Spelling
from testamur.skills.words import length_in, words_in, words_of

__all__ = ["MAX_LENGTH", "Found", "Kind", "Rank", "Search"]

MAX_LENGTH: Final = 400
"""How many letters of what was typed are looked at."""

MAX_WORDS: Final = 8
"""How many of its words are looked for one by one."""

Kind = Literal["skill", "occupation"]

_LAST: Final = "\U0010ffff"
_RANK_AT: Final = 54
"""The bits of a label's number below its rank: 4, 1, 1, 4, 4, 16 and 24, as in `_fitting`."""

_Counts = NDArray[np.uint8]
_Places = NDArray[np.int32]


class Rank(IntEnum):
    """How well a label fits what was typed, the best first."""

    LABEL = 1
    ALTERNATIVE = 2
    LABEL_BEGINS = 3
    HOLDS = 4
    TYPO = 5
    ALL_BUT_ONE = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A skill or an occupation, the label by which it was found, and where in it the words stand.

    `spans` are pairs of begin and end in `matched`, in order, for highlighting; `label` is the
    preferred label in the language of the search.
    """

    id: str
    label: str
    _: KW_ONLY
    kind: Kind
    matched: str
    rank: Rank
    spans: tuple[tuple[int, int], ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as programs read it."""
        return {
            "uri": self.id,
            "label": self.label,
            "kind": self.kind,
            "matched": self.matched,
            "match": self.rank.name.lower().replace("_", "-"),
            "spans": [list(span) for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class _Hits:
    """Which labels hold a typed word, and how: 0 not at all, 1 with a typo, 2 begun, 3 whole."""

    word: str
    how: _Counts
    near: frozenset[int]
    """The words of the framework that are meant, if it is a typo."""


class Search:
    """The index of one framework in one language; built once, asked at every keystroke."""

    def __init__(self, framework: Framework, *, language: str = "") -> None:
        entries: list[Skill | Occupation] = [*framework.skills, *framework.occupations]
        self._ids = [entry.id for entry in entries]
        self._first_occupation = len(framework.skills)
        language = "" if language == framework.language else language
        named = [_names(entry, language) for entry in entries]
        self._labels = [names[0] for names in named]
        told = [
            (words_of(label), label, entry, place > 0)
            for entry, names in enumerate(named)
            for place, label in enumerate(dict.fromkeys(names))
        ]
        texts = [" ".join(words) for words, *_ in told]
        order = sorted(range(len(told)), key=texts.__getitem__)
        self._texts = [texts[number] for number in order]
        self._shown = [told[number][1] for number in order]
        self._entry = np.array([told[number][2] for number in order], np.int32)
        self._is_other = np.array([told[number][3] for number in order], np.uint8)
        self._lengths = np.array([min(len(told[n][0]), 15) for n in order], np.uint8)
        self._words, self._starts, self._holders = _held([told[number][0] for number in order])
        self._spelling = Spelling(self._words)
        self._wanted = _popularity(framework, self._ids)[self._entry]

    def find(self, typed: str, *, limit: int = 10, kind: Kind | None = None) -> list[Found]:
        """What fits the words typed so far, the best first, each entry once."""
        words = words_of(typed[:MAX_LENGTH])
        if not words or not self._ids or limit < 1:
            return []
        hits = [self._begun(word) for word in words[:MAX_WORDS]]
        best = self._best(self._fitting(words, hits, kind), limit)
        if len(best) < limit:
            hits = [self._misspelt(one) for one in hits]
            best = self._best(self._fitting(words, hits, kind), limit)
        if not best and len(words) > 1:
            best = self._best(self._fitting(words, hits, kind, missing=1), limit)
        return [self._found(label, rank, hits) for label, rank in best]

    def _begun(self, word: str) -> _Hits:
        """The labels with a word that begins with the one that was typed."""
        how = np.zeros(len(self._texts), np.uint8)
        first, last = bisect_left(self._words, word), bisect_left(self._words, word + _LAST)
        how[self._holders[self._starts[first] : self._starts[last]]] = 2
        if first < last and self._words[first] == word:
            how[self._holders[self._starts[first] : self._starts[first + 1]]] = 3
        return _Hits(word, how, frozenset())

    def _misspelt(self, hits: _Hits) -> _Hits:
        """The same, and the labels with a word that may have been meant."""
        near = self._spelling.near(hits.word)
        how = hits.how.copy()
        for word in near:
            holders = self._holders[self._starts[word] : self._starts[word + 1]]
            how[holders] = np.maximum(how[holders], 1)
        return _Hits(hits.word, how, frozenset(near))

    def _fitting(
        self, words: Sequence[str], hits: Sequence[_Hits], kind: Kind | None, *, missing: int = 0
    ) -> tuple[_Places, NDArray[np.int64]]:
        """The labels that hold the words, and for each a number: the less, the better it fits."""
        held = sum((one.how > 0).astype(np.uint8) for one in hits)
        labels = np.flatnonzero(held >= len(hits) - missing).astype(np.int32)
        if kind is not None:
            is_occupation = self._entry[labels] >= self._first_occupation
            labels = labels[is_occupation == (kind == "occupation")]
        how = np.stack([one.how[labels] for one in hits])
        rank = self._ranks(" ".join(words), labels, how)
        unfinished = (how < 3).sum(axis=0)
        others = np.clip(self._lengths[labels].astype(np.int64) - len(words), 0, 15)
        number = rank << 4 | (how < 2).sum(axis=0)
        number = (number << 1 | (unfinished > 0)) << 1 | self._is_other[labels]
        number = (number << 4 | unfinished) << 4 | others
        number = (number << 16 | (0xFFFF - self._wanted[labels])) << 24 | labels
        return labels, number

    def _ranks(self, text: str, labels: _Places, how: _Counts) -> NDArray[np.int64]:
        first, last = bisect_left(self._texts, text), bisect_left(self._texts, text + _LAST)
        whole = bisect_left(self._texts, text + "\0")
        is_other = self._is_other[labels].astype(np.int64)
        rank = np.full(len(labels), int(Rank.HOLDS), np.int64)
        rank[(labels >= first) & (labels < last) & (is_other == 0)] = Rank.LABEL_BEGINS
        is_whole = (labels >= first) & (labels < whole)
        rank[is_whole] = Rank.LABEL + is_other[is_whole]
        rank[(how == 1).any(axis=0)] = Rank.TYPO
        rank[(how == 0).any(axis=0)] = Rank.ALL_BUT_ONE
        return rank

    def _best(
        self, fitting: tuple[_Places, NDArray[np.int64]], limit: int
    ) -> list[tuple[int, Rank]]:
        """The best label of each of the best entries."""
        labels, numbers = fitting
        many = 64 * limit
        if many < len(labels):
            best = self._first_of_each(labels, numbers, np.argpartition(numbers, many)[:many])
            if len(best) >= limit:
                return best[:limit]
        return self._first_of_each(labels, numbers, np.arange(len(labels)))[:limit]

    def _first_of_each(
        self, labels: _Places, numbers: NDArray[np.int64], some: NDArray[np.int64]
    ) -> list[tuple[int, Rank]]:
        best: dict[int, tuple[int, Rank]] = {}
        for place in some[np.argsort(numbers[some])].tolist():
            entry = int(self._entry[labels[place]])
            best.setdefault(entry, (int(labels[place]), Rank(int(numbers[place]) >> _RANK_AT)))
        return list(best.values())

    def _found(self, label: int, rank: Rank, hits: Sequence[_Hits]) -> Found:
        entry = int(self._entry[label])
        return Found(
            self._ids[entry],
            self._labels[entry],
            kind="occupation" if entry >= self._first_occupation else "skill",
            matched=self._shown[label],
            rank=rank,
            spans=tuple(self._spans(self._shown[label], hits)),
        )

    def _spans(self, label: str, hits: Sequence[_Hits]) -> Iterator[tuple[int, int]]:
        """Where the typed words stand: as much of a word as was typed, all of a misspelt one."""
        typed = sorted((one.word for one in hits), key=len, reverse=True)
        near = frozenset[int]().union(*(one.near for one in hits))
        for start, end, word in words_in(label):
            begun = next((one for one in typed if word.startswith(one)), None)
            if begun is not None:
                yield start, start + length_in(label[start:end], len(begun))
            elif near and bisect_left(self._words, word) in near:
                yield start, end


def _names(entry: Skill | Occupation, language: str) -> tuple[str, ...]:
    """The labels in a language, or where it has none in the framework's own; preferred first."""
    names = entry.translations.get(language) if language else None
    named = names or entry
    return (named.label, *named.alternatives)


def _held(labels: Sequence[Sequence[str]]) -> tuple[list[str], list[int], _Places]:
    """The distinct words in order; and the labels that hold each, in one array with its starts."""
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(word, len(numbers)) for words in labels for word in words]
    holders = np.repeat(np.arange(len(labels), dtype=np.int32), [len(words) for words in labels])
    words = sorted(numbers)
    places = np.empty(len(words), np.int32)
    places[[numbers[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    of_word = places[np.array(flat, np.int32)] if flat else np.empty(0, np.int32)
    starts = np.concatenate([[0], np.cumsum(np.bincount(of_word, minlength=len(words)))])
    return words, starts.tolist(), holders[np.argsort(of_word, kind="stable")]


def _popularity(framework: Framework, ids: Sequence[str]) -> NDArray[np.int64]:
    """How many occupations need each entry."""
    counts = Counter(need.skill for one in framework.occupations for need in one.needs)
    return np.array([min(counts[one], 0xFFFF) for one in ids], np.int64)
