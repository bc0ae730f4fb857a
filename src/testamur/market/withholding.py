"""Which counts are withheld, so that no subtraction tells a number under five.

1. A count under five is withheld, and so is whether it is 0.
2. Counts are parts of totals that are told: a *line* is the parts of one such total. Where one
   count of a line alone is withheld, or those that are add up to less than five, the smallest of
   the others is withheld as well.
3. That may be a part of another line, so all lines are looked at until nothing changes.

What remains possible is to solve several lines together, and to compare what is told on different
days (docs/reference/market-method.md says so).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from testamur.market.figures import FEWEST, Share

__all__ = ["parts_of_months", "protected", "withheld"]

Key = TypeVar("Key", bound=Hashable)


def withheld(
    counts: Mapping[Key, int],
    lines: Iterable[Collection[Key]],
    *,
    also: Collection[Key] = (),
) -> set[Key]:
    """Which of `counts` are not told; `also` are those that are withheld for another reason."""
    hidden = {key for key, count in counts.items() if count < FEWEST} | set(also)  # (1)
    waiting = [tuple(line) for line in lines]
    while sum(_hide_another(counts, line, hidden) for line in waiting):  # (3)
        pass
    return hidden


def _hide_another(counts: Mapping[Key, int], line: Sequence[Key], hidden: set[Key]) -> bool:
    """Withhold one more of a line that would give one away; whether that was needed (2)."""
    some = [key for key in line if key in hidden]
    shown = [key for key in line if key not in hidden]
    if not some or not shown:
        return False
    if len(some) > 1 and sum(counts[key] for key in some) >= FEWEST:
        return False
    hidden.add(min(shown, key=counts.__getitem__))
    return True


def protected(
    counts: Sequence[tuple[int, int]], *, lines: Iterable[Collection[int]] = ()
) -> list[Share]:
    """The shares of parts of a whole, each a count and of how many.

    `lines` are places among them whose sums are told, beside the sum of all.
    """
    places = [at for at, (_count, of) in enumerate(counts) if of]
    wholes = withheld({at: counts[at][1] for at in places}, [places])
    known = [[at for at in line if counts[at][1]] for line in lines]
    hidden = withheld({at: counts[at][0] for at in places}, [places, *known], also=wholes)
    return [_share(at, one, hidden, wholes) for at, one in enumerate(counts)]


def _share(
    at: int, counted: tuple[int, int], hidden: Collection[int], wholes: Collection[int]
) -> Share:
    count, of = counted
    if not of:
        return Share(None, None)
    if at in hidden:
        return Share(None, None if at in wholes else of, suppressed=True)
    return Share(count, of)


def parts_of_months(
    months: Sequence[str], before: Collection[str], after: Collection[str]
) -> list[list[int]]:
    """The places of months whose sums a growth tells: before, after, and all the others."""
    sides = (set(before), set(after))
    rest = [at for at, month in enumerate(months) if not any(month in side for side in sides)]
    return [[at for at, month in enumerate(months) if month in side] for side in sides] + [rest]
