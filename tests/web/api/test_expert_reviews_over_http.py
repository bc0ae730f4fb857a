"""Reviews by experts through the API: asked, answered by link, shown to everybody."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from testamur_web.catalogue import services
from testamur_web.catalogue.reviews import CHECKLIST
from testamur_web.ops import outbox
from tests.web.api.conftest import is_problem
from tests.web.catalogue.conftest import WHOLE
from tests.web.conftest import NOW

EXPERT = {"name": "Ingrid", "email": "i@data.example", "organisation": "Guild"}
SAID = {
    "verdict": "signed-off",
    "name": "Ingrid Berg",
    "role": "Head of analysis",
    "organisation": "Data Guild",
    "interest": "None.",
    "checklist": [{"item": item, "answer": "yes"} for item in CHECKLIST],
    "comments": [{"pointer": "/title", "text": "Say which data."}],
}


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


@pytest.fixture
def draft(university, bashir):
    made = services.create_achievement(university, title=WHOLE.title, by=bashir, at=NOW)
    services.save_draft(made, WHOLE, by=bashir, at=NOW)
    return made


def link_of_letter() -> str:
    outbox.drain()
    return re.search(r"/review/[0-9a-f]{64}", mail.outbox[-1].body)[0]


def test_a_review_is_asked_given_and_lets_publishing_through(office, program, draft):
    assert office.get("/reviews-needed").told == {"least": 0}
    assert office.put("/reviews-needed", {"least": 1}).told == {"least": 1}
    assert office.put("/reviews-needed", {"least": 21}).status_code == 422
    here = f"/achievements/{draft.pk}"
    refused = office.post(f"{here}/publish", {})
    assert is_problem(refused, 400, "definition.unreviewed")
    made = office.post(f"{here}/reviews", EXPERT)
    assert (made.status_code, made.told["state"]) == (201, "waiting")
    again = office.post(f"{here}/reviews", EXPERT)
    assert is_problem(again, 409, "review.asked-already")
    link = link_of_letter()
    asked = program().get(link).told
    assert (asked["title"], asked["draft"]["hours"]) == (WHOLE.title, 50)
    assert {"/title", "/outcomes/0"} <= {one["pointer"] for one in asked["fields"]}
    stale = program().post(link, SAID | {"seen": "0" * 64})
    assert is_problem(stale, 409, "review.changed-meanwhile")
    answered = program().post(link, SAID | {"seen": asked["digest"]}).told
    assert (answered["verdict"], answered["is_of_this_state"]) == ("signed-off", True)
    [listed] = office.get(f"{here}/reviews").told["items"]
    assert listed["answer"]["comments"][0]["text"] == "Say which data."
    assert office.post(f"{here}/publish", {}).status_code in {200, 201}
    told = program().get(f"/catalogue/{draft.pk}/sign-offs").told
    [sign_off] = told["sign_offs"]
    assert (sign_off["role"], sign_off["interest"]) == ("Head of analysis", "None.")
    assert sign_off["answers"]["workload"] == "yes"
    assert not {"email", "checklist", "comments"} & set(sign_off)
    assert told["asking_for_changes"] == 0


def test_a_request_is_reminded_and_withdrawn(office, program, draft):
    here = f"/achievements/{draft.pk}/reviews"
    made = office.post(here, EXPERT).told
    first = link_of_letter()
    assert office.post(f"{here}/{made['id']}/remind", {}).told["state"] == "waiting"
    assert is_problem(program().get(first), 404, "http.not-found")
    second = link_of_letter()
    assert office.post(f"{here}/{made['id']}/withdraw", {}).told["state"] == "withdrawn"
    assert program().get(second).told["draft"] == {}
    refused = program().post(second, SAID | {"seen": "0" * 64})
    assert is_problem(refused, 409, "review.closed")


def test_links_are_not_guessed_for_long(program, university):
    for _miss in range(20):
        assert is_problem(program().get("/review/none"), 404, "http.not-found")
    assert is_problem(program().get("/review/none"), 429, "http.too-many")
