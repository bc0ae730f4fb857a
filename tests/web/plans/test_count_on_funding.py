"""Ada states facts about herself, and her plans and prices count what others pay for her."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.plans.having import facts_stated
from testamur_web.plans.models import Goal, StatedFacts
from tests.web.api.conftest import is_problem, program
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

__all__ = ["program"]

SKILL = "https://uni.example/skills/sorting"
STATED = {"birth_year": "1999", "country": "at", "employment": "unemployed", "vouchers": "S-27, "}
GRANT = {
    "name": "Job grant",
    "percent": 60,
    "conditions": [{"fact": "employment", "test": "is", "value": "unemployed"}],
}


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def goal(ada) -> Goal:
    content = {"label": "Sorter", "needs": [{"skill": SKILL, "name": "sorting", "level": 4}]}
    return Goal.objects.create(person=ada, label="Sorter", content=content, set_at=NOW)


@pytest.fixture
def course(university):
    version = offer(university, "Sorting", funding=[GRANT])
    OutcomeSkill.objects.create(version=version, uri=SKILL, level=4)
    return version


def kept(ada):
    return facts_stated(ada, at=NOW).as_json()


def test_facts_are_kept_shown_again_and_deleted(browser, ada):
    assert "Delete all facts" not in browser.get("/goal/facts/").text
    assert browser.post("/goal/facts/", STATED).url == "/goal/facts/"
    stated = {"birth_year": 1999, "country": "AT", "employment": "unemployed"}
    assert kept(ada) == stated | {"vouchers": ["S-27"]}
    page = browser.get("/goal/facts/").text
    assert 'value="1999"' in page
    assert "Delete all facts" in page
    browser.post("/goal/facts/delete/")
    assert not StatedFacts.objects.exists()


def test_nothing_stated_keeps_nothing(browser, ada):
    browser.post("/goal/facts/", STATED)
    browser.post("/goal/facts/", {})
    assert not StatedFacts.objects.exists()


@pytest.mark.parametrize(
    "stated",
    [
        {"birth_year": "1850"},
        {"birth_year": "2090"},
        {"birth_year": "x"},
        {"country": "1"},
        {"country": "AUT"},
        {"employment": "busy"},
        {"eqf": "9"},
        {"income": "much"},
        {"region": "x" * 81},
        {"vouchers": ",".join(map(str, range(11)))},
        {"vouchers": "x" * 61},
    ],
)
def test_what_is_no_fact_is_told_at_its_field(browser, stated):
    page = browser.post("/goal/facts/", stated)
    assert page.status_code == 200
    assert "field-error" in page.text
    assert not StatedFacts.objects.exists()


def test_a_form_cannot_be_sent_by_a_link(browser):
    assert browser.get("/goal/facts/delete/").status_code == 405


def test_the_page_of_a_course_says_what_she_would_pay(browser, client, course):
    address = f"/catalogue/{course.achievement_id}/"
    assert "Job grant" in client.get(address).text
    assert "You would pay" not in client.get(address).text
    assert "State a few facts" in browser.get(address).text
    browser.post("/goal/facts/", STATED)
    page = browser.get(address).text
    assert "You would pay €72 of €180 (Job grant)." in page
    assert "€72 for you" in page
    browser.post("/goal/facts/", {"employment": "employed"})
    assert "none of these is for you" in browser.get(address).text


def test_a_funding_that_has_ended_says_so_and_pays_nothing(browser, university):
    ended = GRANT | {"until": (NOW - timedelta(days=800)).date().isoformat()}
    version = offer(university, "Sorting", funding=[ended])
    browser.post("/goal/facts/", STATED)
    page = browser.get(f"/catalogue/{version.achievement_id}/").text
    assert "Ended" in page
    assert "You would pay" not in page


def test_a_plan_counts_what_is_left_and_names_who_pays(browser, goal, course):
    assert "1 step, €180" in browser.get("/goal/plan/").text
    browser.post("/goal/facts/", STATED)
    page = browser.get("/goal/plan/", {"budget": "100"}).text
    assert "1 step, €72, 40 hours" in page
    assert "Job grant pays €108 of €180." in page


def test_programs_state_facts_and_plan_with_them(program, ada, dara, goal, course):
    hers = program(ada)
    assert hers.get("/facts").told == {"facts": {}}
    put = hers.put("/facts", {"birth_year": 1999, "employment": "unemployed"})
    assert put.told == {"facts": {"birth_year": 1999, "employment": "unemployed"}}
    [step] = hers.get("/goal/plan").told["steps"]
    assert (step["price"], step["pays"], step["funding"]) == ("180.00", "72.00", "Job grant")
    assert program(dara).get("/facts").told == {"facts": {}}
    assert is_problem(hers.put("/facts", {"eqf": 12}), 400, "value.out-of-range")
    assert is_problem(hers.put("/facts", {"shoe": 1}), 422, "request.malformed")
    assert hers.ask("DELETE", "/facts").status_code == 204
    assert not StatedFacts.objects.exists()


def test_facts_go_with_whose_they_are(browser, ada):
    browser.post("/goal/facts/", STATED)
    ada.delete()
    assert not StatedFacts.objects.exists()
