"""Keep addresses, numbers and other identifiers: add, prove, prefer, end, re-bind."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.people.models import Identifier
from testamur_web.people.queries import addresses_of, find_person
from testamur_web.people.services import (
    add_address,
    add_identifier,
    add_number,
    create_person,
    end_address,
    end_identifier,
    prefer_address,
    rebind_number,
    verify_email,
)
from tests.web.conftest import NOW, PASSWORD, person

PAGE = "/account/identifiers/"


@pytest.fixture
def ada(db):
    return create_person(
        username="ada", name="Ada", email="ada@people.example", password=PASSWORD, at=NOW
    )


def test_an_address_is_added_and_proven(ada, fresh, links_to):
    client = fresh(ada)
    client.post(PAGE, {"email": "Ada@Home.example"})
    assert find_person("email", "ada@home.example") is None
    client.post(links_to("ada@home.example")[0])
    assert find_person("email", "ada@home.example") == ada
    assert find_person("email", "ada@people.example") == ada


def test_an_address_that_dies_takes_nothing_with_it(ada, fresh):
    verify_email(ada, email="ada@home.example", by=ada, at=NOW)
    old = next(each for each in addresses_of(ada) if each.email == "ada@people.example")
    fresh(ada).post(f"/account/addresses/{old.pk}/end/")
    ada.refresh_from_db()
    assert find_person("email", "ada@people.example") is None
    assert find_person("email", "ada@home.example") == ada
    assert ada.email == "ada@home.example"


def test_the_password_is_asked_for_once_more_before_an_address_changes(ada, sign_in):
    given = sign_in(ada).post(PAGE, {"email": "eve@people.example"})
    assert given["Location"].startswith("/accounts/reauthenticate/")
    assert [each.email for each in addresses_of(ada)] == ["ada@people.example"]


def test_after_the_password_what_was_asked_for_goes_on(ada, sign_in):
    client = sign_in(ada)
    to = client.post(PAGE, {"email": "ada@home.example"})["Location"]
    client.post(to, {"password": PASSWORD, "next": PAGE})
    assert len(addresses_of(ada)) == 2


def test_mail_goes_where_it_is_preferred(ada, sign_in):
    verify_email(ada, email="ada@home.example", by=ada, at=NOW)
    home = next(each for each in addresses_of(ada) if each.email == "ada@home.example")
    sign_in(ada).post(f"/account/addresses/{home.pk}/prefer/")
    ada.refresh_from_db()
    assert ada.email == "ada@home.example"
    stated = add_address(ada, email="ada@work.example", by=ada, at=NOW)
    with pytest.raises(Conflict) as told:
        prefer_address(stated, by=ada, at=NOW)
    assert told.value.problem.code == "identifier.unproven"


def test_the_last_way_to_sign_in_stays(ada):
    ada.set_unusable_password()
    ada.save()
    (only,) = addresses_of(ada)
    with pytest.raises(Conflict) as told:
        end_address(only, by=ada, at=NOW)
    assert told.value.problem.code == "identifier.needed"


def test_an_account_has_so_many_addresses_and_no_more(ada):
    for number in range(19):
        add_address(ada, email=f"ada{number}@home.example", by=ada, at=NOW)
    with pytest.raises(Conflict) as told:
        add_address(ada, email="ada19@home.example", by=ada, at=NOW)
    assert told.value.problem.code == "identifier.too-many"


def test_web_005_an_address_belongs_to_who_proves_it_first(ada, fresh, links_to):
    eve = person("eve")
    for somebody in (eve, ada):
        fresh(somebody).post(PAGE, {"email": "shared@home.example"})
    links = links_to("shared@home.example")
    assert len(links) >= 1
    verify_email(ada, email="shared@home.example", by=ada, at=NOW)
    for link in links:
        given = fresh(eve).post(link)
        assert given.status_code in {302, 404}
    assert find_person("email", "shared@home.example") == ada
    with pytest.raises(Conflict) as told:
        verify_email(eve, email="shared@home.example", by=eve, at=NOW)
    assert told.value.problem.code == "identifier.taken"


def test_web_005_a_link_that_was_used_is_harmless(ada, fresh, links_to):
    client = fresh(ada)
    client.post(PAGE, {"email": "ada@home.example"})
    (link, *_) = links_to("ada@home.example")
    assert client.post(link).status_code == 302
    assert client.post(link).status_code in {302, 404}
    assert Identifier.objects.filter(value="ada@home.example").count() == 1


def test_web_005_a_link_to_an_address_that_was_ended_adds_nothing(ada, fresh, links_to):
    client = fresh(ada)
    client.post(PAGE, {"email": "ada@home.example"})
    (link, *_) = links_to("ada@home.example")
    stated = next(each for each in addresses_of(ada) if not each.verified)
    end_address(stated, by=ada, at=timezone.now())
    assert client.post(link).status_code in {302, 404}
    assert find_person("email", "ada@home.example") is None


def test_what_is_only_stated_finds_nobody(ada, sign_in):
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    stated = {"other-kind": "did", "other-value": did}
    assert sign_in(ada).post(f"{PAGE}add/", stated).status_code == 302
    assert did in sign_in(ada).get(PAGE).content.decode()
    assert find_person("did", did) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("did", "did:"),
        ("did", "https://x.example"),
        ("other", "a\u202eb"),
        ("other", ""),
        ("email", "x"),
    ],
)
def test_an_identifier_has_the_form_of_its_kind(kind, value, ada):
    with pytest.raises(Refused):
        add_identifier(ada, kind=kind, value=value, by=ada, at=NOW)
    assert find_person(kind, value) is None


def test_stating_it_again_proves_it_and_nothing_else(ada):
    first = add_identifier(ada, kind="other", value="x1", by=ada, at=NOW)
    assert add_identifier(ada, kind="other", value="x1", by=ada, at=NOW) == first
    assert add_identifier(ada, kind="other", value="x1", by=ada, at=NOW, verified=True) == first
    assert find_person("other", "x1") == ada


def test_a_number_is_bound_by_its_organisation_and_ended_by_its_person(
    ada, bashir, university, sign_in
):
    client = sign_in(bashir)
    client.post(f"/o/{university.slug}/numbers/", {"value": "s1", "username": "ada"})
    assert find_person("student-number", "S1", given_by=university) == ada
    assert find_person("student-number", "s1") is None
    number = ada.identifiers.get(kind="student-number")
    sign_in(ada).post(f"/account/identifiers/{number.pk}/end/")
    assert find_person("student-number", "s1", given_by=university) is None


def test_a_number_stands_for_one_person_and_is_re_bound(ada, bashir, university, sign_in):
    eve = person("eve")
    number = add_number(university, person=ada, value="s1", by=bashir, at=NOW)
    with pytest.raises(Conflict) as told:
        add_number(university, person=eve, value="S1", by=bashir, at=NOW)
    assert told.value.problem.code == "identifier.taken"
    sign_in(bashir).post(f"/o/{university.slug}/numbers/{number.pk}/", {"username": "eve"})
    assert find_person("student-number", "s1", given_by=university) == eve
    number.refresh_from_db()
    with pytest.raises(Refused) as told:
        rebind_number(number, person=ada, by=bashir, at=NOW)
    assert told.value.problem.code == "identifier.ended"


def test_a_number_of_nobody_is_refused(bashir, university, sign_in):
    asked = {"value": "s1", "username": "nobody"}
    page = sign_in(bashir).post(f"/o/{university.slug}/numbers/", asked)
    assert "Nobody has this user name" in page.content.decode()


def test_two_organisations_give_the_same_number(ada, bashir, university, college):
    eve = person("eve")
    add_number(university, person=ada, value="1", by=bashir, at=NOW)
    add_number(college, person=eve, value="1", by=bashir, at=NOW)
    assert find_person("student-number", "1", given_by=college) == eve


def test_an_address_cannot_be_squatted_by_stating_it(ada):
    eve = person("eve")
    add_identifier(eve, kind="email", value="new@home.example", by=eve, at=NOW)
    verify_email(ada, email="new@home.example", by=ada, at=NOW)
    assert find_person("email", "new@home.example") == ada


def test_ending_twice_is_harmless(ada):
    row = add_identifier(ada, kind="other", value="x", by=ada, at=NOW)
    end_identifier(row, by=ada, at=NOW)
    end_identifier(row, by=ada, at=NOW)
    assert find_person("other", "x") is None
