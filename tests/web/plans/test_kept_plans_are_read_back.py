"""A plan that was kept is read back as the plan it was."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from testamur.pathways.plan import (
    Calendar,
    Held,
    Limits,
    Objective,
    Offer,
    Taught,
    diff,
    plan,
)
from testamur.skills.framework import Need
from testamur_web.plans.planning import Asked
from testamur_web.plans.records import asked_members, plan_members, read_asked, read_plan

NEEDS = [Need("a", level=3), Need("b", importance=0.5), Need("nowhere")]
OFFERS = [
    Offer("1", "One", gives=(Taught("a", 4),), minutes=90, cents={"EUR": 12050}, language="en"),
    Offer("2", "Two", gives=(Taught("b"),), minutes=600, cents={"EUR": 5000}, place="Porto"),
]
CALENDAR = Calendar(date(2027, 1, 4), 300, date(2027, 6, 1))


@pytest.mark.parametrize(
    ("limits", "objective"),
    [
        (Limits(), Objective.CHEAPEST),
        (Limits(cents=9000, minutes=700), Objective.SHORTEST),
        (Limits(calendar=CALENDAR, languages=frozenset({"en"})), Objective.FASTEST),
        (Limits(places=frozenset({"Porto"}), modes=None), Objective.CHEAPEST),
    ],
)
def test_it_comes_back_as_it_was(limits, objective):
    held = Held(achievements=frozenset({"z"}))
    found = plan(NEEDS, offers=OFFERS, held=held, limits=limits, objective=objective)
    back = read_plan(json.loads(json.dumps(plan_members(found))))
    assert (back.request, back.steps, back.open) == (found.request, found.steps, found.open)
    assert (back.status, back.bound, back.is_proven) == (found.status, found.bound, found.is_proven)
    assert diff(back, found).is_empty
    told, was = back.as_json(), found.as_json()
    told.get("conflict", {}).pop("remedies", None)
    was.get("conflict", {}).pop("remedies", None)
    assert told == was


def test_facts_about_a_person_are_not_kept():
    found = plan(NEEDS, offers=OFFERS, held=Held(facts={"age": 61}))
    assert "61" not in json.dumps(plan_members(found))


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(Objective.FASTEST, "GBP", Decimal("300.50"), 80, 6, date(2027, 2, 1)),
        Asked(mode="online", place="Porto, the quay", language="pt"),
    ],
)
def test_what_was_asked_comes_back(asked):
    assert read_asked(json.loads(json.dumps(asked_members(asked)))) == asked
