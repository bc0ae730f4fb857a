"""A program follows stacks for its person, and confirms them for its organisation."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.web.api.conftest import is_problem, program
from tests.web.awards.conftest import published
from tests.web.plans.conftest import known, python, statistics, whole
from tests.web.plans.wholes import award_of, case_of, earn, whole_of

pytestmark = pytest.mark.django_db

__all__ = ["known", "program", "python", "statistics", "whole"]


def test_a_person_follows_and_leaves(program, known, whole, python):
    mine = program(known)
    assert mine.get("/stacks").told == []
    earn(python, known)
    followed = mine.ask("PUT", f"/stacks/{whole.achievement_id}/follow").told
    assert (followed["followed"], followed["progress"]) == (True, 0.5)
    [listed] = mine.get("/stacks").told
    assert listed["left"] == ["“Statistics”"]
    assert mine.ask("DELETE", f"/stacks/{whole.achievement_id}/follow").status_code == 204
    assert mine.get("/stacks").told[0]["followed"] is False


def test_progress_is_what_the_command_prints(program, known, whole, python):
    earn(python, known)
    told = program(known).get(f"/stacks/{whole.achievement_id}").told
    assert told["complete"] is False
    assert [one["name"] for one in told["counted"]] == ["Python"]
    assert told["rule"]["version"] == "1"


def test_what_is_offered_is_accepted_once(program, known, university, college):
    theirs = published(college, title="Ethics")
    whole = whole_of(university, theirs)
    earn(theirs, known)
    mine, path = program(known), f"/stacks/{whole.achievement_id}/accept"
    assert mine.get("/stacks").told[0]["waits_for"] == "learner"
    assert mine.post(path).told["state"] == "awarded"
    assert is_problem(mine.post(path), 409, "stack.not-waiting")


def test_what_is_no_stack_is_not_there(program, known, python):
    mine = program(known)
    for address in (python.achievement_id, uuid4()):
        assert mine.get(f"/stacks/{address}").status_code == 404
        assert mine.ask("PUT", f"/stacks/{address}/follow").status_code == 404
        assert mine.post(f"/stacks/{address}/accept").status_code == 404


def test_an_organisation_confirms(program, known, university, bashir, python):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    ours = program(bashir, university)
    [case] = ours.get(f"/stack-cases?achievement={whole.achievement_id}").told["items"]
    assert (case["name"], case["state"], case["percent"]) == ("Ada", "waiting", 100)
    assert ours.get("/stack-cases").told["items"] == [case]
    refused = ours.post(f"/stack-cases/{case['id']}/refuse", {"reason": "Not enrolled"}).told
    assert refused["state"] == "refused"
    assert ours.post(f"/stack-cases/{case['id']}/confirm").told["state"] == "awarded"
    assert award_of(known, whole)
    assert is_problem(ours.post(f"/stack-cases/{case['id']}/confirm"), 409, "stack.not-waiting")


def test_another_organisation_finds_nothing(program, known, university, college, chen, python):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    theirs = program(chen, college)
    assert theirs.get(f"/stack-cases?achievement={whole.achievement_id}").status_code == 404
    assert theirs.post(f"/stack-cases/{case_of(known, whole).pk}/confirm").status_code == 404
