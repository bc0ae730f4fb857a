"""How sure a share is, and how sure it is that a share has changed: closed forms, no engine.

- a share: the interval of E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
  Inference", Journal of the American Statistical Association 22 (1927), 209-212;
- a ratio of two shares: the logarithm of the ratio and its standard error, D. Katz et al.,
  "Obtaining Confidence Intervals for the Risk Ratio in Cohort Studies", Biometrics 34 (1978),
  469-474;
- many at once: the false discovery rate is held at 5%, Y. Benjamini and Y. Hochberg, "Controlling
  the False Discovery Rate", Journal of the Royal Statistical Society B 57 (1995), 289-300.

Postings are taken as if each were drawn by itself: those of one employer are not quite.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["Ratio", "chance", "discoveries", "rate_ratio", "wilson"]

Z: Final = 1.959963984540054
"""What bounds 95% of a normal distribution on both sides."""

_HALF: Final = 0.5
FALSE_DISCOVERIES: Final = 0.05


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times one share is another, and what bounds it with a confidence of 95%."""

    value: float
    low: float
    high: float


def wilson(count: int, of: int) -> tuple[float, float]:
    """The bounds of the share `count` / `of`, with a confidence of 95%."""
    share, square = count / of, Z * Z
    middle = share + square / (2 * of)
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def rate_ratio(after: int, of_after: int, before: int, of_before: int) -> Ratio:
    """How many times the share after is the share before; no count may be 0."""
    value = (after / of_after) / (before / of_before)
    spread = Z * _error(after, of_after, before, of_before)
    return Ratio(value, value * math.exp(-spread), value * math.exp(spread))


def chance(after: int, of_after: int, before: int, of_before: int) -> float:
    """How likely so great a change is by chance; half a posting is added, so that 0 counts."""
    counts = (after + _HALF, of_after + _HALF, before + _HALF, of_before + _HALF)
    error = _error(*counts)
    ratio = (counts[0] / counts[1]) / (counts[2] / counts[3])
    return math.erfc(abs(math.log(ratio)) / error / math.sqrt(2)) if error else 1.0


def discoveries(chances: Mapping[str, float]) -> set[str]:
    """Those of many whose chance is small enough that 5% of them, at most, are by chance."""
    ordered = sorted(chances, key=lambda name: (chances[name], name))
    last = 0
    for place, name in enumerate(ordered, 1):
        if chances[name] <= FALSE_DISCOVERIES * place / len(ordered):
            last = place
    return set(ordered[:last])


def _error(after: float, of_after: float, before: float, of_before: float) -> float:
    square = 1 / after - 1 / of_after + 1 / before - 1 / of_before
    return math.sqrt(max(square, 0.0))
