"""Hours of a work placement are noted, attested by link, and seen beside what is stated."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.definition import Component
from testamur_web.learning import services
from testamur_web.learning.attested import placement_of, placement_seen
from tests.web.conftest import NOW
from tests.web.learning.conftest import MARIA, link_in_letter, publish

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 28)
COMPONENTS = (
    Component(kind="course-work", title="Course", hours=20, weight=50),
    Component(kind="work-placement", title="Placement", hours=80, weight=50),
)


@pytest.fixture
def placement(university, bashir, ada):
    """Ada takes part in something with 80 hours of placement."""
    version = publish(university, "Welding", components=COMPONENTS)
    cohort = services.open_cohort(version, name="Autumn", by=bashir, at=NOW)
    return services.enrol(cohort, person=ada, at=NOW)


@pytest.fixture
def address(placement):
    return f"/learning/{placement.pk}/placement/"


def log(placement, ada, *, day=DAY, hours="7.5", task="Welded a frame"):
    return services.log_hours(placement, day=day, hours=Decimal(hours), task=task, by=ada, at=NOW)


def ask(placement, entries, ada, *, at=None):
    asked = [one.pk for one in entries]
    return services.ask_about_hours(
        placement, asked, supervisor=MARIA, by=ada, at=at or timezone.now()
    )


def test_hours_are_noted_on_a_page(placement, address, ada, sign_in):
    browser = sign_in(ada)
    sent = {"day": "2026-04-28", "hours": "7.5", "task": "Welded a frame"}
    assert browser.post(address, sent).url == address
    page = browser.get(address).content.decode()
    assert "Welded a frame" in page
    assert "nobody was asked" in page
    assert "7.5&nbsp;h<" in browser.get(f"/learning/{placement.pk}/").content.decode()


def test_only_confirmed_hours_are_attested(placement, ada):
    kept, other, third = (log(placement, ada, day=DAY + timedelta(days=n)) for n in range(3))
    ask(placement, [kept, other], ada)
    confirmed = {"answer_0": "yes", "answer_1": "no", "name": "Maria Lang", "stated": "on"}
    Client().post(link_in_letter(), confirmed)
    hours = placement_of(placement, at=timezone.now())
    assert (hours.stated, hours.noted, hours.attested) == (80, Decimal("22.5"), Decimal("7.5"))
    assert [one.may_be_asked for one in hours.entries] == [False, False, True]
    assert third.pk == hours.entries[2].entry.pk


def test_the_supervisor_sees_day_hours_and_task(placement, ada):
    ask(placement, [log(placement, ada)], ada)
    page = Client().get(link_in_letter()).content.decode()
    assert "28 April 2026: 7.5 hours" in page
    assert "Welded a frame" in page


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"hours": "0"}, "placement.hours-refused"),
        ({"hours": "-2"}, "placement.hours-refused"),
        ({"hours": "24.25"}, "placement.hours-refused"),
        ({"hours": "1.1"}, "placement.hours-refused"),
        ({"hours": "NaN"}, "placement.hours-refused"),
        ({"day": date(2026, 6, 1)}, "placement.day-refused"),
        ({"day": date(2012, 6, 1)}, "placement.day-refused"),
        ({"task": " "}, "text.empty"),
        ({"task": "x" * 1001}, "text.too-long"),
    ],
)
def test_hours_that_cannot_be_are_refused(placement, ada, wrong, code):
    with pytest.raises(Refused) as refused:
        log(placement, ada, **wrong)
    assert refused.value.problem.code == code
    assert not placement.placement.exists()


def test_a_day_has_24_hours_in_all(placement, ada):
    log(placement, ada, hours="20")
    with pytest.raises(Refused) as refused:
        log(placement, ada, hours="4.25")
    assert refused.value.problem.code == "placement.hours-refused"


def test_entries_are_bounded(placement, ada, monkeypatch):
    monkeypatch.setattr("testamur_web.learning.services.placement._MOST_ENTRIES", 1)
    log(placement, ada)
    with pytest.raises(Refused) as refused:
        log(placement, ada)
    assert refused.value.problem.code == "placement.too-many"


def test_where_no_placement_is_asked_for_no_hours_are_noted(enrolment, ada, sign_in):
    with pytest.raises(Refused) as refused:
        log(enrolment, ada)
    assert refused.value.problem.code == "placement.not-part"
    assert sign_in(ada).get(f"/learning/{enrolment.pk}/placement/").status_code == 404


def test_what_a_supervisor_was_asked_about_stays(placement, address, ada, sign_in):
    entry = log(placement, ada)
    request = ask(placement, [entry], ada)
    with pytest.raises(Conflict) as refused:
        services.remove_hours(entry, by=ada, at=timezone.now())
    assert refused.value.problem.code == "placement.asked-already"
    with pytest.raises(Refused) as again:
        ask(placement, [entry], ada)
    assert again.value.problem.code == "placement.entry-unknown"
    services.withdraw_request(request, by=ada, at=timezone.now())
    assert sign_in(ada).post(f"{address}{entry.pk}/remove/").url == address
    assert not placement.placement.exists()


def test_a_supervisor_is_asked_on_a_page(placement, address, ada, sign_in):
    entry = log(placement, ada)
    sent = {
        "rows": [str(entry.pk)],
        "name": "Maria Lang",
        "email": "maria@town.example",
        "organisation": "Hall",
        "relation": "mentor",
    }
    sign_in(ada).post(f"{address}ask/", sent)
    assert placement.attestation_requests.get().rows[0]["id"] == str(entry.pk)


def test_an_assessor_sees_hours_attested_against_hours_stated(placement, ada, assessor, sign_in):
    entry = log(placement, ada)
    ask(placement, [entry], ada)
    Client().post(link_in_letter(), {"answer_0": "yes", "name": "Maria Lang", "stated": "on"})
    assert placement_seen(placement, at=timezone.now()) is None
    piece = services.Piece("note", text="My report")
    services.add_evidence(placement, piece, by=ada, at=timezone.now())
    services.hand_in(placement, by=ada, at=timezone.now())
    page = sign_in(assessor).get(f"/o/example-university/assess/{placement.pk}/").content.decode()
    assert "80&nbsp;h<" in page
    assert "<strong>7.5&nbsp;h</strong>" in page
