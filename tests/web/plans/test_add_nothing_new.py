"""Whoever is signed in reads what a micro-credential adds before they enrol, and it stays cheap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from testamur_web.awards.services import revoke
from testamur_web.learning.services import open_cohort
from testamur_web.plans import proven, queries
from testamur_web.plans.proven import open_needs, worth_to
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db

NOTHING = "This adds nothing new to you"
MARK = "Nothing new to you"


def page_of(client, version) -> str:
    return client.get(f"/catalogue/{version.achievement_id}/").text


def test_what_is_proven_by_another_adds_nothing_even_without_a_goal(sign_in, ada, course, earn):
    earn(course("Soldering", SOLDER))
    other, more = course("Soldering again", SOLDER), course("Both", SOLDER, WIRE)
    assert NOTHING in page_of(sign_in(ada), other)
    assert NOTHING not in page_of(sign_in(ada), more)


def test_it_is_said_where_somebody_would_enrol(sign_in, client, ada, course, earn, bashir):
    earn(course("Soldering", SOLDER))
    version, now = course("Soldering again", SOLDER), timezone.now()
    cohort = open_cohort(version, name="Autumn", by=bashir, at=now)
    address = reverse("learner-read-cohort", args=[cohort.pk])
    assert NOTHING in sign_in(ada).get(address).text
    assert NOTHING not in client.get(address).text


def test_a_higher_level_is_something_new(sign_in, ada, course, earn):
    earn(course("Soldering", SOLDER))
    assert NOTHING not in page_of(sign_in(ada), course("Master soldering", SOLDER, level=7))


def test_strangers_and_who_holds_nothing_are_told_nothing(client, sign_in, dara, course):
    version = course("Soldering", SOLDER)
    assert NOTHING not in page_of(client, version)
    assert NOTHING not in page_of(sign_in(dara), version)


def test_what_names_no_skill_is_not_judged(sign_in, ada, course, earn):
    earn(course("Soldering", SOLDER))
    assert NOTHING not in page_of(sign_in(ada), course("A talk"))


def test_what_ends_soon_may_be_taken_again(sign_in, ada, course, earn):
    version = course("Soldering", SOLDER)
    earn(version, valid_until=timezone.now() + timedelta(days=30))
    assert NOTHING not in page_of(sign_in(ada), version)


def test_what_was_revoked_proves_nothing_at_once(sign_in, ada, course, earn, bashir):
    award, other = earn(course("Soldering", SOLDER)), course("Soldering again", SOLDER)
    assert NOTHING in page_of(sign_in(ada), other)
    revoke([award], reason="A mistake", by=bashir, at=timezone.now())
    assert NOTHING not in page_of(sign_in(ada), other)


def test_the_catalogue_marks_what_adds_nothing_and_what_helps(
    sign_in, client, ada, goal, course, earn
):
    earn(course("Soldering", SOLDER))
    course("Wiring", WIRE)
    page = sign_in(ada).get("/catalogue/").text
    assert page.count(MARK) == 1
    assert "1 of your 1 open skills" in page
    assert MARK not in client.get("/catalogue/").text


def test_more_cards_cost_no_more_queries(
    sign_in, ada, goal, course, earn, django_assert_max_num_queries
):
    earn(course("Soldering", SOLDER))
    browser = sign_in(ada)
    browser.get("/catalogue/")
    for number in range(11):
        course(f"Wiring {number}", WIRE)
    with django_assert_max_num_queries(30) as few:
        browser.get("/catalogue/")
    stranger = type(browser)()
    with django_assert_max_num_queries(30) as plain:
        stranger.get("/catalogue/")
    assert len(few) - len(plain) <= 10


def test_a_wallet_is_verified_once_for_many_pages(ada, goal, course, earn, monkeypatch):
    version = course("Soldering", SOLDER)
    earn(version)
    now = timezone.now()
    before = worth_to(ada, [version], at=now)
    monkeypatch.setattr(queries, "held_by", None)
    monkeypatch.setattr(proven, "held_by", None)
    assert worth_to(ada, [version], at=now) == before
    assert [one.name for one in open_needs(goal, at=now)] == ["wire cabinets"]


def test_a_list_verifies_no_large_wallet_and_uses_what_is_known(ada, course, earn):
    version = course("Soldering", SOLDER)
    earn(version)
    now = timezone.now()
    assert worth_to(ada, [version], at=now, at_most=0) == {}
    known = worth_to(ada, [version], at=now)
    assert worth_to(ada, [version], at=now, at_most=0) == known
    assert known[version.pk].adds_nothing


def test_the_graph_of_a_goal_is_asked_for_once(ada, goal, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        queries.standing_of(goal, at=timezone.now())
