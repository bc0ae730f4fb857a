"""A survey over HTTP: answered by link, read by everybody, reviewed by whoever may change it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from testamur_web.learning import services
from testamur_web.learning.models import DefinitionReview, SurveyCall
from testamur_web.learning.services import Said
from testamur_web.ops.attempts import MOST_MISSES
from tests.web.api.conftest import is_problem
from tests.web.catalogue.offers import offer

pytestmark = pytest.mark.django_db

LOW = {"certified": 2, "workload": 5}


def call_for(version):
    now = timezone.now()
    return SurveyCall.objects.create(
        award=uuid4(),
        version=version,
        wave="after-award",
        asked_at=now,
        expires_at=now + services.OPEN_FOR,
    )


@pytest.fixture
def version(university):
    return offer(university)


@pytest.fixture
def answered(version):
    for _turn in range(5):
        said = Said(dict.fromkeys(("certified", "workload", "used", "helped"), 2), "Too short.")
        services.answer_survey(call_for(version), said, at=timezone.now())
    return version


def test_it_is_answered_once_by_link(version, program):
    token = services.issue_token(call_for(version), nonce="n")
    address, nobody = f"/survey/{token}", program()
    asked = nobody.get(address).told
    assert (asked["is_answered"], len(asked["questions"])) == (False, 4)
    assert nobody.post(address, {"ratings": LOW}).told["is_answered"] is True
    assert is_problem(nobody.post(address, {"ratings": LOW}), 409, "survey.answered")
    assert nobody.get("/survey/no-such-link").status_code == 404


def test_guesses_at_a_link_are_few_and_counted_with_those_on_the_page(version, program):
    token = services.issue_token(call_for(version), nonce="n")
    for number in range(MOST_MISSES // 2):
        assert program().get(f"/survey/{number:064x}").status_code == 404
        assert Client().get(f"/survey/{number:064x}/").status_code == 404
    assert is_problem(program().get(f"/survey/{token}"), 429, "http.too-many")
    assert is_problem(program().post(f"/survey/{token}", {"ratings": LOW}), 429, "http.too-many")
    assert Client().get(f"/survey/{token}/").status_code == 429


def test_everybody_reads_the_figures_without_the_words(answered, program):
    told = program().get(f"/catalogue/{answered.achievement_id}/survey").told
    assert told["answers"] == 5
    assert told["questions"][0]["mean"] == "2.00"
    assert told["questions"][0]["counts"] == [0, 5, 0, 0, 0]
    assert "remarks" not in told


def test_staff_read_the_words(answered, program, university, bashir, college, chen):
    address = f"/achievements/{answered.achievement_id}/survey"
    assert program(bashir, university).get(address).told["remarks"] == ["Too short."] * 5
    assert program(chen, college).get(address).status_code == 404


def test_staff_assign_and_close_reviews(answered, program, university, bashir):
    services.review_low_result(answered.achievement, at=timezone.now())
    staff = program(bashir, university)
    [review] = staff.get("/definition-reviews").told["items"]
    assert review["reason"] == "low-result"
    address = f"/definition-reviews/{review['id']}"
    due = (timezone.now() + timedelta(days=3)).date().isoformat()
    given = staff.post(f"{address}/assign", {"owner": bashir.username, "due_on": due}).told
    assert (given["owner"], given["due_on"]) == (bashir.name, due)
    assert staff.post(f"{address}/close", {"done": "More hours."}).told["done"] == "More hours."
    assert is_problem(
        staff.post(f"{address}/close", {"done": "No."}), 409, "definition-review.closed"
    )
    assert DefinitionReview.objects.get().closed_by == bashir
