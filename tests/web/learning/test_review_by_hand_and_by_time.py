"""A definition is looked at again because somebody asks, or because it stayed as it was too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Version
from testamur_web.learning import services
from testamur_web.learning.models import DefinitionReview
from testamur_web.learning.reviews import review_terms_of, why_opened
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from testamur_web.wallet.services import open_reviews
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW, join, person

pytestmark = pytest.mark.django_db

__all__ = ["program"]

REVIEWS = "/o/example-university/reviews/"
LAW = "The law on data changed in May."


def published(version, *, at):
    Version.objects.filter(pk=version.pk).update(published_at=at)
    version.achievement.refresh_from_db()
    return version.achievement


def refused_with(code, call, *args, **more):
    with pytest.raises((Refused, Conflict)) as refused:
        call(*args, **more)
    assert refused.value.problem.code == code


@pytest.fixture
def old(version):
    """It was published two years ago to the day."""
    return published(version, at=NOW.replace(year=NOW.year - 2))


@pytest.fixture
def ask(version, bashir):
    return lambda why=LAW: services.ask_for_review(version.achievement, why=why, by=bashir, at=NOW)


# ---------------------------------------------------------------------------------------- by hand


def test_somebody_asks_on_a_page_and_the_review_stands_there(version, bashir, sign_in):
    browser = sign_in(bashir)
    page = f"/o/example-university/achievements/{version.achievement_id}/survey/"
    assert f"{page}review/" in browser.get(page).content.decode()
    assert browser.post(f"{page}review/", {"why": LAW}).url == page
    for shown in (page, REVIEWS):
        assert LAW in browser.get(shown).content.decode()
    assert TrailEntry.objects.get(verb="definition-review.open").actor == bashir.pk


def test_one_is_open_at_a_time_and_the_form_says_so(ask, version, bashir, sign_in):
    ask()
    refused_with("definition-review.open", ask)
    address = f"/o/example-university/achievements/{version.achievement_id}/survey/review/"
    answered = sign_in(bashir).post(address, {"why": LAW})
    assert answered.status_code == 422
    assert "A review that somebody asked for is open" in answered.content.decode()


def test_nobody_asks_without_words_or_of_what_is_not_offered(ask, version):
    refused_with("definition-review.nothing-said", ask, " ")
    refused_with("text.too-long", ask, "x" * 4001)
    version.achievement.withdrawn_at = NOW
    version.achievement.save()
    refused_with("definition-review.not-offered", ask)


def test_buttons_are_there_for_whoever_may_press_them(ask, university, version, sign_in):
    ask()
    survey = f"/o/example-university/achievements/{version.achievement_id}/survey/"
    for role, may_review, may_state in (
        (Role.ASSESSOR, False, False),
        (Role.DESIGNER, True, False),
        (Role.MANAGER, True, True),
    ):
        somebody = person(f"somebody-{role}")
        join(somebody, university, role)
        browser = sign_in(somebody)
        shown = browser.get(REVIEWS).content.decode()
        assert ("Say what was done" in shown, "Owner and day" in shown) == (may_review, may_review)
        assert ("Change the months" in shown) == may_state
        assert ("Ask for a review" in browser.get(survey).content.decode()) == may_review


# ---------------------------------------------------------------------------------------- by time


def test_two_years_without_a_new_version_open_a_review(old):
    assert services.review_age(old, at=NOW - timedelta(days=1)) is None
    review = services.review_age(old, at=NOW)
    assert review.reason == DefinitionReview.Reason.AGE
    assert "24 months ago or more" in why_opened(review)
    assert services.review_age(old, at=NOW) is None


def test_whoever_looked_is_asked_again_as_many_months_later(old, bashir):
    review = services.review_age(old, at=NOW)
    services.close_review(review, done="All of it still holds.", by=bashir, at=NOW)
    assert services.review_age(old, at=NOW.replace(year=NOW.year + 2) - timedelta(days=1)) is None
    assert services.review_age(old, at=NOW.replace(year=NOW.year + 2)) is not None


def test_an_organisation_states_its_own_months(old, university, bashir, sign_in):
    browser = sign_in(bashir)
    assert browser.post(f"{REVIEWS}terms/", {"months": "36"}).url == REVIEWS
    old.organisation.refresh_from_db()
    assert review_terms_of(old.organisation).months == 36
    assert "36 months without a new version" in browser.get(REVIEWS).content.decode()
    assert services.review_age(old, at=NOW) is None
    wrong = {"months": 2, "by": bashir, "at": NOW}
    refused_with(
        "definition-review.months-refused", services.state_review_terms, university, **wrong
    )


def test_the_daily_look_asks_of_what_is_offered_alone(old, university):
    old.withdrawn_at = NOW
    old.save()
    assert open_reviews(at=NOW) == 0
    old.withdrawn_at = None
    old.save()
    assert (open_reviews(at=NOW), open_reviews(at=NOW)) == (1, 0)


def test_what_is_withdrawn_is_not_looked_at_again(ask, version, university, bashir, sign_in):
    services.close_review(ask("An old complaint."), done="We answered.", by=bashir, at=NOW)
    ask()
    version.achievement.withdrawn_at = NOW
    version.achievement.save()
    browser = sign_in(bashir)
    survey = f"/o/example-university/achievements/{version.achievement_id}/survey/"
    for page in (REVIEWS, survey):
        assert LAW not in browser.get(page).content.decode()
    assert "We answered." in browser.get(REVIEWS).content.decode()


def test_the_page_says_when_falling_demand_opens_one(university, bashir, sign_in):
    assert "where postings are loaded here" in sign_in(bashir).get(REVIEWS).content.decode()


# ---------------------------------------------------------------------------------------- over HTTP


def test_programs_ask_and_state_the_same(version, university, bashir, program):
    staff = program(bashir, university)
    address = f"/achievements/{version.achievement_id}/definition-reviews"
    made = staff.post(address, {"why": LAW})
    assert (made.status_code, made.told["reason"], made.told["why"]) == (201, "asked", LAW)
    assert is_problem(staff.post(address, {"why": LAW}), 409, "definition-review.open")
    assert staff.get("/definition-reviews/terms").told == {"months": 24}
    assert staff.put("/definition-reviews/terms", {"months": 12}).told == {"months": 12}
    published(version, at=timezone.now() - timedelta(days=400))
    assert open_reviews(at=timezone.now()) == 1
