"""What to take next is recommended with reasons, reckoned here from the goal and the wallet."""

from __future__ import annotations

import dataclasses

import pytest
from django.utils import timezone

from testamur.pathways.plan import Condition, Funding, HasAchievement, Test
from testamur_web.plans import keeping
from testamur_web.plans.advising import advise
from testamur_web.plans.planning import Asked, ask
from tests.web.api.conftest import is_problem, program
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db

__all__ = ["program"]

PAGE = "/goal/recommendations/"


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


def test_each_says_why(browser, goal, course):
    course("Both", SOLDER, WIRE, price="500", hours=10)
    course("Soldering", SOLDER, price="90")
    both, soldering = browser.get(PAGE).context["advice"]
    assert both.version.title == "Both"
    assert both.reasons == (
        "It covers 2 of your 2 open skills; the most important is solder joints.",
        "Nothing here takes less time for solder joints.",
    )
    assert soldering.reasons == (
        "It covers 1 of your 2 open skills: solder joints.",
        "Nothing here is cheaper for solder joints.",
    )


def test_the_only_one_is_said_to_be(browser, goal, course):
    course("Wiring", WIRE)
    page = browser.get(PAGE).text
    assert "It is the only one here for wire cabinets." in page
    assert "€100 · 20 hours" in page


def test_what_opens_the_way_is_told_and_who_pays(goal, course):
    first, second = course("Soldering", SOLDER), course("Wiring", WIRE)
    asked = ask(goal, Asked(), at=timezone.now())
    needs_first = HasAchievement(str(first.achievement_id))
    voucher = Funding("Voucher", percent=50, conditions=(Condition("age", Test.AT_LEAST, 18),))
    offers = tuple(
        dataclasses.replace(one, requires=needs_first)
        if one.id == str(second.achievement_id)
        else dataclasses.replace(one, funding=(voucher,))
        for one in asked.offers
    )
    held = dataclasses.replace(asked.held, facts={"age": 30})
    [advice] = advise(dataclasses.replace(asked, offers=offers, held=held))
    assert "It opens the way to “Wiring”." in advice.reasons
    assert "Voucher pays 50 EUR of it." in advice.reasons
    assert advice.cents == 5000


def test_the_limits_of_the_kept_plan_are_respected(browser, goal, course):
    course("Soldering", SOLDER, price="90")
    course("Dear soldering", SOLDER, price="900")
    keeping.keep_plan(goal, Asked(mode="onsite"), at=timezone.now())
    page = browser.get(PAGE)
    assert "The limits of the plan you kept are respected." in page.text
    assert "Nothing to recommend" in page.text


def test_without_a_goal_one_is_chosen_first(browser):
    assert browser.get(PAGE).url == "/goal/"


def test_a_program_lists_them(program, ada, goal, course):
    version = course("Soldering", SOLDER, price="90")
    [told] = program(ada).get("/goal/recommendations?budget=100").told
    assert told["achievement"] == str(version.achievement_id)
    assert (told["price"], told["hours"]) == ("90.00", 20)
    assert told["reasons"][0].startswith("It covers 1 of your 2")
    assert program(ada).get("/goal/recommendations?budget=10").told == []
    wrong = program(ada).get("/goal/recommendations?hours_per_week=-1")
    assert is_problem(wrong, 422, "request.malformed")
