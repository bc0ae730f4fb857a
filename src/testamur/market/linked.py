"""The skills of postings: those that their source names, else those that a text speaks of.

What the source names has a confidence of 1. What is found by linking keeps the score of the linker:
how likely a person would agree. Nothing is set silently: figures count what is at least as likely
as they say (`measures.LEAST`), and the rest stays in the files for whoever asks for less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Protocol

from testamur.market.posting import Posting
from testamur.skills.linking import LEAST_SCORE, Linked

__all__ = ["Linking", "Mention", "linked"]

_PER_POSTING: Final = 50
_REMEMBERED: Final = 50_000
_SHORT: Final = 200


class _Links(Protocol):
    def link(self, texts: Sequence[str], *, top: int = 10) -> list[tuple[Linked, ...]]:
        """The likeliest skills of each text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A posting asks for a skill, as likely as `confidence` says."""

    skill: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Linking:
    """What finds skills in texts, what its list is called, and the names of skills known before.

    Without a linker only skills that the source names are counted. `found` is filled as skills are
    found: their names.
    """

    linker: _Links | None = None
    name: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)

    def labels_of(self, skills: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Those of `skills` whose names are known, each with its name."""
        for skill in sorted(skills):
            if label := self.found.get(skill) or self.labels.get(skill):
                yield skill, label


def linked(
    postings: Iterable[Posting], linking: Linking, *, many: int
) -> Iterator[tuple[list[Posting], list[list[Mention]]]]:
    """Postings, `many` at a time, and the skills of each."""
    remembered: dict[str, list[Mention]] = {}
    waiting = iter(postings)
    while batch := list(islice(waiting, many)):
        texts = {_text(one): None for one in batch if not one.skills}
        answers = _found([text for text in texts if text not in remembered], linking)
        found = [
            [Mention(skill, 1.0) for skill in one.skills]
            or (answers.get(_text(one)) or remembered.get(_text(one), []))
            for one in batch
        ]
        yield batch, found
        if len(remembered) < _REMEMBERED:
            remembered |= {text: some for text, some in answers.items() if len(text) < _SHORT}


def _text(posting: Posting) -> str:
    return f"{posting.title}. {posting.text}" if posting.text else posting.title


def _found(texts: Sequence[str], linking: Linking) -> dict[str, list[Mention]]:
    if linking.linker is None or not texts:
        return {}
    answers = linking.linker.link(texts, top=_PER_POSTING)
    told = {}
    for text, some in zip(texts, answers, strict=True):
        likely = [one for one in some if one.score >= LEAST_SCORE]
        linking.found.update((one.uri, one.label) for one in likely)
        told[text] = [Mention(one.uri, one.score) for one in likely]
    return told
