"""Fay brings a list of skills: it is read and shown first, then adopted, and replaced by a newer."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur.errors import Conflict
from testamur.problems.catalogue import CATALOGUE
from testamur_web.catalogue import adopting
from testamur_web.catalogue.models import Framework
from testamur_web.catalogue.skills import find_entries
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import NOW
from tests.web.operate.lists import work

pytestmark = pytest.mark.django_db

OURS = "id,label,broader\nhttps://uni.example/s/1,Milling,\nhttps://uni.example/s/2,Turning,\n"
NEWER = "id,label\nhttps://uni.example/s/1,Milling of metal\nhttps://uni.example/s/3,Grinding\n"


def bring(browser, text, name="workshop.csv"):
    """Upload a file, let a worker read it, and follow to where it is looked at."""
    file = SimpleUploadedFile(name, text.encode())
    answer = browser.post("/operator/frameworks/", {"kind": "list", "file": file})
    if answer.status_code == 200:
        return answer
    work()
    seen = browser.get(answer.url)
    return seen if seen.status_code == 302 else browser.get(answer.url)


@pytest.fixture
def browser(sign_in, fay):
    return sign_in(fay)


def labels(words):
    return [hit.found.label for hit in find_entries(words)]


def test_it_is_shown_first_and_used_when_adopted(browser):
    answer = bring(browser, OURS)
    page = browser.get(answer.url)
    assert "2 entries are new" in page.text
    assert labels("milling") == []
    browser.post(f"{answer.url}adopt/")
    assert labels("milling") == ["Milling"]
    assert "In use" in browser.get("/operator/frameworks/").text
    assert TrailEntry.objects.filter(verb="framework.adopt").count() == 1


def test_the_same_list_takes_the_place_of_itself_and_says_what_changes(browser):
    first = bring(browser, OURS).url
    browser.post(f"{first}adopt/")
    second = bring(browser, NEWER).url
    page = browser.get(second).text
    for told in ("1 entry is new", "1 entry is gone", "1 entry has another name"):
        assert told in page
    assert "Milling → Milling of metal" in page
    browser.post(f"{second}adopt/")
    assert labels("grinding") == ["Grinding"]
    assert labels("turning") == []
    assert Framework.objects.count() == 1


def test_a_list_that_is_used_no_more_is_found_no_more(browser):
    address = bring(browser, OURS).url
    browser.post(f"{address}adopt/")
    browser.post(f"{address}withdraw/")
    assert labels("milling") == []
    assert labels("welder") != []


def test_it_is_adopted_once(browser, fay):
    bring(browser, OURS)
    framework = Framework.objects.get()
    adopting.adopt(framework, by=fay, at=NOW)
    with pytest.raises(Conflict) as caught:
        adopting.adopt(framework, by=fay, at=NOW)
    assert caught.value.problem.code == "framework.adopted"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.csv", "", "The submitted file is empty."),
        ("x.zip", "PK\x03\x04 broken", "framework.unreadable"),
        ("x.json", "{", "framework.unrecognised"),
        ("x.exe", "MZ", "framework.unrecognised"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(browser, name, text, told):
    page = bring(browser, text, name)
    assert page.status_code == 200
    sentence = CATALOGUE[told].title if told in CATALOGUE else told
    assert sentence in unescape(page.text)
    assert not Framework.objects.exists()
