"""Make an account: with an address or without, and without learning who else has one."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from testamur_web.people.models import Identifier, Person
from testamur_web.people.queries import find_person

ADA = {"name": "Ada Lovelace", "username": "Ada.L", "password1": "analytical engine 1843"}


def sign_up(**changes):
    client = Client()
    return client, client.post("/accounts/signup/", ADA | changes)


def test_an_account_needs_no_address(db):
    client, given = sign_up()
    assert given.status_code == 302
    assert given["Location"] == "/home/"
    ada = Person.objects.get()
    assert (ada.username, ada.name, ada.email) == ("ada.l", "Ada Lovelace", "")
    assert client.get("/home/").status_code == 200
    assert not mail.outbox


def test_an_address_finds_nobody_before_it_is_proven(db, links_to):
    client, _ = sign_up(email="Ada@Example.ORG")
    ada = Person.objects.get()
    assert find_person("email", "ada@example.org") is None
    (link, *_rest) = links_to("ada@example.org")
    assert "ada.l" in client.get(link).content.decode()
    assert find_person("email", "ada@example.org") is None, "opening the page proves nothing yet"
    client.post(link)
    assert find_person("email", "ADA@example.org") == ada
    assert Identifier.objects.get().verified_at


def test_the_name_goes_with_the_account(db):
    sign_up(name="  Ada   Lovelace ")
    assert Person.objects.get().name == "Ada Lovelace"


@pytest.mark.parametrize(
    "name", ["Ada\u202eecalevoL", "\u0410da Lovelace", "A\u200bda", "", "a" * 201], ids=ascii
)
def test_a_name_that_looks_like_another_is_refused(name, db):
    _, given = sign_up(name=name)
    assert given.status_code == 200
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "username",
    [
        "ada@example.org",
        "\u0430da",
        "ad a",
        "\u212aelvin",
        "ada\x00",
        "\ufb01ona",
        "ada..",
        "\u0131" * 5,
        "a" * 151,
    ],
    ids=ascii,
)
def test_uni_005_a_user_name_has_one_form(username, db):
    _, given = sign_up(username=username)
    assert given.status_code == 200
    assert not Person.objects.exists()


def test_uni_005_small_and_capital_letters_are_one_user_name(db):
    sign_up(username="ada.l")
    _, given = sign_up(username="ADA.L")
    assert given.status_code == 200
    assert Person.objects.count() == 1


def test_web_003_signing_up_tells_nobody_whether_an_address_is_known(db, links_to):
    client, _ = sign_up(email="ada@example.org")
    client.post(links_to("ada@example.org")[0])
    _, unknown = sign_up(username="eve1", email="nobody@example.org")
    _, known = sign_up(username="eve2", email="ada@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_no_account_is_merged_for_having_the_same_address(db, links_to):
    first, _ = sign_up(email="ada@example.org")
    first.post(links_to("ada@example.org")[0])
    second, _ = sign_up(username="eve", name="Eve", email="ada@example.org")
    assert second.post(links_to("ada@example.org")[0]).status_code == 404
    assert find_person("email", "ada@example.org").username == "ada.l"
    assert Person.objects.count() == 2


@pytest.mark.parametrize("member", ["is_staff", "is_superuser", "id", "is_active", "language"])
def test_mass_001_signing_up_takes_nothing_it_does_not_ask_for(member, db):
    sign_up(**{member: "1"})
    eve = Person.objects.get()
    assert not eve.is_staff
    assert not eve.is_superuser
    assert str(eve.pk) != "1"
    assert eve.language == "en"


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_a_weak_password_is_refused(password, db):
    _, given = sign_up(password1=password)
    assert given.status_code == 200
    assert not Person.objects.exists()
