"""Which column holds what, by its heading, in any order and many languages."""

from __future__ import annotations

import pytest

from testamur.credentials.recipients.columns import FIELDS, columns_of
from testamur.errors import Refused


def places(*headings, **named):
    return dict(columns_of(headings, named=named).places)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Full Name", "name"),
        ("full_name", "name"),
        ("FULLNAME", "name"),
        ("Nom", "name"),
        ("Imię i nazwisko", "name"),
        ("ФИО", "name"),
        ("氏名", "name"),
        ("الاسم", "name"),
        ("E-Mail", "email"),
        ("e mail address", "email"),
        ("Adresse électronique", "email"),
        ("メールアドレス", "email"),
        ("DID", "id"),
        ("Identifier", "id"),
        ("Student No.", "student_number"),
        ("Matrikelnummer", "student_number"),
        ("学籍番号", "student_number"),
        ("Completed", "date"),
        ("Awarded on", "date"),
        ("Data ukończenia", "date"),
        ("Valid until", "expires"),
        ("Score", "grade"),
        ("Ocena", "grade"),
        ("Evidence URL", "evidence"),
    ],
)
def test_a_heading_is_known(heading, field):
    assert places(heading) == {field: 0}


def test_no_heading_means_two_fields():
    from testamur.credentials.recipients.columns import _FIELD_OF, _HEADINGS, _folded

    for field, headings in _HEADINGS.items():
        for heading in headings.split("|"):
            assert _FIELD_OF[_folded(heading)] == field, heading


def test_the_order_and_unknown_columns_do_not_matter():
    found = columns_of(["Shoe size", "mail", "", "Name"], named={})
    assert dict(found.places) == {"email": 1, "name": 3}
    assert found.ignored == ("Shoe size",)
    assert found.heading("name") == "Name"
    assert found.heading("grade") == "grade"


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Name", "Vorname"], {"family_name": 0, "given_name": 1}),
        (["Nom", "Prénom"], {"family_name": 0, "given_name": 1}),
        (["Nombre", "Apellidos"], {"given_name": 0, "family_name": 1}),
        (["Name", "Surname"], {"given_name": 0, "family_name": 1}),
        (["First name", "Last name"], {"given_name": 0, "family_name": 1}),
        (["Full name", "Surname"], {"name": 0, "family_name": 1}),
        (["Name", "First name", "Last name"], {"name": 0, "given_name": 1, "family_name": 2}),
    ],
)
def test_half_a_name_is_told_by_its_neighbour(headings, expected):
    assert places(*headings) == expected


def test_a_column_can_be_named():
    assert places("Person", "Name of parent", name="Person") == {"name": 0}
    assert places("Name", "Person", name="person") == {"name": 1}


@pytest.mark.parametrize(
    ("headings", "named", "told"),
    [
        (["Email", "E-mail address"], {}, "both look like the email"),
        (["Name"], {"email": "Mail"}, "no column has the heading 'Mail'"),
        (["A", "a"], {"email": "A"}, "several columns"),
    ],
)
def test_a_guess_is_refused(headings, named, told):
    with pytest.raises(Refused, match=told) as refused:
        columns_of(headings, named=named)
    assert refused.value.problem.code == "recipients.header"


def test_a_field_that_is_none_is_refused():
    with pytest.raises(Refused, match="did you mean 'email'"):
        columns_of(["A"], named={"mail": "A"})
    assert "email" in FIELDS
