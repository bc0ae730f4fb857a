"""People in a drawn order, read by parts of all of them until there are enough.

    first_drawn(rows_in, seed=number, most=1_000, estimated=12_000)     # [(draw, findable), …]

Everybody has a number, drawn anew with each indexing, and the numbers lie on a circle. Beginning at
a place that is drawn too, one arc after the other is asked for, and each is as long as what was
found before lets expect that it has to be. So a skill that everybody has is as quick to look for as
one that few have, and the time that a search takes does not grow with how many it would find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q

from testamur_web.employers.models import ProvenSkill

__all__ = ["CIRCLE", "SAMPLED", "Arc", "first_drawn", "rows_sampled"]

CIRCLE: Final = 2**62
"""Numbers are drawn below it."""

SAMPLED: Final = 256
"""One in so many people is looked at to tell which skills are rare."""

_AT_ONCE: Final = 4_000
"""About how many candidates the first arc has."""

_MARGIN: Final = 1.3


@dataclass(frozen=True, slots=True)
class Arc:
    """Numbers from `start` on, up to `stop` and without it; it never passes the end."""

    start: int
    stop: int

    @property
    def q(self) -> Q:
        """That a row lies on it."""
        return Q(draw__gte=self.start, draw__lt=self.stop)


def first_drawn(
    rows_in: Callable[[Arc], Any], *, seed: int, most: int, estimated: float
) -> list[tuple[int, int]]:
    """The first of all who are found, in drawn order from `seed` on: their numbers and keys.

    `rows_in` says who is found on an arc; `estimated` is how many come into question in all. They
    are `most` at most.
    """
    found: list[tuple[int, int]] = []
    length = _whole(CIRCLE * _AT_ONCE / max(estimated, _AT_ONCE))
    passed = 0
    while passed < CIRCLE and len(found) < most:
        for arc in _arcs(seed, passed, length):
            found += sorted(rows_in(arc))
        passed += length
        length = min(_next(passed, len(found), most), CIRCLE - passed)
    return found[:most]


def rows_sampled(skills: Collection[int], *, seed: int = 0) -> Counter[int]:
    """How many rows each skill has among one in `SAMPLED` people; one query.

    That says which are rare: who guesses wrong by it is slower, and as right.
    """
    length = CIRCLE // SAMPLED
    start = min(seed, CIRCLE - length)
    rows = ProvenSkill.objects.filter(Arc(start, start + length).q, skill__in=skills)
    return Counter(dict(rows.values_list("skill").annotate(many=Count("pk"))))


def _next(passed: int, found: int, most: int) -> int:
    """How much more is to be asked for, if the rest is like what was passed."""
    return _whole(_MARGIN * passed * (most - found) / found) if found else CIRCLE


def _whole(length: float) -> int:
    return max(1, min(CIRCLE, int(length)))


def _arcs(seed: int, passed: int, length: int) -> Iterator[Arc]:
    """The next part of the circle, in two where it passes the end."""
    start = (seed + passed) % CIRCLE
    stop = min(start + length, CIRCLE)
    yield Arc(start, stop)
    if start + length > CIRCLE:
        yield Arc(0, start + length - CIRCLE)
