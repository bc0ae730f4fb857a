"""Which months are compared when it is asked whether a skill is more wanted than before.

The last months are compared with as many before them: twelve with twelve where the postings reach
over 24 months, so that both hold every season once; else half of what there is with the other
half, and then it is said that seasons are not removed. Only sources that have postings in the
first and the last of those months are compared: a source that begins in between would look like
a change of what work asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from testamur.encoding import JsonObject
from testamur.market.scope import month_after, months_between

__all__ = ["Windows", "windows_of"]

YEAR: Final = 12
LEAST: Final = 3
"""Fewer months than this on either side are compared with nothing."""

Totals = Mapping[str, Mapping[str, int]]
"""Of each source, how many postings each month has."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Months `before` and `after`, the sources that cover both, and those that do not."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    of_before: int
    of_after: int

    @property
    def holds_seasons(self) -> bool:
        """Whether both hold every season once."""
        return len(self.after) == YEAR

    def as_json(self) -> JsonObject:
        """The windows as programs read them."""
        return {
            "before": [self.before[0], self.before[-1]],
            "after": [self.after[0], self.after[-1]],
            "months": len(self.after),
            "seasonality": "removed" if self.holds_seasons else "not removed",
            "sources": list(self.sources),
            "leftOut": list(self.left_out),
        }


def windows_of(totals: Totals) -> Windows | None:
    """What is compared; None where the largest source has fewer than six months."""
    largest = max(totals, key=lambda source: (sum(totals[source].values()), source))
    months = months_between(min(totals[largest]), max(totals[largest]))
    many = min(YEAR, len(months) // 2)
    if many < LEAST:
        return None
    last = months[-1]
    before = months_between(month_after(last, 1 - 2 * many), month_after(last, -many))
    after = months_between(month_after(last, 1 - many), last)
    covering = tuple(
        sorted(name for name, own in totals.items() if before[0] >= min(own) and last <= max(own))
    )
    return Windows(
        before=before,
        after=after,
        sources=covering,
        left_out=tuple(sorted(set(totals) - set(covering))),
        of_before=_sum(totals, covering, before),
        of_after=_sum(totals, covering, after),
    )


def _sum(totals: Totals, sources: tuple[str, ...], months: tuple[str, ...]) -> int:
    return sum(totals[source].get(month, 0) for source in sources for month in months)
