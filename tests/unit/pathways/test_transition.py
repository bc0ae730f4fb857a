"""From one role to another: what transfers, what is missing, what lies nearest, and how quickly."""

from __future__ import annotations

import time
from random import Random

import pytest

from testamur.errors import Refused
from testamur.pathways.transition import Explorer, needs_met_by
from testamur.skills.framework import Need, Occupation
from testamur.skills.readers import read_framework
from tests.pathways_cast import held, skill
from tests.shared_data import shared


def role(name: str, *needs: Need) -> Occupation:
    return Occupation(f"urn:role:{name}", name, needs=needs)


def need(name: str, level: int | None = None, importance: float = 1.0) -> Need:
    return Need(skill(name), level=level, importance=importance)


CLERK = role("clerk", need("write", 4), need("file"))
MANAGER = role(
    "manager", need("write", 5), need("file"), need("lead", 6), need("plan", importance=0.5)
)
COOK = role("cook", need("cook"), need("clean"))
EMPTY = role("empty")
EXPLORER = Explorer([CLERK, MANAGER, COOK, EMPTY])


def test_what_transfers_and_what_is_missing():
    found = EXPLORER.between(CLERK.id, MANAGER.id)
    assert found.share == 0.5  # (0.75 + 1) of 3.5
    assert [(one.need.skill, one.part) for one in found.transfers] == [
        (skill("file"), 1),
        (skill("write"), 0.75),
    ]
    assert [(one.need.skill, one.part) for one in found.missing] == [
        (skill("lead"), 0),
        (skill("write"), 0.75),
        (skill("plan"), 0),
    ]
    assert found.as_json()["to"] == {"id": MANAGER.id, "label": "manager"}
    assert found.as_json()["missing"][0] == {
        "skill": skill("lead"),
        "level": 6,
        "importance": 1.0,
        "part": 0.0,
        "broughtLevel": None,
    }
    assert [one.level for one in found.transfers] == [None, 4]


def test_the_way_back_is_another():
    assert EXPLORER.between(MANAGER.id, CLERK.id).share == 1


def test_roles_nearest_to_mine():
    assert [(one.occupation.label, one.share) for one in EXPLORER.nearest(MANAGER.id)] == [
        ("clerk", 1.0)
    ]
    assert [one.as_json() for one in EXPLORER.nearest(CLERK.id, top=1)] == [
        {"id": MANAGER.id, "label": "manager", "share": 0.5}
    ]
    assert EXPLORER.nearest(COOK.id) == []


def test_what_is_optional_here_is_brought_along_by_half():
    explorer = Explorer([role("a", need("x", importance=0.5)), role("b", need("x"))])
    assert explorer.between("urn:role:a", "urn:role:b").share == 0.5


def test_credentials_say_what_one_brings():
    brought = needs_met_by(
        [held("a", skills={"write": 3, "file": None}), held("b", skills={"write": 5})]
    )
    assert brought == (need("file"), need("write", 5))
    assert EXPLORER.toward(brought, MANAGER.id).share == round(2 / 3.5, 4)
    assert EXPLORER.nearest_to(brought)[0].occupation == CLERK


def test_a_role_without_needs_is_not_known():
    for wanted in (EMPTY.id, "urn:role:astronaut"):
        with pytest.raises(Refused) as refused:
            EXPLORER.nearest(wanted)
        assert refused.value.problem.code == "gap.goal-unknown"


def test_nothing_to_compare_is_no_fault():
    assert Explorer([]).nearest_to([need("x")]) == []


def framework(roles: int, skills: int, each: int) -> list[Occupation]:
    draw = Random(7)  # noqa: S311 - the same roles each time, no secret
    return [
        role(
            f"r{number:05}",
            *(
                need(f"s{one}", draw.choice([None, 3, 5, 7]), draw.choice([0.5, 1.0]))
                for one in draw.sample(range(skills), each)
            ),
        )
        for number in range(roles)
    ]


def test_the_index_says_what_comparing_one_by_one_says():
    roles = framework(60, 40, 8)
    explorer = Explorer(roles)
    for start in roles[:10]:
        by_one = [
            (explorer.between(start.id, other.id).share, other.label)
            for other in roles
            if other is not start
        ]
        expected = sorted((-share, label) for share, label in by_one if share > 0)[:7]
        found = [(-one.share, one.occupation.label) for one in explorer.nearest(start.id, top=7)]
        assert found == expected


def test_three_thousand_roles_are_compared_well_within_a_second():
    roles = framework(3_000, 13_900, 40)
    explorer = Explorer(roles)
    begun = time.perf_counter()
    found = explorer.nearest(roles[0].id, top=10)
    assert time.perf_counter() - begun < 0.5
    assert len(found) == 10


def test_real_esco_answers_well_within_a_second():
    occupations = read_framework(shared("data/esco_raw")).framework.occupations
    [analyst] = [one for one in occupations if one.label == "data analyst"]
    explorer = Explorer(occupations)
    begun = time.perf_counter()
    found = explorer.nearest(analyst.id, top=10)
    assert time.perf_counter() - begun < 0.5
    assert len(occupations) > 3_000
    assert "data scientist" in [one.occupation.label for one in found]
