"""Ada pastes an advert, corrects what was found, and plans the way under a budget."""

from __future__ import annotations

import json
from decimal import Decimal
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur.problems.catalogue import CATALOGUE
from testamur_web.catalogue.models import Achievement, OutcomeSkill, Version
from testamur_web.catalogue.skills import find_entries, skills_in
from testamur_web.plans import queries
from testamur_web.plans.models import Goal
from testamur_web.wallet.services import put_in_wallet
from tests.web.api.conftest import is_problem, program
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

__all__ = ["program"]

ADVERT = """Welder wanted.

You prepare a team for work shifts, sort waste and apply company policies.
We offer a free lunch and a friendly dog.
"""


def meaning(code: str) -> str:
    """What a page tells of a problem."""
    return escape(CATALOGUE[code].title)


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def goal(browser) -> Goal:
    [sorting] = [one.uri for one in skills_in(ADVERT) if one.label == "sort waste"]
    body = {"label": "Our welder", "text": ADVERT, "confirm": "1", sorting: "essential"}
    others = {one.uri: "" for one in skills_in(ADVERT) if one.uri != sorting}
    browser.post("/goal/advert/", body | others)
    return Goal.objects.get(ended_at=None)


def course(university, goal, *, price, hours=20, title="Sorting", level=4) -> Version:
    version = offer(university, title, hours=hours, price=price)
    skill = goal.content["needs"][0]["skill"]
    OutcomeSkill.objects.create(version=version, uri=skill, level=level)
    return version


def euros(amount):
    return {"amount": str(amount), "currency": "EUR"}


def test_what_an_advert_asks_for_is_shown_with_its_words(browser):
    page = browser.post("/goal/advert/", {"label": "Our welder", "text": ADVERT}).text
    assert "Sort waste" in page
    assert "“sort waste" in page
    assert Goal.objects.count() == 0


def test_only_what_she_confirms_becomes_the_goal(goal):
    assert goal.label == "Our welder"
    assert [need["name"] for need in goal.content["needs"]] == ["sort waste"]


def test_nothing_confirmed_is_no_goal_and_loses_nothing(browser):
    none = {one.uri: "" for one in skills_in(ADVERT)}
    said = {"label": "Our welder", "text": ADVERT, "confirm": "1", **none}
    page = browser.post("/goal/advert/", said).text
    assert "Choose at least one skill." in page
    assert "friendly dog" in page
    assert Goal.objects.count() == 0


@pytest.mark.parametrize("text", ["x", "1234 5678", "日本語だけ", "<script>alert(1)</script>"])
def test_a_text_without_skills_says_so(browser, text):
    page = browser.post("/goal/advert/", {"label": "Odd", "text": text})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_text_and_a_name_must_be_there(browser):
    assert meaning("posting.empty") in browser.post("/goal/advert/", {"label": "x"}).text
    none = {one.uri: "essential" for one in skills_in(ADVERT)}
    page = browser.post("/goal/advert/", {"text": ADVERT, "confirm": "1", **none}).text
    assert "Say what the job is called." in page
    assert Goal.objects.count() == 0


POSTING = {"@context": "https://schema.org/", "@type": "JobPosting", "title": "Our sorter"}


@pytest.mark.parametrize("as_page", [False, True])
def test_a_posting_is_read_as_a_recruiter_reads_it(browser, as_page):
    text = json.dumps(POSTING | {"description": f"<p>{ADVERT}</p>"})
    if as_page:
        text = f'<html><script type="application/ld+json">{text}</script><p>Cookies</p></html>'
    file = SimpleUploadedFile("job.html", text.encode())
    for typed in ({"text": text}, {"text": "", "file": file}):
        page = browser.post("/goal/advert/", typed).text
        assert 'value="Our sorter"' in page
        assert "“sort waste" in page
        assert "JobPosting" not in page.split("<textarea")[1].split("</textarea>")[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"@type": "Recipe", "name": "Bread"}', "posting.unrecognised"),
        (json.dumps([POSTING | {"description": "weld"}] * 2), "posting.several"),
        (json.dumps(POSTING), "posting.empty"),
        ("[" * 5_000, "json.too-deep"),
        ('{"@type": "JobPosting",', "json.malformed"),
        ("<html>nothing</html>", "posting.unrecognised"),
    ],
)
def test_what_is_no_posting_is_told_in_one_sentence(browser, text, code):
    answer = browser.post("/goal/advert/", {"label": "x", "text": text})
    assert answer.status_code == 200
    assert meaning(code) in answer.text


def test_the_cheapest_course_is_planned_and_said_to_be(browser, university, goal):
    course(university, goal, price=euros(180), title="Dear")
    cheap = course(university, goal, price=euros(90), title="Cheap")
    page = browser.get("/goal/plan/").text
    assert "1 step, €90, 20 hours" in page
    assert "Proven" in page
    assert f"/catalogue/{cheap.achievement_id}/" in page
    assert ">Dear<" not in page


def test_the_least_hours_may_cost_more(browser, university, goal):
    course(university, goal, price=euros(90), hours=40, title="Slow")
    course(university, goal, price=euros(180), hours=10, title="Quick")
    assert ">Quick<" in browser.get("/goal/plan/", {"objective": "shortest"}).text
    assert ">Slow<" in browser.get("/goal/plan/", {"objective": "cheapest"}).text


def test_a_budget_that_is_too_small_says_what_would_do(browser, university, goal):
    course(university, goal, price=euros(90))
    page = browser.get("/goal/plan/", {"budget": "50"}).text
    assert "90.00 EUR" in page
    assert "What stays open" in page


def test_a_plan_has_days_where_hours_a_week_are_said(browser, university, goal):
    course(university, goal, price=euros(90))
    assert "done on" in browser.get("/goal/plan/", {"hours_per_week": "10"}).text


@pytest.mark.parametrize(
    "asked", [{"budget": "-1"}, {"budget": "x"}, {"by": "2001-01-01"}, {"hours_per_week": "0"}]
)
def test_limits_that_are_none_are_told_at_their_field(browser, goal, asked):
    page = browser.get("/goal/plan/", asked)
    assert page.status_code == 200
    assert "field-error" in page.text


def test_what_says_no_price_is_left_out_and_counted(browser, university, goal):
    version = course(university, goal, price=euros(90))
    Version.objects.filter(pk=version.pk).update(price=None)
    assert "1 offer that would fit states no price or hours" in browser.get("/goal/plan/").text


def test_what_was_earned_is_planned_no_more(browser, ada, university, goal):
    version = publish(university, "Sorting")
    need = goal.content["needs"][0]
    Version.objects.filter(pk=version.pk).update(hours=10, price=Decimal(0), currency="EUR")
    OutcomeSkill.objects.create(version=version, uri=need["skill"], level=5)
    assert ">Sorting<" in browser.get("/goal/plan/").text
    put_in_wallet(sign_award(version, person=ada), person=ada, at=NOW)
    assert ">Sorting<" not in browser.get("/goal/plan/").text


def test_without_a_goal_there_is_nothing_to_plan(browser):
    assert browser.get("/goal/plan/").url == "/goal/"


def test_programs_link_texts_and_plan(program, ada, university, goal):
    found = program(ada).post("/skills/link", {"text": ADVERT}).told
    [sorting] = [one for one in found if one["label"] == "sort waste"]
    begin, end = sorting["span"]
    assert ADVERT[begin:end] == sorting["words"]
    course(university, goal, price=euros(90))
    told = program(ada).get("/goal/plan?budget=100").told
    assert [step["title"] for step in told["steps"]] == ["Sorting"]
    assert is_problem(program(ada).get("/goal/plan?budget=x"), 422, "request.malformed")


def test_an_advert_of_eighty_pages_is_read_and_a_longer_one_refused(browser):
    page = browser.post("/goal/advert/", {"label": "Long", "text": "sort waste. " * 20_000})
    assert "200000" in page.text.replace(",", "").replace("\xa0", "")


def test_a_withdrawn_course_is_not_planned(browser, university, goal):
    version = course(university, goal, price=euros(90))
    Achievement.objects.filter(pk=version.achievement_id).update(withdrawn_at=NOW)
    assert "Nothing in the catalogue closes what is missing" in browser.get("/goal/plan/").text


def test_an_occupation_can_be_planned_for(browser, ada):
    welder = find_entries("welder", kind="occupation", limit=1)[0].found.id
    browser.post("/goal/set/", {"uri": welder})
    assert queries.goal_of(ada).label == "welder"
    assert browser.get("/goal/plan/").status_code == 200
