"""Words of a label as they are compared: without case and accents, and where each stands.

A word is what stands between spaces and punctuation; `+` and `#` belong to it, for C++ and C#.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

__all__ = ["folded_word", "length_in", "words_in", "words_of"]

_PUNCTUATION: Final = r"!-\"$-*,-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f"
_WORD: Final = re.compile(rf"[^\s{_PUNCTUATION}]+")


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [folded for _, _, folded in words_in(text)]


def words_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word begins and ends in the text, and the word folded."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), folded_word(found[0])


def folded_word(word: str) -> str:
    """A word without case and accents: `Pädagogik` and `padagogik` are the same, `ß` is `ss`."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one)).casefold()


def length_in(word: str, count: int) -> int:
    """How many letters of `word` make up the first `count` letters of the word folded."""
    done = 0
    for number, letter in enumerate(word):
        if done >= count:
            return number
        done += len(folded_word(letter))
    return len(word)
