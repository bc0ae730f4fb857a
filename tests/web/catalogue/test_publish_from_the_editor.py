"""From the review page one publishes, or reads all that is missing and where it is mended."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from testamur_web.catalogue import services
from testamur_web.catalogue.models import Achievement
from tests.web.catalogue.conftest import WHOLE
from tests.web.conftest import NOW


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


def page(name, achievement, *more):
    return reverse(name, args=[achievement.organisation.slug, achievement.pk, *more])


def test_what_is_missing_is_told_with_the_way_to_mend_it(university, bashir, browser):
    achievement = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    shown = browser.get(page("issuer-review-achievement", achievement)).content.decode()
    outcomes = page("issuer-edit-achievement", achievement, "outcomes")
    assert f'href="{outcomes}?check=1#outcomes"' in shown
    assert "State at least one outcome" in shown
    assert page("issuer-publish-achievement", achievement) not in shown


def test_publishing_too_early_publishes_nothing_and_says_why(university, bashir, browser):
    achievement = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    answer = browser.post(page("issuer-publish-achievement", achievement))
    assert answer.status_code == 200
    assert "State at least one outcome" in answer.content.decode()
    assert Achievement.objects.get().current is None


def test_it_publishes(draft, browser):
    answer = browser.post(page("issuer-publish-achievement", draft), follow=True)
    draft.refresh_from_db()
    assert draft.current.number == 1
    assert "Published as version 1." in answer.content.decode()


def test_the_next_version_shows_what_changes_and_asks_why(offered, bashir, browser):
    services.change_draft(
        offered, {"summary": "For people with questions.", "hours": 60}, by=bashir, at=NOW
    )
    services.change_draft(
        offered,
        {
            "components": [
                *WHOLE.as_json()["components"],
                {"kind": "exam", "title": "Exam", "hours": 10, "weight": 0},
            ]
        },
        by=bashir,
        at=NOW,
    )
    shown = browser.get(page("issuer-review-achievement", offered)).content.decode()
    assert "<del>" in shown
    assert "What changed, and why" in shown
    answer = browser.post(
        page("issuer-publish-achievement", offered), {"note": "An exam", "as_correction": "on"}
    )
    assert "Publish it as a change" in answer.content.decode()
    browser.post(page("issuer-publish-achievement", offered), {"note": "An exam"})
    offered.refresh_from_db()
    assert (offered.current.number, offered.current.change_note) == (2, "An exam")
    history = browser.get(page("issuer-compare-version", offered, 2)).content.decode()
    assert "Exam" in history
    assert "An exam" in history
    assert "60" in history


def test_a_draft_is_discarded(offered, bashir, browser):
    services.change_draft(offered, {"title": "Other"}, by=bashir, at=NOW)
    assert browser.get(page("issuer-discard-draft", offered)).status_code == 200
    browser.post(page("issuer-discard-draft", offered))
    offered.refresh_from_db()
    assert offered.draft is None
    assert offered.current is not None


def test_one_never_published_goes_altogether(draft, browser):
    browser.post(page("issuer-discard-draft", draft))
    assert not Achievement.objects.exists()


def test_it_is_withdrawn_and_brought_back(offered, browser):
    assert (
        "keeps verifying"
        in browser.get(page("issuer-withdraw-achievement", offered)).content.decode()
    )
    browser.post(page("issuer-withdraw-achievement", offered))
    offered.refresh_from_db()
    assert offered.withdrawn_at
    listed = browser.get(reverse("issuer-list-achievements", args=[offered.organisation.slug]))
    assert listed.context["listing"].withdrawn == (offered,)
    browser.post(page("issuer-bring-back-achievement", offered))
    offered.refresh_from_db()
    assert offered.withdrawn_at is None


def test_a_withdrawn_one_is_not_edited(offered, browser):
    browser.post(page("issuer-withdraw-achievement", offered))
    answer = browser.post(page("issuer-edit-achievement", offered, "basics"), {"title": "Other"})
    assert answer.status_code == 409
    offered.refresh_from_db()
    assert offered.draft is None


@pytest.mark.parametrize("view", ["learner", "employer", "signed"])
def test_it_is_previewed(draft, browser, view):
    shown = browser.get(page("issuer-preview-achievement", draft, view))
    assert shown.status_code == 200
    assert shown.content.decode().count("<h1") == 1


@pytest.mark.parametrize("view", ["learner", "employer", "signed"])
def test_an_empty_draft_is_previewed_too(university, bashir, browser, view):
    achievement = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    assert browser.get(page("issuer-preview-achievement", achievement, view)).status_code == 200


def test_the_document_shown_is_the_one_that_is_signed(draft, bashir, browser):
    from testamur_web.awards.services import Recipient, give_award, sign_awards

    shown = json.loads(
        browser.get(page("issuer-preview-achievement", draft, "signed")).context["document"]
    )
    version = services.publish(draft, by=bashir, at=NOW)
    award = give_award(
        version,
        recipient=Recipient(name="Ada Example", email="ada@example.org"),
        awarded_at=NOW,
        award_key="one",
        by=bashir,
        at=NOW,
    )
    (signed,) = sign_awards([award], at=NOW)
    document = json.loads(signed.credential)
    made_up = {
        "id",
        "validFrom",
        "awardedDate",
        "validUntil",
        "issuer",
        "proof",
        "credentialStatus",
    }
    assert {k: v for k, v in document.items() if k not in made_up} == {
        k: v for k, v in shown.items() if k not in made_up
    }


def test_a_whole_definition_says_every_element_that_annex_i_demands(draft, bashir, browser):
    university = draft.organisation
    university.country = "AT"
    university.save()
    elements = browser.get(page("issuer-preview-achievement", draft, "employer")).context[
        "elements"
    ]
    unsaid = {one.element.name for one in elements if not one.is_said}
    assert unsaid == {"grade"}, "which is of one award"


def test_no_preview_but_these(draft, browser):
    assert browser.get(page("issuer-preview-achievement", draft, "admin")).status_code == 404
