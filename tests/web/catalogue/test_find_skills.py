"""Anybody looks for a skill or an occupation, and sees where it can be earned."""

from __future__ import annotations

import pytest

from testamur_web.catalogue.models import OutcomeSkill
from tests.web.catalogue.offers import offer

pytestmark = pytest.mark.django_db


def found(client, words, **more):
    return client.get("/api/v1/skills", {"q": words, **more}).json()


@pytest.fixture
def welder(client):
    [first, *_] = found(client, "welder", kind="occupation")
    return first


def test_a_word_begun_finds_it_and_marks_what_was_typed(client):
    page = client.get("/skills/", {"q": "data anal"}).text
    assert "gather and <mark>anal</mark>yse <mark>data</mark>" in page
    assert "This service uses the ESCO classification of the European Commission." in page


def test_a_typo_is_forgiven(client):
    assert "Welder" in client.get("/skills/", {"q": "weldre"}).text


def test_nothing_found_says_so(client):
    assert "Nothing is called that" in client.get("/skills/", {"q": "zzzzqqqq"}).text


@pytest.mark.parametrize("words", ["\0", "%", "<script>", "a" * 5000, "🧑‍🔬", "'; --"])
def test_odd_words_are_only_words(client, words):
    page = client.get("/skills/", {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.text.replace("<script type=", "")


def test_the_list_that_follows_typing_is_a_list_of_options(client):
    page = client.get("/skills/suggest/", {"q": "weld", "kind": "skill"}).text
    assert page.count('role="option"') > 1
    assert "data-uri=" in page
    assert "<html" not in page


def test_an_occupation_shows_what_it_asks_for(client, welder):
    page = client.get("/skills/about/", {"uri": welder["uri"]}).text
    assert "It cannot be done without" in page
    entry = client.get("/api/v1/skills/entry", {"uri": welder["uri"]}).json()
    assert entry["kind"] == "occupation"
    assert all(need["label"] in page.lower() for need in entry["needs"][:3])


def test_a_skill_shows_where_it_can_be_earned(client, university, welder):
    entry = client.get("/api/v1/skills/entry", {"uri": welder["uri"]}).json()
    skill = entry["needs"][0]
    version = offer(university, "Welding, first steps")
    OutcomeSkill.objects.create(version=version, uri=skill["uri"], level=4)
    assert "Welding, first steps" in client.get("/skills/about/", {"uri": skill["uri"]}).text
    told = client.get("/api/v1/skills/entry", {"uri": skill["uri"]}).json()
    assert [one["title"] for one in told["offers"]] == ["Welding, first steps"]
    assert "1 micro-credential" in client.get("/skills/about/", {"uri": welder["uri"]}).text


def test_a_withdrawn_achievement_is_not_offered(client, university, welder):
    entry = client.get("/api/v1/skills/entry", {"uri": welder["uri"]}).json()
    version = offer(university, "Welding, first steps")
    OutcomeSkill.objects.create(version=version, uri=entry["needs"][0]["uri"])
    version.achievement.withdrawn_at = version.published_at
    version.achievement.save()
    assert not client.get("/api/v1/skills/entry", {"uri": entry["needs"][0]["uri"]}).json()[
        "offers"
    ]


@pytest.mark.parametrize("uri", ["", "nothing", "http://data.europa.eu/esco/skill/none"])
def test_what_is_in_no_list_is_not_found(client, uri):
    assert client.get("/skills/about/", {"uri": uri}).status_code == 404
    assert client.get("/api/v1/skills/entry", {"uri": uri}).status_code == 404
