"""Matches between lists: which way they go, how far, and whose word is never walked through."""

from __future__ import annotations

import pytest

from testamur.skills.crosswalks import crosswalk_matches
from testamur.skills.framework import Crosswalk, Framework, Link, LinkKind, Skill
from testamur.skills.graph import Graph, Nearness
from testamur.skills.matching import MOST_STEPS, Match, MatchedGraph, matches_in, matches_of
from testamur.skills.readers import read_crosswalk
from tests.shared_data import shared

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


def test_what_is_far_is_not_told():
    chain = [match(f"c:{at}", "broadMatch", f"c:{at + 1}", "P") for at in range(6)]
    own = [match(f"c:{at}", "broadMatch", f"c:{at + 1}", "O") for at in range(6)]
    assert {one[2] for one in ways("c:0", published=chain)} == {1}, "one table on a way"
    assert {one[2] for one in ways("c:0", own=own)} == {1}, "and no own skill within it"
    lists = tuple(
        Graph(Framework(f"urn:{at}", "", links=(Link(f"c:{at}", LinkKind.BROADER, f"c:{at + 1}"),)))
        for at in range(6)
    )
    graph = MatchedGraph(lists, published=[match("x:1", "exactMatch", "c:0")])
    assert max(one.distance for one in graph.matches("x:1")) == MOST_STEPS


def test_the_real_swedish_table_matches_esco():
    path = shared("data/melo_skill_crosswalks/SE NSC ESCO 109 mapping table 2023-11-30.csv.gz")
    table = read_crosswalk(path).crosswalk
    graph = MatchedGraph([Graph(Framework("urn:none", ""))], published=crosswalk_matches(table))
    modelling = "http://data.europa.eu/esco/skill/97965983-0da4-4902-9daf-d5cd2693ef73"
    [same] = [one for one in graph.matches(modelling) if one.nearness is Nearness.SAME]
    assert same.skill == "http://data.jobtechdev.se/taxonomy/concept/yQcc_fTn_JL5"
    assert same.told == "the crosswalk ESCO - SE NSC"
    narrower = {one.skill for one in graph.matches(same.skill) if one.nearness is Nearness.NARROWER}
    lighting = "http://data.europa.eu/esco/skill/6e53fd99-b646-4327-9580-ac062ab21188"
    assert lighting in narrower, "3D lighting is part of 3D modelling"
