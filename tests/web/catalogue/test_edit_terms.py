"""A designer states prerequisites, fundings and dates in rows, without a script."""

from __future__ import annotations

import json

import pytest

from testamur_web.catalogue import services
from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.queries import draft_of
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
SQL = {"achievement": "https://school.example/a/sql", "name": "SQL"}
SKILL = {"name": "Python (computer programming)", "skill": PYTHON, "level": 4}
FUNDING = {
    "name": "Skills grant",
    "percent": 60,
    "url": "https://funding.example/",
    "until": "2030-12-31",
    "most": {"EUR": "100"},
    "conditions": [
        {"fact": "age", "test": "atMost", "value": 29},
        {"fact": "country", "test": "oneOf", "value": ["AT", "DE"]},
        {"fact": "employment", "test": "oneOf", "value": ["unemployed", "caring"]},
        {"fact": "eqf", "test": "atMost", "value": 4},
        {"fact": "voucher", "test": "is", "value": "SKILLS-27"},
    ],
}


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


def practical(achievement):
    return f"/o/{achievement.organisation.slug}/achievements/{achievement.pk}/edit/practical/"


def saved(achievement, name):
    achievement.refresh_from_db()
    return draft_of(achievement).get(name)


def type_rows(browser, draft, go="stay", **rows):
    """Type the rows of members: `requires=[{...}]`; everything else is as it is shown."""
    typed = {
        f"{name}-{at}-{field}": value
        for name, several in rows.items()
        for at, row in enumerate(several)
        for field, value in row.items()
    }
    return browser.post(practical(draft), typed | {"go": go, "mode": "online"}, follow=True)


def shown_fields(page):
    """What the page would send back."""
    forms = [page.context["page"].form] + [
        row.form for section in page.context["page"].sections for row in section.rows
    ]
    return {
        field.html_name: field.value()
        for form in forms
        for field in form
        if field.value() not in (None, "", [])
    }


def test_names_of_the_list_get_their_address(university, draft, browser):
    first = offer(university, "Python basics")
    rows = [
        {"join": "and", "title": "Python basics · " + university.name},
        {"join": "or", "ability": "Python (computer programming)", "level": "4"},
        {"join": "and", "title": "SQL", "achievement": SQL["achievement"]},
    ]
    page = type_rows(browser, draft, requires=rows)
    assert "Read as: (Python basics or Python (computer" in page.text
    here = {"name": "Python basics", "achievement": achievement_url(first.achievement)}
    assert saved(draft, "requires") == {"all": [{"any": [here, SKILL]}, SQL]}


def test_one_thing_needs_no_group_and_none_is_left_out(draft, browser):
    type_rows(browser, draft, requires=[{"title": "SQL", "achievement": SQL["achievement"]}])
    assert saved(draft, "requires") == SQL
    type_rows(browser, draft, requires=[{"join": "and"}])
    assert saved(draft, "requires") is None


def test_a_name_that_nobody_knows_is_kept_and_told_at_its_field(draft, browser):
    page = type_rows(browser, draft, requires=[{"join": "and", "title": "Pythn"}])
    assert page.text.count("Choose an achievement or a skill of the list") >= 1
    assert 'value="Pythn"' in page.text
    row = next(
        row
        for section in page.context["page"].sections
        for row in section.rows
        if "title" in row.form.fields and "join" in row.form.fields
    )
    assert row.form.errors["title"]


@pytest.mark.parametrize("requires", [SKILL, {"all": [SQL, {"any": [SKILL, SQL]}]}, {"any": [SQL]}])
@pytest.mark.parametrize("funding", [[FUNDING], []])
def test_what_is_shown_is_saved_as_it_was(draft, bashir, browser, requires, funding):
    whole = WHOLE.as_json() | {"requires": requires, "funding": funding}
    services.save_draft(draft, whole, by=bashir, at=NOW)
    browser.post(practical(draft), shown_fields(browser.get(practical(draft))) | {"go": "stay"})
    kept = SQL if requires == {"any": [SQL]} else requires
    assert saved(draft, "requires") == kept
    assert saved(draft, "funding") == (funding or None)


def test_what_rows_cannot_show_is_carried_along(draft, bashir, browser):
    deep = {"any": [SQL, {"all": [SKILL, {"any": [SQL, SKILL]}]}]}
    odd = FUNDING | {
        "most": {"EUR": "100", "CHF": "90"},
        "conditions": [*FUNDING["conditions"], {"fact": "age", "test": "atMost", "value": 27}],
    }
    whole = WHOLE.as_json() | {"requires": deep, "funding": [odd]}
    services.save_draft(draft, whole, by=bashir, at=NOW)
    page = browser.get(practical(draft))
    assert "nests deeper than rows show" in page.text
    browser.post(practical(draft), shown_fields(page) | {"go": "stay"})
    assert saved(draft, "requires") == deep
    assert saved(draft, "funding") == [odd]


@pytest.mark.parametrize("unseen", ["{", "[]", '"x"', '{"most": 3}', json.dumps({"conditions": 1})])
def test_what_is_carried_along_may_be_anything(draft, browser, unseen):
    rows = {"funding": [{"name": "Grant", "unseen": unseen}], "requires": [{"unseen": unseen}]}
    assert type_rows(browser, draft, **rows).status_code == 200
    assert browser.get(practical(draft)).status_code == 200


def test_a_funding_is_typed_field_by_field(draft, browser):
    row = {
        "name": "Skills grant",
        "percent": "60",
        "amount": "100",
        "currency": "EUR",
        "until": "2030-12-31",
        "url": "https://funding.example/",
        "age_to": "29",
        "countries": "at, DE",
        "employment": ["unemployed", "caring"],
        "eqf_to": "4",
        "voucher": "SKILLS-27",
    }
    type_rows(browser, draft, funding=[row])
    assert saved(draft, "funding") == [FUNDING]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"percent": "120"}, "percent"),
        ({"amount": "much"}, "amount"),
        ({"age_to": "old"}, "age_to"),
        ({"countries": "Austria"}, "countries"),
        ({"until": "soon"}, "until"),
        ({"url": "here"}, "url"),
    ],
)
def test_what_is_wrong_in_a_funding_is_told_at_its_field(draft, browser, typed, field):
    page = type_rows(browser, draft, funding=[{"name": "Grant"} | typed])
    [row] = [
        row
        for section in page.context["page"].sections
        for row in section.rows
        if "percent" in row.form.fields
    ]
    assert list(row.form.errors) == [field]
    [hint] = [one for one in page.context["hints"].to_do if "funding-0" in one.anchor]
    assert hint.anchor == f"id_funding-0-{field}"


def test_rows_are_added_and_taken_out_without_a_script(draft, browser):
    page = type_rows(browser, draft, "add-requires", requires=[{"title": "SQL"}])
    assert 'name="requires-1-title"' in page.text
    one = {"title": "SQL", "achievement": SQL["achievement"]}
    type_rows(browser, draft, "remove-requires-0", requires=[{"title": "x"}, one])
    assert saved(draft, "requires") == SQL


def test_dates_are_typed_with_commas(draft, browser):
    typed = {"mode": "online", "beginning": "on-dates", "starts": "2027-03-01, 2027-01-11"}
    browser.post(practical(draft), typed | {"weeks_at_most": "8"})
    assert saved(draft, "starts") == ["2027-03-01", "2027-01-11"]
    assert saved(draft, "weeks_at_most") == 8
    page = browser.post(practical(draft), typed | {"starts": "in May"}, follow=True)
    assert page.context["page"].form.errors["starts"]


def test_a_list_offers_what_is_published(university, college, draft, browser):
    offer(college, "Elsewhere")
    offer(university, "Ours")
    page = browser.get(practical(draft))
    assert page.context["offered"] == [
        f"Ours · {university.name}",
        f"Elsewhere · {college.name}",
    ]
