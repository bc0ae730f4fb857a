"""Whether the level drifts: whether later people reach higher marks on the same evidence.

People are taken in the order in which they were decided, and split into an earlier and a later half
(the earlier is the smaller of an odd number). A shift is what is later less what was earlier:

- of passing: `x2/n2 - x1/n1`; its interval of 95 % is that of Agresti and Caffo (2000), who add one
  pass and one fail to each half: with `p = (x + 1) / (n + 2)`, it is
  `p2 - p1 ± 1.96 sqrt(p1 (1 - p1) / (n1 + 2) + p2 (1 - p2) / (n2 + 2))`;
- of marks, from 0 to 1, of those who have one: `m2 - m1 ± 1.96 sqrt(s1² / n1 + s2² / n2)`, with the
  variances of the samples.

The drift is the greatest rise whose interval lies above 0, and 0 where none does, or where the
pieces of evidence for each person rose by more than a tenth: then more was shown for it. With fewer
than `LEAST_IN_HALF` people in a half nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Final

from testamur.encoding import JsonObject
from testamur.quality.inflation_figures import LEAST_PEOPLE, UNKNOWN, Figure, State, rounded, told

__all__ = ["LEAST_IN_HALF", "Drift", "Mark", "Shift", "drift_of"]

LEAST_IN_HALF: Final = 10
_Z: Final = Decimal("1.96")
_MORE_EVIDENCE: Final = Decimal("1.1")


@dataclass(frozen=True, slots=True)
class Mark:
    """What was decided of one person: the grade from 0 to 1 where there is one, and on how much."""

    passed: bool
    grade: Decimal | None = None
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class Shift:
    """What was earlier, what is later, and the interval of 95 % around the difference."""

    earlier: Decimal
    later: Decimal
    low: Decimal
    high: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more it is later."""
        return self.later - self.earlier

    @property
    def has_risen(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0

    def as_json(self) -> JsonObject:
        """The shift as pages and the API show it."""
        told_of = {
            name: float(getattr(self, name))
            for name in ("earlier", "later", "difference", "low", "high")
        }
        return dict(told_of)


@dataclass(frozen=True, slots=True)
class Drift:
    """Both shifts, the mean pieces of evidence earlier and later, and what follows from them."""

    level: Figure
    passing: Shift | None = None
    marks: Shift | None = None
    evidence: tuple[Decimal, Decimal] | None = None

    def as_json(self) -> JsonObject:
        """The drift as pages and the API show it."""
        return {
            "level": self.level.as_json(),
            "passing": self.passing.as_json() if self.passing else None,
            "marks": self.marks.as_json() if self.marks else None,
            "evidence": [float(one) for one in self.evidence] if self.evidence else None,
        }


def drift_of(marks: Sequence[Mark]) -> Drift:
    """The drift among people in the order in which they were decided."""
    middle = len(marks) // 2
    earlier, later = marks[:middle], marks[middle:]
    if middle < LEAST_IN_HALF:
        return Drift(_too_few(len(marks)))
    passing = _shift_of_passing(earlier, later)
    graded = _shift_of_marks(earlier, later)
    evidence = _pieces(earlier), _pieces(later)
    rises = [one.difference for one in (passing, graded) if one and one.has_risen]
    if evidence[1] > evidence[0] * _MORE_EVIDENCE:
        rises = []
    level = told(max(rises, default=Decimal(0)), people=len(marks))
    return Drift(level, passing, graded, evidence)


def _too_few(people: int) -> Figure:
    if not people:
        return UNKNOWN
    return Figure(State.WITHHELD if people < LEAST_PEOPLE else State.TOO_FEW)


def _pieces(half: Sequence[Mark]) -> Decimal:
    return rounded(Decimal(sum(one.evidence for one in half)) / len(half))


def _shift_of_passing(earlier: Sequence[Mark], later: Sequence[Mark]) -> Shift:
    halves = [(sum(one.passed for one in half), len(half)) for half in (earlier, later)]
    plain = [Decimal(passed) / people for passed, people in halves]
    tried = [(Decimal(passed + 1) / (people + 2), people + 2) for passed, people in halves]
    variance = sum((p * (1 - p) / n for p, n in tried), Decimal(0))
    return _shift(plain, tried[1][0] - tried[0][0], variance)


def _shift_of_marks(earlier: Sequence[Mark], later: Sequence[Mark]) -> Shift | None:
    """None where fewer than ten people of a half have a grade."""
    halves = [[one.grade for one in half if one.grade is not None] for half in (earlier, later)]
    if min(map(len, halves)) < LEAST_IN_HALF:
        return None
    means = [sum(half, Decimal(0)) / len(half) for half in halves]
    variance = sum(map(_variance_of_mean, halves, means), Decimal(0))
    return _shift(means, means[1] - means[0], variance)


def _variance_of_mean(values: Sequence[Decimal], mean: Decimal) -> Decimal:
    squares = sum(((value - mean) ** 2 for value in values), Decimal(0))
    return squares / (len(values) - 1) / len(values)


def _shift(plain: Sequence[Decimal], middle: Decimal, variance: Decimal) -> Shift:
    with localcontext(Context(prec=28)):  # the same digits on every machine
        reach = _Z * variance.sqrt()
        ends = rounded(middle - reach), rounded(middle + reach)
    return Shift(rounded(plain[0]), rounded(plain[1]), *ends)
