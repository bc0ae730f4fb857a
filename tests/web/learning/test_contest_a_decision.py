"""A learner contests a decision, and somebody who did not decide answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from testamur.errors import Conflict, Refused
from testamur_web.learning import appeals, services
from testamur_web.learning.models import Appeal, Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Role
from tests.web.conftest import NOW, join, person
from tests.web.learning.conftest import findings

DAY = timedelta(days=1)
LATER = NOW + 3 * DAY
NOT_MET = findings(report="not-met")


@pytest.fixture
def decided(handed_in, assessor):
    return services.decide_against(handed_in, by=assessor, findings=NOT_MET, at=NOW)


@pytest.fixture
def colleague(university):
    somebody = person("boris")
    join(somebody, university, Role.ASSESSOR)
    return somebody


@pytest.fixture
def appeal(decided, ada, note):
    return services.contest(
        decided, reasons="The report is on page 4", evidence=[note.pk], by=ada, at=LATER
    )


def answered(appeal, by, outcome="upheld", reason="It is as it was said"):
    return services.answer_appeal(appeal, services.Answer(outcome, reason), by=by, at=LATER + DAY)


def refused_with(code, call, *args, **more):
    with pytest.raises((Refused, Conflict)) as refused:
        call(*args, **more)
    assert refused.value.problem.code == code
    return refused.value.problem


# ------------------------------------------------------------------------------------ contesting


def test_it_is_kept_with_its_reasons_and_the_digests_it_points_at(appeal, decided, note):
    assert (appeal.state, appeal.decision, appeal.reasons) == (
        "open",
        decided,
        "The report is on page 4",
    )
    assert [one["sha256"] for one in appeal.evidence] == [note.sha256]
    assert appeal.answer_by == LATER + 28 * DAY
    assert TrailEntry.objects.get(verb="appeal.file").detail["name"] == "Ada"


def test_nobody_but_the_learner_contests(decided, bashir):
    refused_with("appeal.not-yours", services.contest, decided, reasons="No", by=bashir, at=LATER)


def test_it_says_why(decided, ada):
    problem = refused_with(
        "appeal.reasons-missing", services.contest, decided, reasons=" \x00 ", by=ada, at=LATER
    )
    assert problem.pointer == "/reasons"


def test_it_points_only_at_what_was_handed_in(decided, enrolment, ada):
    since = services.add_evidence(
        enrolment, services.Piece("note", text="New"), by=ada, at=NOW + DAY
    )
    refused_with(
        "appeal.evidence-unknown",
        services.contest,
        decided,
        reasons="See",
        evidence=[since.pk],
        by=ada,
        at=LATER,
    )


def test_a_decision_is_contested_once_unless_it_was_withdrawn(appeal, decided, ada):
    refused_with("appeal.exists", services.contest, decided, reasons="Again", by=ada, at=LATER)
    services.withdraw_appeal(appeal, by=ada, at=LATER)
    assert services.contest(decided, reasons="Again", by=ada, at=LATER).state == "open"


def test_who_left_contests_nothing(decided, enrolment, ada):
    services.withdraw(enrolment, by=ada, at=LATER)
    refused_with("enrolment.withdrawn", services.contest, decided, reasons="No", by=ada, at=LATER)


def test_only_the_newest_decision_is_contested(decided, enrolment, ada, colleague):
    services.hand_in(enrolment, by=ada, at=NOW + DAY)
    services.decide_against(enrolment, by=colleague, findings=NOT_MET, at=NOW + 2 * DAY)
    refused_with("appeal.overtaken", services.contest, decided, reasons="No", by=ada, at=LATER)


@pytest.mark.parametrize(("days", "is_late"), [(27, False), (28, True)])
def test_it_is_contested_within_28_days(decided, ada, days, is_late):
    at = NOW + timedelta(days=days)
    if is_late:
        refused_with("appeal.too-late", services.contest, decided, reasons="No", by=ada, at=at)
    else:
        assert services.contest(decided, reasons="No", by=ada, at=at).filed_at == at


def test_an_organisation_states_other_days_for_what_is_decided_from_then_on(
    decided, enrolment, university, bashir, ada, colleague
):
    services.state_appeal_terms(university, days=7, answer_days=10, by=bashir, at=NOW)
    assert appeals.contested_until(decided) == NOW + 28 * DAY
    services.hand_in(enrolment, by=ada, at=NOW + DAY)
    newer = services.decide_against(enrolment, by=colleague, findings=NOT_MET, at=NOW + 2 * DAY)
    assert appeals.contested_until(newer) == NOW + 9 * DAY
    made = services.contest(newer, reasons="No", by=ada, at=LATER)
    assert made.answer_by == LATER + 10 * DAY


@pytest.mark.parametrize("days", [0, -1, 367])
def test_so_many_days_cannot_be_stated(university, bashir, days):
    problem = refused_with(
        "appeal.days-refused",
        services.state_appeal_terms,
        university,
        days=28,
        answer_days=days,
        by=bashir,
        at=NOW,
    )
    assert problem.pointer == "/answer_days"


def test_a_decision_from_before_is_reckoned_with_the_days_of_today(decided, ada):
    decided.contest_until = None
    decided.save()
    assert appeals.contested_until(decided) == NOW + 28 * DAY


# -------------------------------------------------------------------------------------- answering


def test_neither_who_decided_nor_the_learner_answers(appeal, assessor, ada):
    for somebody in (assessor, ada):
        refused_with("appeal.own", answered, appeal, somebody)
    assert Appeal.objects.get().state == "open"


def test_the_decision_stands(appeal, enrolment, colleague):
    done = answered(appeal, colleague)
    assert (done.state, done.answered_by, done.closed_at) == ("upheld", colleague, LATER + DAY)
    assert Enrolment.objects.get().state == "not-passed"


def test_an_answer_says_why(appeal, colleague):
    refused_with("appeal.reasons-missing", answered, appeal, colleague, reason="  ")


def test_an_answer_is_one_of_three(appeal, colleague):
    refused_with("appeal.outcome-unknown", answered, appeal, colleague, outcome="withdrawn")


def test_it_is_answered_once(appeal, colleague, bashir):
    answered(appeal, colleague)
    refused_with("appeal.closed", answered, appeal, bashir, outcome="overturned")


@pytest.mark.parametrize("outcome", ["overturned", "remitted"])
def test_a_new_decision_is_taken_by_somebody_else(appeal, enrolment, assessor, colleague, outcome):
    answered(appeal, colleague, outcome)
    assert Enrolment.objects.get().state == "submitted"
    refused_with(
        "appeal.own", services.decide, enrolment, by=assessor, findings=findings(), at=LATER
    )
    made = services.decide(enrolment, by=colleague, findings=findings(), at=LATER + 2 * DAY)
    assert made.passed
    assert OutboxRow.objects.filter(kind="award.give").count() == 1


def test_what_was_overturned_is_not_decided_like_that_again(appeal, enrolment, colleague):
    answered(appeal, colleague, "overturned")
    refused_with(
        "appeal.overturned",
        services.decide_against,
        enrolment,
        by=colleague,
        findings=NOT_MET,
        at=LATER,
    )
    refused_with(
        "decision.criterion-unmet",
        services.decide,
        enrolment,
        by=colleague,
        findings=NOT_MET,
        at=LATER,
    )


def test_what_was_remitted_is_decided_either_way(appeal, enrolment, colleague):
    answered(appeal, colleague, "remitted")
    made = services.decide_against(enrolment, by=colleague, findings=NOT_MET, at=LATER + 2 * DAY)
    assert not made.passed


def test_what_the_learner_works_on_stays_theirs(appeal, enrolment, colleague, ada, note):
    services.add_evidence(enrolment, services.Piece("note", text="New"), by=ada, at=LATER)
    answered(appeal, colleague, "remitted")
    made = services.decide(enrolment, by=colleague, findings=findings(), at=LATER + 2 * DAY)
    assert [one["sha256"] for one in made.evidence_digests] == [note.sha256]


def test_an_appeal_about_a_pass_leaves_the_award(handed_in, assessor, colleague, ada):
    passed = services.decide(handed_in, by=assessor, findings=findings(), at=NOW)
    made = services.contest(passed, reasons="A better grade", by=ada, at=LATER)
    refused_with("appeal.remit-refused", answered, made, colleague, outcome="remitted")
    answered(made, colleague, "overturned")
    assert Enrolment.objects.get().state == "passed"


def test_a_withdrawn_appeal_is_not_answered_nor_the_other_way_round(appeal, ada, colleague):
    services.withdraw_appeal(appeal, by=ada, at=LATER)
    refused_with("appeal.closed", answered, appeal, colleague)
    assert services.withdraw_appeal(appeal, by=ada, at=LATER).state == "withdrawn"
    again = services.contest(appeal.decision, reasons="Yes", by=ada, at=LATER)
    answered(again, colleague)
    refused_with("appeal.closed", services.withdraw_appeal, again, by=ada, at=LATER)


# ---------------------------------------------------------------------------------------- letters


def test_the_learner_is_told_by_letter_once_for_each_step(appeal, colleague):
    answered(appeal, colleague, "overturned", "Page 4 was missed")
    drain()
    drain()
    mine = [one for one in mail.outbox if one.subject.startswith("Your appeal")]
    assert [one.to for one in mine] == [["ada@people.example"]] * 2
    assert "Page 4 was missed" in mine[1].body
    assert "Page 4 was missed" not in mine[0].body
    assert "Another assessor takes a new decision" in mine[1].body


def test_the_letter_about_a_decision_states_the_last_day(decided):
    drain()
    assert "until 29 May 2026, 12:00 (UTC)" in mail.outbox[0].body


# ------------------------------------------------------------------------------------------ pages


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def test_the_learner_contests_and_withdraws_on_their_page(decided, ada, sign_in, note, now):
    browser = sign_in(ada)
    here = reverse("learner-read-enrolment", args=[decided.enrolment_id])
    assert "possible until 29 May 2026" in browser.get(here).content.decode()
    form = reverse("learner-contest-decision", args=[decided.enrolment_id, decided.pk])
    assert note.title in browser.get(form).content.decode()
    assert "This field is required" in browser.post(form, {"reasons": ""}).content.decode()
    sent = browser.post(form, {"reasons": "Page 4", "evidence": [str(note.pk)]})
    assert sent.status_code == 302
    page = browser.get(here).content.decode()
    assert "Page 4" in page
    assert "To be answered by" in page
    assert form not in page
    browser.post(reverse("learner-withdraw-appeal", args=[Appeal.objects.get().pk]))
    assert Appeal.objects.get().state == "withdrawn"
    assert form in browser.get(here).content.decode()


def test_a_late_appeal_is_told_in_the_form(decided, ada, sign_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 40 * DAY)
    browser = sign_in(ada)
    here = reverse("learner-contest-decision", args=[decided.enrolment_id, decided.pk])
    told = browser.post(here, {"reasons": "Late"}).content.decode()
    assert "The time to contest this decision is over." in told
    page = browser.get(reverse("learner-read-enrolment", args=[decided.enrolment_id]))
    assert "It could be contested until 29 May 2026." in page.content.decode()


def test_staff_see_what_is_overdue_and_answer(appeal, university, colleague, sign_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER + 29 * DAY)
    browser = sign_in(colleague)
    queue = reverse("assessor-list-appeals", args=[university.slug])
    assert "Overdue, the longest first" in browser.get(queue).content.decode()
    here = reverse("assessor-read-appeal", args=[university.slug, appeal.pk])
    assert "The report is on page 4" in browser.get(here).content.decode()
    sent = browser.post(here, {"outcome": "remitted", "reason": "Look again"})
    assert sent.status_code == 302
    assert "Closed, the newest first" in browser.get(queue).content.decode()
    decide = reverse("assessor-decide", args=[university.slug, appeal.decision.enrolment_id])
    assert "An appeal asks for a new decision" in browser.get(decide).content.decode()
    told = sign_in(appeal.decision.assessor).get(decide).content.decode()
    assert "Another assessor takes the new one." in told


def test_who_decided_is_told_that_a_colleague_answers(appeal, university, assessor, sign_in, now):
    browser = sign_in(assessor)
    here = reverse("assessor-read-appeal", args=[university.slug, appeal.pk])
    assert "A colleague answers." in browser.get(here).content.decode()
    told = browser.post(here, {"outcome": "upheld", "reason": "I was right"})
    assert told.status_code == 200
    assert Appeal.objects.get().state == "open"


def test_the_appeals_of_another_organisation_are_not_there(appeal, college, chen, sign_in):
    here = reverse("assessor-read-appeal", args=[college.slug, appeal.pk])
    assert sign_in(chen).get(here).status_code == 404


def test_a_manager_states_the_days(university, bashir, sign_in):
    here = reverse("assessor-state-appeal-terms", args=[university.slug])
    sign_in(bashir).post(here, {"days": "14", "answer_days": "21"})
    terms = appeals.terms_of(university)
    assert (terms.days, terms.answer_days) == (14, 21)


def test_staff_write_down_what_came_on_paper(cohort, registrar, assessor, colleague, sign_in, now):
    university = cohort.organisation
    rows = [Listed("Grace", number="4711")]
    grace = services.enrol_listed(cohort, rows, by=registrar, at=NOW, mail=False).enrolled[0]
    decision = services.decide_against(grace, by=assessor, findings=NOT_MET, at=NOW)
    browser = sign_in(registrar)
    page = reverse("issuer-read-learner", args=[university.slug, cohort.pk, grace.pk])
    here = reverse("assessor-write-down-appeal", args=[university.slug, decision.pk])
    assert here in browser.get(page).content.decode()
    assert browser.post(here, {"reasons": "She says it was there"}).status_code == 302
    assert answered(Appeal.objects.get(), colleague).state == "upheld"
    assert here not in browser.get(page).content.decode()


def test_nobody_writes_down_an_appeal_of_who_has_an_account(
    decided, university, registrar, sign_in
):
    here = reverse("assessor-write-down-appeal", args=[university.slug, decided.pk])
    assert sign_in(registrar).get(here).status_code == 404
