"""The programme of a cohort through the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.catalogue.definition import Component
from testamur_web.learning import services
from testamur_web.learning.models import Activity, Cohort
from tests.web.api.conftest import is_problem
from tests.web.learning.conftest import publish

PARTS = (Component("exam", "Exam", 2, 100),)


@pytest.fixture
def cohort(university, bashir) -> Cohort:
    version = publish(university, components=PARTS)
    return services.open_cohort(version, name="Spring", by=bashir, at=timezone.now())


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


def test_a_programme_is_made(office, cohort):
    here = f"/cohorts/{cohort.pk}"
    assert [one["title"] for one in office.get(f"{here}/programme").told["activities"]] == ["Exam"]
    assert is_problem(office.post(f"{here}/components"), 409, "programme.begun")
    made = office.post(f"{here}/activities", {"title": "Talk", "kind": "project", "weight": 10})
    assert made.status_code == 201
    one = f"{here}/activities/{made.told['id']}"
    dates = {"title": "Talk", "opens_at": "2026-05-01T00:00:00Z", "due_at": "2026-04-01T00:00:00Z"}
    assert is_problem(office.put(one, dates), 400, "activity.dates-reversed")
    due = dates | {"due_at": "2026-06-01T00:00:00Z"}
    assert office.put(one, due).told["due_at"] == "2026-06-01T00:00:00+00:00"
    source = {"title": "Book", "place": "Library", "activity": made.told["id"]}
    resource = office.post(f"{here}/resources", source).told
    said = office.post(f"{here}/announcements", {"title": "Hello", "text": "It begins"})
    assert said.status_code == 201
    assert (
        office.put(f"{here}/late-rule", {"late": "refuse", "grace_days": 1}).told["late"]
        == "refuse"
    )
    told = office.get(f"{here}/programme").told
    assert told["activities"][1]["resources"][0]["place"] == "Library"
    assert told["announcements"][0]["title"] == "Hello"
    assert office.ask("DELETE", f"{here}/resources/{resource['id']}").status_code == 204
    assert office.ask("DELETE", one).status_code == 204
    assert len(office.get(f"{here}/programme").told["activities"]) == 1


def test_a_learner_has_a_programme_of_their_own(office, program, cohort, ada, bashir):
    enrolment = services.enrol(cohort, person=ada, at=timezone.now())
    exam = Activity.objects.get()
    here = f"/enrolments/{enrolment.pk}"
    extension = {"activity": str(exam.pk), "due_at": "2030-06-01T00:00:00Z", "reason": "Ill"}
    assert office.post(f"{here}/extensions", extension).status_code == 201
    agreed = {"what": "A quiet room", "agreed_by": "The office", "extra_percent": 10}
    noted = office.post(f"{here}/accommodations", agreed).told
    assert office.post(f"{here}/accommodations/{noted['id']}/end").told["ended_at"]
    result = {"results": [{"activity": str(exam.pk), "percent": 74.5}]}
    assert float(office.put(f"{here}/results", result).told["total"]["percent"]) == 74.5
    hers = program(ada)
    told = hers.get(f"/learning/{enrolment.pk}/programme").told
    assert told["activities"][0]["due_at"] == "2030-06-01T00:00:00+00:00"
    assert told["activities"][0]["is_extended"] is True
    assert told["accommodations"][0]["what"] == "A quiet room"
    assert office.get(f"{here}/programme").told["activities"] == told["activities"]
    note = {"kind": "note", "text": "Mine", "activity": str(exam.pk)}
    made = hers.post(f"/learning/{enrolment.pk}/evidence", note).told
    assert (made["activity"], made["late_days"]) == (str(exam.pk), 0)


def test_results_are_entered_by_number(office, cohort, ada, bashir):
    services.enrol(cohort, person=ada, at=timezone.now())
    exam = Activity.objects.get()
    rows = [{"number": ada.email, "percent": "81 %"}, {"number": "9", "percent": "50"}]
    told = office.post(f"/cohorts/{cohort.pk}/activities/{exam.pk}/results", {"results": rows}).told
    assert told["entered"] == 1
    assert [(one["row"], one["code"]) for one in told["problems"]] == [(2, "result.nobody")]


def test_a_programme_of_another_organisation_is_not_there(program, cohort, chen, college, ada):
    theirs = program(chen, college)
    enrolment = services.enrol(cohort, person=ada, at=timezone.now())
    for path in (
        f"/cohorts/{cohort.pk}/programme",
        f"/enrolments/{enrolment.pk}/programme",
    ):
        assert theirs.get(path).status_code == 404
    assert program(chen).get(f"/learning/{enrolment.pk}/programme").status_code == 404
