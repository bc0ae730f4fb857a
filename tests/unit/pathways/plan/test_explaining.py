"""Why not everything can be covered is told in numbers that are true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from testamur.pathways.plan import (
    Calendar,
    Catalogue,
    Held,
    Limit,
    Limits,
    Objective,
    Status,
    plan,
)
from testamur.pathways.plan.choosing import Choice
from testamur.pathways.plan.explaining import Trial, explain
from testamur.pathways.plan.program import Ending
from testamur.pathways.plan.reduction import Finding
from testamur.skills.framework import Need
from tests.plan_cases import MONDAY, offer

NEEDS = [Need("a"), Need("b")]
OFFERS = [offer("a", "a", hours=60, euros=200), offer("b", "b", hours=40, euros=100)]


def conflict_of(limits: Limits, offers=OFFERS):
    found = plan(NEEDS, offers=offers, limits=limits)
    assert found.status is Status.INFEASIBLE
    assert found.conflict
    for remedy in found.conflict.remedies:
        assert plan(NEEDS, offers=offers, limits=remedy.limits).status is Status.OPTIMAL
    return found.conflict


def test_a_budget_that_is_too_small_names_what_would_do():
    conflict = conflict_of(Limits(cents=29_999))
    assert conflict.sentence == "With a budget of 299.99 EUR not everything can be covered."
    assert [one.sentence for one in conflict.remedies] == ["With a budget of 300.00 EUR it can."]


def test_hours_and_a_deadline_clash_and_either_can_give_way():
    calendar = Calendar(MONDAY, 600, MONDAY + timedelta(days=7 * 8 - 1))
    conflict = conflict_of(Limits(cents=50_000, calendar=calendar))
    assert conflict.limits == (Limit.HOURS_PER_WEEK, Limit.DEADLINE)
    assert [one.sentence for one in conflict.remedies] == [
        "With 13 hours a week it can.",
        f"With the deadline {MONDAY + timedelta(days=7 * 10 - 1)} it can.",
    ]


def test_the_hours_in_all_are_told_too():
    conflict = conflict_of(Limits(minutes=99 * 60))
    assert conflict.remedies[0].sentence == "With 100 hours it can."


def test_two_clashes_need_two_changes():
    limits = Limits(cents=100, languages=frozenset({"fr"}))
    offers = [replace(one, language="en") for one in OFFERS]
    conflict = conflict_of(limits, offers)
    assert [one.changed for one in conflict.remedies] == [(Limit.BUDGET, Limit.LANGUAGES)]
    assert "offers in en or fr alone" in conflict.remedies[0].sentence


def test_a_conflict_is_told_as_json():
    told = conflict_of(Limits(cents=100)).as_json()
    assert told["limits"] == ["budget"]
    assert told["remedies"][0]["change"] == ["budget"]


@pytest.mark.parametrize("objective", [Objective.CHEAPEST, Objective.SHORTEST])
def test_what_was_looked_for_already_explains_the_same_and_is_not_looked_for_again(objective):
    held, limits, catalogue = Held(), Limits(cents=100, minutes=60), Catalogue(OFFERS)
    finding = Finding(
        tuple(NEEDS), held=held, catalogue=catalogue, limits=limits, objective=objective
    )
    fresh = Trial(catalogue, held, tuple(NEEDS), 1.0)
    begun = Trial(catalogue, held, tuple(NEEDS), 1.0)
    begun.remember(finding)
    assert finding.serves_all
    assert explain(begun, limits) == explain(fresh, limits)
    looked: list[object] = []
    finding.best(lambda problem: looked.append(problem) or Choice(Ending.IMPOSSIBLE))
    finding.best(lambda problem: looked.append(problem) or Choice(Ending.IMPOSSIBLE))
    assert looked[0] is looked[1]


def test_what_was_looked_for_by_one_objective_alone_does_not_serve_all():
    told = {"held": Held(), "catalogue": Catalogue(OFFERS), "limits": Limits()}
    assert not Finding(tuple(NEEDS), objective=Objective.SHORTEST, **told).serves_all
