"""Of what kind a skill is: what the lists say, in one order, and nothing that they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.pathways.confidence import HALF_LIFE
from testamur.pathways.kinds import kind_of, kinds_of
from testamur.skills.framework import Framework, Group, Link, LinkKind, Skill
from testamur.skills.graph import Graph
from testamur.skills.matching import Match, MatchedGraph
from testamur.skills.shelf import Shelf

ESCO = "http://data.europa.eu/esco"
GROUPS = {
    "care": Group(f"{ESCO}/skill/care", "providing health care", code="S3.2"),
    "safety": Group(f"{ESCO}/isced-f/1022", "occupational health and safety"),
    "computers": Group(f"{ESCO}/skill/computers", "working with computers", code="S5"),
    "ict": Group(f"{ESCO}/isced-f/0613", "software development"),
    "languages": Group(f"{ESCO}/skill/l", "language skills and knowledge", code="L"),
    "learning": Group(f"{ESCO}/isced-f/0231", "language acquisition"),
    "law": Group(f"{ESCO}/isced-f/0421", "law"),
    "theirs": Group("urn:x:s5", "theirs", code="S5"),
}


def graph_of(skill: Skill, *above: str) -> Graph:
    links = tuple(Link(skill.id, LinkKind.BROADER, GROUPS[name].id) for name in above)
    return Graph(
        Framework("urn:list", "L", skills=(skill,), groups=tuple(GROUPS.values()), links=links)
    )


CASES = {
    "care": (Skill("urn:a", "a"), ("care",), "regulated"),
    "safety is regulated before it is knowledge": (
        Skill("urn:a", "a", kind="knowledge"),
        ("safety",),
        "regulated",
    ),
    "regulated before digital": (
        Skill("urn:a", "a", collections=("digital",)),
        ("care",),
        "regulated",
    ),
    "the digital collection": (Skill("urn:a", "a", collections=("digital",)), (), "digital"),
    "computers": (Skill("urn:a", "a", kind="skill"), ("computers",), "digital"),
    "ICT is digital before it is knowledge": (
        Skill("urn:a", "a", kind="knowledge"),
        ("ict",),
        "digital",
    ),
    "a technology of O*NET": (Skill("urn:a", "a", kind="technology"), (), "digital"),
    "a language": (Skill("urn:a", "a"), ("languages",), "language"),
    "learning languages": (Skill("urn:a", "a"), ("learning",), "language"),
    "transversal": (Skill("urn:a", "a", collections=("transversal",)), (), "transversal"),
    "knowledge": (Skill("urn:a", "a", kind="knowledge"), ("law",), "knowledge"),
    "a list's own word": (Skill("urn:a", "a", kind="language"), (), "language"),
    "a skill, and no more": (Skill("urn:a", "a", kind="skill"), ("law",), None),
    "a code of another list": (Skill("urn:a", "a"), ("theirs",), None),
}


@pytest.mark.parametrize(("skill", "above", "kind"), CASES.values(), ids=CASES)
def test_the_lists_say_the_kind(skill, above, kind):
    found = kind_of(skill.id, graph_of(skill, *above))
    assert (found.name if found else None) == kind


def test_what_said_it_is_told():
    skill = Skill("urn:a", "a", collections=("digital",))
    assert kind_of("urn:a", graph_of(skill)).because == "it stands in the collection digital"
    told = kind_of("urn:a", graph_of(Skill("urn:a", "a"), "care")).because
    assert told == "it stands under “providing health care” in ESCO"


def test_a_skill_that_is_the_same_one_of_another_list_has_its_kind():
    esco = graph_of(Skill("urn:a", "a", collections=("language",)))
    own = Match("urn:own", LinkKind.EXACT, "urn:a", "the college")
    near = Match("urn:near", LinkKind.CLOSE, "urn:a", "the college")
    graph = MatchedGraph([esco], published=[own, near])
    assert kind_of("urn:own", graph).name == "language"
    assert kind_of("urn:own", graph).because.endswith("being the same through the college")
    assert kind_of("urn:near", graph) is None


def test_nothing_is_guessed_of_what_no_list_has():
    graph = graph_of(Skill("urn:a", "a", kind="knowledge"), "law")
    assert kinds_of(["urn:b", "urn:a", "urn:a"], graph).keys() == {"urn:a"}
    assert kinds_of(["urn:a"], None) == {}
    assert kind_of(GROUPS["care"].id, graph) is None, "a group is no skill"


def test_the_starter_tells_kinds_that_all_have_a_half_life():
    shelf = Shelf(Path("nowhere"))
    framework = shelf.load(shelf.current()[0])
    found = kinds_of((one.id for one in framework.skills), Graph(framework))
    named = {one.id: one.label for one in framework.skills}
    told = {named[uri]: kind.name for uri, kind in found.items()}
    assert set(told.values()) <= set(HALF_LIFE)
    assert (told["provide first aid"], told["JavaScript"], told["solar energy"]) == (
        "regulated",
        "digital",
        "knowledge",
    )
    assert told["think critically"] == "transversal"
    assert "test mechatronic units" not in told
