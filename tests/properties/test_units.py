"""Units: credits add up, never exceed, never count twice; order is nothing and more never less."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways.units import Exemption, Recognised, Unit, progress
from tests.effort import examples
from tests.pathways_cast import NOW, held, page

NAMES = ("py", "sql", "web")
UNITS = ("a", "b", "c")
DAYS = st.none() | st.integers(0, 300).map(lambda days: (NOW - timedelta(days=days)).date())
CREDITS = st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(3), Decimal(7)])

units = st.builds(
    lambda amounts, needs: [
        Unit(key, credits=amount, is_mandatory=need)
        for key, amount, need in zip(UNITS, amounts, needs, strict=True)
    ],
    st.tuples(CREDITS, CREDITS, CREDITS),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
rows = st.lists(
    st.builds(
        lambda unit, name, amount, level, begins, ends: Recognised(
            unit, page(name), credits=amount, level=level, begins=begins, ends=ends
        ),
        st.sampled_from(UNITS),
        st.sampled_from(NAMES),
        CREDITS,
        st.sampled_from([None, 4, 6]),
        DAYS,
        DAYS,
    ),
    max_size=6,
)
awards = st.builds(
    lambda name, number, days, level, version: held(
        name,
        number=number,
        days_ago=days,
        level=level,
        names=(page(f"{name}/v/{version}"), page(name)) if version else (page(name),),
    ),
    st.sampled_from(NAMES),
    st.integers(1, 3),
    st.sampled_from([1, 100, 250]),
    st.sampled_from([None, 3, 5]),
    st.sampled_from([0, 1, 2]),
)
holdings = st.lists(awards, max_size=5, unique_by=lambda one: one.credential)
exemptions = st.lists(
    st.builds(
        lambda unit, amount, name: Exemption(unit, credits=amount, achievements=(page(name),)),
        st.sampled_from(UNITS),
        CREDITS,
        st.sampled_from([*NAMES, "git"]),
    ),
    max_size=2,
)
totals = st.sampled_from([Decimal(1), Decimal(6), Decimal(20)])


@settings(max_examples=examples(200, 5_000))
@given(units, totals, rows, holdings, exemptions)
def test_credits_add_up_and_never_exceed(units_, total, rows_, held_, exempt):
    found = progress(units_, total=total, recognised=rows_, held=held_, exempt=exempt)
    assert found.earned + found.exempt + found.open == total
    assert min(found.earned, found.exempt, found.open) >= 0
    for one in found.units:
        assert min(one.earned, one.exempt, one.open) >= 0
        assert one.earned + one.exempt + one.open == one.unit.credits
        assert one.earned == sum(part.credits for part in one.parts)


@settings(max_examples=examples(200, 5_000))
@given(units, rows, holdings, exemptions)
def test_a_unit_counts_nothing_twice(units_, rows_, held_, exempt):
    found = progress(units_, total=Decimal(20), recognised=rows_, held=held_, exempt=exempt)
    for one in found.units:
        counting = [part.held for part in one.parts if part.credits]
        assert max(Counter(each.digest for each in counting).values(), default=0) <= 1
        assert max(Counter(each.names[-1] for each in counting).values(), default=0) <= 1
        spent = {name for each in exempt if each.unit == one.unit.id for name in each.achievements}
        assert not any(spent & {*each.names} for each in counting)
        assert len(one.parts) == len({part.held.digest for part in one.parts})


@settings(max_examples=examples(200, 5_000))
@given(units, rows, holdings, exemptions, st.randoms(use_true_random=False))
def test_order_is_nothing(units_, rows_, held_, exempt, chance):
    first = progress(units_, total=Decimal(20), recognised=rows_, held=held_, exempt=exempt)
    for several in (rows_, held_, exempt):
        chance.shuffle(several)
    assert (
        progress(units_, total=Decimal(20), recognised=rows_, held=held_, exempt=exempt).units
        == first.units
    )


@settings(max_examples=examples(200, 5_000))
@given(units, rows, holdings, awards)
def test_more_is_never_less(units_, rows_, held_, another):
    if another.credential in {one.credential for one in held_}:
        return
    before = progress(units_, total=Decimal(20), recognised=rows_, held=held_)
    after = progress(units_, total=Decimal(20), recognised=rows_, held=[*held_, another])
    assert after.earned >= before.earned
