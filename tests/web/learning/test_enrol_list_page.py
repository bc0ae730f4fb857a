"""The page on which a list is pasted or uploaded: what did not come in stays there to be repaired."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from testamur_web.learning.models import Enrolment
from testamur_web.people.workbooks import MAX_FILE_BYTES
from tests.web.awards.bulk_lists import workbook


@pytest.fixture
def address(cohort):
    return f"/o/example-university/cohorts/{cohort.pk}/enrol/"


def upload(data, name="people.csv"):
    return SimpleUploadedFile(name, data, content_type="text/csv")


def test_a_clean_list_leads_back_to_the_cohort(address, registrar, sign_in, cohort):
    answer = sign_in(registrar).post(
        address, {"pasted": "Ada,ada@people.example\nGrace,grace@people.example"}, follow=True
    )
    assert answer.redirect_chain == [(address.removesuffix("enrol/"), 302)]
    assert b"2 people are in." in answer.content
    assert cohort.enrolments.count() == 2


def test_rows_that_did_not_come_in_stay_in_the_form(address, registrar, sign_in, cohort):
    text = "Name,E-mail\nAda,ada@people.example\nBob,nonsense\nAda too,ada@people.example\n"
    answer = sign_in(registrar).post(address, {"pasted": text})
    page = answer.content.decode()
    assert "2 rows did not come in" in page
    assert escape("Name,E-mail\nBob,nonsense\nAda too,ada@people.example") in page
    assert cohort.enrolments.count() == 1


def test_sending_the_repaired_rest_completes_it(address, registrar, sign_in, cohort):
    client = sign_in(registrar)
    client.post(address, {"pasted": "Name,E-mail\nAda,ada@people.example\nBob,nonsense\n"})
    client.post(address, {"pasted": "Name,E-mail\nBob,bob@people.example\n"})
    assert sorted(cohort.enrolments.values_list("name", flat=True)) == ["Ada", "Bob"]


def test_a_file_is_read_like_a_pasted_list(address, registrar, sign_in, cohort):
    data = "Vollständiger Name;E-Mail\nÅda;ada@people.example\n".encode()
    sign_in(registrar).post(address, {"file": upload(data)})
    assert cohort.enrolments.get().name == "Åda"


def test_a_workbook_is_read_like_the_cells_pasted_from_it(address, registrar, sign_in, cohort):
    rows = [
        ["", "Name", "E-mail", "Matrikelnummer"],
        [1, 'Ada "Countess" Lovelace', "ada@people.example", ""],
        [],
        [2, "Grace Hopper", "", 4711],
        [3, "Bob\nBuilder", "nonsense", ""],
    ]
    page = sign_in(registrar).post(address, {"file": upload(workbook(rows), "people.xlsx")})
    came_in = cohort.enrolments.values_list("name", "email", "number").order_by("name")
    assert list(came_in) == [
        ('Ada "Countess" Lovelace', "ada@people.example", ""),
        ("Grace Hopper", "", "4711"),
    ]
    assert ">5</th>" in page.content.decode()
    assert "3\tBob Builder\tnonsense" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"mail": "on"}, b"Paste a list, or choose a file."),
        ({"pasted": " \n "}, b"Paste a list, or choose a file."),
        ({"pasted": "Name\nAda\n"}, b"no column holds an e-mail address"),
        ({"file": b"\xff\xfeN\x00"}, b"the file is in UTF-16, not in UTF-8"),
        ({"file": b"PK\x03\x04" + bytes(100)}, b"the workbook is damaged"),
        ({"file": b"\xd0\xcf\x11\xe0" + bytes(100)}, b"without password"),
        ({"file": workbook([["name"], ["Ada"]])}, b"no column holds an e-mail address"),
        ({"file": b"a" * (MAX_FILE_BYTES + 1)}, b"too large"),
        ({"file": b"Ada,ada@people.example", "pasted": "x"}, b"Send one of them"),
    ],
)
def test_what_cannot_be_read_is_said(address, registrar, sign_in, typed, told):
    sent = {key: upload(value) if key == "file" else value for key, value in typed.items()}
    answer = sign_in(registrar).post(address, sent)
    assert answer.status_code == 200
    assert told in answer.content
    assert not Enrolment.objects.exists()


def test_names_are_shown_and_never_run(address, registrar, sign_in, cohort):
    client = sign_in(registrar)
    client.post(address, {"pasted": "Name,Student number\n<script>alert(1)</script>,4711\n"})
    page = client.get(address.removesuffix("enrol/")).content
    assert b"<script>alert" not in page


def test_a_student_who_reloads_sends_nobody_twice(address, registrar, sign_in, cohort):
    client = sign_in(registrar)
    for _ in range(2):
        client.post(address, {"pasted": "Ada,ada@people.example"})
    assert cohort.enrolments.count() == 1
