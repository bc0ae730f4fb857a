"""The pages of assessors: what waits, the evidence beside the criteria, and the decision."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur_web.learning import services
from testamur_web.learning.models import Decision, Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.ops import outbox
from testamur_web.people.models import Role
from tests.web.conftest import NOW, join, person
from tests.web.learning.conftest import PDF, findings

QUEUE = "/o/example-university/assess/"


def typed(note=None, *, decision="award", **found):
    """What the form sends: all met, but for those that are named."""
    sent = {"decision": decision, "grade": "", "note": "", "seen": note.sha256 if note else ""}
    for place, criterion in enumerate(("plan", "report", "talk")):
        sent[f"found_{place}"] = found.get(criterion, "met")
        sent[f"remark_{place}"] = f"about {criterion}"
    return sent


@pytest.fixture
def browser(assessor, sign_in):
    return sign_in(assessor)


@pytest.fixture
def address(enrolment):
    return f"{QUEUE}{enrolment.pk}/"


def test_an_empty_queue_says_so(browser, university):
    assert b"Nothing waits for you" in browser.get(QUEUE).content


def test_the_oldest_stands_first(browser, cohort, handed_in, ada):
    older = person("olga")
    enrolment = services.enrol(cohort, person=older, at=NOW)
    services.add_evidence(enrolment, services.Piece("note", text="x"), by=older, at=NOW)
    services.hand_in(enrolment, by=older, at=NOW - timedelta(days=1))
    page = browser.get(QUEUE).content.decode()
    assert "2 people wait for a decision" in page
    assert page.index("Olga") < page.index(">Ada<")


@pytest.mark.parametrize("query", ["?cohort=x", "?cohort=%00", "?cohort="])
def test_a_cohort_that_is_none_shows_all(browser, handed_in, query):
    assert b"Ada" in browser.get(QUEUE + query).content


def test_another_organisation_waits_elsewhere(browser, foreign_cohort, ada):
    enrolment = services.enrol(foreign_cohort, person=ada, at=NOW)
    services.add_evidence(enrolment, services.Piece("note", text="x"), by=ada, at=NOW)
    services.hand_in(enrolment, by=ada, at=NOW)
    assert b"Ada" not in browser.get(QUEUE).content
    assert browser.get(f"{QUEUE}{enrolment.pk}/").status_code == 404
    assert browser.post(f"{QUEUE}{enrolment.pk}/", typed()).status_code == 404


def test_evidence_stands_beside_the_criteria(browser, address, handed_in):
    page = browser.get(address).content.decode()
    assert "I asked forty people." in page
    assert "Plans a survey" in page
    assert page.count('value="not-applicable"') == 1


def test_passing_is_recorded_and_told(browser, address, handed_in, note, ada, sign_in):
    answer = browser.post(address, typed(note) | {"grade": "good", "note": "Well done"})
    assert answer.url == QUEUE
    decision = Decision.objects.get()
    assert (decision.passed, decision.grade) == (True, "good")
    page = sign_in(ada).get(f"/learning/{handed_in.pk}/").content.decode()
    assert "You have passed" in page
    assert "Well done" in page
    assert "about plan" in page
    assert note.sha256 in page


def test_an_unmet_mandatory_criterion_is_named_where_it_stands(browser, address, handed_in, note):
    answer = browser.post(address, typed(note, report="not-met"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Reports the results: Mandatory: the award waits until this is met." in page
    assert page.count("the award waits until") == 2
    assert not Decision.objects.exists()


def test_not_passed_is_told_by_mail_and_on_the_page(
    browser, address, handed_in, note, ada, sign_in
):
    browser.post(address, typed(note, decision="not-yet", report="not-met"))
    outbox.drain()
    assert mail.outbox[0].to == ["ada@people.example"]
    assert f"/learning/{handed_in.pk}/" in mail.outbox[0].body
    assert b"not passed yet" in sign_in(ada).get(f"/learning/{handed_in.pk}/").content


def test_who_has_no_account_reads_why_in_the_mail(browser, cohort, bashir):
    rows = [Listed("Grace", "grace@people.example")]
    listing = services.enrol_listed(cohort, rows, by=bashir, at=NOW, mail=False)
    browser.post(f"{QUEUE}{listing.enrolled[0].pk}/", typed(decision="not-yet", report="not-met"))
    outbox.drain()
    assert "Reports the results: not met. about report" in mail.outbox[0].body


def test_sending_it_twice_decides_once(browser, address, handed_in, note):
    for _ in range(2):
        browser.post(address, typed(note))
    assert Decision.objects.count() == 1
    assert outbox.OutboxRow.objects.filter(kind="award.give").count() == 1


def test_a_second_press_is_told_that_it_is_decided(browser, address, handed_in, note):
    browser.post(address, typed(note))
    assert b"This has been decided: passed." in browser.post(address, typed(note)).content


def test_evidence_that_changed_meanwhile_is_said(browser, address, handed_in, note, ada):
    sent = typed(note)
    services.take_back(handed_in, by=ada, at=NOW)
    services.add_evidence(handed_in, services.Piece("note", text="more"), by=ada, at=NOW)
    services.hand_in(handed_in, by=ada, at=NOW)
    answer = browser.post(address, sent)
    assert b"no longer what was looked at" in answer.content
    assert not Decision.objects.exists()
    # The page now shows the new piece, keeps what was typed, and can be sent.
    assert b"about report" in answer.content
    sent["seen"] = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())[1]
    assert browser.post(address, sent).status_code == 302


def test_an_assessor_reads_their_own_enrolment_without_a_form(cohort, assessor, browser):
    own = services.enrol(cohort, person=assessor, at=NOW)
    assert b"This enrolment is your own" in browser.get(f"{QUEUE}{own.pk}/").content
    browser.post(f"{QUEUE}{own.pk}/", typed())
    assert not Decision.objects.exists()


def test_people_without_an_account_are_decided_about(browser, cohort, bashir):
    listing = services.enrol_listed(cohort, [Listed("Grace", number="4711")], by=bashir, at=NOW)
    enrolment = listing.enrolled[0]
    browser.post(f"{QUEUE}{enrolment.pk}/", typed())
    assert Enrolment.objects.get(pk=enrolment.pk).state == "passed"


@pytest.mark.parametrize(
    "broken",
    [
        {"found_0": ""},
        {"found_0": "splendid"},
        {"found_0": "not-applicable"},
        {"decision": ""},
        {"decision": "both"},
        {"grade": "x" * 41},
    ],
)
def test_a_form_that_is_not_filled_in_decides_nothing(browser, address, handed_in, note, broken):
    assert browser.post(address, typed(note) | broken).status_code == 200
    assert not Decision.objects.exists()


def test_a_decision_is_not_about_somebody_else(browser, address, handed_in, note, ada, cohort):
    """What stands in the form besides its fields changes nothing (mass assignment)."""
    other = services.enrol(cohort, person=person("olga"), at=NOW)
    more = {"enrolment": other.pk, "assessor": ada.pk, "passed": "on", "state": "passed"}
    browser.post(address, typed(note) | more)
    assert Decision.objects.get().enrolment == handed_in
    assert Enrolment.objects.get(pk=other.pk).state == "active"


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER])
def test_staff_download_a_file(university, sign_in, enrolment, ada, role):
    piece = services.add_evidence(
        enrolment,
        services.Piece("file", file=SimpleUploadedFile("report.pdf", PDF)),
        by=ada,
        at=NOW,
    )
    services.hand_in(enrolment, by=ada, at=NOW)
    somebody = person("somebody")
    join(somebody, university, role)
    answer = sign_in(somebody).get(f"{QUEUE}{enrolment.pk}/evidence/{piece.pk}/")
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'


def test_a_member_who_was_removed_downloads_nothing(university, sign_in, enrolment, ada):
    piece = services.add_evidence(
        enrolment,
        services.Piece("file", file=SimpleUploadedFile("report.pdf", PDF)),
        by=ada,
        at=NOW,
    )
    somebody = person("somebody")
    join(somebody, university, Role.ASSESSOR)
    client = sign_in(somebody)
    somebody.memberships.all().delete()
    assert client.get(f"{QUEUE}{enrolment.pk}/evidence/{piece.pk}/").status_code == 404


def test_evidence_is_not_reached_through_another_enrolment(
    browser, cohort, note, foreign_cohort, chen, sign_in
):
    own = services.enrol(foreign_cohort, person=person("olga"), at=NOW)
    theirs = f"/o/other-college/assess/{own.pk}/evidence/{note.pk}/"
    assert sign_in(chen).get(theirs).status_code == 404
    assert sign_in(chen).get(f"/o/other-college/assess/{note.enrolment_id}/").status_code == 404


def test_the_record_is_shown_to_those_who_run_the_cohort(
    registrar, sign_in, handed_in, note, assessor, cohort
):
    services.decide(handed_in, by=assessor, findings=findings(), grade="good", at=NOW)
    page = sign_in(registrar).get(
        f"/o/example-university/cohorts/{cohort.pk}/people/{handed_in.pk}/"
    )
    assert b"Decided by Asha" in page.content
    assert note.sha256.encode() in page.content
