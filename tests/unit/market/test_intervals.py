"""Intervals and seasons: against published values, and the worked example of the method page."""

from __future__ import annotations

import math
import re

import pytest

from testamur.market.intervals import chance, discoveries, rate_ratio, wilson
from testamur.market.scope import month_after, months_between
from testamur.market.seasons import adjusted, seasons_of
from testamur.market.windows import windows_of
from tests.shared_data import PROJECT


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # R. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(count, of, low, high):
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_a_ratio_is_bounded_by_the_error_of_its_logarithm():
    ratio = rate_ratio(250, 1200, 130, 1200)
    error = math.sqrt(1 / 250 - 1 / 1200 + 1 / 130 - 1 / 1200)
    assert math.log(ratio.high / ratio.value) == pytest.approx(1.959963985 * error)
    assert ratio.low * ratio.high == pytest.approx(ratio.value**2)


def test_chance_is_two_sided_and_knows_nought():
    assert chance(10, 100, 10, 100) == pytest.approx(1.0)
    assert chance(20, 100, 10, 100) == pytest.approx(chance(10, 100, 20, 100))
    assert chance(20, 1000, 0, 1000) < 0.01


def test_of_many_only_those_count_that_chance_alone_would_not_give():
    # Benjamini and Hochberg (1995), section 3.2: their fifteen values, of which four are discovered
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    values += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    found = discoveries({str(at): value for at, value in enumerate(values)})
    assert found == {"0", "1", "2", "3"}
    assert discoveries({}) == set()


SEASON = [5.0, -5.0, 3.0, -3.0, 2.0, -2.0, 1.0, -1.0, 4.0, -4.0, 6.0, -6.0]


def test_a_line_with_a_season_becomes_the_line():
    series = [10 + 0.5 * at + SEASON[at % 12] for at in range(36)]
    assert seasons_of(series) == pytest.approx(SEASON)
    assert adjusted(series) == pytest.approx([10 + 0.5 * at for at in range(36)])


def test_seasons_need_24_months_that_are_known():
    series = [10 + SEASON[at % 12] for at in range(24)]
    assert adjusted(series) == pytest.approx([10.0] * 24)
    assert adjusted(series[:23]) is None
    assert adjusted([*series[:12], None, *series[13:]]) is None
    longer = [10 + SEASON[at % 12] for at in range(60)]
    longer[3] = None
    assert adjusted(longer)[3] is None
    assert adjusted(longer)[4] == pytest.approx(10.0)


def test_an_adjusted_share_is_never_below_nought():
    series = [30.0 if at % 12 == 0 and at < 36 else 0.0 for at in range(48)]
    assert adjusted(series)[36] == 0.0


def test_months_follow_each_other_over_the_year():
    assert months_between("2023-11", "2024-02") == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert month_after("2024-01", -1) == "2023-12"


@pytest.mark.parametrize(
    ("months", "many"), [(5, None), (6, 3), (7, 3), (23, 11), (24, 12), (60, 12)]
)
def test_as_many_months_are_compared_as_there_are(months, many):
    totals = {"a": dict.fromkeys(months_between("2020-01", month_after("2020-01", months - 1)), 10)}
    found = windows_of(totals)
    assert (found and len(found.after)) == many
    if found:
        assert found.after[-1] == max(totals["a"])
        assert month_after(found.before[-1]) == found.after[0]
        assert (found.of_before, found.of_after) == (10 * many, 10 * many)


def test_the_worked_example_of_the_method_is_reckoned_to_the_digit():
    page = (PROJECT / "docs" / "reference" / "market-method.md").read_text(encoding="utf-8")
    low, high = (1000 * one for one in wilson(250, 1200))
    ratio = rate_ratio(250, 1200, 130, 1200)
    told = re.findall(r"^\| (?:share|its|growth|chance)[^|]*\| ([^|]+) \|$", page, re.MULTILINE)
    assert told == [
        f"{1000 * 250 / 1200:.2f}",
        f"{low:.2f} to {high:.2f}",
        f"{ratio.value:.4f}",
        f"{ratio.low:.4f} to {ratio.high:.4f}",
        f"{chance(250, 1200, 130, 1200):.12f}",
    ]
