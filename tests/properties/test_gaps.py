"""Gaps: the explanation adds up, more never widens them, replay gives the same answer."""

from __future__ import annotations

import json
from math import prod

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways.gap import gap
from testamur.pathways.goal import Goal
from testamur.pathways.trace import replay, trace_of
from testamur.skills.framework import Framework, Link, LinkKind, Need, Skill
from testamur.skills.graph import Graph
from testamur.skills.matching import Match, MatchedGraph
from tests.effort import examples
from tests.pathways_cast import NOW, held, skill
from tests.unit.pathways.test_gap import GRAPH

NAMES = ("pandas", "python", "programming", "r", "sql")
levels = st.sampled_from([None, 3, 4, 5, 7])
awards = st.builds(
    lambda number, days, skills, kinds, watched, endorsed: held(
        "x",
        number=number,
        days_ago=days,
        skills=skills,
        assessment=kinds,
        supervision=watched,
        is_endorsed=endorsed,
    ),
    st.integers(1, 9),
    st.integers(0, 5_000),
    st.dictionaries(st.sampled_from(NAMES), levels, max_size=3),
    st.lists(st.sampled_from(["project", "onlineTest", "coursework"]), max_size=2).map(tuple),
    st.sampled_from(["", "supervised", "unsupervised"]),
    st.booleans(),
)
holdings = st.lists(awards, max_size=5, unique_by=lambda one: one.digest)
goals = st.lists(
    st.builds(
        lambda name, level, importance: Need(skill(name), level=level, importance=importance),
        st.sampled_from(NAMES),
        levels,
        st.sampled_from([0.1, 0.5, 1.0]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda need: need.skill,
).map(lambda needs: Goal(tuple(needs)))


def found(target, held_):
    return gap(held_, target=target, graph=GRAPH, at=NOW)


@settings(max_examples=examples(75, 10_000), deadline=None)
@given(target=goals, held_=holdings)
def test_the_explanation_adds_up_to_the_number_shown(target, held_) -> None:
    told = found(target, held_).as_json()
    met = 0.0
    for row in told["skills"]:
        seen = row["verified"]
        if seen is None:
            assert row["covered"] == 0
        else:
            sure = seen["confidence"]
            assert abs(prod(one["value"] for one in sure["factors"]) - sure["value"]) < 0.0001
            level = next(one["value"] for one in sure["factors"] if one["name"] == "level")
            expected = min(level, seen["credit"] * sure["value"] / 0.6)
            assert abs(expected - row["covered"]) < 0.0001
        assert abs(row["covered"] + row["gap"] - 1) < 1e-9
        met += row["covered"] * row["importance"]
    total = sum(row["importance"] for row in told["skills"])
    assert abs(met / total - told["readiness"]) < 0.0001


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings, more=awards)
def test_more_credentials_never_widen_a_gap(target, held_, more) -> None:
    before, after = found(target, held_), found(target, [*held_, more])
    pairs = zip(before.rows, after.rows, strict=True)
    if more.digest not in {one.digest for one in held_}:
        assert all(later.covered >= earlier.covered for earlier, later in pairs)
        assert after.readiness >= before.readiness


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings, data=st.data())
def test_order_never_matters(target, held_, data) -> None:
    assert found(target, data.draw(st.permutations(held_))) == found(target, held_)


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings)
def test_a_trace_replays_to_the_same_answer(target, held_) -> None:
    answer = found(target, held_)
    assert replay(json.loads(json.dumps(trace_of(answer)))) == answer


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings)
def test_nothing_makes_up_for_a_level_that_is_too_low(target, held_) -> None:
    for row in found(target, held_).rows:
        is_low = row.need.level and row.best and (row.best.skill.level or 0) < row.need.level
        assert not is_low or row.covered < 1


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(target=goals, held_=holdings)
def test_what_would_change_it_would_cover_more(target, held_) -> None:
    for row in found(target, held_).rows:
        assert all(row.covered < change.covered <= 1 for change in row.changes)


LISTED = Graph(
    Framework(
        "urn:list",
        "List",
        skills=tuple(Skill(skill(name), name) for name in NAMES),
        links=(
            Link(skill("pandas"), LinkKind.BROADER, skill("python")),
            Link(skill("python"), LinkKind.BROADER, skill("programming")),
            Link(skill("python"), LinkKind.RELATED, skill("r")),
        ),
    )
)
KINDS = (LinkKind.EXACT, LinkKind.CLOSE, LinkKind.BROAD, LinkKind.NARROW, LinkKind.RELATED)
matches = st.lists(
    st.builds(
        Match,
        st.sampled_from(NAMES).map(skill),
        st.sampled_from(KINDS),
        st.sampled_from(NAMES).map(skill),
        st.just("somebody"),
    ),
    max_size=6,
)


def matched(target, held_, published, own):
    graph = MatchedGraph([LISTED], published=published, own=own)
    return gap(held_, target=target, graph=graph, at=NOW)


@settings(max_examples=examples(75, 10_000), deadline=None)
@given(target=goals, held_=holdings, published=matches, one=matches, data=st.data())
def test_a_mapping_never_lowers_what_is_covered(target, held_, published, one, data) -> None:
    """Those of tables tie skills of the lists; an organisation's begin at a skill of its own."""
    own = [Match(skill("sql"), each.kind, each.target, "us") for each in one]
    fewer = matched(target, held_, published, own[:1])
    more = matched(target, held_, published, own)
    assert all(a.covered <= b.covered for a, b in zip(fewer.rows, more.rows, strict=True))
    assert matched(target, held_, published, own) == more
    assert replay(json.loads(json.dumps(trace_of(more)))) == more
    tables = matched(
        target, held_, data.draw(st.lists(st.sampled_from(published))) if published else [], own
    )
    both = matched(target, held_, published, own)
    assert all(a.covered <= b.covered for a, b in zip(tables.rows, both.rows, strict=True))


@settings(max_examples=examples(30, 5_000), deadline=None)
@given(target=goals, held_=holdings, own=matches)
def test_what_is_covered_without_matches_stays_covered(target, held_, own) -> None:
    plain = gap(held_, target=target, graph=LISTED, at=NOW)
    told = matched(target, held_, own, ())
    assert all(a.covered <= b.covered for a, b in zip(plain.rows, told.rows, strict=True))
