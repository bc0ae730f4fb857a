"""Ada asks what else could be had, and sees her weeks; each picture says what its table says."""

from __future__ import annotations

import re

import pytest

from tests.web.api.conftest import program
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db

__all__ = ["program"]

PAGE = "/goal/plan/"


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def courses(course):
    return (
        course("Soldering", SOLDER, price="100", hours=40),
        course("Soldering at speed", SOLDER, price="250", hours=10),
        course("Wiring", WIRE, price="100", hours=60),
        course("Wiring at speed", WIRE, price="400", hours=20),
    )


def test_nothing_else_is_reckoned_unless_it_is_asked_for(browser, goal, courses):
    assert "frontier" not in browser.get(PAGE).context
    assert "With alternatives" in browser.get(PAGE).text


def test_less_time_costs_more_and_each_leads_to_its_plan(browser, goal, courses):
    page = browser.get(PAGE, {"alternatives": "1"})
    points = page.context["frontier"].points
    assert [(one.plan.cents, one.plan.minutes // 60) for one in points] == [
        (20000, 100),
        (35000, 70),
        (50000, 60),
        (65000, 30),
    ]
    assert [one.is_here for one in points] == [True, False, False, False]
    for point in points:
        found = browser.get(f"{PAGE}?{point.query}").context["planned"].plan
        assert (found.cents, found.minutes) == (point.plan.cents, point.plan.minutes)
        assert page.text.count(f'cx="{point.x}" cy="{point.y}"') == 1


def test_the_dearer_stands_to_the_right_and_the_shorter_below(browser, goal, courses):
    points = browser.get(PAGE, {"alternatives": "1"}).context["frontier"].points
    assert [one.x for one in points] == sorted({one.x for one in points})
    assert [one.y for one in points] == sorted({one.y for one in points})
    assert all(56 < one.x < 340 and 30 < one.y < 192 for one in points)


def test_where_there_is_no_other_that_is_said(browser, goal, course):
    course("Both", SOLDER, WIRE)
    assert "There is no other" in browser.get(PAGE, {"alternatives": "1"}).text


def test_where_not_everything_can_be_closed_there_are_none(browser, goal, courses):
    page = browser.get(PAGE, {"alternatives": "1", "budget": "10"})
    assert "There are none while not everything can be closed" in page.text


def test_the_weeks_are_drawn_and_told(browser, goal, courses):
    page = browser.get(PAGE, {"hours_per_week": "10"})
    bars = page.context["weeks"].bars
    first, second = bars
    assert (first.step.weeks[0], second.step.weeks[1]) == (1, 10)
    assert second.step.weeks[0] == first.step.weeks[1] + 1
    told = re.findall(r"<td class=\"nowrap\">(\d+) . (\d+)</td>", page.text)
    assert told == [tuple(map(str, one.step.weeks)) for one in bars]
    assert first.x + first.length <= second.x
    assert second.x + second.length <= page.context["weeks"].width
    assert len(re.findall(r'class="picture-bar"', page.text)) == 2


def test_a_plan_of_many_weeks_has_few_ticks(browser, goal, courses):
    weeks = browser.get(PAGE, {"hours_per_week": "1"}).context["weeks"]
    assert len(weeks.ticks) <= 8
    assert weeks.bars[-1].step.weeks[1] == 100


def test_without_hours_a_week_there_are_no_weeks(browser, goal, courses):
    assert "Week by week" not in browser.get(PAGE).text


def test_a_program_lists_alternatives(program, ada, goal, courses):
    told = program(ada).get("/goal/plan/alternatives").told
    assert (told[0]["cost"], told[0]["hours"]) == ("200.00", "100")
    assert len(told) == 4
    assert program(ada).get("/goal/plan/alternatives?budget=1").told == []
