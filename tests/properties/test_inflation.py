"""Inflation: bounds, symmetry, duplicates never lower it, and nothing over fewer than five."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.quality.inflation import RULES, index_of, overlap_figure
from testamur.quality.inflation_counts import Period, rates_over_time, spread_of, time_to_earn
from testamur.quality.inflation_drift import Mark, drift_of
from testamur.quality.inflation_figures import LEAST_PEOPLE, Figure, State, told, withheld_among
from testamur.quality.inflation_overlap import Promise, neighbours_of, outcome, overlap
from tests.effort import examples

values = st.decimals(0, 20, places=4)
figures = st.dictionaries(
    st.sampled_from([rule.name for rule in RULES]),
    st.builds(lambda value, people: told(value, people=people), values, st.integers(0, 40)),
)
outcomes = st.builds(
    lambda words, uri, level: outcome(" ".join(words), uri=uri, level=level),
    st.lists(st.sampled_from(["read", "write", "charts", "data"]), min_size=1, max_size=4),
    st.sampled_from(["", "", "s/1", "s/2", "s/3"]),
    st.sampled_from([None, 3, 4, 5, 7]),
)
definitions = st.lists(outcomes, min_size=1, max_size=4)
catalogues = st.lists(definitions, min_size=1, max_size=5)


def promises(catalogue) -> list[Promise]:
    return [Promise(f"{at:02}", frozenset(one)) for at, one in enumerate(catalogue)]


@settings(max_examples=examples(100, 10_000), deadline=None)
@given(known=figures)
def test_the_index_is_from_0_to_100_and_its_points_add_up(known: dict[str, Figure]) -> None:
    index = index_of(known)
    if index.value is None:
        assert index.known_weight < 40
        return
    assert 0 <= index.value <= 100
    points = sum((part.points for part in index.parts if part.points is not None), Decimal(0))
    assert abs(points - index.value) <= Decimal("0.05")


@settings(max_examples=examples(100, 10_000), deadline=None)
@given(known=figures, more=values, at=st.sampled_from(RULES))
def test_no_figure_that_rises_lowers_the_index(known, more, at) -> None:
    figure = known.get(at.name)
    if figure is None or figure.value is None:
        return
    risen = known | {at.name: told(figure.value + more, people=9)}
    before, after = index_of(known).value, index_of(risen).value
    assert before is None or (after is not None and after >= before)


@settings(max_examples=examples(100, 10_000), deadline=None)
@given(one=definitions, other=definitions)
def test_overlap_is_a_share_symmetric_and_1_for_itself(one, other) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, one) == 1


@settings(max_examples=examples(75, 10_000), deadline=None)
@given(catalogue=catalogues)
def test_the_index_of_a_catalogue_finds_what_pairs_say(catalogue) -> None:
    known = promises(catalogue)
    for one in known:
        found = neighbours_of(known, least=Decimal(0), most=9)[one.id]
        others = [other for other in known if other is not one]
        said = {other.id: overlap(one.outcomes, other.outcomes) for other in others}
        assert found.highest == max(said.values(), default=0)
        assert {near.id: near.overlap for near in found.near if near.overlap} == {
            name: value for name, value in said.items() if value
        }


@settings(max_examples=examples(75, 10_000), deadline=None)
@given(catalogue=catalogues, at=st.integers(0, 4))
def test_an_identical_duplicate_never_lowers_overlap(catalogue, at) -> None:
    copied = [*catalogue, catalogue[at % len(catalogue)]]
    before, after = (neighbours_of(promises(one)) for one in (catalogue, copied))
    assert all(after[name].highest >= one.highest for name, one in before.items())
    means = [overlap_figure(near.highest for near in one.values()).value for one in (before, after)]
    assert means[0] <= means[1]


@settings(max_examples=examples(100, 10_000), deadline=None)
@given(counts=st.lists(st.integers(0, 12), max_size=8))
def test_nothing_is_told_over_fewer_than_five(counts) -> None:
    periods = [Period(str(at), decided=n, begun=n, given=n) for at, n in enumerate(counts)]
    for count, rates in zip(counts, rates_over_time(periods), strict=True):
        for figure in (rates.passing, rates.awarding, rates.given):
            told_of = figure.value is not None
            assert not told_of or count >= LEAST_PEOPLE
            assert told_of or figure.people is None
    hidden = withheld_among(counts)
    assert not hidden or len(hidden) > 1 or sum(1 for one in counts if one) == 1


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(people=st.integers(1, 4), value=st.integers(1, 30))
def test_fewer_than_five_are_withheld_everywhere(people, value) -> None:
    assert told(Decimal(value), people=people).state is State.WITHHELD
    assert spread_of({value: people}).mean.state is State.WITHHELD
    assert time_to_earn([value] * people, 40).shortfall.state is State.WITHHELD
    assert drift_of([Mark(passed=True)] * people).level.state is State.WITHHELD
