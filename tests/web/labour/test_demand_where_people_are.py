"""Demand stands where people decide: definitions, goals, advice, reviews, inflation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from testamur_web.labour.demand_watch import watch_demand
from testamur_web.labour.models import Count, Figure
from testamur_web.learning.models import DefinitionReview
from testamur_web.learning.reviews import why_opened
from testamur_web.trust.inflation import count_of_achievement
from testamur_web.trust.inflation_counting import count_inflation
from tests.web.api.conftest import program
from tests.web.conftest import NOW
from tests.web.plans.conftest import SOLDER, WIRE, course, goal
from tests.web.trust.inflated import crowd, give

pytestmark = pytest.mark.django_db

__all__ = ["course", "goal", "program"]

PAGE = "/goal/recommendations/"


def figure(uri: str, postings: int, *, growth: float = 0.0, way: str = "level") -> Figure:
    return Figure.objects.create(
        kind="skill",
        uri=uri,
        label=uri.rpartition("/")[2],
        search_text=" x",
        postings=postings,
        growth=growth,
        low=growth - 0.1,
        high=growth + 0.1,
        way=way,
        content={"months": [{"postings": 5}] * 14},
        counted_at=NOW,
    )


@pytest.fixture
def counted(db):
    source = {
        "source": "Example jobs",
        "licences": ["CC BY 4.0"],
        "attributions": [],
        "retrieved": "2026-04-30",
        "postings": 1000,
        "since": "2025-01",
        "until": "2026-04",
        "linked": [],
    }
    content = {"postings": 1000, "provenance": {"sources": [source]}}
    Count.objects.create(counted_at=NOW, wanted_at=NOW, content=content)
    figure(SOLDER, 20, growth=-0.3, way="falling")
    figure(WIRE, 200, growth=0.5, way="rising")


SOURCE = "Example jobs, CC BY 4.0, 30 April 2026"


def test_a_micro_credential_shows_the_demand_for_what_it_certifies(counted, course):
    version = course("Both", SOLDER, WIRE)
    told = Client().get(f"/catalogue/{version.achievement_id}/").text
    assert "Demand for what it certifies" in told
    assert "200 postings ask for it" in told
    assert "rising +50 %" in told
    assert "falling \N{MINUS SIGN}30 %" in told
    assert SOURCE in told
    quality = Client().get(f"/catalogue/{version.achievement_id}/inflation/").text
    assert "200 postings ask for it" in quality
    assert SOURCE in quality


def test_where_nothing_is_counted_it_is_silent(course):
    version = course("Both", SOLDER, WIRE)
    assert "Demand for what" not in Client().get(f"/catalogue/{version.achievement_id}/").text


def test_a_goal_shows_it_beside_each_skill(counted, sign_in, ada, goal):
    told = sign_in(ada).get("/goal/").text
    assert told.count("postings ask for it") == 2
    assert SOURCE in told


def test_advice_by_demand_has_points_that_add_up(counted, sign_in, ada, goal, course, program):
    course("Soldering", SOLDER, price="10")
    course("Wiring", WIRE, price="900")
    browser = sign_in(ada)
    by_gap = [one.version.title for one in browser.get(PAGE).context["advice"]]
    assert by_gap == ["Soldering", "Wiring"]
    page = browser.get(f"{PAGE}?order=demand")
    assert [one.version.title for one in page.context["advice"]] == ["Wiring", "Soldering"]
    assert "200 points" in page.text
    assert SOURCE in page.text
    assert "1 \N{MULTIPLICATION SIGN} 200 of a thousand = 200" in page.text
    told = program(ada).get("/goal/recommendations?order=demand").told
    assert [one["points"] for one in told] == [200.0, 20.0]
    for one in told:
        assert one["points"] == sum(part["points"] for part in one["demand"])


def test_falling_demand_opens_a_review_once_with_its_figures(counted, course):
    falling, rising = course("Soldering", SOLDER), course("Wiring", WIRE)
    assert watch_demand(at=NOW) == 1
    assert watch_demand(at=NOW) == 0
    review = DefinitionReview.objects.get()
    assert review.achievement_id == falling.achievement_id != rising.achievement_id
    told = why_opened(review)
    assert "-30 %" in told
    assert "Example jobs" in told
    review.closed_at = NOW
    review.save()
    assert watch_demand(at=NOW + timedelta(days=30)) == 0
    assert watch_demand(at=NOW + timedelta(days=190)) == 1


def test_inflation_knows_how_many_are_wanted(counted, course):
    version = course("Soldering", SOLDER)
    give(version, crowd(12))
    count_inflation(at=NOW)
    [part] = [
        one
        for one in count_of_achievement(version.achievement_id).content["parts"]
        if one["name"] == "saturation"
    ]
    assert (part["state"], part["value"], part["people"]) == ("known", 12 / 60, 12)
