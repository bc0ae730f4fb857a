"""Matches: points that add up, levels that count, twins that are equal, traces that replay."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from testamur.errors import Refused
from testamur.skills.framework import Need
from testamur.talent.match import Matches, match
from testamur.talent.profile import JobProfile, profile_of, read_profile
from testamur.talent.trace import replay_matches, trace_of_matches
from tests.pathways_cast import NOW, held, skill
from tests.unit.pathways.test_gap import GRAPH, STRONG, goal

PROFILE = profile_of(
    goal(
        Need(skill("python"), level=5),
        Need(skill("sql"), level=4),
        Need(skill("r"), importance=0.5),
        python="Python",
    )
)


def found(candidates: dict[str, list[Any]], profile: JobProfile = PROFILE) -> Matches:
    return match(candidates, profile=profile, graph=GRAPH, at=NOW)


def points(candidates: dict[str, list[Any]]) -> dict[str, Decimal]:
    return {one.candidate: one.points for one in found(candidates).matches}


def able(**skills: int | None) -> list[Any]:
    return [held("py", skills=skills, **STRONG)]


def test_a_hundred_points_are_divided_by_importance():
    [one] = found({"a": able(python=5, sql=4, r=None)}).matches
    assert [row.possible for row in one.rows] == [Decimal(40), Decimal(40), Decimal(20)]
    assert one.points == sum(row.points for row in one.rows) == 100
    assert not one.unmet


def test_what_is_left_of_a_hundred_goes_to_the_largest_rests():
    thirds = profile_of(goal(*(Need(skill(name)) for name in ("python", "sql", "r"))))
    [one] = found({"a": []}, thirds).matches
    assert sorted(row.possible for row in one.rows) == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]
    assert one.points == 0


def test_a_lower_level_is_never_equal_to_the_one_that_is_asked_for():
    told = points({"basic": able(python=3), "almost": able(python=4), "advanced": able(python=5)})
    assert told["basic"] < told["almost"] < told["advanced"] == 40
    [basic] = found({"basic": able(python=3)}).matches
    assert [row.gap.need.skill for row in basic.unmet] == [skill("python"), skill("sql")]
    assert not basic.rows[2].is_required


def test_a_near_skill_counts_in_part_and_says_so():
    [one] = found({"a": able(pandas=5)}).matches
    told = one.as_json()["skills"][0]
    assert told["rule"] == "narrower skill held"
    assert 0 < told["points"] <= told["possible"]
    assert told["verified"]["credit"] == 0.7


def test_who_has_the_same_points_shares_a_rank_in_an_order_no_alphabet_decides():
    every = {name: able(python=5) for name in "abcdefgh"}
    first = found({**every, "z": able(python=5, sql=4)}).matches
    assert first[0].candidate == "z"
    assert [one.rank for one in first] == [1, *[2] * 8]
    drawn = [one.candidate for one in first[1:]]
    assert drawn != sorted(drawn)
    again = found(dict(reversed({**every, "z": able(python=5, sql=4)}.items()))).matches
    assert [one.candidate for one in again] == [one.candidate for one in first]


def test_a_profile_says_what_is_required():
    said = read_profile(
        json.dumps(
            {
                "label": "Analyst",
                "needs": [
                    {"skill": skill("sql"), "importance": 0.5, "required": True},
                    {"skill": skill("r"), "required": False},
                    {"skill": skill("python")},
                    {"skill": skill("pandas"), "importance": 0.9},
                ],
            }
        )
    )
    assert said.required == {skill("sql"), skill("python")}
    assert read_profile(json.dumps(said.as_json())) == said


def test_a_profile_that_neither_requires_nor_wishes_is_refused():
    text = json.dumps({"needs": [{"skill": skill("sql"), "required": "yes"}]})
    with pytest.raises(Refused) as refused:
        read_profile(text)
    assert refused.value.problem.code == "gap.goal-malformed"
    assert refused.value.problem.pointer == "/needs/0/required"


def test_a_trace_replays_to_the_same_answer():
    told = found({"a": able(python=4, sql=5), "b": able(pandas=5)})
    trace = json.loads(json.dumps(trace_of_matches(told)))
    assert replay_matches(trace) == told
    assert replay_matches(trace).as_json() == trace["answer"]


@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("type", "Match", "/type"),
        ("method", 2, "/method"),
        ("profile", None, "/profile"),
        ("gaps", [], "/gaps"),
        ("at", "2026-06-02T12:00:00Z", "/gaps/a"),
        ("profile", {"needs": [{"skill": "urn:other"}]}, "/gaps/a"),
    ],
)
def test_a_trace_is_refused_at_its_place(member, value, pointer):
    trace = trace_of_matches(found({"a": able(python=4)}))
    with pytest.raises(Refused) as refused:
        replay_matches(trace | {member: value})
    assert refused.value.problem.code == "match.trace-malformed"
    assert refused.value.problem.pointer == pointer


def test_twins_who_differ_in_all_but_what_they_prove_are_equal():
    """What they are called, who they are, where they learnt it: 1,000 of 1,000."""
    for number in range(1_000):
        one = held("py", skills={"python": 4, "sql": None}, days_ago=number, **STRONG)
        other = replace(
            one,
            subject=f"did:key:z{number}",
            identities=((f"somebody-{number}@home.example", ""),),
            issuer=f"did:web:school-{number}.example",
            issuer_name=f"School {number}",
        )
        first, second = found({f"Anna {number}": [one], f"Bilal {number}": [other]}).matches
        assert (first.points, first.rank) == (second.points, second.rank)
        assert [row.points for row in first.rows] == [row.points for row in second.rows]
