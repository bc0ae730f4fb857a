"""Plans: what is taken, in which order, for what, and what is said of what stays open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from testamur.errors import Refused
from testamur.pathways.plan import (
    AllOf,
    AnyOf,
    Calendar,
    HasAchievement,
    HasSkill,
    Held,
    Limit,
    Limits,
    Objective,
    Status,
    Why,
    plan,
)
from testamur.skills.framework import Need
from tests.plan_cases import MONDAY, offer

WEEKLY = Calendar(MONDAY, 10 * 60)


def needs(skills: str, level: int | None = 4) -> list[Need]:
    return [Need(skill, level=level) for skill in skills]


def ids(found) -> list[str]:
    return [step.offer.id for step in found.steps]


def test_the_cheapest_is_not_what_is_cheapest_first():
    offers = [offer("a", "a", euros=60), offer("ab", "ab", euros=100), offer("b", "b", euros=60)]
    found = plan(needs("ab"), offers=offers)
    assert (found.status, ids(found), found.cents) == (Status.OPTIMAL, ["ab"], 10_000)
    assert (found.bound, found.gap) == (10_000, 0)


@pytest.mark.parametrize(
    ("objective", "chosen"),
    [
        (Objective.CHEAPEST, "slow"),
        (Objective.SHORTEST, "quick"),
        (Objective.FASTEST, "quick"),
    ],
)
def test_the_objective_decides(objective, chosen):
    offers = [offer("slow", "a", hours=90, euros=10), offer("quick", "a", hours=20, euros=500)]
    found = plan(needs("a"), offers=offers, limits=Limits(calendar=WEEKLY), objective=objective)
    assert ids(found) == [chosen]
    assert found.value == found.bound


def test_equal_prices_are_decided_by_time():
    offers = [offer("long", "a", hours=90), offer("short", "a", hours=20)]
    assert ids(plan(needs("a"), offers=offers)) == ["short"]


@pytest.mark.parametrize(
    ("given", "needed", "is_covered"),
    [
        (5, 4, True),
        (4, 4, True),
        (3, 4, False),
        (None, 4, False),
        (3, None, True),
        (None, None, True),
    ],
)
def test_a_level_covers_itself_and_those_below(given, needed, is_covered):
    found = plan(needs("a", needed), offers=[offer("o", "a", level=given)])
    assert bool(found.steps) == is_covered
    if not is_covered:
        assert found.open[0].why is Why.LEVEL_TOO_LOW


def test_what_is_asked_for_first_comes_first():
    first = offer("first", "x", level=5, euros=30)
    last = offer("last", "a", requires=AllOf((HasSkill("x", 4), HasAchievement("mid"))))
    mid = offer("mid", "y", requires=AnyOf((HasSkill("x", 5), HasSkill("nowhere"))))
    found = plan(needs("a"), offers=[last, mid, first], limits=Limits(calendar=WEEKLY))
    assert ids(found) == ["first", "mid", "last"]
    assert found.steps[0].opens == ("mid", "last")
    assert [step.weeks for step in found.steps] == [(1, 1), (2, 2), (3, 3)]
    assert found.ends == MONDAY + timedelta(days=20)


def test_what_is_held_is_neither_needed_nor_asked_for_again():
    asks = offer("asks", "a", requires=HasSkill("b", 4))
    found = plan(needs("ab"), offers=[asks, offer("b", "b")], held=Held({"b": 5}))
    assert ids(found) == ["asks"]


def test_two_that_ask_for_each_other_are_no_way():
    one = offer("one", "a", euros=1, requires=HasAchievement("two"))
    two = offer("two", "b", euros=1, requires=HasAchievement("one"))
    found = plan(needs("ab"), offers=[one, two])
    assert (ids(found), [item.why for item in found.open]) == ([], [Why.OUT_OF_REACH] * 2)
    found = plan(needs("ab"), offers=[one, two, offer("way", "c", requires=None), offer("a", "a")])
    assert {item.why for item in found.open} == {Why.OUT_OF_REACH}


def test_the_most_important_is_covered_first():
    wanted = [Need("a", importance=0.4), Need("b", importance=0.5), Need("c", importance=0.8)]
    offers = [offer("ab", "ab", euros=100), offer("c", "c", euros=90)]
    found = plan(wanted, offers=offers, limits=Limits(cents=10_000))
    assert (found.status, ids(found), found.is_proven) == (Status.INFEASIBLE, ["ab"], True)
    assert [(one.need.skill, one.why, one.limits) for one in found.open] == [
        ("c", Why.LEFT_OUT, (Limit.BUDGET,))
    ]


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(languages=frozenset({"fr"})), Limit.LANGUAGES),
        (Limits(modes=frozenset({"blended"})), Limit.MODES),
        (Limits(places=frozenset({"Graz"})), Limit.PLACES),
    ],
)
def test_what_does_not_fit_is_told_by_its_limit(limits, limit):
    only = offer("o", "a", language="en", mode="online", place="Vienna")
    found = plan(needs("a"), offers=[only], limits=limits)
    assert (found.status, found.open[0].why) == (Status.INFEASIBLE, Why.DOES_NOT_FIT)
    assert found.conflict
    assert found.conflict.limits == found.open[0].limits == (limit,)


def test_what_nobody_offers_does_not_make_a_plan_impossible():
    found = plan(needs("az"), offers=[offer("o", "a")], limits=Limits(cents=10_000))
    assert (found.status, found.open[0].why) == (Status.OPTIMAL, Why.NOT_OFFERED)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"starts": (MONDAY - timedelta(days=20),)}, "it has begun already"),
        ({"achievement": "had"}, "you hold it already"),
    ],
)
def test_what_cannot_be_taken_says_why(changed, told):
    found = plan(
        needs("a"),
        offers=[offer("o", "a", **changed)],
        held=Held(achievements=frozenset({"had"})),
        limits=Limits(calendar=WEEKLY),
    )
    assert told in found.open[0].sentence


def test_a_price_in_another_currency_is_no_price():
    found = plan(needs("a"), offers=[offer("o", "a")], limits=Limits(currency="CHF"))
    assert "its price in CHF is not stated" in found.open[0].sentence


def test_a_date_is_waited_for_and_the_time_until_then_is_used():
    dated = offer("dated", "a", hours=10, starts=(MONDAY + timedelta(days=16),))
    found = plan(
        needs("ab"), offers=[dated, offer("b", "b", hours=25)], limits=Limits(calendar=WEEKLY)
    )
    assert [(step.offer.id, step.begins) for step in found.steps] == [
        ("b", MONDAY),
        ("dated", MONDAY + timedelta(days=16)),
    ]
    assert found.weeks == 4


def test_the_fastest_needs_a_calendar():
    with pytest.raises(Refused) as refused:
        plan(needs("a"), offers=[], objective=Objective.FASTEST)
    assert refused.value.problem.code == "plan.no-calendar"


def test_two_offers_with_one_id_are_refused():
    with pytest.raises(Refused) as refused:
        plan(needs("a"), offers=[offer("o", "a"), offer("o", "b")])
    assert refused.value.problem.code == "plan.offer-repeated"


def test_where_time_runs_out_the_short_sighted_plan_is_had_and_its_gap_is_told():
    offers = [offer(f"o{at}", "abcdef"[at % 6], euros=100 + at) for at in range(40)]
    found = plan(needs("abcdef"), offers=offers, seconds=0.0)
    assert len(found.steps) == 6
    assert found.status in {Status.OPTIMAL, Status.BEST_FOUND}
    assert 0 <= found.gap <= 1


def test_a_plan_is_told_as_json():
    found = plan(needs("a"), offers=[offer("o", "a", hours=1)], limits=Limits(calendar=WEEKLY))
    told = found.as_json()
    assert (told["status"], told["cost"], told["hours"], told["ends"]) == (
        "optimal",
        "100.00",
        "1",
        date(2027, 1, 10).isoformat(),
    )
    assert told["steps"][0]["covers"] == ["a"]


def test_nothing_needed_is_a_plan_of_nothing():
    found = plan(needs("a"), offers=[], held=Held({"a": 8}))
    assert (found.status, found.steps, found.open) == (Status.OPTIMAL, (), ())


def test_what_is_out_of_reach_is_no_clash_of_limits():
    never = offer("never", "b", requires=HasAchievement("nowhere"))
    limits = Limits(calendar=Calendar(MONDAY, 120, MONDAY))
    found = plan(needs("b"), offers=[never], limits=limits)
    assert (found.status, found.conflict) == (Status.OPTIMAL, None)
    assert found.open[0].why is Why.OUT_OF_REACH
