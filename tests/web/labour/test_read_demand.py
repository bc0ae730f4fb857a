"""Everybody reads what work asks for, with how sure that is and where it comes from."""

from __future__ import annotations

import re
from html import unescape

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from testamur_web.labour.models import Figure
from testamur_web.people.services import make_token
from tests.web.api.conftest import program
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW
from tests.web.labour.conftest import HEAD, PYTHON, SQL, WELDING, loaded, postings

pytestmark = pytest.mark.django_db

__all__ = ["program"]

SOURCE = "Example jobs, CC BY 4.0, 30 April 2026"


@pytest.fixture
def everybody():
    return Client()


def page(of: str) -> str:
    return f"/demand/skill/?uri={of}"


def test_where_nothing_is_loaded_a_plain_page_says_so(everybody):
    told = everybody.get("/demand/").text
    assert "Nothing is known of demand here yet" in told
    assert "nothing is made up" in told
    assert everybody.get(page(PYTHON)).status_code == 404


def test_the_page_names_what_surely_rises_and_falls(everybody):
    loaded()
    told = everybody.get("/demand/").text
    rising, falling = told.split('id="falling"')
    assert PYTHON in rising.casefold()
    assert WELDING in falling.casefold()
    assert SQL not in falling.split("</table>")[0].casefold()
    assert "From 1,440 postings of May 2024 to April 2026" in told
    assert SOURCE in told


def test_the_page_of_a_skill_tells_growth_in_words_with_every_source(everybody):
    loaded()
    told = everybody.get(page(PYTHON)).text
    assert "It rose by" in told
    assert "in a year, with 95 % confidence" in told
    assert "the 12 months to April 2026 with the 12 months to April 2025" in told
    assert "The strong line is without the seasons" in told
    assert told.count(SOURCE) >= 5, "each figure says its own"
    assert "Nobody holds a valid credential for it" in told
    assert told.count('role="img"') >= 6, "each picture in two widths"
    assert "What it means for me" not in told
    assert "EUR" in told


def test_a_level_skill_is_not_said_to_move(everybody):
    loaded()
    assert "It may have stayed as it was" in everybody.get(page(SQL)).text
    assert Figure.objects.get(uri=SQL).way == "level"


def test_few_months_are_no_trend_and_seasons_are_said_to_be_there(everybody):
    loaded(postings(4))
    told = everybody.get(page(PYTHON)).text
    assert "Whether it rises or falls is not known" in told
    assert "Seasons are not removed" in told


def test_one_finds_a_skill_and_a_kind_of_work_by_words(everybody):
    loaded()
    Figure.objects.filter(uri=PYTHON).update(label="Python", search_text=" python")
    assert page(PYTHON).replace(":", "%3A").replace("/", "%2F")[-40:] in (
        everybody.get("/demand/?q=pyth").text.replace("/", "%2F")
    )
    assert 'chip">Kind of work' not in everybody.get("/demand/?q=zzz").text
    assert "Nothing that is asked for often enough is called that" in (
        everybody.get("/demand/?q=zzz").text
    )
    work = everybody.get("/demand/?q=analyst").text
    assert "/demand/occupation/?uri=analyst" in work
    told = everybody.get("/demand/occupation/?uri=analyst").text
    assert "720 of 1,440 postings, which is 500 of a thousand" in told
    assert "as its source calls the work" in told
    assert SOURCE in told


def test_a_kind_of_work_has_its_growth_months_skills_regions_and_pay(everybody):
    loaded()
    figure = Figure.objects.get(kind="occupation", uri="analyst")
    assert (figure.way, figure.growth) == ("level", 0.0)
    assert figure.low < 0 < figure.high
    address = "/demand/occupation/?uri=analyst"
    told = everybody.get(address).text
    assert "It may have stayed as it was" in told
    assert "the 12 months to April 2026 with the 12 months to April 2025" in told
    for name in ("trend", "skills", "months", "regions", "pay"):
        assert f'id="{name}"' in told, name
        table = everybody.get(f"/demand/{name}.csv?kind=occupation&uri=analyst").text
        assert "Example jobs,CC BY 4.0,2026-04-30,2024-05,2026-04" in table, name
    assert told.count(SOURCE) >= 6, "each figure says its own"
    assert told.count("The same as a table") == 4
    assert "EUR" in told
    found = everybody.get("/api/v1/market/demand?kind=occupation&uri=analyst").json()
    assert found["figures"]["growth"]["compared"]["months"] == 12
    assert found["figures"]["skills"][0]["of"] == 720
    assert "Kinds of work with the most postings" in everybody.get("/demand/").text


def test_a_table_leads_only_to_pages_that_are_there(everybody):
    rows = "".join(
        f"{at},analyst {at},2026-0{1 + at % 4}-02,Tyrol,work {at % 80:02d},{PYTHON},\n"
        for at in range(800)
    )
    loaded(HEAD + rows)
    told = everybody.get(page(PYTHON)).text
    for address in re.findall(r'href="(/demand/occupation/[^"]+)"', told):
        assert everybody.get(unescape(address)).status_code == 200, address


def test_an_exported_picture_says_where_it_comes_from(everybody):
    loaded(is_generated=True)
    for query in ("", f"?kind=skill&uri={PYTHON}"):
        drawn = everybody.get(f"/demand/regions.svg{query}").text
        assert "Example jobs (generated), CC BY 4.0, 2026-04-30" in drawn
        assert drawn.count("Example jobs") == 2, "for those who see it, and those who do not"


def test_what_is_listed_names_its_sources(everybody):
    loaded()
    [first, *_] = everybody.get("/api/v1/market/skills").json()["items"]
    assert first["sources"] == ["Example jobs, CC BY 4.0, 2026-04-30"]
    market = everybody.get("/api/v1/market").json()
    assert len(market["by_region"]) == len(market["heat"]["rows"]) == 3
    assert market["is_being_counted"] is False


def test_pictures_and_tables_leave_the_page_with_what_they_rest_on(everybody):
    loaded()
    for name in ("trend", "regions", "together", "occupations"):
        query = f"?kind=skill&uri={PYTHON}"
        drawn = everybody.get(f"/demand/{name}.svg{query}")
        assert drawn["Content-Type"] == "image/svg+xml"
        assert "sandbox" in drawn["Content-Security-Policy"]
        assert fromstring(drawn.text).tag.endswith("svg")
        table = everybody.get(f"/demand/{name}.csv{query}").text
        assert "Example jobs,CC BY 4.0,2026-04-30,2024-05,2026-04" in table, name
    assert everybody.get("/demand/months.csv").status_code == 200
    assert everybody.get("/demand/pay.svg?kind=skill&uri=" + PYTHON).status_code == 404
    assert everybody.get("/demand/nonsense.csv").status_code == 404


def test_what_is_generated_says_so_on_every_figure(everybody):
    loaded(is_generated=True)
    for address in ("/demand/", page(PYTHON)):
        told = everybody.get(address).text
        assert "(generated)" in told
        assert "generated, no real demand" in told


def test_whoever_is_signed_in_reads_what_it_means_for_them(sign_in, ada, university):
    loaded()
    told = sign_in(ada).get(page(PYTHON)).text
    assert "What it means for me" in told
    assert "nothing in the catalogue certifies it yet" in told
    version = offer(university)
    version.skills.create(uri=PYTHON, level=5)
    told = sign_in(ada).get(page(PYTHON)).text
    assert f"/catalogue/{version.achievement_id}/" in told


def test_a_label_or_region_from_a_file_is_never_markup(everybody):
    evil = '"<script>alert(1)</script>"'
    rows = "".join(
        f"{at},{evil},2026-0{1 + at % 4}-02,{evil},{evil},{PYTHON},\n" for at in range(60)
    )
    loaded(HEAD + rows)
    for address in (
        "/demand/",
        page(PYTHON),
        "/demand/occupation/?uri=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ):
        answer = everybody.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text


def test_the_api_tells_the_same(everybody):
    assert everybody.get("/api/v1/market").status_code == 404
    loaded()
    market = everybody.get("/api/v1/market").json()
    assert market["postings"] == 1440
    assert market["provenance"]["sources"][0]["licences"] == ["CC BY 4.0"]
    rising = everybody.get("/api/v1/market/skills?way=rising").json()
    assert [one["skill"] for one in rising["items"]] == [PYTHON]
    assert rising["items"][0]["interval"][0] > 0
    found = everybody.get(f"/api/v1/market/demand?uri={PYTHON}").json()
    assert found["figures"]["provenance"]["sources"][0]["source"] == "Example jobs"
    assert everybody.get("/api/v1/market/demand?uri=x:none").status_code == 404
    [source] = everybody.get("/api/v1/market/sources").json()
    assert (source["licence"], source["postings"]) == ("CC BY 4.0", 1440)


def test_an_operator_loads_over_the_api(program, fay, ada):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.web.labour.conftest import MAPPING, work

    token = make_token(fay, organisation=None, name="loader", at=NOW)
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    file = SimpleUploadedFile("jobs.csv", postings(8).encode())
    made = browser.post("/api/v1/market/loads", {"file": file})
    assert made.status_code == 201, made.text
    at = f"/api/v1/market/loads/{made.json()['id']}"
    assert browser.get(f"{at}/mapping").json()["fields"]["title"] == {"column": "title"}
    kind = {"content_type": "application/json"}
    tried = browser.put(f"{at}/mapping", {"mapping": MAPPING}, **kind).json()
    assert (tried["lookedAt"], tried["faults"]) == (480, [])
    bad = browser.put(f"{at}/mapping", {"mapping": {"version": 2}}, **kind)
    assert (bad.status_code, bad.json()["code"]) == (400, "market.mapping-malformed")
    assert browser.post(f"{at}/start").status_code == 202
    work()
    assert browser.get(at).json()["counts"]["postings"] == 480
    late = browser.post(f"{at}/stop")
    assert (late.status_code, late.json()["code"]) == (409, "market.load-over")
    rejected = browser.get(f"{at}/rejected.csv")
    assert rejected.status_code == 200
    assert b"".join(rejected.streaming_content)
    assert browser.delete(at).status_code == 204
    assert browser.get("/api/v1/market/loads").json()["total"] == 0
    other = make_token(ada, organisation=None, name="reader", at=NOW)
    stranger = Client(headers={"Authorization": f"Bearer {other}"})
    assert stranger.get("/api/v1/market/loads").status_code == 404
