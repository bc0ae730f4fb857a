"""A list is read as people have it; each row comes in or is named, and nothing is lost."""

from __future__ import annotations

import pytest
from django.core import mail

from testamur.errors import Refused
from testamur_web.learning import services
from testamur_web.learning.models import Enrolment
from testamur_web.learning.roster import MAX_ROWS, read_roster
from testamur_web.learning.services import Terms
from testamur_web.ops import outbox
from testamur_web.people.workbooks import MAX_ROWS as MAX_SHEET_ROWS
from tests.web.awards.bulk_lists import workbook
from tests.web.conftest import NOW

LIST = """Name,E-mail,Student number
Ada Lovelace,ada@people.example,
Grace Hopper,,4711
"Curie, Marie",marie@people.example,4712
"""


def enrol(cohort, bashir, text, **more):
    roster = read_roster(text)
    return services.enrol_listed(cohort, roster.people, by=bashir, at=NOW, **more)


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        LIST.encode(),
        b"\xef\xbb\xbf" + LIST.encode(),
        LIST.replace("\n", "\r\n"),
        'Matrikelnummer;Name;E-Mail\n;Ada Lovelace;ada@people.example\n4711;Grace Hopper;\n4712;"Curie, Marie";marie@people.example\n',
        "Ada Lovelace\tada@people.example\t\nGrace Hopper\t\t4711\nCurie, Marie\tmarie@people.example\t4712",
    ],
)
def test_a_list_is_read_in_any_usual_form(text):
    people = read_roster(text).people
    assert [(one.name, one.email, one.number) for one in people] == [
        ("Ada Lovelace", "ada@people.example", ""),
        ("Grace Hopper", "", "4711"),
        ("Curie, Marie", "marie@people.example", "4712"),
    ] or text.startswith("Ada")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (workbook([["Ada", "ada@people.example"]]), [("Ada", "ada@people.example", "")]),
        ("ada@people.example\ngrace@people.example", [("", "ada@people.example", "")]),
        ("Ada Lovelace, ada@people.example, 12\n", [("Ada Lovelace", "ada@people.example", "12")]),
        ("12;Ada Lovelace\n", [("Ada Lovelace", "", "12")]),
        ('"Ada" <ada@people.example>\nG <g@people.example>', [("Ada", "ada@people.example", "")]),
    ],
)
def test_a_list_without_headings_is_read_too(text, expected):
    people = read_roster(text).people
    assert [(one.name, one.email, one.number) for one in people][:1] == expected
    assert people[0].row == 1


def test_bad_rows_are_named_and_kept_as_they_were_written():
    roster = read_roster(
        'Name,E-mail\nAda,ada@people.example\nBob,not an address\n"Eve,eve@people.example\n'
        "Ada again,ADA@people.example\nNobody,\n"
    )
    assert [one.name for one in roster.people] == ["Ada"]
    assert [(one.row.row, one.problem.code, one.row.text) for one in roster.problems] == [
        (3, "email.malformed", "Bob,not an address"),
        (4, "row.malformed", '"Eve,eve@people.example'),
        (5, "row.duplicate", "Ada again,ADA@people.example"),
        (6, "row.recipient-missing", "Nobody,"),
    ]
    assert roster.headings == "Name,E-mail"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "recipients.header"),
        ("Name\nAda\n", "recipients.header"),
        (b"\xff\xfeN\x00a\x00", "recipients.unreadable"),
        (b"PK\x03\x04\xff\xff", "recipients.unreadable"),
        ("a@x.example\n" * (MAX_ROWS + 1), "recipients.too-many"),
        (workbook([["a@x.example"]] * (MAX_ROWS + 1)), "recipients.too-many"),
        (workbook([["a@x.example"]] * (MAX_SHEET_ROWS + 60)), "batch.too-large"),
        (workbook([["name"] * 200]), "batch.too-large"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_whole(text, code):
    with pytest.raises(Refused) as refused:
        read_roster(text)
    assert refused.value.problem.code == code


def test_who_has_an_address_is_invited_and_who_has_none_takes_part(cohort, bashir):
    listing = enrol(cohort, bashir, LIST)
    assert {one.name: one.state for one in listing.enrolled} == {
        "Ada Lovelace": "invited",
        "Grace Hopper": "active",
        "Curie, Marie": "invited",
    }
    outbox.drain()
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "ada@people.example",
        "marie@people.example",
    ]


def test_without_mail_everybody_takes_part_at_once(cohort, bashir):
    listing = enrol(cohort, bashir, LIST, mail=False)
    assert {one.state for one in listing.enrolled} == {"active"}
    outbox.drain()
    assert not mail.outbox


def test_the_same_list_again_enrols_nobody_twice(cohort, bashir):
    enrol(cohort, bashir, LIST)
    again = enrol(cohort, bashir, LIST)
    assert [one.problem.code for one in again.problems] == ["enrolment.exists"] * 3
    assert cohort.enrolments.count() == 3


def test_who_was_withdrawn_is_named(cohort, bashir):
    grace = enrol(cohort, bashir, LIST).enrolled[1]
    services.withdraw(grace, by=bashir, at=NOW)
    again = enrol(cohort, bashir, "Name,Student number\nG. Hopper,4711\n")
    assert [one.problem.code for one in again.problems] == ["enrolment.withdrawn"]


def test_rows_beyond_the_last_place_are_named(version, bashir):
    cohort = services.open_cohort(version, name="Small", terms=Terms(places=2), by=bashir, at=NOW)
    listing = enrol(cohort, bashir, LIST)
    assert len(listing.enrolled) == 2
    assert [(one.row.row, one.problem.code) for one in listing.problems] == [(4, "cohort.full")]


def test_a_number_of_this_organisation_finds_the_account(cohort, university, college, bashir, ada):
    ada.identifiers.create(kind="student-number", value="4711", given_by=university)
    bashir.identifiers.create(kind="student-number", value="4712", given_by=college)
    enrolled = enrol(cohort, bashir, LIST).enrolled
    assert [one.person for one in enrolled] == [None, ada, None]


def test_cells_that_look_like_formulas_stay_text(cohort, bashir):
    enrol(cohort, bashir, "Name,Student number\n=1+1,4711\n")
    assert Enrolment.objects.get().name == "=1+1"
