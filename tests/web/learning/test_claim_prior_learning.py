"""Prior learning is claimed with evidence, attested, and decided against the same criteria."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.attested import claims_of, prior_learning_seen
from testamur_web.learning.models import Cohort
from tests.web.conftest import NOW
from tests.web.learning.conftest import MARIA, findings

pytestmark = pytest.mark.django_db

QUEUE = "/o/example-university/assess/"
CONFIRM = {"answer_0": "yes", "comment_0": "", "name": "Maria Lang", "stated": "on"}


@pytest.fixture
def browser(ada, sign_in):
    return sign_in(ada)


@pytest.fixture
def address(prior):
    return f"/learning/{prior.pk}/"


def test_a_cohort_is_opened_for_prior_learning(version, bashir, sign_in):
    sent = {"version": version.pk, "name": "Claims", "entry": "open", "is_prior_learning": "on"}
    sign_in(bashir).post("/o/example-university/cohorts/new/", sent)
    assert Cohort.objects.get().is_prior_learning


def test_every_criterion_and_outcome_can_be_claimed(prior):
    rows = [one.row.id for one in claims_of(prior, at=NOW)]
    assert rows == ["criterion-plan", "criterion-report", "criterion-talk", "outcome-1"]


def test_a_claim_says_how_and_names_evidence(browser, address, prior, proof):
    sent = {"account": "I planned the survey of the town.", "evidence": [str(proof.pk)]}
    assert browser.post(f"{address}claims/criterion-plan/", sent).url == address
    claim = prior.prior_claims.get()
    assert (claim.text, list(claim.evidence.all())) == ("Plans a survey", [proof])
    page = browser.get(address).content.decode()
    assert "I planned the survey of the town." in page
    changed = sent | {"account": "I planned all of it."}
    browser.post(f"{address}claims/criterion-plan/", changed)
    assert prior.prior_claims.get().account == "I planned all of it."


def test_a_claim_can_be_removed(browser, address, prior, claim):
    assert browser.post(f"{address}claims/criterion-plan/remove/").url == address
    assert not prior.prior_claims.exists()


@pytest.mark.parametrize(
    ("row", "wrong", "code"),
    [
        ("criterion-sing", {}, "prior.row-unknown"),
        ("criterion-plan", {"account": " "}, "prior.no-account"),
        ("criterion-plan", {"evidence": []}, "prior.no-evidence"),
    ],
)
def test_a_claim_that_shows_nothing_is_refused(prior, proof, ada, row, wrong, code):
    told = {"account": "I did.", "evidence": [proof.pk]} | wrong
    with pytest.raises(Refused) as refused:
        services.claim_row(prior, row, **told, by=ada, at=NOW)
    assert refused.value.problem.code == code


def test_evidence_of_another_enrolment_shows_nothing(prior, proof, note, ada):
    with pytest.raises(Refused) as refused:
        services.claim_row(prior, "criterion-plan", account="x", evidence=[note.pk], by=ada, at=NOW)
    assert refused.value.problem.code == "prior.no-evidence"


def test_where_people_are_taught_nothing_is_claimed(enrolment, note, ada, browser):
    with pytest.raises(Refused) as refused:
        services.claim_row(
            enrolment, "criterion-plan", account="x", evidence=[note.pk], by=ada, at=NOW
        )
    assert refused.value.problem.code == "prior.not-open"
    assert browser.get(f"/learning/{enrolment.pk}/claims/criterion-plan/").status_code == 404


def test_nothing_is_handed_in_without_a_claim(prior, proof, ada):
    with pytest.raises(Refused) as refused:
        services.hand_in(prior, by=ada, at=NOW)
    assert refused.value.problem.code == "prior.nothing-claimed"


def test_what_was_handed_in_is_not_changed(prior, claim, proof, ada):
    services.hand_in(prior, by=ada, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.remove_claim(claim, by=ada, at=NOW)
    assert refused.value.problem.code == "enrolment.not-in-progress"


def test_a_supervisor_is_asked_on_a_page(browser, address, prior, claim):
    sent = {
        "rows": ["criterion-plan"],
        "name": "Maria Lang",
        "email": "maria@town.example",
        "organisation": "Town of Hall",
        "relation": "manager",
    }
    answer = browser.post(f"{address}claims/ask/", sent)
    request = prior.attestation_requests.get()
    assert answer.url == f"/attestations/{request.pk}/"
    assert request.rows[0]["text"] == "Plans a survey"


def test_only_what_is_claimed_can_be_asked_about(prior, claim, ada):
    with pytest.raises(Refused) as refused:
        services.ask_about_claims(
            prior, ["criterion-talk"], supervisor=MARIA, by=ada, at=timezone.now()
        )
    assert refused.value.problem.code == "prior.row-unknown"


def test_what_was_attested_keeps_its_words(link, prior, proof, ada, asked):
    Client().post(link, CONFIRM)
    services.claim_row(
        prior, "criterion-plan", account="All of it!", evidence=[proof.pk], by=ada, at=NOW
    )
    asked.refresh_from_db()
    assert asked.rows[0]["detail"] == "I planned the survey of the town."


def test_an_assessor_sees_claims_and_attestations_once_they_are_handed_in(
    link, prior, claim, ada, assessor, sign_in
):
    Client().post(link, CONFIRM)
    address = f"{QUEUE}{prior.pk}/"
    browser = sign_in(assessor)
    assert "I planned the survey" not in browser.get(address).content.decode()
    assert prior_learning_seen(prior, at=timezone.now()) == []
    services.hand_in(prior, by=ada, at=timezone.now())
    page = browser.get(address).content.decode()
    assert "I planned the survey of the town." in page
    assert "Attested" in page
    assert "Maria Lang, Town of Hall" in page


def test_the_decision_is_the_same_one(link, prior, claim, ada, assessor):
    Client().post(link, CONFIRM)
    services.hand_in(prior, by=ada, at=timezone.now())
    decision = services.decide(prior, by=assessor, findings=findings(), at=timezone.now())
    assert decision.passed
    with pytest.raises(Conflict):
        services.decide(prior, by=assessor, findings=findings(), at=timezone.now())
