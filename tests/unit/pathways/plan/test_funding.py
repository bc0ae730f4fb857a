"""Who pays: only where every stated condition is met by a stated fact, and never more than a price."""

from __future__ import annotations

import pytest

from testamur.pathways.plan import Condition, Funding, Held, Test, plan
from testamur.pathways.plan.funding import cheapest_way
from testamur.skills.framework import Need
from tests.plan_cases import offer

HALF = Funding("half", percent=50, conditions=(Condition("age", Test.AT_LEAST, 25),))
ALL = Funding("all", conditions=(Condition("status", Test.ONE_OF, ("unemployed", "student")),))
CAPPED = Funding("capped", most={"EUR": 3_000})


@pytest.mark.parametrize(
    ("condition", "facts", "is_met"),
    [
        (Condition("age", Test.AT_LEAST, 25), {"age": 25}, True),
        (Condition("age", Test.AT_LEAST, 25), {"age": 24}, False),
        (Condition("age", Test.AT_MOST, 25), {"age": 25}, True),
        (Condition("age", Test.AT_MOST, 25), {"age": "young"}, False),
        (Condition("age", Test.AT_MOST, 25), {}, False),
        (Condition("place", Test.IS, "Graz"), {"place": "Graz"}, True),
        (Condition("place", Test.IS, "Graz"), {"place": "Linz"}, False),
        (Condition("place", Test.ONE_OF, ("Graz", "Linz")), {"place": "Linz"}, True),
    ],
)
def test_a_condition_is_met_by_a_stated_fact(condition, facts, is_met):
    assert condition.is_met(facts) == is_met


@pytest.mark.parametrize(
    ("facts", "net", "funding"),
    [
        ({}, 7_001, "capped"),
        ({"age": 30}, 5_001, "half"),
        ({"age": 30, "status": "student"}, 0, "all"),
    ],
)
def test_the_funding_that_leaves_least_is_taken(facts, net, funding):
    price = cheapest_way(10_001, currency="EUR", fundings=(HALF, ALL, CAPPED), facts=facts)
    assert (price.price, price.net, price.funding) == (10_001, net, funding)


def test_a_plan_reckons_with_what_the_learner_pays():
    offers = [offer("dear", "a", euros=900, funding=(ALL,)), offer("cheap", "a", euros=100)]
    assert plan([Need("a")], offers=offers).steps[0].offer.id == "cheap"
    found = plan([Need("a")], offers=offers, held=Held(facts={"status": "student"}))
    assert [(step.offer.id, step.net, step.funding) for step in found.steps] == [("dear", 0, "all")]
