"""The shortest way: no set of offers is shorter, it completes the rule, and steps never lengthen it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways.held import Held, HeldSkill
from testamur.pathways.pathmap.offered import Offered
from testamur.pathways.pathmap.way import Aim, Ending, shortest_way
from testamur.pathways.rules import Clause, FromIssuers
from testamur.pathways.stack import Stack, stack
from tests.effort import examples
from tests.pathways_cast import NOW, UNI, page, skill
from tests.properties.test_stacks import NAMES, clauses, holdings, rule_of

ADDRESSES = (*NAMES, "git", "css")
rules = clauses | clauses.map(lambda one: FromIssuers((UNI,), one))
offers = st.builds(
    lambda name, level, ects, skills, minutes, cents, requires: Offered(
        Held(
            f"offered {name}",
            names=(page(name),),
            title=name.title(),
            issuer=UNI,
            level=level,
            credits={"ECTS": Decimal(str(ects))} if ects else {},
            skills=tuple(HeldSkill(skill(one), level=at) for one, at in skills.items()),
        ),
        minutes=minutes,
        cents={} if cents is None else {"EUR": cents},
        requires=frozenset(map(page, requires)),
    ),
    st.sampled_from(ADDRESSES),
    st.sampled_from([None, 3, 5]),
    st.sampled_from([0, 1, 2.5, 4]),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, 3, 4]), max_size=2),
    st.sampled_from([None, 30, 60, 90, 600]),
    st.sampled_from([None, 0, 500, 900]),
    st.sets(st.sampled_from(ADDRESSES), max_size=1),
)
markets = st.lists(offers, max_size=5, unique_by=lambda one: one.address)


def counted(clause: Clause, held: list[Held], *, twice: bool = False) -> Stack:
    return stack(held, toward=rule_of(clause, twice=twice), at=NOW)


def earned(held: list[Held], *taken: Offered) -> list[Held]:
    return held + [replace(one.awarded(NOW), subject="mailto:ada@people.example") for one in taken]


def is_possible(held: list[Held], taken: tuple[Offered, ...]) -> bool:
    """Whether there is an order in which each has what it asks for first."""
    names = {name for one in held for name in one.names}
    waiting = list(taken)
    while ready := [one for one in waiting if one.requires <= names]:
        names |= {one.address for one in ready}
        waiting = [one for one in waiting if one not in ready]
    return not waiting


def length(taken, aim: Aim = Aim.HOURS):
    """How many do not state it, and the sum of those that do."""
    told = [one.minutes if aim is Aim.HOURS else one.cents.get("EUR") for one in taken]
    return told.count(None), sum(one or 0 for one in told)


def shortest_by_trying(clause, held, market, *, twice=False, aim=Aim.HOURS):
    """The length of the shortest way among all sets of offers; None where none completes it."""
    every = chain.from_iterable(combinations(market, size) for size in range(len(market) + 1))
    return min(
        (
            length(taken, aim)
            for taken in every
            if is_possible(held, taken)
            and counted(clause, earned(held, *taken), twice=twice).complete
        ),
        default=None,
    )


@settings(max_examples=examples(75, 20_000), deadline=None)
@given(
    clause=rules,
    held=holdings,
    market=markets,
    twice=st.booleans(),
    aim=st.sampled_from(list(Aim)),
)
def test_no_set_of_offers_is_shorter(clause, held, market, twice, aim) -> None:
    way = shortest_way(counted(clause, held, twice=twice), market, aim=aim)
    best = shortest_by_trying(clause, held, market, twice=twice, aim=aim)
    if best is None:
        assert way.ending is Ending.IMPOSSIBLE
        assert not way.is_found
    else:
        taken = [step.offered for step in way.steps]
        assert way.ending is Ending.PROVEN
        assert length(taken, aim) == best
        assert counted(clause, earned(held, *taken), twice=twice).complete


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(clause=rules, held=holdings, market=markets, data=st.data())
def test_earning_something_never_lengthens_it(clause, held, market, data) -> None:
    before = shortest_way(counted(clause, held), market)
    if not before.steps:
        return
    step = data.draw(st.sampled_from(market))
    after = shortest_way(counted(clause, earned(held, step)), market)
    assert after.is_found
    assert length(one.offered for one in after.steps) <= length(one.offered for one in before.steps)


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(clause=rules, held=holdings, market=markets)
def test_each_step_shortens_it_by_what_it_takes(clause, held, market) -> None:
    way = shortest_way(counted(clause, held), market)
    for step in way.steps:
        assert step.offered.requires <= {name for one in held for name in one.names}
        before = length(one.offered for one in way.steps)
        held = earned(held, step.offered)
        way = shortest_way(counted(clause, held), market)
        untold, minutes = length([step.offered])
        assert length(one.offered for one in way.steps) == (before[0] - untold, before[1] - minutes)


@settings(max_examples=examples(30, 5_000), deadline=None)
@given(clause=rules, held=holdings, market=markets, data=st.data())
def test_the_order_of_what_is_offered_never_matters(clause, held, market, data) -> None:
    mixed = data.draw(st.permutations(market))
    found = counted(clause, held)
    assert shortest_way(found, mixed) == shortest_way(found, market)


@settings(max_examples=examples(30, 5_000), deadline=None)
@given(clause=rules, held=holdings, market=markets, more=offers)
def test_more_offers_never_lengthen_it(clause, held, market, more) -> None:
    found = counted(clause, held)
    before = shortest_way(found, market)
    known = {one.address for one in market}
    after = shortest_way(found, [*market, *([] if more.address in known else [more])])
    if before.is_found:
        assert length(one.offered for one in after.steps) <= length(
            one.offered for one in before.steps
        )
