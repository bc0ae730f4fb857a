"""Scores, statements and the threshold through the API."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from testamur_web.catalogue import services
from tests.web.api.conftest import is_problem
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer, stated
from tests.web.conftest import NOW


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


def test_anybody_reads_the_score_and_the_statement_of_what_is_published(program, university):
    version = stated(offer(university))
    here = f"/catalogue/{version.achievement_id}"
    told = program().get(f"{here}/score").told
    assert (told["score"], told["method"]) == (version.score, "1")
    assert sum(one["points"] for one in told["elements"]) == version.score
    assert all(one["reason"] for one in told["elements"])
    assert program().get(here).told["score"] == version.score
    signed = program().get(f"{here}/quality-statement")
    assert signed["Content-Type"] == "application/vc"
    assert signed.told == json.loads(version.statement.credential)
    assert is_problem(program().get(f"{here}/score?version=9"), 404, "http.not-found")


def test_a_statement_that_is_not_signed_yet_is_not_there(program, university):
    here = f"/catalogue/{offer(university).achievement_id}/quality-statement"
    assert is_problem(program().get(here), 404, "http.not-found")
    missing = program().get(f"/catalogue/{uuid4()}/score")
    assert is_problem(missing, 404, "http.not-found")


def test_a_draft_has_the_score_it_would_be_published_with(office, university, bashir):
    made = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    services.save_draft(made, WHOLE, by=bashir, at=NOW)
    told = office.get(f"/achievements/{made.pk}/draft/score").told
    assert told["score"] == services.publish(made, by=bashir, at=NOW).score


def test_a_draft_that_makes_no_achievement_has_none(office, university, bashir):
    made = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    services.save_draft(made, {"summary": "No title"}, by=bashir, at=NOW)
    assert is_problem(office.get(f"/achievements/{made.pk}/draft/score"), 404, "http.not-found")


def test_a_threshold_is_set_and_refuses_what_is_below(office, university, bashir):
    assert office.get("/quality-threshold").told == {"least": 0}
    assert office.put("/quality-threshold", {"least": 100}).told == {"least": 100}
    assert office.put("/quality-threshold", {"least": 101}).status_code == 422
    made = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    services.save_draft(made, WHOLE, by=bashir, at=NOW)
    refused = office.post(f"/achievements/{made.pk}/publish", {})
    assert is_problem(refused, 400, "definition.below-threshold")
