"""When a figure about people is told, and when it is not: never over fewer than `LEAST_PEOPLE`.

    told(Decimal("0.25"), people=12)        # known: 0.2500 over 12 people
    told(Decimal("0.25"), people=3)         # withheld: no value, and not how many

Every share is rounded to four places, halves up, before anything else is reckoned from it. What is
withheld of a series cannot be found by taking the rest from the whole: where those withheld are
one entry alone, or together fewer than `LEAST_PEOPLE`, the smallest of the others go with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from testamur.encoding import JsonObject

__all__ = [
    "LEAST_PEOPLE",
    "UNKNOWN",
    "Figure",
    "State",
    "mean_of",
    "ratio",
    "rounded",
    "share_of",
    "told",
    "withheld_among",
]

LEAST_PEOPLE: Final = 5
"""Over fewer people nothing is told: k = 5."""

_PLACES: Final = Decimal("0.0001")


class State(StrEnum):
    """Why a figure has a value, or has none."""

    KNOWN = "known"
    WITHHELD = "withheld"
    TOO_FEW = "too-few"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value to four places and over how many people; both None where it is not known.

    `TOO_FEW` says that there are people enough to tell of, but not to reckon this from.
    """

    state: State
    value: Decimal | None = None
    people: int | None = None

    def as_json(self) -> JsonObject:
        """The figure as pages and the API show it."""
        value = None if self.value is None else float(self.value)
        return {"state": self.state.value, "value": value, "people": self.people}


UNKNOWN: Final = Figure(State.UNKNOWN)
"""There is nothing to reckon from."""


def rounded(value: Decimal) -> Decimal:
    """A value to four places, halves up."""
    return value.quantize(_PLACES, rounding=ROUND_HALF_UP)


def ratio(part: int, whole: int) -> Decimal:
    """One whole number over another, to four places."""
    return rounded(Decimal(part) / Decimal(whole))


def told(value: Decimal, *, people: int) -> Figure:
    """A value over so many people: unknown over none, withheld over fewer than five."""
    if people <= 0:
        return UNKNOWN
    if people < LEAST_PEOPLE:
        return Figure(State.WITHHELD)
    return Figure(State.KNOWN, rounded(value), people)


def share_of(part: int, whole: int, *, people: int | None = None) -> Figure:
    """`part / whole`; `people` where the whole does not count people itself."""
    if whole <= 0:
        return UNKNOWN
    return told(ratio(part, whole), people=whole if people is None else people)


def mean_of(figures: Iterable[Figure]) -> Figure:
    """The mean of the known figures, each weighted by its people; unknown where none is known."""
    known = [(one.value, one.people) for one in figures if one.value is not None and one.people]
    people = sum(number for _, number in known)
    total = sum((value * number for value, number in known), Decimal(0))
    return told(total / people, people=people) if people else UNKNOWN


def withheld_among(counts: Sequence[int]) -> frozenset[int]:
    """Which entries of a series of counts of people are withheld, by their places.

    (1) Each over somebody, but fewer than five. (2) While that is one alone, or fewer than five
    people together, the smallest of the others as well, the first of several.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < LEAST_PEOPLE}  # (1)
    others = sorted((count, at) for at, count in enumerate(counts) if count >= LEAST_PEOPLE)
    while hidden and others and _could_be_found(hidden, counts):  # (2)
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def _could_be_found(hidden: set[int], counts: Sequence[int]) -> bool:
    return len(hidden) == 1 or sum(counts[at] for at in hidden) < LEAST_PEOPLE
