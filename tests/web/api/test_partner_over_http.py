"""A partner's work through the API: let in, enrol, hand in, print, type in, settle."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from testamur_web.learning import services
from testamur_web.learning.models import Decision, Partnership
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem
from tests.web.conftest import join, organisation, person
from tests.web.learning.conftest import CRITERIA, publish

MET = {one.id: "met" for one in CRITERIA}
PEOPLE = {"people": [{"name": "Ann", "number": "1"}, {"name": "Ben", "number": "2"}]}


@pytest.fixture
def cohort(university, bashir):
    return services.open_cohort(publish(university), name="Spring", by=bashir, at=timezone.now())


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


@pytest.fixture
def assessor(program, university):
    somebody = person("asha")
    join(somebody, university, Role.ASSESSOR)
    return program(somebody, university)


@pytest.fixture
def staff(program, chen, college):
    return program(chen, college)


@pytest.fixture
def group(office, cohort, college):
    """The path of a group that the college has in a cohort of the university."""
    made = office.post(f"/cohorts/{cohort.pk}/partners", let_in(college.slug))
    assert made.status_code == 201, made.told
    return f"/groups/{made.told['id']}"


@pytest.fixture
def people(staff, group):
    return [one["id"] for one in staff.post(f"{group}/people", PEOPLE).told["enrolled"]]


@pytest.fixture
def sheet(staff, group, people):
    return staff.post(f"{group}/sheets").told


def let_in(slug, days=3):
    today = timezone.now().date()
    return {"partner": slug, "first_day": f"{today}", "last_day": f"{today + timedelta(days)}"}


def typed(row, number, found, **more):
    return {"row": row, "number": number, "found": found, **more}


def send(program, path, data, **said):
    body = {"file": SimpleUploadedFile("sheet.csv", data)} | said
    return program.post(path, encode_multipart(BOUNDARY, body), content_type=MULTIPART_CONTENT)


def test_a_partner_is_let_in_listed_and_withdrawn(office, staff, cohort, college, group, people):
    here = f"/cohorts/{cohort.pk}/partners"
    assert is_problem(office.post(here, let_in(college.slug)), 409, "partner.exists")
    assert is_problem(office.post(here, let_in("example-university")), 400, "partner.own")
    assert is_problem(office.post(here, let_in(college.slug, -3)), 400, "partner.days-wrong")
    assert office.post(here, let_in("nobody")).status_code == 404
    (told,) = office.get(here).told
    assert (told["partner"], told["people"], told["agreed_by"]) == ("other-college", 2, "Bashir")
    assert staff.get("/groups").told["items"][0]["organisation"] == "Example University"
    assert staff.get(group).told["rubric"] == ""
    assert office.post(f"{here}/{told['id']}/withdraw").told["withdrawn_at"]
    assert staff.get("/groups").told["total"] == 0
    assert staff.get(group).status_code == 404


def test_people_are_enrolled_and_handed_in_for(staff, group, people):
    again = staff.post(f"{group}/people", PEOPLE).told
    assert [one["code"] for one in again["problems"]] == ["enrolment.exists"] * 2
    one = f"{group}/people/{people[0]}"
    assert is_problem(staff.post(f"{one}/hand-in"), 400, "enrolment.nothing-to-hand-in")
    made = staff.post(f"{one}/evidence", {"kind": "note", "text": "She asked forty people."})
    assert made.status_code == 201
    assert send(staff, f"{one}/files", b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n").status_code == 201
    assert staff.post(f"{one}/hand-in").told["state"] == "submitted"
    assert len(staff.get(one).told["evidence"]) == 2
    assert [each["name"] for each in staff.get(f"{group}/people").told["items"]] == ["Ann", "Ben"]


def test_a_partner_reaches_its_own_group_alone(staff, group, people, cohort, office, ada):
    other = services.enrol(cohort, person=ada, at=timezone.now())
    assert staff.get(f"{group}/people/{other.pk}").status_code == 404
    body = {"kind": "note", "text": "Mine"}
    assert staff.post(f"{group}/people/{other.pk}/evidence", body).status_code == 404
    assert staff.post(f"{group}/people/{other.pk}/hand-in").status_code == 404
    assert "Ada" not in json.dumps(staff.get(f"{group}/people").told)
    assert office.get(group).status_code == 404
    assert staff.get(f"/cohorts/{cohort.pk}/partners").status_code == 404


def test_two_partners_of_a_cohort_do_not_meet(group, sheet, people, office, program, chen):
    library = organisation("town-library", "community")
    join(chen, library, Role.REGISTRAR)
    cohort = Partnership.objects.get().cohort_id
    made = office.post(f"/cohorts/{cohort}/partners", let_in(library.slug)).told
    theirs, here = program(chen, library), f"/groups/{made['id']}"
    assert theirs.get(f"{here}/people").told["total"] == 0
    assert theirs.get(f"{here}/people/{people[0]}").status_code == 404
    assert theirs.get(f"{here}/sheets/{sheet['id']}").status_code == 404
    assert theirs.get(group).status_code == 404


def test_a_sheet_is_typed_in_tried_and_settled(staff, assessor, office, cohort, group, sheet):
    here, settling = f"{group}/sheets/{sheet['id']}", f"/cohorts/{cohort.pk}/sheets/{sheet['id']}"
    assert [one["letter"] for one in sheet["criteria"]] == ["A", "B", "C"]
    rows = [typed(1, "1", MET), typed(2, "2", MET), typed(3, "9", MET)]
    tried = staff.post(f"{here}/rows", {"typed": rows, "is_trial": True}).told
    assert (tried["conflicts"], tried["rows"][2]["problem"]["code"]) == (1, "sheet.number-unknown")
    assert {one["state"] for one in staff.get(here).told["rows"]} == {"printed"}
    staff.post(f"{here}/rows", {"typed": rows})
    told = assessor.get(settling).told
    assert {one["entered_by"] for one in told["rows"]} == {"Chen"}
    assert office.get(f"/cohorts/{cohort.pk}/sheets").told[0]["waiting"] == 2
    otherwise = typed(1, "1", MET | {"talk": "not-met"}, seen=sheet["rows"][0]["version"])
    (first,) = staff.post(f"{here}/rows", {"typed": [otherwise]}).told["rows"]
    assert first["problem"]["code"] == "sheet.row-overtaken"
    staff.post(f"{here}/rows", {"typed": [typed(1, "1", MET | {"talk": "not-met"})]})
    stale = assessor.post(f"{settling}/settle", {"seen": told["state"]})
    assert is_problem(stale, 409, "sheet.changed")
    state = assessor.get(settling).told["state"]
    settled = assessor.post(f"{settling}/settle", {"seen": state}).told
    assert [one["state"] for one in settled["rows"]] == ["settled", "settled", "conflict"]
    assert assessor.post(f"{settling}/rows/3/leave").told == {"row": 3, "state": "settled"}
    assert is_problem(assessor.post(f"{settling}/rows/1/leave"), 409, "sheet.row-settled")
    assert is_problem(assessor.post(f"{settling}/rows/8/leave"), 400, "sheet.row-unknown")
    (counted,) = staff.get(f"{group}/sheets").told
    assert [counted[one] for one in ("waiting", "conflicts", "settled", "left")] == [0, 0, 2, 1]
    assert Decision.objects.filter(passed=True).count() == 2


def test_a_sheet_goes_out_as_csv_and_comes_back(staff, group, sheet):
    here = f"{group}/sheets/{sheet['id']}"
    table = staff.get(f"{here}/sheet.csv").content.decode("utf-8-sig")
    filled = table.replace("Ann,1,,,", "Ann,1,x,x,x").encode()
    assert send(staff, f"{here}/file", filled).told["rows"][0]["state"] == "entered"
    assert staff.get(here).told["rows"][0]["state"] == "printed"
    send(staff, f"{here}/file?is_trial=false", filled)
    assert staff.get(here).told["rows"][0]["found"] == MET
    assert is_problem(send(staff, f"{here}/file", b"row,A\n1,x\n"), 400, "sheet.file-wrong")


def test_cards_and_the_report_are_data(staff, assessor, cohort, group, sheet, university):
    here = f"/cohorts/{cohort.pk}/sheets/{sheet['id']}"
    staff.post(f"{group}/sheets/{sheet['id']}/rows", {"typed": [typed(1, "1", MET)]})
    assert staff.post(f"{group}/cards").told == []
    assessor.post(f"{here}/settle", {})
    outbox.drain()
    (card,) = staff.post(f"{group}/cards").told
    assert (card["name"], card["number"], card["title"]) == ("Ann", "1", "Survey design")
    assert card["address"].startswith("http")
    assert TrailEntry.objects.get(verb="partner.print-cards").tenant == university.pk
    steps = staff.get(f"{group}/report").told["steps"]
    assert [(one["step"], one["people"], one["percent"]) for one in steps] == [
        ("enrolled", 2, None),
        ("handed-in", 0, None),
        ("passed", 1, None),
        ("claimed", 0, None),
    ]


def test_an_empty_group_has_no_sheet(staff, group):
    assert is_problem(staff.post(f"{group}/sheets"), 400, "sheet.empty")
    assert Partnership.objects.count() == 1
