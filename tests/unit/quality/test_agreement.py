"""Agreement is counted as Cohen (1968) does, to the digit, and keeps the laws of the coefficient."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.quality.agreement import Agreement, agreement_of, kappa_of, linear, quadratic
from tests.shared_data import PROJECT

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30)

# Cohen (1968), table 1: 200 diagnoses by two judges (personality disorder, neurosis, psychosis),
# how often each pair was given, and how grave he holds each confusion to be.
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
GRAVITY = ((0, 1, 3), (1, 0, 6), (3, 6, 0))

PAGE = (PROJECT / "docs" / "how-to" / "assess.md").read_text(encoding="utf-8")


def spread(table):
    """The pairs that a table of counts stands for."""
    return [
        (one, other)
        for one, row in enumerate(table)
        for other, count in enumerate(row)
        for _ in range(count)
    ]


def test_the_worked_example_of_cohen():
    """Observed 0.90, expected 1.38: weighted kappa .348; unweighted, 0.29 / 0.59 = .492."""
    pairs = spread(COHEN)
    weighted = kappa_of(pairs, lambda one, other: GRAVITY[one][other])
    assert weighted == 1 - Fraction(90, 138)
    assert f"{float(weighted):.3f}" == "0.348"
    plain = kappa_of(pairs, lambda one, other: int(one != other))
    assert plain == Fraction(29, 59)
    assert f"{float(plain):.3f}" == "0.492"
    assert agreement_of(pairs).raw == Fraction(70, 100)


def test_the_worked_example_of_the_documentation():
    """Ten essays on four levels, as docs/how-to/assess.md counts them out."""
    first, second = (_row(name) for name in ("First", "Second"))
    told = agreement_of(list(zip(first, second, strict=True)))
    apart = [abs(one - other) for one in first for other in second]
    chance, squared = sum(apart), sum(one * one for one in apart)
    assert (told.pairs, told.raw) == (10, Fraction(7, 10))
    assert told.linear == 1 - Fraction(10 * 4, chance)
    assert told.quadratic == 1 - Fraction(10 * 6, squared)
    for words in (
        f"Seven of ten are equal: {float(told.raw):.3f}.",
        f"they would lie {chance} apart, {squared} squared",
        f"Linear: 1 - (10 x 4) / {chance} = {float(told.linear):.3f};",
        f"quadratic: 1 - (10 x 6) / {squared} = {float(told.quadratic):.3f}.",
        "comes out as he prints it, .348, and .492 without weights",
    ):
        assert words in " ".join(PAGE.split())


def _row(name: str) -> list[int]:
    """The marks of a row of the table on that page."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {name} |"))
    return [int(cell) for cell in line.strip("|").split("|")[1:]]


@given(PAIRS)
def test_equal_marks_agree_fully_or_not_at_all_tellably(pairs):
    equal = [(one, one) for one, _other in pairs]
    varies = len({one for one, _other in equal}) > 1
    told = agreement_of(equal)
    assert told.linear == told.quadratic == (1 if varies else None)


@given(PAIRS)
def test_it_does_not_matter_who_is_first(pairs):
    assert agreement_of([(other, one) for one, other in pairs]) == agreement_of(pairs)


@given(PAIRS, st.permutations(range(30)))
def test_nor_in_which_order_the_work_was_marked(pairs, order):
    again = [pairs[at] for at in order if at < len(pairs)]
    assert agreement_of(again) == agreement_of(pairs)


@given(PAIRS)
def test_no_kappa_is_above_one_and_one_means_equal(pairs):
    for gravity in (linear, quadratic):
        kappa = kappa_of(pairs, gravity)
        assert kappa is None or kappa <= 1
        assert (kappa == 1) <= all(one == other for one, other in pairs)


@given(st.lists(st.integers(0, 3), min_size=4, max_size=20), st.randoms(use_true_random=False))
def test_with_equal_margins_the_quadratic_kappa_is_the_correlation(levels, rng):
    """Cohen (1968) shows it; it is the reason why quadratic weights are the usual ones."""
    others = levels[:]
    rng.shuffle(others)
    kappa = kappa_of(list(zip(levels, others, strict=True)), quadratic)
    count, total = len(levels), sum(levels)
    spread_out = count * sum(one * one for one in levels) - total * total
    together = count * sum(a * b for a, b in zip(levels, others, strict=True)) - total * total
    assert kappa == (Fraction(together, spread_out) if spread_out else None)


@pytest.mark.parametrize("pairs", [[], [(2, 2)] * 9])
def test_where_nothing_varies_there_is_no_kappa(pairs):
    told = agreement_of(pairs)
    assert (told.linear, told.quadratic) == (None, None)


def test_two_who_never_meet_agree_as_by_chance():
    assert agreement_of([(0, 1)] * 5) == Agreement(5, Fraction(0), Fraction(0), Fraction(0))
