"""What a scope holds, by source and month: what every share is a share of.

Months in a row are told here as well, for skills and for occupations alike: shares, and the series
without its seasons. That series is reckoned as if each month that is withheld had the average of
all that are, so that it tells no more than they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from testamur.errors import Refused
from testamur.market import measures
from testamur.market.answers import Month
from testamur.market.figures import FEWEST, Growth, Provenance, Salary, Share
from testamur.market.growth import growth_of
from testamur.market.scope import Scope, months_between
from testamur.market.seasons import adjusted
from testamur.market.sources import provenance_of
from testamur.market.store import Manifest
from testamur.market.windows import Windows, windows_of
from testamur.market.withholding import parts_of_months, protected

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "Ground",
    "Series",
    "by_two",
    "counts_of",
    "ground_of",
    "grouped",
    "grown",
    "largest",
    "paid",
    "rows_of",
]

_THOUSAND: Final = 1000

Totals = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Series:
    """Months in a row, and whether they tell figures without seasons."""

    months: tuple[Month, ...]
    is_adjusted: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """The postings and mentions of a scope, and how many postings each source has a month."""

    postings: ir.Table
    mentions: ir.Table
    totals: Totals
    months: tuple[str, ...]
    windows: Windows | None
    provenance: Provenance

    @property
    def count(self) -> int:
        """How many postings there are."""
        return sum(sum(own.values()) for own in self.totals.values())

    def of(self, month: str) -> int:
        """How many a month has."""
        return sum(own.get(month, 0) for own in self.totals.values())

    def compared(self, rows: ir.Table, column: str) -> dict[Any, dict[str, int]]:
        """Of each value of a column, how many of `rows` stand on both sides of a growth."""
        if self.windows is None:
            return {}
        covering = measures.among(rows, source=self.windows.sources)
        both = measures.compared(covering, column, self.windows.before, self.windows.after)
        return {row[column]: row for row in rows_of(both)}

    def series(self, counts: Mapping[str, int], shares: Sequence[Share] | None = None) -> Series:
        """The months of something that is counted by the month; `shares` if they are known."""
        shares = self.shares(counts) if shares is None else shares
        plain = adjusted(self._rates(counts, shares))
        values = plain or (None,) * len(shares)
        months = tuple(
            Month(month, share, value if share.postings is not None else None)
            for month, share, value in zip(self.months, shares, values, strict=True)
        )
        return Series(months, plain is not None)

    def shares(self, counts: Mapping[str, int]) -> list[Share]:
        """The share of each month; no total that is told beside them gives one away."""
        lines = self.lines()
        return protected([(counts.get(one, 0), self.of(one)) for one in self.months], lines=lines)

    def lines(self) -> list[list[int]]:
        """The places of months whose sums are told by a growth."""
        if self.windows is None:
            return []
        return parts_of_months(self.months, self.windows.before, self.windows.after)

    def _rates(self, counts: Mapping[str, int], shares: Sequence[Share]) -> list[float | None]:
        few = [month for month, one in zip(self.months, shares, strict=True) if one.suppressed]
        of = sum(map(self.of, few))
        average = sum(counts.get(month, 0) for month in few) / of * _THOUSAND if of else None
        return [average if one.suppressed else one.per_thousand for one in shares]


def ground_of(
    postings: ir.Table, mentions: ir.Table, scope: Scope, loads: Sequence[Manifest]
) -> Ground:
    """Raises `Refused` (`market.nothing-loaded`) where a scope holds no posting."""
    totals: dict[str, dict[str, int]] = {}
    for row in rows_of(measures.by(postings, "source", "month")):
        totals.setdefault(row["source"], {})[row["month"]] = row["n"]
    if not totals:
        told = "no posting that was loaded here is within what was asked for"
        raise Refused.because("market.nothing-loaded", told)
    provenance = provenance_of(loads, scope, totals)
    months = months_between(provenance.since, provenance.until)
    return Ground(postings, mentions, totals, months, windows_of(totals), provenance)


def grown(ground: Ground, row: Mapping[str, int] | None, total: int) -> Growth:
    """The growth of what has `total` postings, of which `row` says how many stand on each side."""
    before, after = (row["before"], row["after"]) if row else (0, 0)
    windows = ground.windows
    if windows is None:
        return growth_of(None, before, after)
    is_all = set(ground.months) == {*windows.before, *windows.after} and not windows.left_out
    return growth_of(windows, before, after, others=None if is_all else total - before - after)


def paid(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Salary, ...], bool]:
    """Pay by currency, the most frequent first, and whether some is withheld."""
    ordered = sorted(rows, key=lambda row: (-row["n"], row["currency"]))
    told = tuple(
        Salary(row["currency"], row["n"], *(round(row[at], 2) for at, _ in measures.QUARTILES))
        for row in ordered
        if row["n"] >= FEWEST
    )
    return told, len(told) < len(ordered)


def rows_of(table: ir.Table) -> list[dict[str, Any]]:
    """What an engine answers."""
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def counts_of(table: ir.Table, column: str) -> dict[Any, int]:
    """`n` of each value of a column."""
    return {row[column]: row["n"] for row in rows_of(table)}


def largest(entry: tuple[Any, int]) -> tuple[int, str]:
    """The most first, of equals by name."""
    return -entry[1], str(entry[0])


def by_two(rows: Sequence[Mapping[str, Any]], one: str, other: str) -> dict[Any, dict[Any, int]]:
    """`n` by two columns, one within the other."""
    found: dict[Any, dict[Any, int]] = {}
    for row in rows:
        found.setdefault(row[one], {})[row[other]] = row["n"]
    return found


def grouped(rows: Sequence[Mapping[str, Any]], column: str) -> dict[Any, list[Mapping[str, Any]]]:
    """Rows by the value of a column."""
    found: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
