"""Text in, skills out: each with how likely it is right and the words that speak for it.

Numbered steps of every block of sentences:

1. cut into words, stems and vectors (`sentences`);
2. find the very words of names, and the skills that might be meant (`candidates`);
3. gather the evidence for each (`features`), and weigh it (`ranker`);
4. keep the best, likeliest first, and say which words caused each.

The same text gives the same answer, whatever stands beside it. No network, no model but the table.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from testamur.skills.framework import Framework
from testamur.skills.linking.candidates import BLOCK, candidates_of, exact_names
from testamur.skills.linking.features import evidence_of
from testamur.skills.linking.index import Index, Progress, index_of
from testamur.skills.linking.ranker import Ranker, load_ranker
from testamur.skills.linking.sentences import MOST_WORDS, Sentence, cut, prepare
from testamur.skills.linking.shelf import shelved
from testamur.skills.linking.table import Numbers, Table, load_table

__all__ = ["LEAST_SCORE", "MOST_CHARACTERS", "Linked", "Linker"]

LEAST_SCORE: Final = 0.15
"""How likely a skill of a whole document must be right to be told."""

MOST_CHARACTERS: Final = 200_000
"""How much of a text is read: some 80 pages."""

_SPACES_OF_A_SENTENCE: Final = 100
_PER_SENTENCE: Final = 20
"""How many skills of one sentence of a document are looked at."""

_SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the"}
    | {"to", "with", "your"}
)
_SIGNS: Final = " \t\r\n.,;:!?()[]{}\"'“”‘’«»<>*•·–—-/\\|"  # noqa: RUF001 -- signs of real adverts


@dataclass(frozen=True, slots=True)
class Linked:
    """A skill that a text speaks of.

    `score` is how likely a person would agree, between 0 and 1. `span` says where the words stand
    that caused it: characters of the text as given, first and behind the last; `words` are those.
    """

    uri: str
    label: str
    score: float
    span: tuple[int, int]
    words: str


class Linker:
    """Links texts to the skills of one framework.

    The framework is worked through once, which takes some seconds for all ESCO; `progress` is told
    how far it is. With a `folder` the result is kept there and read back the next time.
    """

    def __init__(
        self,
        framework: Framework,
        *,
        folder: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._table: Table = load_table()
        self._ranker: Ranker = load_ranker()
        if folder is None:
            self._index: Index = index_of(framework, self._table, progress=progress)
        else:
            self._index = shelved(framework, self._table, folder, progress=progress)

    def link(self, texts: Sequence[str], *, top: int = 10) -> list[tuple[Linked, ...]]:
        """The `top` likeliest skills of each text, best first; few or none where little is said.

        A text is best a sentence: of longer ones the parts are looked at one by one.
        """
        parts = [(at, begin, part) for at, text in enumerate(texts) for begin, part in _short(text)]
        found: list[list[Linked]] = [[] for _ in texts]
        answers = self._sentences([part for *_, part in parts], top)
        for (at, begin, _), some in zip(parts, answers, strict=True):
            found[at].extend(_moved(one, begin) for one in some)
        return [_best(some, top) for some in found]

    def read(self, text: str, *, top: int = 50, least: float = LEAST_SCORE) -> tuple[Linked, ...]:
        """The skills of a whole document, best first, each once, none less likely than `least`."""
        parts = list(cut(text[:MOST_CHARACTERS]))
        found: list[Linked] = []
        answers = self._sentences([part for _, part in parts], _PER_SENTENCE)
        for (begin, _), some in zip(parts, answers, strict=True):
            found.extend(_moved(one, begin) for one in some if one.score >= least)
        return _best(found, top)

    def _sentences(self, texts: Sequence[str], top: int) -> Iterator[list[Linked]]:
        for begin in range(0, len(texts), BLOCK):
            yield from self._block(texts[begin : begin + BLOCK], top)

    def _block(self, texts: Sequence[str], top: int) -> Iterator[list[Linked]]:
        index = self._index
        sentences = prepare(texts, index, self._table)  # (1)
        if not index.uris:
            yield from ([] for _ in texts)
            return
        exact = exact_names(sentences, index)  # (2)
        candidates = candidates_of(sentences, exact, index)
        evidence = evidence_of(sentences, exact, candidates, index)  # (3)
        scores = self._ranker.probabilities(evidence.rows)
        each = len(scores) // len(texts)
        for row, (text, sentence) in enumerate(zip(texts, sentences, strict=True)):  # (4)
            mine = slice(row * each, (row + 1) * each)
            order = mine.start + np.argsort(-scores[mine], kind="stable")[:top]
            yield [
                self._linked(text, sentence, candidates.skills[at], scores[at], evidence.bounds[at])
                for at in (order if sentence.says_something else ())
            ]

    def _linked(
        self, text: str, sentence: Sentence, skill: int, score: float, bounds: Numbers
    ) -> Linked:
        first, last = _telling(sentence, *bounds)
        begin, end = sentence.words[first].start, sentence.words[last].end
        words = text[begin:end]
        bare = words.strip(_SIGNS) if not words.endswith(("+", "#")) else words
        if bare and bare != words:
            begin += words.index(bare)
            words, end = bare, begin + len(bare)
        return Linked(
            self._index.uris[skill],
            self._index.labels[skill],
            round(float(score), 4),
            (begin, end),
            words,
        )


def _short(text: str) -> Iterator[tuple[int, str]]:
    """The text itself where it is no longer than a sentence may be, else its sentences."""
    bounded = text[:MOST_CHARACTERS]
    if bounded.count(" ") < _SPACES_OF_A_SENTENCE and len(bounded) < 6 * MOST_WORDS:
        if bounded.strip():
            yield 0, bounded
        return
    yield from cut(bounded)


def _telling(sentence: Sentence, begin: int, end: int) -> tuple[int, int]:
    """The first and the last word of a run, without small words at its edges."""
    telling = [at for at in range(begin, end) if sentence.words[at].folded not in _SMALL_WORDS]
    return (telling[0], telling[-1]) if telling else (begin, end - 1)


def _moved(linked: Linked, by: int) -> Linked:
    begin, end = linked.span
    return Linked(linked.uri, linked.label, linked.score, (begin + by, end + by), linked.words)


def _best(found: Sequence[Linked], top: int) -> tuple[Linked, ...]:
    """The likeliest of each skill, likeliest first; of equals the earlier in the text."""
    best: dict[str, Linked] = {}
    for one in found:
        held = best.get(one.uri)
        if held is None or one.score > held.score:
            best[one.uri] = one
    return tuple(heapq.nsmallest(top, best.values(), key=lambda one: (-one.score, one.span)))
