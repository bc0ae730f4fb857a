"""Goals: read from JSON or taken from an occupation; what one says of oneself is read apart."""

from __future__ import annotations

import json

import pytest

from testamur.errors import Refused
from testamur.pathways.goal import goal_in, read_goal, read_self_assessment
from testamur.skills.framework import Framework, Need, Occupation, Skill
from tests.pathways_cast import skill

WRITTEN = {
    "id": "https://jobs.example/7",
    "label": "Data technician",
    "needs": [
        {"skill": skill("git"), "name": "Git", "level": 4},
        {"skill": skill("sql"), "importance": 0.5},
    ],
}


def test_a_goal_comes_back_as_it_was_written():
    goal = read_goal(json.dumps(WRITTEN))
    assert goal.needs == (Need(skill("git"), level=4), Need(skill("sql"), importance=0.5))
    assert (goal.label, goal.name_of(skill("git")), goal.name_of(skill("sql"))) == (
        "Data technician",
        "Git",
        skill("sql"),
    )
    assert read_goal(json.dumps(goal.as_json())) == goal


def test_an_occupation_is_a_goal_by_its_address_or_code():
    needs = (Need(skill("git"), importance=1.0), Need(skill("sql"), importance=0.5))
    framework = Framework(
        "esco",
        "ESCO",
        skills=(Skill(skill("git"), "use Git"), Skill(skill("web"), "web")),
        occupations=(Occupation("urn:o:1", "developer", code="2512.4", needs=needs),),
    )
    goal = goal_in(framework, "2512.4")
    assert goal == goal_in(framework, "urn:o:1")
    assert (goal.needs, goal.label, dict(goal.names)) == (
        needs,
        "developer",
        {skill("git"): "use Git"},
    )
    for wanted in ("2512", "", "developer"):
        with pytest.raises(Refused) as refused:
            goal_in(framework, wanted)
        assert refused.value.problem.code == "gap.goal-unknown"


def test_what_one_says_of_oneself():
    said = read_self_assessment(
        json.dumps({"skills": [{"skill": skill("git"), "level": 4}, {"skill": skill("sql")}]})
    )
    assert dict(said) == {skill("git"): 4, skill("sql"): None}


MALFORMED = {
    "no needs": ({"label": "x"}, "/needs"),
    "needs that are none": ({"needs": []}, "/needs"),
    "a need that is text": ({"needs": ["git"]}, "/needs/0"),
    "a skill by name": ({"needs": [{"skill": "git"}]}, "/needs/0/skill"),
    "a level of nine": ({"needs": [{"skill": skill("git"), "level": 9}]}, "/needs/0/level"),
    "a level of truth": ({"needs": [{"skill": skill("git"), "level": True}]}, "/needs/0/level"),
    "no importance": ({"needs": [{"skill": skill("git"), "importance": 0}]}, "/needs/0/importance"),
    "a skill twice": (
        {"needs": [{"skill": skill("git")}, {"skill": skill("git")}]},
        "/needs/1/skill",
    ),
    "a label that is a number": ({"needs": [{"skill": skill("git")}], "label": 7}, "/label"),
    "a name that is a list": ({"needs": [{"skill": skill("git"), "name": ["x"]}]}, "/needs/0/name"),
}


@pytest.mark.parametrize(("document", "pointer"), MALFORMED.values(), ids=MALFORMED)
def test_a_goal_is_refused_at_its_place(document, pointer):
    with pytest.raises(Refused) as refused:
        read_goal(json.dumps(document))
    assert (refused.value.problem.code, refused.value.problem.pointer) == (
        "gap.goal-malformed",
        pointer,
    )
