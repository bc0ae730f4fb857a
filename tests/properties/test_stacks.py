"""Stacks: more never makes it worse, order never matters, and the answer is the best there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways import assignment
from testamur.pathways.held import Held
from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    Credits,
    InOrder,
    Rule,
    Skilled,
    Within,
    read_rule,
)
from testamur.pathways.stack import stack
from tests.effort import examples
from tests.pathways_cast import NOW, held, page, skill

NAMES = ("py", "sql", "web")

leaves = (
    st.sampled_from(NAMES).map(lambda name: Achieved(page(name)))
    | st.tuples(st.sampled_from(NAMES), st.sampled_from([None, 4])).map(
        lambda pair: Skilled(skill(pair[0]), level=pair[1])
    )
    | st.integers(1, 6).map(lambda amount: Credits(Decimal(amount)))
    | st.integers(1, 6).map(lambda amount: Credits(Decimal(amount), achievements=(page("py"),)))
)


def around(inside: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    several = st.lists(inside, min_size=1, max_size=3).map(tuple)
    return (
        several.map(AllOf)
        | several.map(AnyOf)
        | several.map(InOrder)
        | several.flatmap(lambda ones: st.integers(1, len(ones)).map(lambda n: AtLeast(n, ones)))
        | inside.map(lambda one: AtLevel(4, one))
        | inside.map(lambda one: Within(12, one))
    )


clauses = st.recursive(leaves, around, max_leaves=4)
awards = st.builds(
    lambda name, number, days, level, ects, skills: held(
        name, number=number, days_ago=days, level=level, ects=ects, skills=skills
    ),
    st.sampled_from([*NAMES, "git"]),
    st.integers(1, 2),
    st.sampled_from([1, 100, 500]),
    st.sampled_from([None, 3, 5]),
    st.sampled_from([0, 1, 2.5, 4]),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, 3, 4]), max_size=2),
)
holdings = st.lists(awards, max_size=4, unique_by=lambda one: one.credential)


def rule_of(clause: Clause, *, twice: bool = False) -> Rule:
    return Rule("urn:example:rule", version="1", clause=clause, counts_twice=twice)


def counted(clause: Clause, held_: list[Held], *, twice: bool = False):
    return stack(held_, toward=rule_of(clause, twice=twice), at=NOW)


# ------------------------------------------------------------- the same by trying everything


def leaves_of(clause: Clause, level: int = 0, months: int = 0):
    """Each leaf in the order they are written, with its level and months."""
    match clause:
        case AtLevel():
            yield from leaves_of(clause.clause, max(level, clause.level), months)
        case Within():
            yield from leaves_of(clause.clause, level, clause.months)
        case Achieved() | Skilled() | Credits():
            yield clause, level, months
        case _:
            for one in clause.clauses:
                yield from leaves_of(one, level, months)


def fits(one: Held, leaf: Clause, level: int, months: int) -> bool:
    is_recent = not months or one.awarded > NOW.replace(year=NOW.year - 1)
    if isinstance(leaf, Skilled):
        found = [each for each in one.skills if each.uri == leaf.skill]
        wanted = max(level, leaf.level or 0)
        return is_recent and bool(found) and (found[0].level or 0) >= wanted
    if isinstance(leaf, Achieved):
        is_asked = one.achievement == leaf.achievement
    else:
        is_named = not leaf.achievements or one.achievement in leaf.achievements
        is_asked = is_named and one.credits.get("ECTS", 0) > 0
    return is_recent and is_asked and (one.level or 0) >= level


def share(clause: Clause, used: list[list[Held]]) -> tuple[Fraction, list[list[Held]]]:
    """The share that is met, and the awards of each leaf below, consumed from `used` in turn."""
    match clause:
        case AtLevel() | Within():
            return share(clause.clause, used)
        case Credits():
            mine = used.pop(0)
            total = sum((Fraction(one.credits["ECTS"]) for one in mine), Fraction(0))
            return min(Fraction(1), total / Fraction(clause.amount)), [mine]
        case Achieved() | Skilled():
            mine = used.pop(0)
            return Fraction(bool(mine)), [mine]
    found = [share(one, used) for one in clause.clauses]
    need = {AtLeast: getattr(clause, "count", 0), AnyOf: 1}.get(type(clause), len(found))
    best = sorted((each for each, _ in found), reverse=True)[:need]
    parts = [[one for leaf in inside for one in leaf] for _, inside in found]
    if isinstance(clause, InOrder):
        known = [part for part in parts if part]
        if any(max(a.awarded for a in x) > min(b.awarded for b in y) for x, y in pairwise(known)):
            return Fraction(-100), [one for _, inside in found for one in inside]
    return sum(best, Fraction(0)) / need, [one for _, inside in found for one in inside]


def best_by_trying(clause: Clause, held_: list[Held]) -> Fraction:
    wanted = list(leaves_of(clause))
    places = [[None, *(at for at, leaf in enumerate(wanted) if fits(one, *leaf))] for one in held_]
    best = Fraction(0)
    for chosen in product(*places):
        names = [one.achievement for one, at in zip(held_, chosen, strict=True) if at is not None]
        if len(names) == len(set(names)):
            used = [
                [one for one, at in zip(held_, chosen, strict=True) if at == leaf]
                for leaf in range(len(wanted))
            ]
            best = max(best, share(clause, used)[0])
    return best


@settings(max_examples=examples(75, 20_000), deadline=None)
@given(clause=clauses, held_=holdings)
def test_the_answer_is_the_best_of_all_ways_to_count(clause: Clause, held_: list[Held]) -> None:
    assert counted(clause, held_).progress == best_by_trying(clause, held_)


@settings(max_examples=examples(30, 2_000), deadline=None)
@given(clause=clauses, held_=holdings)
def test_the_integer_programme_gives_the_same(clause: Clause, held_: list[Held]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "MAX_STEPS", 0)
        assert counted(clause, held_).progress == best_by_trying(clause, held_)


@settings(max_examples=examples(50, 20_000), deadline=None)
@given(clause=clauses, held_=holdings, more=holdings, twice=st.booleans())
def test_more_credentials_never_make_it_worse(clause, held_, more, twice) -> None:
    before = counted(clause, held_, twice=twice)
    after = counted(clause, held_ + more, twice=twice)
    assert after.progress >= before.progress
    assert after.complete or not before.complete


@settings(max_examples=examples(50, 20_000), deadline=None)
@given(clause=clauses, held_=holdings, data=st.data())
def test_order_never_matters(clause, held_, data) -> None:
    mixed = data.draw(st.permutations([replace(one) for one in held_ + held_]))
    assert counted(clause, mixed) == counted(clause, held_)


@settings(max_examples=examples(50, 20_000), deadline=None)
@given(clause=clauses, held_=holdings)
def test_everything_is_accounted_for(clause, held_) -> None:
    answer = counted(clause, held_)
    told = [one.held.digest for one in answer.counted] + [
        one.held.digest for one in answer.rejected
    ]
    assert sorted(told) == sorted(one.digest for one in held_)
    assert all(one.reasons for one in answer.rejected)
    assert bool(answer.remaining) is not answer.complete


@settings(max_examples=examples(50, 20_000), deadline=None)
@given(clause=clauses, held_=holdings)
def test_nothing_counts_that_is_not_needed(clause, held_) -> None:
    answer = counted(clause, held_)
    kept = [one.held for one in answer.counted]
    assert counted(clause, kept).progress == answer.progress
    for one in kept:
        assert (
            counted(clause, [other for other in kept if other is not one]).progress
            < answer.progress
        )


@settings(max_examples=examples(50, 20_000), deadline=None)
@given(clause=clauses, twice=st.booleans())
def test_a_rule_read_again_is_the_same_rule(clause, twice) -> None:
    rule = rule_of(clause, twice=twice)
    assert read_rule(rule.text) == rule
    assert read_rule(rule.text).digest == rule.digest
