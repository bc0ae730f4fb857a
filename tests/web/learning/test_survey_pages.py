"""The figures of a survey on the public page and for the issuer, and reviews that are closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from testamur_web.learning import services
from testamur_web.learning.models import DefinitionReview, SurveyCall
from testamur_web.learning.services import Said
from testamur_web.people.models import Role
from tests.web.conftest import join, person

pytestmark = pytest.mark.django_db

LOW = {"certified": 2, "workload": 5, "used": 4, "helped": 4}
WORDS = "Much of it was not taught."


def answer(version, number, text=""):
    now = timezone.now()
    for _turn in range(number):
        call = SurveyCall.objects.create(
            award=uuid4(),
            version=version,
            wave="after-award",
            asked_at=now,
            expires_at=now + services.OPEN_FOR,
        )
        services.answer_survey(call, Said(LOW, text), at=now)


@pytest.fixture
def review(version):
    answer(version, 5, WORDS)
    return services.review_low_result(version.achievement, at=timezone.now())


def page(browser, address):
    return browser.get(address).content.decode()


def test_everybody_sees_the_figures_from_five_on_and_nobody_the_words(version):
    address = f"/catalogue/{version.achievement_id}/"
    answer(version, 4, WORDS)
    assert "What participants say" not in page(Client(), address)
    answer(version, 1)
    shown = page(Client(), address)
    assert "What participants say" in shown
    assert "5 answers without a name" in shown
    assert "2.00" in shown
    assert WORDS not in shown


def test_staff_read_the_words(review, version, bashir, chen, sign_in):
    address = f"/o/example-university/achievements/{version.achievement_id}/survey/"
    assert WORDS in page(sign_in(bashir), address)
    assert sign_in(chen).get(address).status_code == 404


def test_below_five_staff_see_nothing(version, bashir, sign_in):
    answer(version, 4, WORDS)
    address = f"/o/example-university/achievements/{version.achievement_id}/survey/"
    shown = page(sign_in(bashir), address)
    assert "nothing is shown yet" in shown
    assert WORDS not in shown


def test_a_review_waits_among_what_needs_you_until_it_is_closed(review, university, sign_in):
    designer = person("desi")
    join(designer, university, Role.DESIGNER)
    browser = sign_in(designer)
    told = "1 definition is to be looked at again"
    assert told in page(browser, "/o/example-university/")
    assert "Participants judged it low" in page(browser, "/o/example-university/reviews/")
    address = f"/o/example-university/reviews/{review.pk}"
    due = (timezone.now() + timedelta(days=9)).date()
    browser.post(f"{address}/assign/", {"owner": designer.pk, "due_on": due.isoformat()})
    kept = DefinitionReview.objects.get()
    assert (kept.owner, kept.due_on) == (designer, due)
    assert browser.post(f"{address}/close/", {"done": " "}).status_code == 422
    browser.post(f"{address}/close/", {"done": "We dropped two outcomes."})
    assert told not in page(browser, "/o/example-university/")
    assert "We dropped two outcomes." in page(browser, "/o/example-university/reviews/")


def test_a_day_that_is_over_is_refused_on_the_page(review, bashir, sign_in):
    sent = {"owner": bashir.pk, "due_on": "2020-01-01"}
    address = f"/o/example-university/reviews/{review.pk}/assign/"
    answered = sign_in(bashir).post(address, sent)
    assert answered.status_code == 422
    assert "A review is due on a day to come" in answered.content.decode()
