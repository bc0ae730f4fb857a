"""The inflation index: from 0, nothing points to inflation, to 100, everything measured does.

Seven figures, each with a weight. Each becomes a share from 0 to 1 on a straight line between
where nothing is said against it and where all is, and points:

    share  = (value - none_at) / (full_at - none_at), not below 0 and not above 1, to four places
    points = 100 x weight x share / weight of all parts that are known, to two places
    index  = the sum of the points, to one place

What is not known, or withheld, does not count in either direction: its weight is left out. With
parts of less than `LEAST_WEIGHT` known there is no index. A rule that changes gets a new `VERSION`;
what was reckoned by an older one says so.

    index = index_of({"overlap": told(Decimal("0.9"), people=40), …})
    index.value, [(part.rule.name, part.points) for part in index.parts]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from testamur.encoding import JsonObject
from testamur.quality.inflation_figures import UNKNOWN, Figure, State, rounded

__all__ = [
    "LEAST_WEIGHT",
    "RULES",
    "VERSION",
    "Index",
    "Part",
    "Rule",
    "index_of",
    "overlap_figure",
]

VERSION: Final = "1.0"
LEAST_WEIGHT: Final = 40
_POINTS: Final = Decimal("0.01")
_INDEX: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Rule:
    """One part of the index: its weight, and between which values it goes from nothing to all."""

    name: str
    weight: int
    none_at: Decimal
    full_at: Decimal

    def share(self, value: Decimal) -> Decimal:
        """How much a value says, from 0 to 1."""
        share = (value - self.none_at) / (self.full_at - self.none_at)
        return rounded(min(max(share, Decimal(0)), Decimal(1)))


RULES: Final = (
    Rule("overlap", 25, Decimal("0.5"), Decimal(1)),
    Rule("nothing_new", 20, Decimal(0), Decimal("0.5")),
    Rule("passing", 15, Decimal("0.85"), Decimal(1)),
    Rule("drift", 15, Decimal(0), Decimal("0.2")),
    Rule("shortfall", 15, Decimal("0.2"), Decimal("0.8")),
    Rule("per_person", 5, Decimal(4), Decimal(12)),
    Rule("saturation", 5, Decimal(1), Decimal(3)),
)
"""The parts, in the order in which they are told; their weights add up to 100."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it came out; `share` and `points` are None where it does not count."""

    rule: Rule
    figure: Figure
    share: Decimal | None
    points: Decimal | None

    def as_json(self) -> JsonObject:
        """The part as pages and the API show it."""
        return {
            "name": self.rule.name,
            "weight": self.rule.weight,
            "none_at": float(self.rule.none_at),
            "full_at": float(self.rule.full_at),
            **self.figure.as_json(),
            "share": None if self.share is None else float(self.share),
            "points": None if self.points is None else float(self.points),
        }


@dataclass(frozen=True, slots=True)
class Index:
    """The index, None where too little is known; the weight that is; and every part."""

    value: Decimal | None
    known_weight: int
    parts: tuple[Part, ...]
    version: str = VERSION

    def as_json(self) -> JsonObject:
        """The index as pages and the API show it."""
        return {
            "index": None if self.value is None else float(self.value),
            "version": self.version,
            "known_weight": self.known_weight,
            "parts": [part.as_json() for part in self.parts],
        }


def index_of(figures: Mapping[str, Figure]) -> Index:
    """The index of figures by the names of `RULES`; one that is not named is unknown."""
    known = sum(rule.weight for rule in RULES if _value(figures, rule) is not None)
    parts = tuple(_part(rule, figures.get(rule.name, UNKNOWN), known) for rule in RULES)
    if known < LEAST_WEIGHT:
        return Index(None, known, parts)
    total = sum((part.points for part in parts if part.points is not None), Decimal(0))
    return Index(total.quantize(_INDEX, rounding=ROUND_HALF_UP), known, parts)


def overlap_figure(highest: Iterable[Decimal]) -> Figure:
    """The mean of the highest overlap of each definition; it is about definitions, not people.

    An identical duplicate that is added never lowers it, for both then have an overlap of 1.
    """
    values = tuple(highest)
    if not values:
        return UNKNOWN
    return Figure(State.KNOWN, rounded(sum(values, Decimal(0)) / len(values)))


def _value(figures: Mapping[str, Figure], rule: Rule) -> Decimal | None:
    return figures.get(rule.name, UNKNOWN).value


def _part(rule: Rule, figure: Figure, known: int) -> Part:
    if figure.value is None:
        return Part(rule, figure, None, None)
    share = rule.share(figure.value)
    points = (100 * rule.weight * share / known).quantize(_POINTS, rounding=ROUND_HALF_UP)
    return Part(rule, figure, share, points)
