"""Laws of plans: none is better, none is wrong, and what is said about them is true."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways.plan import Catalogue, Limit, Objective, Plan, Status, diff, earn, plan
from testamur.pathways.plan.choosing import importance_of
from testamur.pathways.plan.greedy import greedy
from testamur.pathways.plan.limits import relax
from testamur.pathways.plan.reduction import Finding
from testamur.pathways.plan.selection import Aim
from tests.effort import examples
from tests.plan_cases import Case, cases, every_plan


def planned(case: Case, **other) -> Plan:
    asked = replace(case, **other)
    return plan(
        asked.needs,
        offers=asked.offers,
        held=asked.held,
        limits=asked.limits,
        objective=asked.objective,
    )


def value_of(counted, objective: Objective) -> tuple[int, ...]:
    match objective:
        case Objective.CHEAPEST:
            return counted.cents, counted.minutes
        case Objective.SHORTEST:
            return counted.minutes, counted.cents
        case Objective.FASTEST:
            return counted.weeks, counted.cents


def covered(found: Plan) -> int:
    return sum(round(1000 * need.importance) for step in found.steps for need in step.covers)


@given(cases())
def test_no_plan_of_all_there_are_is_better(case):
    found = planned(case)
    everything = list(every_plan(case))
    most = max(one.importance for one in everything)
    best = min(value_of(one, case.objective) for one in everything if one.importance == most)
    assert covered(found) == most
    assert found.is_proven
    assert value_of(found, case.objective) == best
    assert found.bound == best[0]
    assert frozenset(step.offer.id for step in found.steps) in {one.ids for one in everything}


@settings(max_examples=examples(25, 10_000))
@given(cases())
def test_it_is_never_worse_than_the_short_sighted_plan(case):
    found = planned(case)
    gaps = case.held.gaps(case.needs)
    finding = Finding(gaps, held=case.held, catalogue=Catalogue(case.offers), limits=case.limits)
    problem, other = finding.best(lambda one: greedy(one, case.limits))
    theirs = importance_of(problem, other.columns)
    assert covered(found) >= theirs
    if covered(found) == theirs and case.objective is Objective.CHEAPEST:
        assert found.cents <= other.total(problem, Aim.CENTS)


@settings(max_examples=examples(25, 10_000))
@given(cases(), st.randoms(use_true_random=False))
def test_the_same_question_has_the_same_answer_in_any_order(case, random):
    offers, needs = list(case.offers), list(case.needs)
    random.shuffle(offers)
    random.shuffle(needs)
    other = planned(case, offers=tuple(offers), needs=tuple(needs))
    assert planned(case).as_json() == other.as_json()


@settings(max_examples=examples(25, 10_000))
@given(cases())
def test_what_is_said_to_do_does(case):
    found = planned(case)
    if found.status is not Status.INFEASIBLE:
        assert found.conflict is None
        return
    assert found.conflict
    assert found.conflict.remedies
    for remedy in found.conflict.remedies:
        assert planned(case, limits=remedy.limits).status is not Status.INFEASIBLE


@settings(max_examples=examples(25, 10_000))
@given(cases())
def test_what_clashes_does_and_no_part_of_it_does(case):
    conflict = planned(case).conflict
    if conflict is None:
        return
    stated = case.limits.stated

    def is_possible(*kept: Limit) -> bool:
        loose = relax(case.limits, [one for one in stated if one not in kept])
        asked = replace(case, limits=loose, objective=Objective.CHEAPEST)
        return planned(asked).status is not Status.INFEASIBLE

    assert not is_possible(*conflict.limits)
    for limit in conflict.limits:
        assert is_possible(*(one for one in conflict.limits if one is not limit))


@given(cases())
def test_every_need_is_covered_once_or_open_with_a_reason(case):
    found = planned(case)
    told = [need.skill for step in found.steps for need in step.covers]
    told += [one.need.skill for one in found.open]
    assert sorted(told) == sorted(need.skill for need in case.held.gaps(case.needs))
    assert all(one.sentence for one in found.open)


@given(cases())
def test_what_was_earned_is_never_paid_again(case):
    found = planned(case)
    if not found.steps or found.status is Status.INFEASIBLE or case.limits.calendar:
        return
    first = found.steps[0]
    later = planned(case, held=earn(case.held, first.offer))
    changed = diff(found, later)
    assert [step.offer.id for step in changed.earned] == [first.offer.id]
    assert first.offer.id not in {step.offer.id for step in later.steps}
    if case.objective is Objective.CHEAPEST:
        assert later.cents <= found.cents - first.net
