"""Whether later people reach higher marks on the same evidence."""

from __future__ import annotations

from decimal import Decimal

from testamur.quality.inflation_drift import Mark, drift_of
from testamur.quality.inflation_figures import UNKNOWN, State


def marks(*passed: bool, evidence: int = 1) -> list[Mark]:
    return [Mark(passed=one, evidence=evidence) for one in passed]


HARD = marks(*[True, False] * 20)
EASY = marks(*[True] * 40)


def test_a_rise_beyond_chance_is_a_drift():
    found = drift_of([*HARD, *EASY])
    assert found.level.value == Decimal("0.5")
    assert found.passing is not None
    assert found.passing.has_risen
    assert (found.passing.earlier, found.passing.later) == (Decimal("0.5"), 1)
    assert found.as_json()["passing"]["difference"] == 0.5


def test_a_fall_is_none():
    found = drift_of([*EASY, *HARD])
    assert found.level.value == 0
    assert found.passing is not None
    assert found.passing.high < 0


def test_a_rise_that_may_be_chance_is_none():
    found = drift_of([*marks(*[True] * 11, False), *marks(*[True] * 12)])
    assert found.passing is not None
    assert found.passing.low < 0 < found.passing.difference
    assert found.level.value == 0


def test_more_evidence_explains_a_rise():
    more = marks(*[True] * 40, evidence=2)
    assert drift_of([*HARD, *more]).level.value == 0
    assert drift_of([*HARD, *more]).evidence == (1, 2)


def test_marks_rise_where_everybody_passes():
    low = [Mark(passed=True, grade=Decimal(at % 5) / 10) for at in range(20)]
    high = [Mark(passed=True, grade=Decimal(at % 5 + 4) / 10) for at in range(20)]
    found = drift_of([*low, *high])
    assert found.marks is not None
    assert (found.marks.earlier, found.marks.later) == (Decimal("0.2"), Decimal("0.6"))
    assert found.marks.low == Decimal("0.3101")
    assert found.level.value == Decimal("0.4")


def test_few_are_not_reckoned_and_fewer_are_withheld():
    assert drift_of([]).level == UNKNOWN
    assert drift_of(HARD[:4]).level.state is State.WITHHELD
    assert drift_of(HARD[:19]).level.state is State.TOO_FEW
    assert drift_of(HARD[:20]).level.state is State.KNOWN
