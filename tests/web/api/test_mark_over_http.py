"""Rubrics and marks through the API, blind where that is asked for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.learning import services as learning
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem
from tests.web.conftest import join, person
from tests.web.wallet.conftest import publish

RUBRIC = {
    "title": "Programs",
    "levels": [{"name": "Not yet", "points": 0}, {"name": "Good", "points": 2}],
    "criteria": [
        {"id": "c1", "text": "It runs", "weight": 3, "met_from": 1, "descriptors": ["no", "yes"]}
    ],
}


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


@pytest.fixture
def assessors(program, university):
    """Three of them."""
    found = []
    for name in ("asha", "omar", "thea"):
        somebody = person(name)
        join(somebody, university, Role.ASSESSOR)
        found.append(program(somebody, university))
    return found


@pytest.fixture
def rubric(office):
    return office.post("/rubrics", RUBRIC).told


@pytest.fixture
def work(university, bashir, ada):
    """What Ada handed in."""
    at = timezone.now()
    cohort = learning.open_cohort(publish(university), name="Spring", by=bashir, at=at)
    enrolment = learning.enrol(cohort, person=ada, at=at)
    learning.add_evidence(enrolment, learning.Piece("note", text="A program"), by=ada, at=at)
    return learning.hand_in(enrolment, by=ada, at=at)


def marked_twice(office, work, rubric):
    terms = {"rubric": rubric["id"], "has_second": True, "is_blind": True}
    return office.put(f"/cohorts/{work.cohort_id}/marking", terms)


def a_mark(level=1, **more):
    return {"judged": [{"criterion": "c1", "level": level, "comment": "I ran it"}], **more}


def test_a_rubric_is_written_changed_and_retired(office, rubric):
    assert (rubric["version"], rubric["retired"]) == (1, False)
    here = f"/rubrics/{rubric['id']}"
    changed = RUBRIC | {"criteria": [RUBRIC["criteria"][0] | {"weight": 5}]}
    assert office.put(here, changed).told["version"] == 2
    assert office.get(here).told["criteria"][0]["weight"] == 5
    assert office.post(f"{here}/retire").told["retired"] is True
    assert office.post(f"{here}/bring-back").told["retired"] is False
    assert office.get("/rubrics").told["total"] == 1


def test_a_rubric_that_does_not_do_is_refused(office):
    wrong = RUBRIC | {"levels": RUBRIC["levels"][:1]}
    assert is_problem(office.post("/rubrics", wrong), 400, "rubric.levels-wrong")
    assert office.post("/rubrics", RUBRIC | {"more": 1}).status_code == 422


def test_two_mark_blind_and_a_third_moderates(office, assessors, rubric, work):
    first, second, third = assessors
    assert marked_twice(office, work, rubric).told["is_blind"] is True
    here = f"/enrolments/{work.pk}"
    assert first.post(f"{here}/marks", a_mark()).told["total"] == "100.00"
    for one in (second, third, office):
        told = one.get(f"{here}/marks").told
        assert (told["given"], told["marks"], told["turn"]) == (1, [], "mark")
    assert b"I ran it" not in second.get(here).content
    second.post(f"{here}/marks", a_mark(0))
    assert len(second.get(f"{here}/marks").told["marks"]) == 2
    early = third.post(f"{here}/ruling", {"passed": True})
    assert is_problem(early, 409, "mark.disagreement")
    own = first.post(f"{here}/moderation", a_mark(note="Mine"))
    assert is_problem(own, 400, "moderation.not-third")
    assert third.post(f"{here}/moderation", a_mark(note="It runs here")).told["kind"] == "agreed"
    decided = first.post(f"{here}/ruling", {"passed": True})
    assert (decided.status_code, decided.told["total"]) == (201, "100.00")
    assert decided.told["findings"][0]["level"] == "Good"


def test_what_is_marked_is_not_decided_by_findings(office, assessors, rubric, work):
    marked_twice(office, work, rubric)
    finding = {"criterion": "c1", "found": "met"}
    sent = {"passed": True, "findings": [finding]}
    refused = assessors[0].post(f"/enrolments/{work.pk}/decisions", sent)
    assert is_problem(refused, 409, "decision.marks-missing")


def test_how_a_cohort_is_marked_is_read_and_ended(office, rubric, work):
    here = f"/cohorts/{work.cohort_id}/marking"
    assert office.get(here).told["rubric"] is None
    marked_twice(office, work, rubric)
    assert office.get(here).told["rubric"] == rubric["id"]
    assert office.put(here, {}).told["rubric"] is None
    assert office.get(f"/enrolments/{work.pk}/marks").status_code == 404


def test_roles_and_tenants_are_kept(program, assessors, chen, college, rubric, work):
    assert assessors[0].post("/rubrics", RUBRIC).status_code == 403
    theirs = program(chen, college)
    assert theirs.get(f"/rubrics/{rubric['id']}").status_code == 404
    assert theirs.post(f"/enrolments/{work.pk}/marks", a_mark()).status_code == 404
    assert assessors[0].put(f"/cohorts/{work.cohort_id}/marking", {}).status_code == 403
