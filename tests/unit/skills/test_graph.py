"""The graph: wider, narrower, beside, needed by; and cycles that nobody walks in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.skills.framework import Framework, Link, LinkKind, Need, Skill
from testamur.skills.graph import Graph
from testamur.skills.readers import read_framework
from tests.frameworks import CRAFT
from tests.shared_data import shared

GRAPH = Graph(CRAFT)

ids = st.integers(0, 9).map(str)
links = st.lists(st.tuples(ids, ids).map(lambda pair: Link(pair[0], LinkKind.BROADER, pair[1])))


def graph_of(several: list[Link]) -> Graph:
    skills = tuple(Skill(str(number), f"skill {number}") for number in range(10))
    return Graph(Framework("x:f", "F", skills=skills, links=tuple(several)))


def test_what_is_wider_narrower_and_beside():
    assert GRAPH.broader("x:knead") == ("x:bake",)
    assert GRAPH.narrower("x:food") == ("x:bake",)
    assert GRAPH.related("x:bake") == ("x:flour",)
    assert GRAPH.related("x:flour") == ("x:bake",), "whichever of the two says so"


def test_a_match_with_another_list_is_no_neighbour():
    assert GRAPH.related("https://elsewhere.example/flour") == ()


def test_everything_wider_with_its_distance():
    assert GRAPH.ancestors("x:knead") == {"x:bake": 1, "x:food": 2}
    assert list(GRAPH.ancestors("x:knead")) == ["x:bake", "x:food"], "the nearest first"
    assert GRAPH.descendants("x:food") == {"x:bake": 1, "x:knead": 2}


def test_what_an_occupation_cannot_be_done_without():
    assert GRAPH.essential("x:baker") == (Need("x:bake", level=4),)
    assert GRAPH.optional("x:baker") == (Need("x:flour", importance=0.5),)
    assert GRAPH.essential("x:miller") == (Need("x:flour", importance=0.75),)
    assert GRAPH.essential("x:bake") == ()


def test_who_needs_a_skill():
    assert GRAPH.needed_by("x:flour") == ("x:baker", "x:miller")
    assert GRAPH.needed_by("x:knead") == ()


@pytest.mark.parametrize("uri", ["x:bake", "x:baker", "x:food"])
def test_an_entry_is_found_whatever_it_is(uri):
    entry = GRAPH.entry(uri)
    assert entry is not None
    assert entry.id == uri


def test_an_entry_is_found_as_what_it_is():
    assert GRAPH.skill("x:baker") is None
    assert GRAPH.occupation("x:baker") is CRAFT.occupations[0]
    assert GRAPH.skill("x:flour") is CRAFT.skills[2]


def test_what_is_not_there_has_no_neighbours():
    assert GRAPH.entry("x:nothing") is None
    assert not GRAPH.broader("x:nothing")
    assert not GRAPH.ancestors("x:nothing")


@given(links)
def test_wider_is_the_other_side_of_narrower(several):
    graph = graph_of(several)
    for one in map(str, range(10)):
        assert all(one in graph.narrower(other) for other in graph.broader(one))
        assert all(one in graph.broader(other) for other in graph.narrower(one))


@given(links)
def test_ancestors_are_what_steps_upwards_reach_at_the_least_distance(several):
    graph = graph_of(several)
    for one in map(str, range(10)):
        found = graph.ancestors(one)
        assert one not in found
        assert all(near <= far for near, far in pairwise(found.values()))
        below = {one: 0, **found}
        for other, distance in below.items():
            for above in graph.broader(other):
                assert above == one or found[above] <= distance + 1
        for other, distance in found.items():
            assert any(below.get(step) == distance - 1 for step in graph.narrower(other))


@given(links)
def test_descendants_are_ancestors_the_other_way_round(several):
    graph = graph_of(several)
    for one in map(str, range(10)):
        for other, distance in graph.descendants(one).items():
            assert graph.ancestors(other)[one] == distance


def test_real_esco_hangs_together():
    framework = read_framework(shared("data/esco_raw")).framework
    graph = Graph(framework)
    python = next(one.id for one in framework.skills if one.label.startswith("Python ("))
    above = {graph.entry(uri).label for uri in graph.ancestors(python)}
    assert {"computer programming", "working with computers"} <= above
    assert all(graph.ancestors(one.id) for one in framework.skills)
    needs = [len(graph.essential(one.id)) for one in framework.occupations]
    assert sum(needs) == 64_891
