"""Matches: what is explained adds up; one more credential never takes a point away."""

from __future__ import annotations

from hypothesis import assume, given, settings

from testamur.talent.match import match
from testamur.talent.profile import profile_of
from tests.effort import examples
from tests.pathways_cast import NOW
from tests.properties.test_gaps import awards, goals, holdings
from tests.unit.pathways.test_gap import GRAPH


def points_of(target, held_):
    [one] = match({"a": held_}, profile=profile_of(target), graph=GRAPH, at=NOW).matches
    return one


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings)
def test_points_add_up_and_a_hundred_is_everything(target, held_) -> None:
    one = points_of(target, held_)
    assert sum(row.possible for row in one.rows) == 100
    assert sum(row.points for row in one.rows) == one.points <= 100
    for row in one.rows:
        assert 0 <= row.points <= row.possible
        assert row.is_met == (row.points == row.possible)


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings, more=awards)
def test_one_more_credential_never_takes_a_point_away(target, held_, more) -> None:
    assume(more.digest not in {one.digest for one in held_})
    before, after = points_of(target, held_), points_of(target, [*held_, more])
    assert all(a.points <= b.points for a, b in zip(before.rows, after.rows, strict=True))
