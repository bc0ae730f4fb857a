"""Definitions have a score: while they are written, on their page, and as the least to publish."""

from __future__ import annotations

import json
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from testamur.errors import Refused
from testamur.quality.score import score
from testamur_web.awards.queries.samples import sample_document
from testamur_web.catalogue import scores, services
from testamur_web.catalogue.models import QualityStatement
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from tests.web.catalogue.conftest import WHOLE, but
from tests.web.catalogue.offers import offer, stated
from tests.web.conftest import NOW


def page(name, achievement, *more):
    return reverse(name, args=[achievement.organisation.slug, achievement.pk, *more])


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


def points(found, name):
    return next(
        one["points"] for part in found.parts for one in part.elements if one["name"] == name
    )


def shown_score(page):
    return int(re.search(r'class="score-points">(\d+)<', page)[1])


# ------------------------------------------------------------------------------ of drafts, versions


def test_a_version_keeps_the_score_of_what_its_credentials_carry(draft, bashir):
    version = services.publish(draft, by=bashir, at=NOW)
    awarded = sample_document(version, at=NOW)
    assert version.score_told == score(awarded).as_json()
    assert version.score == version.score_told["score"] == score(awarded).points


def test_whoever_has_the_published_document_comes_to_the_same_score(client, offered):
    given = client.get(reverse("public-read-document", args=[offered.pk, 1]))
    assert given.headers["Content-Type"] == "application/json"
    assert score(given.json()).as_json() == offered.current.score_told
    page = client.get(reverse("public-read-achievement", args=[offered.pk])).text
    assert reverse("public-read-document", args=[offered.pk, 1]) in page
    assert client.get(reverse("public-read-document", args=[offered.pk, 9])).status_code == 404


def test_a_score_that_was_given_stays_whatever_is_reckoned_later(offered):
    version = offered.current
    version.score_told |= {"score": 3, "method": "0"}
    version.save()
    found = scores.score_of(version)
    assert (found.points, found.method) == (3, "0")


def test_a_draft_without_a_title_has_no_score(draft):
    assert scores.score_draft(draft, but(title="")) is None


def test_saying_more_raises_the_score_of_a_draft(draft):
    before = scores.score_draft(draft, but(supervision="", ects=None))
    after = scores.score_draft(draft, WHOLE)
    assert points(before, "supervision") == points(before, "hours-and-credits") == 0
    assert after.points == before.points + 6


def test_what_was_published_before_is_scored_by_a_worker(university):
    older = offer(university)
    migration = import_module("testamur_web.catalogue.migrations.0010_quality_scores")
    migration.leave_older_versions_to_a_worker(apps, None)
    drain()
    older.refresh_from_db()
    assert older.score == older.score_told["score"] > 0
    assert QualityStatement.objects.filter(version=older).exists()
    assert scores.score_older_versions() == 0


def test_an_installation_without_versions_leaves_no_work(db):
    migration = import_module("testamur_web.catalogue.migrations.0010_quality_scores")
    migration.leave_older_versions_to_a_worker(apps, None)
    assert not OutboxRow.objects.exists()


# ----------------------------------------------------------------------------------- in the editor


def test_every_step_shows_the_score_and_what_would_raise_it(draft, browser):
    shown = browser.get(page("issuer-edit-achievement", draft, "outcomes")).content.decode()
    found = scores.score_draft(draft, WHOLE)
    assert f'<strong class="score-points">{found.points}</strong>' in shown
    assert found.raisers[0]["raisedBy"] in shown.replace("&#x27;", "'").replace("&amp;", "&")


def test_the_score_follows_what_is_typed_before_it_is_saved(draft, browser):
    typed = {
        "outcomes-0-verb": "know",
        "outcomes-0-skill": "things",
        "outcomes-0-level": "advanced",
    }
    vague, clear = (
        browser.post(page("issuer-check-achievement", draft, "outcomes"), one).content.decode()
        for one in (typed, typed | {"outcomes-0-verb": "analyse", "outcomes-0-skill": "surveys"})
    )
    assert shown_score(vague) < shown_score(clear)
    assert "Begin “Know things” with a verb" in vague
    assert "Begin “" not in clear


# -------------------------------------------------------------------------------- in the catalogue


def test_the_page_shows_points_bars_reasons_and_the_signed_statement(offered, client):
    drain()
    shown = client.get(f"/catalogue/{offered.pk}/").content.decode()
    version = offered.current
    assert f'<strong class="score-points">{version.score}</strong>' in shown
    assert shown.count('class="score-bar"') == 6 + 25
    assert all(one["title"] in shown for one in version.score_told["elements"])
    address = reverse("public-read-quality-statement", args=[offered.pk, 1])
    assert address in shown
    assert json.loads(client.get(address).content)["type"][1] == "OpenBadgeCredential"


def test_a_statement_that_is_not_signed_yet_is_not_offered(offered, client):
    address = reverse("public-read-quality-statement", args=[offered.pk, 1])
    assert address not in client.get(f"/catalogue/{offered.pk}/").content.decode()
    assert client.get(address).status_code == 404


@pytest.fixture
def shelf(university, college):
    """A good definition, one with little, and one that was never scored."""
    good = WHOLE.as_json() | {"title": "Good"}
    little = stated(offer(college, "Little", mode="", hours=None, eqf_level=None))
    return [stated(offer(university, **good)), little, offer(college, "Unscored", number=3)]


def titles(client, **query):
    return [one.title for one in client.get("/catalogue/", query).context["found"].page]


def test_the_catalogue_is_sorted_by_score_the_highest_first(client, shelf):
    assert titles(client, sort="score") == ["Good", "Little", "Unscored"]


def test_the_catalogue_is_narrowed_by_score_across_issuers(client, shelf):
    good, little, _none = shelf
    assert (good.score >= 75, little.score < 50) == (True, True)
    assert titles(client, score="below-50") == ["Little"]
    assert titles(client, score=["90-to-100", "75-to-89"]) == ["Good"]
    shown = client.get("/catalogue/").content.decode()
    assert f"Quality {good.score} of 100" in shown


# ---------------------------------------------------------------------------- the least to publish


def test_below_the_threshold_nothing_is_published_and_it_is_said_what_would_raise_it(
    draft, university, bashir
):
    scores.change_threshold(university, 100, by=bashir, at=NOW)
    with pytest.raises(services.NotReady) as refused:
        services.publish(draft, by=bashir, at=NOW)
    [problem] = refused.value.problems
    assert problem.code == "definition.below-threshold"
    found = scores.score_draft(draft, WHOLE)
    assert f"It has {found.points} of 100" in problem.detail
    assert found.raisers[0]["title"] in problem.detail
    draft.refresh_from_db()
    assert draft.current is None


def test_at_the_threshold_it_is_published(draft, university, bashir):
    least = scores.score_draft(draft, WHOLE).points
    scores.change_threshold(university, least, by=bashir, at=NOW)
    assert services.publish(draft, by=bashir, at=NOW).score == least


def test_the_review_tells_that_it_is_too_low_and_offers_no_button(
    draft, university, bashir, browser
):
    scores.change_threshold(university, 100, by=bashir, at=NOW)
    shown = browser.get(page("issuer-review-achievement", draft)).content.decode()
    assert "too low to publish" in shown
    assert page("issuer-publish-achievement", draft) not in shown
    refused = browser.post(page("issuer-publish-achievement", draft))
    assert "below what the organisation publishes from" in refused.content.decode()


@pytest.mark.parametrize("least", [-1, 101])
def test_a_threshold_is_a_score(university, bashir, least):
    with pytest.raises(Refused) as refused:
        scores.change_threshold(university, least, by=bashir, at=NOW)
    assert refused.value.problem.code == "value.out-of-range"


def test_an_administrator_sets_the_threshold_and_the_trail_says_so(university, bashir, browser):
    address = reverse("issuer-set-threshold", args=[university.slug])
    settings = reverse("account-edit-organisation", args=[university.slug])
    assert address in browser.get(settings).content.decode()
    assert browser.post(address, {"least": "70"}, follow=True).status_code == 200
    assert scores.threshold_of(university) == 70
    entry = TrailEntry.objects.get(verb="organisation.set-threshold")
    assert (entry.actor, entry.detail["least"]) == (bashir.pk, 70)
    assert "101" in browser.post(address, {"least": "101"}).content.decode()
    assert scores.threshold_of(university) == 70
