"""Growth of one skill between two windows of months, with how sure it is."""

from __future__ import annotations

from testamur.market.figures import FEWEST, Growth, Share, share_of
from testamur.market.intervals import chance, rate_ratio, wilson
from testamur.market.windows import Windows

__all__ = ["growth_of"]


def growth_of(windows: Windows | None, before: int, after: int) -> Growth:
    """The growth that counts before and after amount to; unknown, and why, where they do not."""
    if windows is None:
        unknown = Share(None, None)
        return Growth(None, unknown, unknown, None, reason="fewer than six months are known")
    was, now = share_of(before, windows.of_before), share_of(after, windows.of_after)
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


def _is_apart(windows: Windows, before: int, after: int) -> bool:
    """Whether the intervals of both shares do not touch."""
    return wilson(after, windows.of_after)[0] > wilson(before, windows.of_before)[1]
