"""Alternatives: each is the cheapest for its time, and none is beaten by another."""

from __future__ import annotations

from testamur.pathways.plan import Limits, Status, alternatives, plan
from testamur.skills.framework import Need
from tests.plan_cases import offer

NEEDS = [Need("a"), Need("b")]
OFFERS = [
    offer("a-slow", "a", hours=80, euros=10),
    offer("a-quick", "a", hours=20, euros=100),
    offer("b-slow", "b", hours=60, euros=20),
    offer("b-quick", "b", hours=10, euros=300),
]


def test_time_is_had_for_money():
    found = alternatives(plan(NEEDS, offers=OFFERS), offers=OFFERS)
    assert [(one.cents, one.minutes // 60) for one in found] == [
        (3_000, 140),
        (12_000, 80),
        (40_000, 30),
    ]
    assert all(one.status is Status.OPTIMAL for one in found)
    assert found[1].request.objective == "cheapest"


def test_where_there_is_no_plan_there_is_no_other():
    found = plan(NEEDS, offers=OFFERS, limits=Limits(cents=0))
    assert alternatives(found, offers=OFFERS) == ()
