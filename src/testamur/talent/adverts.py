"""What the words of an advert say of a skill: whether it is required, and how well it is wanted.

    for one in asked_in(text, linker.read(text)):
        print(one.linked.label, one.is_required, one.level, one.because)

The sentence in which a skill stands is asked first, then the heading above it: the word that stands
nearest to the skill counts, so "you must know SQL, and Python is a plus" says both. A level is said
by the part of the sentence between commas and what joins. Levels are the words of the European
Qualifications Framework for what is basic, comprehensive, advanced or highly specialised, and what
is said as plainly in adverts. Where nothing is said, it is None: no guess.

All of it is a proposal, in English, for a person to confirm.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from testamur.pathways.goal import Goal
from testamur.skills.framework import ESSENTIAL, OPTIONAL, Need
from testamur.skills.linking import Linked
from testamur.talent.profile import JobProfile

__all__ = ["LIKELY", "POSSIBLE", "Asked", "addresses_in", "asked_in", "profile_asked"]

LIKELY: Final = 0.5
POSSIBLE: Final = 0.3
"""In real adverts about half of what is scored between the two is meant, and little of what is
scored lower: as desirable, a wrong guess that nobody corrects does half the harm."""

_REQUIRED: Final = (
    r"must(?![- ]?see)|require[sd]?|requirements?|essential|mandatory|necessary|minimum|"
    r"prerequisites?|indispensable|you need|you have|you bring|need to have|must[- ]haves?"
)
_WISHED: Final = (
    r"nice[- ]to[- ]haves?|desirable|desired|preferred|preferably|ideally|optional(?:ly)?|"
    r"(?:a|big|huge|definite) plus|plus points?|bonus|advantage(?:ous)?|beneficial|"
    r"would be (?:good|great|nice|helpful)|not (?:required|essential|necessary)|welcome"
)
_CUES: Final = re.compile(
    rf"\b(?:(?P<wished>{_WISHED})|(?P<required>{_REQUIRED}))\b", re.IGNORECASE
)
_LEVELS: Final = re.compile(
    r"\b(?:"
    r"EQF(?:[ -]level)?[ -](?P<stated>[1-8])|"
    r"(?P<l7>highly speciali[sz]ed|world[- ]class)|"
    r"(?P<l6>advanced|expert(?:ise)?|in[- ]depth|deep|mastery)|"
    r"(?P<l5>comprehensive|strong|proficien(?:t|cy)|very good|excellent|extensive)|"
    r"(?P<l4>good|solid|sound|working knowledge)|"
    r"(?P<l2>basics?|beginners?|familiar(?:ity)?|some knowledge|elementary)"
    r")\b",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"(?<=[.!?])\s+|[\r\n\u2028\u2029]+|(?<=;)\s+")
_CLAUSE: Final = re.compile(r",\s|\s(?:and|or|but)\s")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'),;]+")
_LONGEST_HEADING: Final = 60
_FAR: Final = 300
_FAR_FOR_LEVEL: Final = 80
"""How far, in characters, a word may stand from what it is said of."""
_LINES_ABOVE: Final = 60
"""How far up a heading is looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill of an advert; `because` are the words that say it is required, or its level."""

    linked: Linked
    is_required: bool | None
    level: int | None
    because: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool | None:
        """Whether it is best taken as required, as desirable (False), or left out (None)."""
        if self.linked.score < POSSIBLE:
            return None
        return self.linked.score >= LIKELY if self.is_required is None else self.is_required


def asked_in(text: str, linked: Iterable[Linked]) -> tuple[Asked, ...]:
    """What the text says of each skill that was found in it."""
    bounds = _bounds(text)
    return tuple(_asked(text, one, bounds) for one in linked)


def addresses_in(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The addresses that a text names, and where; one may be that of a skill."""
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".")
        yield address, (found.start(), found.start() + len(address))


def profile_asked(title: str, asked: Iterable[Asked]) -> JobProfile:
    """What an advert asks for as it is proposed; nobody has confirmed it."""
    kept = [one for one in asked if one.proposed is not None]
    needs = tuple(
        Need(one.linked.uri, level=one.level, importance=ESSENTIAL if one.proposed else OPTIONAL)
        for one in kept
    )
    goal = Goal(needs, label=title, names={one.linked.uri: one.linked.label for one in kept})
    return JobProfile(goal, frozenset(one.linked.uri for one in kept if one.proposed))


def _asked(text: str, linked: Linked, bounds: Sequence[tuple[int, int]]) -> Asked:
    at = bisect(bounds, linked.span[0], key=lambda one: one[0]) - 1
    cue = _nearest(_CUES, text, bounds[at], linked.span, most=_FAR)
    cue = cue or _heading_above(text, bounds[max(0, at - _LINES_ABOVE) : at])
    said = _nearest(
        _LEVELS, text, _clause(text, bounds[at], linked.span), linked.span, most=_FAR_FOR_LEVEL
    )
    because = tuple(one.group() for one in (cue, said) if one)
    return Asked(linked, bool(cue.group("required")) if cue else None, _level(said), because)


def _bounds(text: str) -> list[tuple[int, int]]:
    """Where each sentence or line stands."""
    ends = [found.start() for found in _BREAK.finditer(text)]
    begins = [0, *(found.end() for found in _BREAK.finditer(text))]
    return list(zip(begins, [*ends, len(text)], strict=True))


def _clause(text: str, bounds: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence, between commas and what joins, that a span stands in."""
    begin, end = max(bounds[0], span[0] - _FAR), min(bounds[1], span[1] + _FAR)
    cuts = [found.span() for found in _CLAUSE.finditer(text, begin, end)]
    return (
        max((after for _before, after in cuts if after <= span[0]), default=begin),
        min((before for before, _after in cuts if before >= span[1]), default=end),
    )


def _nearest(
    pattern: re.Pattern[str],
    text: str,
    bounds: tuple[int, int],
    span: tuple[int, int],
    *,
    most: int,
) -> re.Match[str] | None:
    """The match in a sentence that stands nearest to a span, outside it and not far away."""
    begin, end = max(bounds[0], span[0] - most), min(bounds[1], span[1] + most)
    found = [(_gap(one.span(), span), one) for one in pattern.finditer(text, begin, end)]
    near = [(far, one) for far, one in found if far >= 0]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _gap(one: tuple[int, int], span: tuple[int, int]) -> int:
    """How many characters lie between; below zero where one lies in the other."""
    return max(one[0] - span[1], span[0] - one[1])


def _heading_above(text: str, above: Sequence[tuple[int, int]]) -> re.Match[str] | None:
    """What the nearest heading above says; one that says nothing of it ends the search."""
    for begin, end in reversed(above):
        line = text[begin:end].strip().rstrip("*#").strip()
        cue = _CUES.search(text, begin, end)
        if len(line) <= _LONGEST_HEADING and (line.endswith(":") or (cue and _is_bare(line))):
            return cue
    return None


def _is_bare(line: str) -> bool:
    """Whether a short line stands for itself: no sentence, and no row of a list."""
    return not line.endswith((".", "!", "?", ",", ";")) and line[:1] not in "-•*·–"  # noqa: RUF001


def _level(said: re.Match[str] | None) -> int | None:
    if said is None:
        return None
    if stated := said.group("stated"):
        return int(stated)
    return next(int(name[1]) for name, words in said.groupdict().items() if words)
