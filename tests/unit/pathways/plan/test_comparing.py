"""What changed from one plan to the next."""

from __future__ import annotations

from testamur.pathways.plan import diff, earn, plan
from testamur.pathways.plan.offers import Held
from testamur.skills.framework import Need
from tests.plan_cases import offer

NEEDS = [Need("a"), Need("b")]
OLD = [offer("a", "a", euros=10), offer("b", "b", euros=20)]


def test_the_same_plan_has_no_difference():
    found = plan(NEEDS, offers=OLD)
    assert diff(found, found).is_empty


def test_an_award_is_earned_and_the_rest_is_kept():
    changed = diff(plan(NEEDS, offers=OLD), plan(NEEDS, offers=OLD, held=earn(Held(), OLD[0])))
    assert changed.as_json() == {
        "earned": ["a"],
        "kept": ["b"],
        "added": [],
        "dropped": [],
        "repriced": [],
        "cost": "0.00",
        "hours": "0",
        "closed": [],
        "opened": [],
    }


def test_a_goal_a_catalogue_and_a_price_change_it():
    new = [offer("a", "a", euros=15), offer("c", "c", euros=5)]
    changed = diff(plan(NEEDS, offers=OLD), plan([*NEEDS, Need("c")], offers=new))
    assert [step.offer.id for step in changed.repriced] == ["a"]
    assert [step.offer.id for step in changed.added] == ["c"]
    assert [step.offer.id for step in changed.dropped] == ["b"]
    assert (changed.cents, changed.minutes, changed.opened) == (-1_000, 0, ("b",))
    assert not changed.is_empty
