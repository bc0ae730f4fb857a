"""How far two assessors agree beyond chance: raw agreement and weighted kappa, exactly.

The coefficient is that of J. Cohen, "Weighted kappa: nominal scale agreement with provision for
scaled disagreement or partial credit", Psychological Bulletin 70 (1968) 213-220:

    kappa = 1 - sum(v * observed) / sum(v * expected)

over all pairs of levels; `v` is how grave it is to confuse the two, `observed` how often they were
given together, and `expected` how often they would be by chance, from how often each assessor gave
each level. Linear: v is the number of levels between the two; quadratic: its square.

Every number is a `Fraction`: nothing is rounded here. Where both gave one and the same level
throughout, there is nothing that chance could be told from: kappa is None, never 1.

    agreement_of([(0, 0), (1, 2), (2, 2)]).quadratic
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Agreement", "agreement_of", "kappa_of", "linear", "quadratic"]

Gravity = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What pairs of levels come to: how many there are, the share that is equal, and the kappas.

    `raw` is None where there is no pair; a kappa also where it is undefined.
    """

    pairs: int
    raw: Fraction | None
    linear: Fraction | None
    quadratic: Fraction | None


def linear(one: int, other: int) -> int:
    """How many levels lie between the two."""
    return abs(one - other)


def quadratic(one: int, other: int) -> int:
    """The same, squared: two levels apart is four times as grave as one."""
    return (one - other) ** 2


def agreement_of(pairs: Iterable[tuple[int, int]]) -> Agreement:
    """How far two assessors agree whose levels, by their places, are `pairs`."""
    told = list(pairs)
    equal = sum(one == other for one, other in told)
    raw = Fraction(equal, len(told)) if told else None
    return Agreement(len(told), raw, kappa_of(told, linear), kappa_of(told, quadratic))


def kappa_of(pairs: Sequence[tuple[int, int]], gravity: Gravity) -> Fraction | None:
    """Weighted kappa of `pairs` with any weights of disagreement, 0 where two levels are equal.

    From its greatest value, 1, where all are equal, through 0, where they agree as by chance. None
    where no disagreement is to be expected, and where there is no pair.
    """
    first = Counter(one for one, _other in pairs)
    second = Counter(other for _one, other in pairs)
    expected = sum(
        count * times * gravity(one, other)
        for one, count in first.items()
        for other, times in second.items()
    )
    if not expected:
        return None
    observed = sum(gravity(one, other) for one, other in pairs)
    return 1 - Fraction(len(pairs) * observed, expected)
