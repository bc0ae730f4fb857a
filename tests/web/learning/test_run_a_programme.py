"""The programme of a cohort: activities, resources, announcements, what is agreed, results."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.definition import Component
from testamur_web.learning import programme, services
from testamur_web.learning.models import Activity, Announcement, Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.ops.models import TrailEntry
from testamur_web.ops.outbox import drain
from tests.web.conftest import NOW
from tests.web.learning.conftest import publish

DAY = timedelta(days=1)
OPENS, DUE = NOW, NOW + 28 * DAY
PARTS = (
    Component("course-work", "Three exercises", 10, 40),
    Component("exam", "", 2, 60),
)
EXAM = services.ActivityTerms("Exam", "exam", 2, 60, OPENS, DUE)


def refused_with(code, call, *args, **more):
    with pytest.raises((Refused, Conflict)) as refused:
        call(*args, **more)
    assert refused.value.problem.code == code
    return refused.value.problem


@pytest.fixture
def exam(cohort, bashir) -> Activity:
    return services.add_activity(cohort, EXAM, by=bashir, at=NOW)


def hand_over(enrolment, ada, exam, at):
    piece = services.Piece("note", text="Mine", activity=exam)
    return services.add_evidence(enrolment, piece, by=ada, at=at)


# ------------------------------------------------------------------------------------- activities


def test_the_parts_of_the_definition_become_activities(university, bashir):
    cohort = services.open_cohort(
        publish(university, "Made", components=PARTS), name="Spring", by=bashir, at=NOW
    )
    found = [(one.title, one.kind, one.hours, one.weight) for one in cohort.activities.all()]
    assert found == [("Three exercises", "course-work", 10, 40), ("Exam", "exam", 2, 60)]
    refused_with("programme.begun", services.take_components, cohort, by=bashir, at=NOW)
    cohort.activities.all().delete()
    assert programme.components_left(cohort) == 2
    assert len(services.take_components(cohort, by=bashir, at=NOW)) == 2


@pytest.mark.parametrize(
    ("terms", "code", "pointer"),
    [
        (
            services.ActivityTerms("A", opens_at=DUE, due_at=OPENS),
            "activity.dates-reversed",
            "/due_at",
        ),
        (services.ActivityTerms(" "), "activity.untitled", "/title"),
    ],
)
def test_an_activity_has_a_title_and_its_dates_in_order(cohort, bashir, terms, code, pointer):
    problem = refused_with(code, services.add_activity, cohort, terms, by=bashir, at=NOW)
    assert problem.pointer == pointer


def test_there_is_a_bound_to_what_is_added(cohort, bashir, monkeypatch):
    monkeypatch.setattr("testamur_web.learning.services.programme.MAX_ACTIVITIES", 0)
    refused_with("programme.too-much", services.add_activity, cohort, EXAM, by=bashir, at=NOW)


def test_an_activity_that_something_belongs_to_stays(exam, enrolment, bashir, ada):
    piece = hand_over(enrolment, ada, exam, NOW)
    refused_with("activity.in-use", services.remove_activity, exam, by=bashir, at=NOW)
    services.remove_evidence(piece, by=ada, at=NOW)
    services.remove_activity(exam, by=bashir, at=NOW)
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (services.Source("Book"), "resource.empty"),
        (services.Source("", url="https://a.example"), "resource.empty"),
        (services.Source("Book", url="javascript:alert(1)"), "resource.address-refused"),
        (services.Source("Book", url="https://me:secret@a.example/"), "resource.address-refused"),
    ],
)
def test_a_resource_says_where_it_is(cohort, bashir, source, code):
    refused_with(code, services.add_resource, cohort, source, by=bashir, at=NOW)


# ------------------------------------------------------------------------------------ what is late


def test_what_is_late_is_marked_unless_it_is_refused(exam, enrolment, cohort, bashir, ada):
    assert hand_over(enrolment, ada, exam, DUE - DAY).late_days == 0
    assert hand_over(enrolment, ada, exam, DUE + 2 * DAY).late_days == 2
    services.state_late_rule(cohort, late="refuse", grace_days=3, by=bashir, at=NOW)
    assert hand_over(enrolment, ada, exam, DUE + 2 * DAY).late_days == 0
    problem = refused_with("evidence.late", hand_over, enrolment, ada, exam, DUE + 3 * DAY)
    assert problem.pointer == "/activity"
    assert enrolment.evidence.count() == 3


def test_what_is_for_no_activity_is_never_late(exam, enrolment, cohort, bashir, ada):
    services.state_late_rule(cohort, late="refuse", grace_days=0, by=bashir, at=NOW)
    assert hand_over(enrolment, ada, None, DUE + 90 * DAY).late_days == 0


@pytest.mark.parametrize(("late", "days"), [("maybe", 0), ("accept", 91), ("refuse", -1)])
def test_a_late_rule_is_one_of_two(cohort, bashir, late, days):
    refused_with(
        "late-rule.refused",
        services.state_late_rule,
        cohort,
        late=late,
        grace_days=days,
        by=bashir,
        at=NOW,
    )


def test_an_activity_of_another_cohort_is_not_meant(foreign_cohort, chen, enrolment, ada, bashir):
    theirs = services.add_activity(foreign_cohort, EXAM, by=chen, at=NOW)
    refused_with("activity.elsewhere", hand_over, enrolment, ada, theirs, NOW)
    more = {"due_at": DUE + DAY, "reason": "Ill", "by": bashir, "at": NOW}
    refused_with("activity.elsewhere", services.extend, enrolment, theirs, **more)
    reached = {theirs: Decimal(50)}
    refused_with(
        "activity.elsewhere", services.enter_results, enrolment, reached, by=bashir, at=NOW
    )


# --------------------------------------------------------------------------------- what is agreed


def test_an_extension_moves_the_day_of_one_learner(exam, enrolment, cohort, bashir, ada, dara):
    services.extend(enrolment, exam, due_at=DUE + 7 * DAY, reason="Ill", by=bashir, at=NOW)
    other = services.enrol(cohort, person=dara, at=NOW)
    assert programme.dates_for(exam, enrolment).due_at == DUE + 7 * DAY
    assert programme.dates_for(exam, other).due_at == DUE
    assert hand_over(enrolment, ada, exam, DUE + 6 * DAY).late_days == 0
    assert hand_over(other, dara, exam, DUE + 6 * DAY).late_days == 6


def test_an_extension_gives_a_later_day_with_a_reason(exam, enrolment, bashir, ada):
    more = {"by": bashir, "at": NOW}
    refused_with(
        "extension.not-later", services.extend, enrolment, exam, due_at=DUE, reason="Ill", **more
    )
    later = {"due_at": DUE + DAY}
    refused_with(
        "extension.reason-missing", services.extend, enrolment, exam, **later, reason=" ", **more
    )
    refused_with(
        "extension.own", services.extend, enrolment, exam, **later, reason="Me", by=ada, at=NOW
    )


def test_an_accommodation_moves_days_until_it_ends(exam, enrolment, bashir):
    noted = services.note_accommodation(
        enrolment, what="A quiet room", agreed_by="The office", extra_percent=25, by=bashir, at=NOW
    )
    assert programme.dates_for(exam, enrolment).due_at == DUE + 7 * DAY
    services.end_accommodation(noted, by=bashir, at=NOW)
    assert programme.dates_for(exam, enrolment).due_at == DUE
    assert services.end_accommodation(noted, by=bashir, at=NOW + DAY).ended_at == NOW


def test_the_trail_says_nothing_of_what_was_agreed(enrolment, bashir):
    services.note_accommodation(
        enrolment, what="A quiet room", agreed_by="Dr Who", extra_percent=25, by=bashir, at=NOW
    )
    entry = TrailEntry.objects.get(verb="accommodation.note")
    assert entry.detail == {"name": "Ada", "cohort": "Spring 2026"}


@pytest.mark.parametrize(
    ("what", "agreed_by", "percent", "code"),
    [
        (" ", "The office", 0, "accommodation.empty"),
        ("A room", "", 0, "accommodation.empty"),
        ("A room", "The office", 301, "accommodation.percent-refused"),
    ],
)
def test_an_accommodation_says_what_and_with_whom(
    enrolment, bashir, what, agreed_by, percent, code
):
    told = {"what": what, "agreed_by": agreed_by, "extra_percent": percent}
    refused_with(code, services.note_accommodation, enrolment, **told, by=bashir, at=NOW)


# ---------------------------------------------------------------------------------- announcements


def test_everybody_who_takes_part_is_told_once(cohort, enrolment, bashir, ada, dara):
    services.withdraw(services.enrol(cohort, person=dara, at=NOW), by=dara, at=NOW)
    services.enrol_listed(cohort, [Listed("Ines", email="ines@people.example")], by=bashir, at=NOW)
    services.announce(cohort, title="Room 4", text="We meet in room 4.", by=bashir, at=NOW)
    drain()
    drain()
    told = [one for one in mail.outbox if "Room 4" in one.subject]
    assert [one.to for one in told] == [["ada@people.example"]]
    assert "We meet in room 4." in told[0].body
    assert Announcement.objects.count() == 1


def test_an_announcement_says_something(cohort, bashir):
    problem = refused_with(
        "announcement.empty", services.announce, cohort, title="A", text=" ", by=bashir, at=NOW
    )
    assert problem.pointer == "/text"


# ---------------------------------------------------------------------------------------- results


@pytest.fixture
def listed(cohort, bashir):
    rows = [Listed("Grace", number="4711"), Listed("Ines", number="4712")]
    return services.enrol_listed(cohort, rows, by=bashir, at=NOW, mail=False).enrolled


def test_results_come_from_a_list_and_each_row_is_entered_or_told(exam, listed, bashir):
    data = "Number;Result\n4711;74,5\n9999;50\n4712;120 %\n\n"
    reached = services.enter_listed(exam, data, by=bashir, at=NOW)
    assert reached.entered == 1
    assert [(one.text, one.problem.code) for one in reached.refused] == [
        ("9999;50", "result.nobody"),
        ("4712;120 %", "result.percent-refused"),
    ]
    assert [str(one.percent) for one in exam.results.all()] == ["74.50"]


def test_entering_again_corrects_and_the_trail_says_what_it_was(exam, listed, bashir):
    for percent in ("60", "60", "70"):
        services.enter_listed(exam, f"4711,{percent}".encode(), by=bashir, at=NOW)
    entries = TrailEntry.objects.filter(verb="result.enter").order_by("detail__percent")
    assert [one.detail.get("before") for one in entries] == [None, "60.00"]


def test_a_list_that_cannot_be_read_is_refused(exam, bashir, monkeypatch):
    refused_with(
        "recipients.unreadable", services.enter_listed, exam, b"\xff4711", by=bashir, at=NOW
    )
    monkeypatch.setattr("testamur_web.learning.services.results.MAX_ROWS", 1)
    refused_with("recipients.too-many", services.enter_listed, exam, "1;1\n2;2", by=bashir, at=NOW)


@pytest.mark.parametrize("text", ["", "many", "-1", "100.1", "NaN", "1e999", "Infinity"])
def test_a_result_is_a_percentage(text):
    refused_with("result.percent-refused", services.percent_of, text)


def test_nobody_enters_their_own_result(exam, enrolment, ada):
    refused_with(
        "result.own", services.enter_results, enrolment, {exam: Decimal(100)}, by=ada, at=NOW
    )


def test_the_total_is_weighted(exam, enrolment, cohort, bashir):
    work = services.add_activity(
        cohort, services.ActivityTerms("Work", weight=40), by=bashir, at=NOW
    )
    reached = {exam: Decimal(80), work: Decimal(70)}
    services.enter_results(enrolment, reached, by=bashir, at=NOW)
    total = programme.own_programme(enrolment).total
    assert total is not None
    assert str(total.percent) == "76.0"
    assert total.formula.startswith("(60 ")


# ------------------------------------------------------------------------------------------ pages


def address(name, university, cohort, **more):
    return reverse(name, kwargs={"slug": university.slug, "pk": cohort.pk, **more})


def test_the_registrar_makes_the_programme(university, cohort, registrar, sign_in):
    browser = sign_in(registrar)
    here = address("issuer-read-programme", university, cohort)
    assert "There are no activities yet" in browser.get(here).content.decode()
    browser.post(
        address("issuer-add-activity", university, cohort),
        {
            "title": "Exam",
            "kind": "exam",
            "first_day": "2026-05-01",
            "last_day": "2026-05-31",
            "weight": "60",
        },
    )
    exam = Activity.objects.get()
    assert exam.due_at.isoformat() == "2026-06-01T00:00:00+00:00"
    browser.post(
        address("issuer-add-resource", university, cohort),
        {"title": "Handbook", "place": "Library, shelf 4", "activity": str(exam.pk)},
    )
    browser.post(
        address("issuer-announce", university, cohort), {"title": "Welcome", "text": "It begins."}
    )
    browser.post(
        address("issuer-state-late-rule", university, cohort), {"late": "refuse", "grace_days": "2"}
    )
    page = browser.get(here).content.decode()
    for told in (
        "Sun 31 May, 23:59",
        "Library, shelf 4",
        "It begins.",
        "What is late is refused.",
        "make 60 %",
    ):
        assert told in page
    change = address("issuer-change-activity", university, cohort, activity=exam.pk)
    assert 'value="2026-05-31"' in browser.get(change).content.decode()
    told = browser.post(
        change, {"title": "Exam", "first_day": "2026-05-31", "last_day": "2026-05-01"}
    )
    assert "The activity would be due before it opens." in told.content.decode()
    browser.post(change, {"title": "Oral exam"})
    assert Activity.objects.get().title == "Oral exam"


def test_the_learner_sees_their_own_calendar(university, exam, enrolment, bashir, sign_in):
    cohort = exam.cohort
    services.extend(
        enrolment, exam, due_at=DUE + 3 * DAY, reason="Ill for a week", by=bashir, at=NOW
    )
    services.note_accommodation(
        enrolment, what="A quiet room", agreed_by="The office", by=bashir, at=NOW
    )
    services.announce(cohort, title="Room 4", text="We meet there.", by=bashir, at=NOW)
    services.enter_results(enrolment, {exam: Decimal("74.5")}, by=bashir, at=NOW)
    browser = sign_in(enrolment.person)
    page = browser.get(reverse("learner-read-enrolment", args=[enrolment.pk])).content.decode()
    for told in (
        "Mon 1 Jun, 12:00",
        "your own day",
        "Ill for a week",
        "A quiet room",
        "We meet there.",
        "Total: 74.5 %",
    ):
        assert told in page
    file = browser.get(reverse("learner-export-calendar", args=[enrolment.pk]))
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20260601T120000Z" in file.content.decode()
    everybody = sign_in(bashir).get(address("issuer-export-calendar", university, cohort))
    assert "DTSTART:20260529T120000Z" in everybody.content.decode()


def test_the_learner_says_what_their_evidence_is_for(exam, enrolment, ada, sign_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: DUE + DAY)
    browser = sign_in(ada)
    form = reverse("learner-add-evidence", args=[enrolment.pk, "note"])
    assert "Exam (until 29 May 2026, 12:00 UTC)" in browser.get(form).content.decode()
    browser.post(form, {"text": "Mine", "activity": str(exam.pk)})
    page = browser.get(reverse("learner-read-enrolment", args=[enrolment.pk])).content.decode()
    assert "1 day late" in page


def test_a_late_piece_is_refused_in_the_form(exam, enrolment, bashir, sign_in, monkeypatch):
    cohort = exam.cohort
    services.state_late_rule(cohort, late="refuse", grace_days=0, by=bashir, at=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: DUE + DAY)
    form = reverse("learner-add-evidence", args=[enrolment.pk, "note"])
    told = sign_in(enrolment.person).post(form, {"text": "Mine", "activity": str(exam.pk)})
    assert "It is too late for this activity." in told.content.decode()


def test_staff_agree_something_with_one_learner(
    university, cohort, exam, enrolment, assessor, sign_in
):
    browser = sign_in(assessor)
    more = {"enrolment": enrolment.pk}
    extend = address("issuer-give-extension", university, cohort, **more)
    told = {"activity": str(exam.pk), "last_day": "2026-05-01", "reason": "Ill"}
    assert "An extension gives a later day." in browser.post(extend, told).content.decode()
    browser.post(extend, told | {"last_day": "2026-06-10"})
    browser.post(
        address("issuer-note-accommodation", university, cohort, **more),
        {"what": "A quiet room", "agreed_by": "The office", "extra_percent": "10"},
    )
    results = address("issuer-state-results", university, cohort, **more)
    assert (
        "A result is in percent." in browser.post(results, {"percent_0": "many"}).content.decode()
    )
    browser.post(results, {"percent_0": "81"})
    page = browser.get(address("issuer-read-learner", university, cohort, **more)).content.decode()
    for seen in ("A quiet room", "10 % extra time", "Ill", "81 %"):
        assert seen in page
    accommodation = Enrolment.objects.get(pk=enrolment.pk).accommodations.get()
    browser.post(
        address(
            "issuer-end-accommodation", university, cohort, **more, accommodation=accommodation.pk
        )
    )
    accommodation.refresh_from_db()
    assert accommodation.ended_at is not None


def test_results_are_uploaded_and_what_is_wrong_stays_in_the_form(
    university, cohort, exam, listed, assessor, sign_in
):
    here = address("issuer-enter-results", university, cohort, activity=exam.pk)
    browser = sign_in(assessor)
    upload = SimpleUploadedFile("results.csv", b"number,result\n4711,74\n9,50\n")
    page = browser.post(here, {"file": upload}).content.decode()
    assert "Nobody in this cohort has that number." in page
    assert "9;50" in page
    assert exam.results.count() == 1
    assert browser.post(here, {"pasted": "4712;81"}).status_code == 302
    assert "Paste a list, or choose a file." in browser.post(here, {"pasted": " "}).content.decode()


def test_an_assessor_makes_no_programme(university, cohort, assessor, sign_in):
    for name in ("issuer-add-activity", "issuer-add-resource", "issuer-state-late-rule"):
        assert sign_in(assessor).get(address(name, university, cohort)).status_code == 403


def test_activities_and_resources_are_taken_out(university, cohort, exam, registrar, sign_in):
    source = services.Source("Handbook", note="Read chapter 1")
    resource = services.add_resource(cohort, source, by=registrar, at=NOW)
    browser = sign_in(registrar)
    browser.post(address("issuer-remove-resource", university, cohort, resource=resource.pk))
    browser.post(address("issuer-remove-activity", university, cohort, activity=exam.pk))
    assert not cohort.resources.exists()
    assert not cohort.activities.exists()
