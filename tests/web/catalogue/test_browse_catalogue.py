"""Somebody looks for what they could earn: words, facets, orders, pages, and finding nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from testamur_web.catalogue.search import PAGE_SIZE
from tests.web.catalogue.offers import offer


@pytest.fixture
def shelf(university, college):
    return [
        offer(university, "Python basics"),
        offer(university, "Économie pour tous", language="fr", price={"amount": "0", "currency": "EUR"}),
        offer(college, "First aid at work", kind="certificate", eqf_level=3, hours=8, mode="onsite"),
        offer(college, "Smart grids", kind="nanodegree", eqf_level=6, hours=300, price=None),
    ]  # fmt: skip


def titles(client: Client, **query) -> list[str]:
    page = client.get("/catalogue/", query)
    assert page.status_code == 200
    return [version.title for version in page.context["found"].page]


def test_it_lists_what_is_published_the_newest_first(client, shelf, university):
    offer(university, "Newest of all", number=9)
    assert titles(client)[0] == "Newest of all"
    assert len(titles(client)) == 5


def test_it_leaves_out_what_is_withdrawn_or_was_never_published(client, shelf, university):
    gone = offer(university, "Withdrawn one").achievement
    gone.withdrawn_at = timezone.now()
    gone.save()
    draft = offer(university, "Draft only").achievement
    draft.current = None
    draft.save()
    assert not {"Withdrawn one", "Draft only"} & set(titles(client))


def test_an_achievement_is_listed_once_however_many_versions_it_has(client, university):
    first = offer(university, "Version one")
    offer(university, "Version two", number=2, achievement=first.achievement)
    assert titles(client) == ["Version two"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("python", ["Python basics"]),
        ("PYTH", ["Python basics"]),
        ("economie", ["Économie pour tous"]),
        ("économie TOUS", ["Économie pour tous"]),
        ("aid first", ["First aid at work"]),
        ("art", []),
        ("python aid", []),
        ("'; drop table--", []),
        ("& | ! :* ( <->", ["*"]),
        ("%", ["*"]),
        ("\x00", ["*"]),
        ("college aid", ["First aid at work"]),
    ],
)
def test_each_word_begins_a_word_whatever_its_case_and_accents(client, shelf, words, found):
    everything = sorted(version.title for version in shelf)
    assert sorted(titles(client, q=words)) == (everything if found == ["*"] else found)


def test_what_has_the_words_in_its_title_comes_first(client, university):
    offer(university, "Zoology", summary="Uses statistics.")
    offer(university, "Statistics for all")
    offer(university, "Applied statistics")
    assert titles(client, q="statistics") == ["Statistics for all", "Applied statistics", "Zoology"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "certificate"}, ["First aid at work"]),
        ({"kind": ["certificate", "nanodegree"]}, ["First aid at work", "Smart grids"]),
        ({"level": "6"}, ["Smart grids"]),
        ({"hours": "up-to-10"}, ["First aid at work"]),
        ({"hours": "over-150"}, ["Smart grids"]),
        ({"price": "free"}, ["Économie pour tous"]),
        ({"price": "paid"}, ["First aid at work", "Python basics"]),
        ({"mode": "onsite"}, ["First aid at work"]),
        ({"language": "fr"}, ["Économie pour tous"]),
        ({"issuer": "other-college"}, ["First aid at work", "Smart grids"]),
        ({"issuer": "other-college", "level": "6"}, ["Smart grids"]),
        ({"issuer": "other-college", "q": "aid"}, ["First aid at work"]),
        ({"level": "'; --"}, []),
        ({"level": "five"}, []),
        ({"kind": "\x00"}, ["*"]),
        ({"unknown": "x"}, ["*"]),
    ],
)
def test_it_narrows_by_facets(client, shelf, query, found):
    everything = sorted(version.title for version in shelf)
    assert sorted(titles(client, **query)) == (everything if found == ["*"] else found)


def test_a_facet_counts_as_if_nothing_were_chosen_in_it(client, shelf):
    counts = client.get("/catalogue/", {"kind": "certificate"}).context["found"].counts
    assert counts["kind"] == {"short-course": 2, "certificate": 1, "nanodegree": 1}
    assert counts["level"] == {"3": 1}


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("title", "First aid at work"),
        ("shortest", "First aid at work"),
        ("cheapest", "Économie pour tous"),
        ("level", "First aid at work"),
    ],
)
def test_it_is_put_in_order(client, shelf, sort, first):
    assert titles(client, sort=sort)[0] == first


def test_an_unknown_order_is_the_best_one(client, shelf):
    assert len(titles(client, sort="pk; drop")) == 4


def test_every_offer_stands_on_exactly_one_page(client, university):
    for at in range(PAGE_SIZE + 3):
        offer(university, f"Skill {at:02}")
    pages = [titles(client, sort="title", page=page) for page in (1, 2)]
    assert [len(page) for page in pages] == [PAGE_SIZE, 3]
    assert len(set(sum(pages, []))) == PAGE_SIZE + 3  # noqa: RUF017 -- two short lists
    assert titles(client, sort="title", page="99") == pages[1]
    assert titles(client, sort="title", page="x") == pages[0]


def test_what_narrows_can_be_dropped_one_by_one(client, shelf):
    page = client.get("/catalogue/", {"q": "aid", "kind": ["certificate", "badge"]})
    hrefs = {choice.label: choice.href for choice in page.context["chosen"]}
    assert hrefs["Certificate"] == "?q=aid&kind=badge"
    assert hrefs["Words: aid"] == "?kind=certificate&kind=badge"


def test_finding_nothing_says_what_to_do(client, shelf):
    page = client.get("/catalogue/", {"q": "nothing-like-it"}).content.decode()
    assert "Nothing fits all of this" in page
    assert "Show everything" in page


def test_an_empty_catalogue_says_that_nothing_is_published(client, db):
    assert "Nothing has been published yet" in client.get("/catalogue/").content.decode()


def test_words_are_shown_as_words_and_not_as_markup(client, shelf):
    page = client.get("/catalogue/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_a_page_asks_the_database_no_more_often_for_more_offers(
    client, university, django_assert_max_num_queries
):
    for at in range(PAGE_SIZE):
        offer(university, f"Skill {at:02}")
    with django_assert_max_num_queries(12):
        client.get("/catalogue/", {"q": "skill"})


def test_postgresql_looks_into_its_full_text_index(client, shelf):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'catalogue_words'")
        assert "gin" in cursor.fetchone()[0]
