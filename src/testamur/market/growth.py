"""Growth between two windows of months, with how sure it is; and of many, which surely move."""

from __future__ import annotations

from collections.abc import Mapping

from testamur.market.figures import FEWEST, Growth, Share, share_of
from testamur.market.intervals import chance, discoveries, rate_ratio, wilson
from testamur.market.windows import Windows

__all__ = ["growth_of", "moving", "rate_of"]


def growth_of(
    windows: Windows | None, before: int, after: int, *, others: int | None = None
) -> Growth:
    """The growth that counts before and after amount to; unknown, and why, where they do not.

    `others` is how many postings stand on neither side, None where there is nothing beside. Both
    counts are withheld where one of the three is under five: the total would tell it.
    """
    if windows is None:
        unknown = Share(None, None)
        return Growth(None, unknown, unknown, None, reason="fewer than six months are known")
    is_told = min(before, after, FEWEST if others is None else others) >= FEWEST
    was = _side(before, windows.of_before, is_told=is_told)
    now = _side(after, windows.of_after, is_told=is_told)
    if not windows.of_before or not windows.of_after:
        return Growth(windows, was, now, None, reason="one side has no postings")
    likely = chance(after, windows.of_after, before, windows.of_before)
    if before < FEWEST or after < FEWEST:
        is_new = before < FEWEST <= after and _is_apart(windows, before, after)
        reason = "fewer than five postings before, and surely more now" if is_new else ""
        reason = reason or "fewer than five postings on one side"
        return Growth(windows, was, now, None, likely, is_new, reason)
    ratio = rate_ratio(after, windows.of_after, before, windows.of_before)
    return Growth(windows, was, now, ratio, likely)


def moving(growths: Mapping[str, Growth]) -> tuple[frozenset[str], frozenset[str]]:
    """Which of many surely rise, and which surely fall."""
    known = {name: one for name, one in growths.items() if one.chance is not None}
    sure = discoveries({name: one.chance or 0.0 for name, one in known.items()})
    rates = {name: rate_of(known[name]) for name in sure}
    rising = frozenset(name for name, rate in rates.items() if rate is not None and rate > 1)
    return rising, frozenset(name for name, rate in rates.items() if rate is not None and rate < 1)


def rate_of(growth: Growth) -> float | None:
    """How many times as wanted; of what is new, more than any number."""
    if growth.ratio:
        return growth.ratio.value
    return float("inf") if growth.is_new else None


def _side(count: int, of: int, *, is_told: bool) -> Share:
    share = share_of(count, of)
    return share if is_told or not of else Share(None, share.of, suppressed=True)


def _is_apart(windows: Windows, before: int, after: int) -> bool:
    """Whether the intervals of both shares do not touch."""
    return wilson(after, windows.of_after)[0] > wilson(before, windows.of_before)[1]
