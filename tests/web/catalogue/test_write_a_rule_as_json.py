"""The rule of a draft as JSON: shown, pasted, uploaded, downloaded, and refused at its pointer."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from testamur.pathways.rules import read_rule
from testamur_web.catalogue import services
from testamur_web.catalogue.addresses import achievement_url, rule_url
from testamur_web.catalogue.stacks import Stack
from tests.web.catalogue.conftest import but
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

CLAUSE = {"all": [{"achievement": "https://example.org/a/1", "name": "One"}, {"credits": 5}]}


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


@pytest.fixture
def address(draft):
    return reverse("issuer-edit-rule", args=[draft.organisation.slug, draft.pk])


def stack_of(draft):
    draft.refresh_from_db()
    return draft.draft.get("stack")


def test_a_clause_is_pasted(draft, browser, address):
    answer = browser.post(address, {"text": json.dumps(CLAUSE)})
    assert answer.url.endswith("/edit/parts/")
    assert stack_of(draft) == {"clause": CLAUSE}


def test_a_whole_rule_is_uploaded_and_is_what_is_downloaded(draft, browser, address):
    recognised = {"https://example.org/a/1": ["urn:a:2"]}
    rule = {"id": "urn:r:1", "version": "9", "countsTwice": True, "recognised": recognised}
    upload = SimpleUploadedFile("rule.json", json.dumps(rule | {"rule": CLAUSE}).encode())
    browser.post(address, {"text": "not this", "file": upload})
    kept = {"clause": CLAUSE, "recognised": recognised, "counts_twice": True}
    assert stack_of(draft) == kept
    answer = browser.get(reverse("issuer-download-rule", args=[draft.organisation.slug, draft.pk]))
    assert "attachment" in answer["Content-Disposition"]
    read = read_rule(answer.content)
    assert (read.id, read.version, read.name) == (rule_url(draft), "1", draft.title)
    assert read.as_json()["rule"] == CLAUSE | {
        "all": [CLAUSE["all"][0], read.as_json()["rule"]["all"][1]]
    }


def test_what_is_known_here_gets_its_title(draft, university, browser, address):
    known = achievement_url(offer(university, "Statistics").achievement)
    clause = {"any": [{"atLevel": 5, "rule": {"achievement": known}}, CLAUSE]}
    browser.post(address, {"text": json.dumps(clause)})
    named = {"achievement": known, "name": "Statistics"}
    assert stack_of(draft)["clause"] == {"any": [{"atLevel": 5, "rule": named}, CLAUSE]}


def test_how_the_whole_is_given_stays(draft, bashir, browser, address):
    services.save_draft(draft, but(stack=Stack(CLAUSE, gives="confirm")), by=bashir, at=NOW)
    browser.post(address, {"text": '{"credits": 5}'})
    assert stack_of(draft)["gives"] == "confirm"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"all": [{"achievement": "x"}, {"credits": 0}]}',
            ["/all/0/achievement", "/all/1/credits"],
        ),
        ('{"id": "urn:r:1", "version": "1", "rule": {"any": []}}', ["/rule/any"]),
        ('{"id": "urn:r:1", "version": "1", "rule": {"credits": 1}, "x": 1}', ["/x"]),
        ('{"rule": 1}', ["exactly one of"]),
        ("{", ["It was not saved"]),
        ("", ["It was not saved"]),
        ("[]", ["It was not saved"]),
        (f'{{"name": "{"x" * 200_000}"}}', ["It was not saved"]),
    ],
)
def test_what_is_wrong_is_told_where_it_is_and_nothing_is_saved(
    draft, browser, address, text, told
):
    answer = browser.post(address, {"text": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    for one in told:
        assert one in page
    assert stack_of(draft) is None


def test_what_was_pasted_stays_in_the_field(browser, address):
    page = browser.post(address, {"text": '{"credits": "five & more"}'}).content.decode()
    assert "five &amp; more" in page


def test_a_rule_that_somebody_saved_meanwhile_is_not_written_over(draft, bashir, browser, address):
    seen = browser.get(address).context["form"].initial["seen"]
    services.save_draft(draft, but(stack=Stack(CLAUSE)), by=bashir, at=NOW)
    answer = browser.post(address, {"text": '{"credits": 5}', "seen": seen})
    assert answer.status_code == 422
    assert "Somebody saved the parts" in answer.content.decode()
    assert stack_of(draft)["clause"] == CLAUSE
    again = answer.context["form"].initial["seen"]
    browser.post(address, {"text": '{"credits": 5}', "seen": again})
    assert stack_of(draft)["clause"] == {"credits": 5}


def test_an_unfinished_rule_is_shown_as_it_is(draft, bashir, browser, address):
    unfinished = {"stack": {"clause": {"all": [{"achievement": "", "name": "Stat"}]}}}
    services.change_draft(draft, unfinished, by=bashir, at=NOW)
    text = browser.get(address).context["form"].initial["text"]
    assert json.loads(text)["rule"] == unfinished["stack"]["clause"]
