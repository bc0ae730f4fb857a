"""Matches between lists: which way they go, how far, and whose word is never walked through."""

from __future__ import annotations

import pytest

from testamur.skills.framework import Crosswalk, Framework, Link, LinkKind, Skill
from testamur.skills.graph import Graph, Nearness
from testamur.skills.matching import Match, MatchedGraph, matches_in, matches_of

A = Framework(
    "urn:a",
    "A",
    skills=tuple(Skill(f"a:{name}", name) for name in ("programming", "python", "pandas", "r")),
    links=(
        Link("a:python", LinkKind.BROADER, "a:programming"),
        Link("a:pandas", LinkKind.BROADER, "a:python"),
        Link("a:python", LinkKind.RELATED, "a:r"),
        Link("a:r", LinkKind.EXACT, "b:r"),
    ),
)
B = Framework(
    "urn:b",
    "B",
    skills=(Skill("b:snake", "snake"), Skill("b:code", "code"), Skill("b:r", "r")),
    links=(Link("b:snake", LinkKind.BROADER, "b:code"),),
)
GRAPHS = (Graph(A), Graph(B))


def match(source, kind, target, told="T"):
    return Match(source, LinkKind(kind), target, told)


def ways(uri, *, published=(), own=()):
    graph = MatchedGraph(GRAPHS, published=published, own=own)
    return {(one.skill, one.nearness, one.distance, one.told) for one in graph.matches(uri)}


@pytest.mark.parametrize(
    ("kind", "there", "back"),
    [
        ("exactMatch", Nearness.SAME, Nearness.SAME),
        ("broadMatch", Nearness.BROADER, Nearness.NARROWER),
        ("narrowMatch", Nearness.NARROWER, Nearness.BROADER),
        ("closeMatch", Nearness.RELATED, Nearness.RELATED),
    ],
)
def test_a_match_is_told_from_both_of_its_ends(kind, there, back):
    published = [match("a:r", kind, "b:snake")]
    far = {"exactMatch": 0}.get(kind, 1)
    assert ("b:snake", there, far, "T") in ways("a:r", published=published)
    assert ("a:r", back, far, "T") in ways("b:snake", published=published)


def test_steps_of_the_lists_and_matches_add_up():
    found = ways("a:pandas", published=[match("a:python", "exactMatch", "b:snake")])
    assert ("b:snake", Nearness.BROADER, 1, "T") in found
    assert ("b:code", Nearness.BROADER, 2, "T") in found
    assert not {one for one in found if one[0].startswith("a:")}, "without a match: not told here"
    beside = ways("a:r", published=[match("a:python", "exactMatch", "b:snake")])
    assert ("b:snake", Nearness.RELATED, 1, "T") in beside


def test_two_published_matches_never_make_one_skill_of_two():
    published = [match("a:python", "exactMatch", "b:snake"), match("a:r", "exactMatch", "b:snake")]
    assert not {one for one in ways("a:python", published=published) if one[0] == "a:r"}


def test_nobodys_own_skill_ties_skills_of_others_together():
    own = [match("o:1", "exactMatch", "a:python", "O"), match("o:1", "exactMatch", "a:r", "O")]
    assert {one[0] for one in ways("a:python", own=own)} == {"o:1"}
    assert {one[0] for one in ways("o:1", own=own)} >= {"a:python", "a:r", "a:pandas"}


def test_an_own_skill_reaches_other_lists_through_one_crosswalk():
    own = [match("o:1", "exactMatch", "a:python", "O")]
    published = [match("a:python", "exactMatch", "b:snake", "P")]
    assert ("o:1", Nearness.SAME, 0, "P; O") in ways("b:snake", published=published, own=own)
    assert ("o:1", Nearness.NARROWER, 1, "P; O") in ways("b:code", published=published, own=own)


def test_a_list_may_match_itself_to_others():
    assert list(matches_in(A, told="A")) == [match("a:r", "exactMatch", "b:r", "A")]
    assert list(matches_in(B, told="B")) == []


def test_circles_end():
    published = [
        match("a:python", "broadMatch", "b:code"),
        match("b:code", "broadMatch", "a:python"),
    ]
    assert ways("a:python", published=published)


def test_the_lists_themselves_are_asked_together():
    graph = MatchedGraph(GRAPHS, published=matches_of(Crosswalk("urn:a", "urn:b"), told="x"))
    assert graph.ancestors("a:pandas") == {"a:python": 1, "a:programming": 2}
    assert graph.descendants("b:code") == {"b:snake": 1}
    assert graph.related("a:r") == ("a:python",)
    assert graph.entry("b:r").label == "r"
    assert graph.entry("c:1") is None
