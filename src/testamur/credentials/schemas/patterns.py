r"""How much work a regular expression can cost, told from its text before it is ever matched.

A schema may come from anybody, and a pattern such as `(a+)+$` takes longer than the universe on
thirty characters. Steps: (1) read the pattern (ECMA-262, as JSON Schema writes it) into repeats,
groups and alternatives; (2) bound the steps of a failing match by `factor * length ** exponent`;
(3) refuse what has no such bound, and what is read differently by Python.

A repeat followed by a character that it cannot take itself, as in `[^@]+@`, has one place to stop
and adds nothing to the exponent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from testamur.errors import Refused

__all__ = ["BoundedPattern", "bounded_pattern"]

MAX_PATTERN: Final = 1_000
_MAX_FACTOR: Final = 1_000_000
_FEW: Final = 32
_ASCII: Final = [chr(code) for code in range(128)]
_BEYOND: Final = "\u4e2d"
_QUANTIFIER: Final = re.compile(r"(?:([*+?])|\{([0-9]{1,4})(,?)([0-9]{0,4})\})(\??)")
_ATOM: Final = re.compile(
    r"""\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[dDwWsSfnrtv]|[^A-Za-z0-9])
      | \[\^?\]?(?:\\.|[^\]\\])*\]
      | [^\\\[\](){}*+?|^$]""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class BoundedPattern:
    """A pattern that is safe to match on text of known length."""

    expression: re.Pattern[str]
    exponent: int
    factor: int

    def steps(self, length: int) -> int:
        """The most steps that a match on `length` characters can take."""
        return int(self.factor * max(length, 1) ** self.exponent)

    def is_in(self, text: str) -> bool:
        """Whether the pattern matches anywhere in `text` (JSON Schema, Core §6.4)."""
        return self.expression.search(text) is not None


@lru_cache(maxsize=256)
def bounded_pattern(pattern: str) -> BoundedPattern:
    """The pattern with its bound; raises `Refused` (`schema.refused`) where there is none."""
    if len(pattern) > MAX_PATTERN:
        raise _refused(pattern, "is too long")
    reader = _Reader(pattern)
    work = reader.alternatives()
    if reader.place < len(pattern):
        raise _refused(pattern, "cannot be read")
    try:
        expression = re.compile("".join(reader.written), re.ASCII)
    except (re.error, OverflowError):
        raise _refused(pattern, "cannot be read") from None
    is_anchored = pattern.startswith("^") and not reader.has_outer_choice
    return BoundedPattern(expression, work.exponent + (not is_anchored), work.factor)


@dataclass(frozen=True, slots=True)
class _Work:
    """The bound of a part, and the characters of a part that is one character, else None."""

    exponent: int = 0
    factor: int = 1
    characters: frozenset[str] | None = None

    @property
    def is_fixed(self) -> bool:
        return self.exponent == 0 and self.factor == 1


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A part and how often it may stand; `most` is None where there is no limit."""

    work: _Work
    least: int = 1
    most: int | None = 1


class _Reader:
    """Reads a pattern from left to right, and writes it as Python reads it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0
        self.depth = 0
        self.written: list[str] = []
        self.has_outer_choice = False

    def alternatives(self) -> _Work:
        """`a|b|c`: the work of all, since a failing match tries each."""
        works = [self.sequence()]
        while self.pattern.startswith("|", self.place):
            self.has_outer_choice |= self.depth == 0
            self.take("|")
            works.append(self.sequence())
        factor = sum(work.factor for work in works) if len(works) > 1 else works[0].factor
        return _Work(max(work.exponent for work in works), factor)

    def sequence(self) -> _Work:
        repeats: list[_Repeat] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            if self.pattern[self.place] in "^$":
                self.take(self.pattern[self.place])
                continue
            repeats.append(self.repeat(self.part()))
        exponent, factor = 0, 1
        for place, repeat in enumerate(repeats):
            work = self.repeated(repeat, repeats[place + 1] if place + 1 < len(repeats) else None)
            exponent += work.exponent
            factor *= work.factor
        if factor > _MAX_FACTOR:
            raise _refused(self.pattern, "has too many ways to match")
        return _Work(exponent, factor)

    def part(self) -> _Work:
        """One group, escaped boundary, class or character."""
        if self.pattern.startswith("(", self.place):
            return self.group()
        if self.pattern.startswith(("\\b", "\\B"), self.place):
            self.take(self.pattern[self.place : self.place + 2])
            return _Work()
        atom = _ATOM.match(self.pattern, self.place)
        if atom is None:
            raise _refused(self.pattern, "cannot be read")
        self.take(atom.group())
        return _Work(characters=_characters(atom.group(), self.pattern))

    def group(self) -> _Work:
        opening = next((text for text in ("(?:", "(?=", "(?!", "(") if self._opens(text)), None)
        if opening is None:
            raise _refused(self.pattern, "has a group of a kind that is not evaluated")
        self.take(opening)
        self.depth += 1
        work = self.alternatives()
        self.depth -= 1
        if not self.pattern.startswith(")", self.place):
            raise _refused(self.pattern, "cannot be read")
        self.take(")")
        return _Work(work.exponent, work.factor)

    def _opens(self, text: str) -> bool:
        starts = self.pattern.startswith(text, self.place)
        return starts and (len(text) > 1 or not self.pattern.startswith("(?", self.place))

    def repeat(self, work: _Work) -> _Repeat:
        found = _QUANTIFIER.match(self.pattern, self.place)
        if found is None:
            return _Repeat(work)
        self.take(found.group())
        match found.group(1):
            case "*":
                return _Repeat(work, 0, None)
            case "+":
                return _Repeat(work, 1, None)
            case "?":
                return _Repeat(work, 0, 1)
        least = int(found.group(2))
        if not found.group(3):
            return _Repeat(work, least, least)
        return _Repeat(work, least, int(found.group(4)) if found.group(4) else None)

    def repeated(self, repeat: _Repeat, after: _Repeat | None) -> _Work:
        """The work of a part that may stand several times, before `after`."""
        work, least, most = repeat.work, repeat.least, repeat.most
        if most is None or most > _FEW:
            if not work.is_fixed:
                raise _refused(self.pattern, "repeats a part that can itself match in several ways")
            return _Work(0 if _has_one_end(work, after) or least == most else 1)
        choices = 1 if least == most or _has_one_end(work, after) else most - least + 1
        return _Work(work.exponent * most, min(choices * work.factor**most, _MAX_FACTOR + 1))

    def take(self, text: str) -> None:
        """Step over `text`, writing it as Python reads it."""
        self.place += len(text)
        self.written.append(r"\Z" if text == "$" else text)


def _has_one_end(work: _Work, after: _Repeat | None) -> bool:
    """Whether a repeat of `work` can only stop in one place, because `after` must follow."""
    if after is None or not after.least or work.characters is None:
        return False
    return after.work.characters is not None and work.characters.isdisjoint(after.work.characters)


def _characters(atom: str, pattern: str) -> frozenset[str]:
    """Which characters an atom takes: of ASCII each, and of all others whether any at all."""
    try:
        takes = re.compile(atom, re.ASCII).fullmatch
    except re.error:
        raise _refused(pattern, "cannot be read") from None
    taken = {character for character in _ASCII if takes(character)}
    if takes(_BEYOND) or not atom.isascii() or "\\u" in atom or "\\x" in atom:
        taken.add(_BEYOND)
    return frozenset(taken)


def _refused(pattern: str, why: str) -> Refused:
    return Refused.because("schema.refused", f"the pattern {pattern[:80]!r} {why}")
