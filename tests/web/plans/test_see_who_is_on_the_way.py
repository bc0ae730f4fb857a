"""Bashir sees who is on the way to a whole, and of nobody more than is his to know."""

from __future__ import annotations

import csv
import io

import pytest

from testamur_web.people.models import Role
from testamur_web.plans import institution, services
from tests.web.awards.conftest import published
from tests.web.conftest import NOW, join, person
from tests.web.plans.wholes import award_of, case_of, earn, whole_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ethics(college):
    return published(college, title="Ethics")


@pytest.fixture
def mixed(university, python, ethics):
    """A whole of a part of the university and one of the college."""
    return whole_of(university, python, ethics, title="Responsible data")


@pytest.fixture
def browser(sign_in, bashir):
    return sign_in(bashir)


def page_of(browser, whole, **query):
    return browser.get(f"/o/example-university/stacks/{whole.achievement_id}/", query).text


def test_who_does_not_follow_is_seen_by_our_own_awards_alone(known, mixed, python, ethics, browser):
    earn(python, known)
    earn(ethics, known)
    page = page_of(browser, mixed)
    assert "Ada" in page
    assert "50 %" in page
    assert "“Ethics”" in page
    assert "Waits for you" not in page
    case = case_of(known, mixed)
    assert case.waits_for == "learner"
    shown = browser.get(f"/o/example-university/stacks/cases/{case.pk}/").text
    assert "does not follow it" in shown
    assert "Other College" not in shown


def test_who_holds_nothing_of_ours_and_follows_nothing_is_not_there(known, mixed, ethics, browser):
    earn(ethics, known)
    assert "Nobody is on the way to it yet" in page_of(browser, mixed)
    case = case_of(known, mixed)
    assert browser.get(f"/o/example-university/stacks/cases/{case.pk}/").status_code == 404


def test_who_follows_is_seen_in_full_until_they_leave(known, mixed, ethics, browser):
    services.follow_stack(known, mixed.achievement, at=NOW)
    earn(ethics, known)
    assert "50 %" in page_of(browser, mixed)
    case = case_of(known, mixed)
    assert "Other College" in browser.get(f"/o/example-university/stacks/cases/{case.pk}/").text
    services.leave_stack(known, mixed.achievement, at=NOW)
    assert "Ada" not in page_of(browser, mixed)


def test_people_are_found_by_name_and_by_state(known, whole, python, browser):
    earn(python, known)
    assert "Ada" in page_of(browser, whole, text="ad", state="open")
    assert "Nobody like that" in page_of(browser, whole, text="grace\x00")
    assert "Nobody like that" in page_of(browser, whole, state="awarded")


def test_the_table_for_a_spreadsheet_says_the_same(known, whole, python, browser):
    earn(python, known)
    address = f"/o/example-university/stacks/{whole.achievement_id}/people.csv"
    body = browser.get(address).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(body))
    assert (row["name"], row["state"], row["percent"]) == ("Ada", "open", "50")
    assert row["left"] == "“Statistics”"


def test_all_wholes_are_listed_with_how_many_are_where(known, whole, python, statistics, browser):
    earn(python, known)
    earn(statistics, known)
    [found] = institution.wholes_of(whole.achievement.organisation)
    assert (found.total, found.awarded, found.waiting, found.reopened) == (1, 1, 0, 0)
    assert "Data scientist" in browser.get("/o/example-university/stacks/").text


def test_a_registrar_awards_what_waits(known, university, python, sign_in):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    registrar = person("rosa")
    join(registrar, university, Role.REGISTRAR)
    browser, case = sign_in(registrar), case_of(known, whole)
    assert "Waits for you" in page_of(browser, whole)
    path = f"/o/example-university/stacks/cases/{case.pk}"
    assert "Award it" in browser.get(f"{path}/").text
    page = browser.post(f"{path}/confirm/", follow=True).text
    assert "was awarded to Ada" in page
    assert award_of(known, whole).created_by == registrar
    page = browser.post(f"{path}/confirm/", follow=True).text
    assert "Nothing waits for this answer" in page


def test_a_registrar_refuses_with_a_reason(known, university, python, browser):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    case = case_of(known, whole)
    path = f"/o/example-university/stacks/cases/{case.pk}/refuse/"
    assert browser.post(path, {"reason": ""}).status_code == 422
    page = browser.post(path, {"reason": "Not enrolled"}, follow=True).text
    assert "Not enrolled" in page
    assert case_of(known, whole).state == "refused"
    assert browser.post(path, {"reason": "Again"}).status_code == 422


def test_a_manager_looks_and_does_not_decide(known, university, python, sign_in):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    manager = person("max")
    join(manager, university, Role.MANAGER)
    browser, path = (
        sign_in(manager),
        f"/o/example-university/stacks/cases/{case_of(known, whole).pk}/",
    )
    assert "Award it" not in browser.get(path).text
    assert browser.post(f"{path}confirm/").status_code == 403
