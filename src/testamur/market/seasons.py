"""A monthly series without what returns every year, where there are at least 24 months of it.

Classical decomposition by sums (R. Hyndman and G. Athanasopoulos, Forecasting: Principles and
Practice, 3rd edition, §3.4):

1. the trend is the centred average of twelve months, its first and last counted by half;
2. a calendar month's season is the mean of what stands above the trend, over the years;
3. the twelve seasons are moved so that they add up to nothing;
4. the adjusted series is the series without its season, and never below 0.

A month that is not known makes the averages around it unknown; where a calendar month has none
left, nothing is adjusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

__all__ = ["LEAST_MONTHS", "adjusted", "seasons_of"]

LEAST_MONTHS: Final = 24
_YEAR: Final = 12
_HALF_YEAR: Final = 6


def adjusted(series: Sequence[float | None]) -> tuple[float | None, ...] | None:
    """The series, month after month, without its seasons; None where they cannot be known."""
    seasons = seasons_of(series)
    if seasons is None:
        return None
    return tuple(
        None if value is None else max(0.0, value - seasons[at % _YEAR])
        for at, value in enumerate(series)
    )


def seasons_of(series: Sequence[float | None]) -> tuple[float, ...] | None:
    """How much each month of the year stands above the trend, the first of the series first."""
    if len(series) < LEAST_MONTHS:
        return None
    above: list[list[float]] = [[] for _ in range(_YEAR)]
    for at in range(_HALF_YEAR, len(series) - _HALF_YEAR):
        value, trend = series[at], _trend(series, at)  # (1)
        if value is not None and trend is not None:
            above[at % _YEAR].append(value - trend)
    if not all(above):
        return None
    raw = [fmean(some) for some in above]  # (2)
    middle = fmean(raw)
    return tuple(one - middle for one in raw)  # (3)


def _trend(series: Sequence[float | None], at: int) -> float | None:
    around = series[at - _HALF_YEAR : at + _HALF_YEAR + 1]
    known = [value for value in around if value is not None]
    if len(known) < len(around):
        return None
    return (sum(known) - (known[0] + known[-1]) / 2) / _YEAR
