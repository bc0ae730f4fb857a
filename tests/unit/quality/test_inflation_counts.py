"""Rates, spread, repeats, saturation and time; nothing over fewer than five people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from testamur.quality.inflation_counts import (
    Given,
    Period,
    adds_nothing,
    rates_over_time,
    saturation_of,
    spread_of,
    time_to_earn,
)
from testamur.quality.inflation_figures import (
    UNKNOWN,
    Figure,
    State,
    mean_of,
    share_of,
    told,
    withheld_among,
)

WITHHELD = Figure(State.WITHHELD)
JANUARY, MARCH, JUNE = date(2026, 1, 5), date(2026, 3, 5), date(2026, 6, 5)


def test_each_period_has_its_rates():
    months = [
        Period("2026-01", decided=20, passed=15, begun=25, awarded=14, given=12),
        Period("2026-02"),
        Period("2026-03", decided=8, passed=8),
    ]
    first, second, third = rates_over_time(months)
    assert (first.passing, first.awarding) == (share_of(15, 20), share_of(14, 25))
    assert first.given == told(Decimal(12), people=12)
    assert (second.passing, second.given) == (UNKNOWN, UNKNOWN)
    assert third.passing.value == 1
    assert first.as_json()["pass_rate"] == {"state": "known", "value": 0.75, "people": 20}


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([9, 8, 7], set()),
        ([9, 4, 7], {1, 2}),
        ([9, 4, 3], {1, 2}),
        ([9, 2, 1, 30], {0, 1, 2}),
        ([0, 4, 0], {1}),
        ([0, 0], set()),
    ],
)
def test_what_is_withheld_cannot_be_found_from_the_rest(counts, hidden):
    assert withheld_among(counts) == hidden


def test_a_spread_says_how_many_hold_how_many():
    spread = spread_of({1: 30, 2: 10, 4: 6, 12: 3, 15: 3})
    assert [(count, one.value) for count, one in spread.holding] == [
        (1, 30),
        (2, 10),
        (4, 6),
        (10, 6),
    ]
    assert spread.mean == told(Decimal(155) / 52, people=52)
    assert spread_of({1: 2}).mean == WITHHELD
    assert spread_of({}).mean == UNKNOWN
    assert spread.as_json()["holding"][0]["credentials"] == 1


def verdicts(*awards: Given) -> list[bool | None]:
    return [verdict for _, verdict in adds_nothing(awards)]


def test_what_is_held_at_that_level_adds_nothing():
    first = Given("ada", "a", JANUARY, {"s/1": 4, "s/2": 3})
    assert verdicts(first, Given("ada", "b", MARCH, {"s/1": 3})) == [False, True]
    assert verdicts(first, Given("ada", "b", MARCH, {"s/1": 5})) == [False, False]
    assert verdicts(first, Given("ada", "b", MARCH, {"s/1": 3, "s/3": 3})) == [False, False]
    assert verdicts(first, Given("eve", "b", MARCH, {"s/1": 3})) == [False, False]
    assert verdicts(first, Given("ada", "b", MARCH, {"s/2": None})) == [False, True]


def test_a_skill_may_be_held_by_several_earlier_awards_together():
    one, two = Given("ada", "a", JANUARY, {"s/1": 3}), Given("ada", "b", MARCH, {"s/2": 3})
    assert verdicts(one, two, Given("ada", "c", JUNE, {"s/1": 3, "s/2": 3}))[-1] is True


def test_a_renewal_after_the_end_is_new_and_one_before_it_is_not():
    ended = Given("ada", "a", JANUARY, {"s/1": 3}, until=MARCH)
    assert verdicts(ended, Given("ada", "a", JUNE, {"s/1": 3}))[-1] is False
    assert verdicts(ended, Given("ada", "a", date(2026, 2, 1), {"s/1": 3}))[-1] is True


def test_an_award_without_skills_cannot_be_judged():
    assert verdicts(Given("ada", "a", JANUARY)) == [None]


def test_saturation_is_holders_over_wanted_where_a_demand_is_known():
    holders = {"s/1": 40, "s/2": 20, "s/3": 9}
    assert saturation_of(holders, {"s/1": 10, "s/2": 20}) == told(Decimal(2), people=40)
    assert saturation_of(holders, {}) == saturation_of(holders, {"s/1": 0}) == UNKNOWN
    assert saturation_of({"s/1": 4}, {"s/1": 10}) == WITHHELD


def test_the_days_are_a_bound_on_the_hours():
    time = time_to_earn([1, 1, 3, 2, 9], 40)
    assert (time.days.value, time.possible_hours) == (2, 16)
    assert time.shortfall.value == Decimal("0.6")
    assert time_to_earn([30] * 5, 40).shortfall.value == 0
    assert time_to_earn([1] * 5, None).shortfall == UNKNOWN
    assert time_to_earn([], 40).days == UNKNOWN
    assert time.as_json()["possible_hours"] == 16.0


def test_the_time_of_fewer_than_five_is_withheld_whole():
    time = time_to_earn([1, 2, 3, 4], 40)
    assert (time.days, time.shortfall, time.possible_hours) == (WITHHELD, WITHHELD, None)


def test_a_mean_of_figures_is_weighted_by_people():
    figures = [told(Decimal(1), people=30), told(Decimal(0), people=10), WITHHELD, UNKNOWN]
    assert mean_of(figures) == told(Decimal("0.75"), people=40)
    assert mean_of([WITHHELD]) == UNKNOWN
