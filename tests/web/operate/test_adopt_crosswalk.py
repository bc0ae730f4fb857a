"""Fay brings a crosswalk, looks at what it says, and it counts while it is in use."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur.errors import Conflict
from testamur.pathways.gap import Fit
from testamur_web.catalogue.crosswalking import adopt_crosswalk
from testamur_web.catalogue.matched import matching
from testamur_web.catalogue.models import Crosswalk, OutcomeSkill
from testamur_web.catalogue.skills import find_entries
from testamur_web.ops.models import TrailEntry
from testamur_web.plans import queries, services
from testamur_web.wallet.services import put_in_wallet
from tests.web.catalogue.skills_of_own import published_skill
from tests.web.conftest import NOW
from tests.web.operate.lists import work
from tests.web.wallet.conftest import CONTENT, publish, sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, fay):
    return sign_in(fay)


@pytest.fixture
def need(ada):
    """The first skill of Ada's goal."""
    analyst = find_entries("data analyst", kind="occupation", limit=1)[0].found.id
    goal = services.set_occupation(ada, analyst, at=NOW)
    return goal.content["needs"][0]["skill"]


def table(need, relation="exactMatch", more=""):
    return f"from,relation,to,to_label\n{need},{relation},https://x.example/wrangling,Wrangling\n{more}"


def bring(browser, text, **more):
    file = SimpleUploadedFile("esco-to-x.csv", text.encode())
    page = browser.post("/operator/frameworks/", {"kind": "crosswalk", "file": file, **more}).url
    work()
    return browser.get(page).url


def row_of(ada, need):
    standing = queries.standing_of(queries.goal_of(ada), at=NOW)
    return next(one for one in standing.gap.rows if one.need.skill == need)


def test_it_is_shown_first_counts_when_adopted_and_no_more_when_withdrawn(
    browser, client, ada, university, need
):
    said = {
        "verb": "wrangle",
        "skill": "it",
        "skill_uri": "https://x.example/wrangling",
        "level": "expert",
    }
    made = publish(university, "Wrangling at work")
    made.content = CONTENT | {"title": made.title, "outcomes": [said], "eqf_level": 6}
    made.save()
    OutcomeSkill.objects.create(version=made, uri="https://x.example/wrangling", level=7)
    put_in_wallet(sign_award(made, person=ada), person=ada, at=NOW)
    address = bring(browser, table(need))
    page = " ".join(browser.get(address).text.split())
    for told in (
        "1 match is new",
        "is the same as",
        "Wrangling",
        "1 of the first, 0 of the second",
    ):
        assert told in page
    assert row_of(ada, need).covered == 0
    browser.post(f"{address}adopt/")
    row = row_of(ada, need)
    assert (row.fit, row.best.through) == (Fit.MATCH, "the crosswalk esco to x")
    [match] = client.get("/api/v1/skills/entry", {"uri": need}).json()["matches"]
    assert match == {
        "uri": "https://x.example/wrangling",
        "label": "Wrangling",
        "framework": "",
        "relation": "same",
        "distance": 0,
        "through": "the crosswalk esco to x",
    }
    assert "In other lists" in client.get("/skills/about/", {"uri": need}).text
    browser.post(f"{address}withdraw/")
    assert row_of(ada, need).covered == 0
    verbs = TrailEntry.objects.filter(verb__startswith="crosswalk").values_list("verb", flat=True)
    assert sorted(verbs) == ["crosswalk.adopt", "crosswalk.withdraw"]


def test_a_newer_one_takes_the_place_of_the_older(browser, need):
    browser.post(f"{bring(browser, table(need))}adopt/")
    newer = bring(browser, table(need, "broadMatch"))
    page = browser.get(newer).text
    assert "1 match is new" in page
    assert "1 match is gone" in page
    browser.post(f"{newer}adopt/")
    assert Crosswalk.objects.count() == 1
    assert [one.way.nearness.value for one in matching(need)] == ["broader"]
    assert "Crosswalks in use" in browser.get("/operator/frameworks/").text


def test_which_of_the_two_is_narrower_may_be_said(browser, need):
    address = bring(browser, table(need, "narrowMatch"), is_reversed="on")
    assert "is part of the broader" in browser.get(address).text


def test_the_same_table_is_kept_once_and_adopted_once(browser, fay, need):
    address = bring(browser, table(need))
    assert bring(browser, table(need)) == address
    crosswalk = Crosswalk.objects.get()
    adopt_crosswalk(crosswalk, by=fay, at=NOW)
    with pytest.raises(Conflict) as caught:
        adopt_crosswalk(crosswalk, by=fay, at=NOW)
    assert caught.value.problem.code == "crosswalk.adopted"
    page = browser.post(f"{address}adopt/", follow=True).text
    assert "The crosswalk is in use already" in page


def test_what_is_no_crosswalk_is_refused_in_a_sentence(browser):
    file = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    page = browser.post("/operator/frameworks/", {"kind": "crosswalk", "file": file}).url
    work()
    assert "lacks a column that it needs" in browser.get(page).text


def test_a_skill_of_a_list_is_named_where_the_list_is_here(browser, need):
    other = published_skill("welding")
    text = f"from,relation,to\n{need},closeMatch,{other}\n"
    browser.post(f"{bring(browser, text)}adopt/")
    [match] = matching(need)
    assert (match.is_here, match.framework) == (True, "ESCO")
    assert match.label
