"""Figures of demand as values: a number that is known, or None and why not, never 0 in its place.

A count under five is suppressed, with whether it is 0; what else is, so that no subtraction gives
it away, `withholding` says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from testamur.encoding import JsonObject
from testamur.market.intervals import Ratio, wilson
from testamur.market.scope import Scope
from testamur.market.store import METHOD
from testamur.market.windows import Windows

__all__ = [
    "FEWEST",
    "Growth",
    "Provenance",
    "Salary",
    "Share",
    "SourceSaid",
    "share_of",
]

FEWEST: Final = 5
"""A figure stands for this many postings, or is not told."""

_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """How many postings of how many: None where it is not known, or suppressed."""

    postings: int | None
    of: int | None
    suppressed: bool = False

    @property
    def per_thousand(self) -> float | None:
        """Of a thousand postings, how many."""
        return self.postings / self.of * _THOUSAND if self.postings and self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """What bounds `per_thousand` with a confidence of 95%."""
        if not self.postings or not self.of:
            return None
        low, high = wilson(self.postings, self.of)
        return low * _THOUSAND, high * _THOUSAND

    def as_json(self) -> JsonObject:
        """The share as programs read it."""
        return {
            "postings": self.postings,
            "of": self.of,
            "perThousand": self.per_thousand,
            "interval": list(self.interval) if self.interval else None,
            "suppressed": self.suppressed,
        }


def share_of(count: int, of: int) -> Share:
    """`count` postings of `of`; not known where there are none at all, suppressed under five."""
    if not of:
        return Share(None, None)
    if of < FEWEST:
        return Share(None, None, suppressed=True)
    return Share(count, of) if count >= FEWEST else Share(None, of, suppressed=True)


@dataclass(frozen=True, slots=True)
class Growth:
    """Whether a skill is more wanted than before: its share of postings, after by before.

    `ratio` is None where it is not known, and `reason` says why. `is_new`: before it was asked for
    by fewer than five, and now surely by more. `chance` is how likely so great a change is by
    chance alone.
    """

    windows: Windows | None
    before: Share
    after: Share
    ratio: Ratio | None
    chance: float | None = None
    is_new: bool = False
    reason: str = ""

    def as_json(self) -> JsonObject:
        """The growth as programs read it."""
        ratio = self.ratio
        return {
            "ratio": ratio.value if ratio else None,
            "interval": [ratio.low, ratio.high] if ratio else None,
            "isNew": self.is_new,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "compared": self.windows.as_json() if self.windows else None,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Salary:
    """What postings pay a year in one currency: quartiles of the middle of what each offers."""

    currency: str
    postings: int
    lower: float
    median: float
    upper: float

    def as_json(self) -> JsonObject:
        """The pay as programs read it."""
        return {
            "currency": self.currency,
            "postings": self.postings,
            "lower": self.lower,
            "median": self.median,
            "upper": self.upper,
            "per": "year",
        }


@dataclass(frozen=True, slots=True)
class SourceSaid:
    """One source of a figure: how it may be used, when it was had, and what of it was counted."""

    source: str
    licences: tuple[str, ...]
    attributions: tuple[str, ...]
    retrieved: date
    postings: int | None
    """None where there are fewer than five, or another's would be known."""
    since: str
    until: str
    linked: tuple[str, ...]
    """What skills were found with; empty where the source names them itself."""

    def as_json(self) -> JsonObject:
        """The source as programs read it."""
        return {
            "source": self.source,
            "licences": list(self.licences),
            "attributions": list(self.attributions),
            "retrieved": self.retrieved.isoformat(),
            "postings": self.postings,
            "since": self.since,
            "until": self.until,
            "linked": list(self.linked),
        }


@dataclass(frozen=True, slots=True)
class Provenance:
    """What every figure carries: its sources, its months, what was asked, and the method."""

    sources: tuple[SourceSaid, ...]
    scope: Scope
    since: str
    until: str
    method: int = METHOD
    fewest: int = field(default=FEWEST)

    def as_json(self) -> JsonObject:
        """The provenance as programs read it."""
        return {
            "sources": [one.as_json() for one in self.sources],
            "scope": self.scope.as_json(),
            "since": self.since,
            "until": self.until,
            "method": self.method,
            "suppressedUnder": self.fewest,
        }
