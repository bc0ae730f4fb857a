"""How much definitions promise the same: overlap of their outcomes, and near-duplicates by name.

    likeness(a, b) = same x level                                      of two outcomes
    overlap(A, B)  = (sum of the best likeness of each outcome of A in B
                      + sum of the best likeness of each outcome of B in A) / (|A| + |B|)

- `same`: where both name a skill by its address, 1 for the same address and 0 for another; where
  one of them names none, the words that both have over the words that either has, and 0 where that
  is less than a half;
- `level`: 1 for the same EQF level and where neither states one; a quarter less for each level
  between them; a half where only one states one.

A likeness is rounded to four places before it is summed, and an overlap after. Outcomes are a set:
an outcome that stands twice counts once, and one without address and words does not count. Overlap
is symmetric, 1 for a definition and itself, and 0 where either states no outcome.

All pairs of a catalogue are found through an index of addresses and words, so that only those which
share something are compared at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from testamur.encoding import JsonObject
from testamur.quality.inflation_figures import rounded
from testamur.skills.words import words_of

__all__ = [
    "NEAR",
    "Near",
    "Neighbours",
    "Outcome",
    "Promise",
    "likeness",
    "neighbours_of",
    "outcome",
    "overlap",
]

NEAR: Final = Decimal("0.8")
"""From this overlap on, two definitions are near-duplicates."""

_WHOLE: Final = 10_000
_LEVEL_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: the address of its skill or "", its EQF level or None, and its words."""

    uri: str
    level: int | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Promise:
    """One definition and the outcomes it states."""

    id: str
    outcomes: frozenset[Outcome]


@dataclass(frozen=True, slots=True)
class Near:
    """Another definition, and how much of the outcomes are the same."""

    id: str
    overlap: Decimal

    def as_json(self) -> JsonObject:
        """The neighbour as pages and the API show it."""
        return {"id": self.id, "overlap": float(self.overlap)}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands nearest to one definition: the highest overlap, and near-duplicates by it."""

    highest: Decimal
    near: tuple[Near, ...]


def outcome(skill: str, *, uri: str = "", level: int | None = None) -> Outcome:
    """An outcome of a skill in words, its address where it has one, and its level."""
    return Outcome(uri, level, frozenset(words_of(skill)))


def likeness(one: Outcome, other: Outcome) -> Decimal:
    """How far two outcomes are the same, from 0 to 1."""
    return Decimal(_likeness(one, other)) / _WHOLE


def overlap(one: Iterable[Outcome], other: Iterable[Outcome]) -> Decimal:
    """How much two definitions promise the same, from 0 to 1 and to four places."""
    ours, theirs = _stated(one), _stated(other)
    if not ours or not theirs:
        return Decimal(0)
    best = sum(max(_likeness(a, b) for b in theirs) for a in ours)
    best += sum(max(_likeness(a, b) for a in ours) for b in theirs)
    return _share(_mean(best, len(ours) + len(theirs)))


def neighbours_of(
    promises: Iterable[Promise], *, least: Decimal = NEAR, most: int = 5
) -> Mapping[str, Neighbours]:
    """What stands nearest to each definition: at most `most` that overlap at least so much.

    The nearest come first, equal ones by their ids.
    """
    stated = {one.id: _stated(one.outcomes) for one in promises}
    shared = _shared(stated)
    found = {}
    for one, row in shared.items():
        pairs = sorted(
            (-_mean(best + shared[other][one], len(stated[one]) + len(stated[other])), other)
            for other, best in row.items()
            if other != one
        )
        nearest = [Near(other, _share(-mean)) for mean, other in pairs[: max(most, 1)]]
        highest = nearest[0].overlap if nearest else Decimal(0)
        near = tuple(pair for pair in nearest[:most] if pair.overlap >= least)
        found[one] = Neighbours(highest, near)
    return found


def _stated(outcomes: Iterable[Outcome]) -> frozenset[Outcome]:
    return frozenset(one for one in outcomes if one.uri or one.words)


def _mean(best: int, count: int) -> int:
    """The mean of so many, in ten-thousandths as they are, halves up."""
    return (2 * best + count) // (2 * count)


def _share(ten_thousandths: int) -> Decimal:
    return rounded(Decimal(ten_thousandths) / _WHOLE)


def _likeness(one: Outcome, other: Outcome) -> int:
    """The likeness in ten-thousandths, halves up."""
    part, whole = _same(one, other)
    part *= _level(one.level, other.level)
    whole *= _LEVEL_PARTS
    return (2 * part * _WHOLE + whole) // (2 * whole)


def _same(one: Outcome, other: Outcome) -> tuple[int, int]:
    """Whether it is the same skill, as a part of a whole."""
    if one.uri and other.uri:
        return int(one.uri == other.uri), 1
    common = len(one.words & other.words)
    either = len(one.words) + len(other.words) - common
    return (common, either) if 2 * common >= either > 0 else (0, 1)


def _level(one: int | None, other: int | None) -> int:
    """How near the levels are, in quarters."""
    if one is None and other is None:
        return _LEVEL_PARTS
    if one is None or other is None:
        return _LEVEL_PARTS // 2
    return max(_LEVEL_PARTS - abs(one - other), 0)


def _shared(stated: Mapping[str, frozenset[Outcome]]) -> dict[str, dict[str, int]]:
    """The sum of the best likeness of each outcome of one definition in every other.

    Pairs that share nothing are left out, and each outcome is compared once, however many
    definitions state it.
    """
    stating: dict[Outcome, list[str]] = defaultdict(list)
    for one, outcomes in stated.items():
        for each in outcomes:
            stating[each].append(one)
    best = {each: _best_in(alike, stating) for each, alike in _alike(stating)}
    shared: dict[str, dict[str, int]] = {}
    for one, outcomes in stated.items():
        row: dict[str, int] = defaultdict(int)
        for each in outcomes:
            for other, value in best[each].items():
                row[other] += value
        shared[one] = row
    return shared


def _best_in(
    alike: Iterable[tuple[Outcome, int]], stating: Mapping[Outcome, list[str]]
) -> dict[str, int]:
    """The best likeness that each definition has for one outcome."""
    best: dict[str, int] = {}
    for other, value in alike:
        for each in stating[other]:
            if best.get(each, 0) < value:
                best[each] = value
    return best


def _alike(
    outcomes: Iterable[Outcome],
) -> Iterator[tuple[Outcome, list[tuple[Outcome, int]]]]:
    """Each outcome, and those it is like in any degree."""
    known = tuple(outcomes)
    by_uri: dict[str, list[Outcome]] = defaultdict(list)
    by_word: dict[str, list[Outcome]] = defaultdict(list)
    for each in known:
        by_uri[each.uri].append(each)
        for word in each.words:
            by_word[word].append(each)
    for each in known:
        others = set(by_uri[each.uri]) if each.uri else {each}
        for word in each.words:
            others.update(one for one in by_word[word] if not (each.uri and one.uri))
        pairs = ((other, _likeness(each, other)) for other in others)
        yield each, [(other, value) for other, value in pairs if value]
