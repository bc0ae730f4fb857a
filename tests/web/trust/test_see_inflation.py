"""Inflation on pages: for everybody, for the issuer, before publishing, among what waits."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

import pytest
from django.test import Client

from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Definition, Outcome
from testamur_web.trust.inflation import like_draft
from testamur_web.trust.inflation_alerting import thresholds_of
from testamur_web.ui.inflation_pictures import columns_of, rates_of
from tests.web.conftest import NOW
from tests.web.trust.inflated import programme

ADDRESS = "/inflation/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def anybody(db) -> Client:
    return Client()


def test_before_the_first_count_it_says_so(anybody):
    assert "Not counted yet" in text_of(anybody.get(ADDRESS))


def test_everybody_sees_the_difference_on_one_page(anybody, counted):
    page = text_of(anybody.get(ADDRESS))
    assert "Says much the same as" in page
    assert page.index("Excel starter</a>") < page.index("Welding</a>")
    assert "<strong>75.8</strong>" in page
    assert "This is method 1.0" in page
    for titled in ("Pass rate and award rate over time", "People by how many credentials"):
        assert f"{titled}" in page
    assert page.count('<svg class="picture"') == 2


def test_everybody_sees_one_micro_credential_by_quarter_only(anybody, counted):
    (_, again), good = counted
    page = text_of(anybody.get(f"/catalogue/{again.achievement_id}/inflation/?by=month"))
    assert "Excel essentials" in page
    assert "2026-Q2" in page
    assert "2026-05" not in page
    assert "8, at eight a day; 25 are stated" in page
    fine = text_of(anybody.get(f"/catalogue/{good.achievement_id}/inflation/"))
    assert "None: nothing else in this catalogue states the same outcomes." in fine
    public = anybody.get(f"/catalogue/{again.achievement_id}/")
    assert f"/catalogue/{again.achievement_id}/inflation/" in public.content.decode()


def test_what_is_not_published_has_no_public_page(anybody, counted):
    achievement = counted[1].achievement
    assert anybody.get(f"/catalogue/{uuid4()}/inflation/").status_code == 404
    achievement.withdrawn_at = NOW
    achievement.save()
    assert anybody.get(f"/catalogue/{achievement.pk}/inflation/").status_code == 404
    assert "Welding" not in text_of(anybody.get(ADDRESS))


@pytest.mark.parametrize("table", ["parts", "rates", "spread", "achievements"])
def test_each_table_is_taken_along(anybody, sign_in, counted, bashir, table):
    for browser, address in (
        (anybody, f"/inflation/{table}.csv"),
        (sign_in(bashir), f"/o/example-university/inflation/{table}.csv"),
    ):
        answer = browser.get(address)
        assert answer["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}


def test_there_is_no_other_table(anybody, counted):
    assert anybody.get("/inflation/people.csv").status_code == 404


# ---------------------------------------------------------------------------------- the issuer


def test_the_issuer_sees_alerts_months_and_cohorts(sign_in, counted, bashir):
    browser = sign_in(bashir)
    home = "/o/example-university"
    page = text_of(browser.get(f"{home}/inflation/?by=month"))
    assert "Look at these" in page
    assert "2026-05" in page
    again = counted[0][1].achievement
    one = text_of(browser.get(f"{home}/achievements/{again.pk}/inflation/?by=cohort"))
    assert '<th scope="row">Spring</th>' in one
    assert f"{home}/achievements/{again.pk}/inflation/" in text_of(
        browser.get(f"{home}/achievements/{again.pk}/")
    )
    assert "2 achievements show signs of inflation" in text_of(browser.get(f"{home}/"))


def test_an_unknown_period_is_the_first(sign_in, counted, bashir):
    page = sign_in(bashir).get("/o/example-university/inflation/?by=cohort")
    assert "2026-Q2" in text_of(page)


def test_thresholds_are_changed_and_bounded(sign_in, counted, bashir, university):
    browser, address = sign_in(bashir), "/o/example-university/inflation/thresholds/"
    wrong = browser.post(address, {"overlap": "1.5"})
    assert wrong.status_code == 200
    assert thresholds_of(university)["overlap"] is not None
    assert browser.post(address, {"overlap": "0.9", "index": ""}).status_code == 302
    kept = thresholds_of(university)
    assert (str(kept["overlap"]), kept["index"], kept["passing"]) == ("0.9", None, None)


# -------------------------------------------------------------------------------- the designer

SHEETS = Definition(
    title="Excel for all",
    outcomes=(
        Outcome("use", "foundation", "spreadsheets", "https://skills.example/sheets", "ESCO"),
        Outcome("draw", "foundation", "charts", "https://skills.example/charts", "ESCO"),
    ),
)


def test_a_designer_reads_that_similar_ones_exist_before_publishing(sign_in, counted, bashir):
    house = counted[1].achievement.organisation
    made = services.create_achievement(house, title=SHEETS.title, by=bashir, at=NOW)
    services.save_draft(made, SHEETS, by=bashir, at=NOW)
    page = text_of(sign_in(bashir).get(f"/o/{house.slug}/achievements/{made.pk}/review/"))
    assert "Similar credentials exist" in page
    assert "100 % the same" in page
    assert "Welding" not in page


def test_a_draft_is_like_what_shares_words_where_a_skill_has_no_address(university):
    words = [{"verb": "sew", "level": "foundation", "skill": "winter coats"}]
    tailored = programme(university, "Tailoring", outcomes=words)
    tailored.search_text = " tailoring sew winter coats"
    tailored.save()
    draft = Definition(title="Coats", outcomes=(Outcome("sew", "foundation", "winter coats"),))
    assert [one.overlap for one in like_draft(draft)] == [1]
    assert like_draft(draft, besides=tailored.achievement_id) == []
    assert like_draft(Definition(title="Coats")) == []


# ---------------------------------------------------------------------------------- pictures

KNOWN = {"state": "known", "value": 0.5, "people": 20}
HIDDEN = {"state": "withheld", "value": None, "people": None}


def test_a_picture_leaves_out_what_is_withheld():
    rows = [
        {"name": "2026-Q1", "pass_rate": KNOWN, "award_rate": HIDDEN, "given": HIDDEN},
        {"name": "2026-Q2", "pass_rate": HIDDEN, "award_rate": KNOWN, "given": KNOWN},
    ]
    picture = rates_of(rows)
    assert picture.passing_line == f"{picture.rows[0].x},{picture.middle}"
    assert picture.awarding_line == f"{picture.rows[1].x},{picture.middle}"
    assert rates_of([]) is None
    assert rates_of(rows[:1]).rows[0].x == 195


def test_columns_rise_with_people():
    holding = [{"credentials": 1, **KNOWN, "value": 20.0}, {"credentials": 2, **HIDDEN}]
    first, second = columns_of({"holding": holding}).columns
    assert first.height > second.height == 0
    assert columns_of({"holding": []}) is None
