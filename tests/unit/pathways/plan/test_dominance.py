"""What others can stand in for is not looked at; what nobody can stand in for is."""

from __future__ import annotations

import pytest

from testamur.pathways.plan import Catalogue, HasSkill, Held, Limits, Objective
from testamur.pathways.plan.choosing import Choice
from testamur.pathways.plan.program import Ending
from testamur.pathways.plan.reduction import Finding
from testamur.skills.framework import Need
from tests.plan_cases import MONDAY, offer


def left(*offers, objective=None, limits=None) -> set[str]:
    """What is left to choose from when nothing is chosen."""
    needs = tuple(Need(skill) for skill in "ab")
    finding = Finding(
        needs,
        held=Held(),
        catalogue=Catalogue(offers),
        limits=limits or Limits(),
        objective=objective,
    )
    problem, _ = finding.best(lambda _: Choice(Ending.PROVEN))
    return {column.offer.id for column in problem.columns}


@pytest.mark.parametrize(
    ("other", "stays"),
    [
        (offer("x", "a", hours=10, euros=100), False),
        (offer("x", "a", hours=9, euros=101), True),
        (offer("x", "a", hours=11, euros=101), False),
        (offer("x", "ab", hours=11, euros=101), True),
        (offer("x", "c", hours=1, euros=1), False),
        (offer("x", "ac", hours=10, euros=100, starts=(MONDAY,)), False),
    ],
)
def test_one_stands_in_for_another(other, stays):
    assert ("x" in left(offer("o", "a", hours=10, euros=100), other)) == stays


def test_several_stand_in_for_one():
    parts = [offer("a", "a", hours=5, euros=50), offer("b", "b", hours=5, euros=50)]
    assert left(*parts, offer("ab", "ab", hours=10, euros=100)) == {"a", "b"}
    assert "ab" in left(*parts, offer("ab", "ab", hours=9, euros=100))


def test_time_counts_only_where_it_is_limited_or_aimed_at():
    offers = [offer("cheap", "a", hours=90, euros=1), offer("quick", "a", hours=1, euros=90)]
    assert left(*offers, objective=Objective.CHEAPEST) == {"cheap"}
    assert left(*offers, objective=Objective.SHORTEST) == {"quick"}
    limits = Limits(minutes=600)
    assert left(*offers, objective=Objective.CHEAPEST, limits=limits) == {"cheap", "quick"}


def test_what_a_prerequisite_names_is_looked_for_once_it_is_chosen():
    asks = offer("asks", "ab", requires=HasSkill("x"))
    needs = tuple(Need(skill) for skill in "ab")
    finding = Finding(
        needs, held=Held(), catalogue=Catalogue([asks, offer("x", "x")]), limits=Limits()
    )
    problem, _ = finding.best(lambda one: Choice(Ending.STOPPED, tuple(range(len(one.columns)))))
    assert [column.offer.id for column in problem.columns] == ["asks", "x"]
