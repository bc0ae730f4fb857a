"""Sign in by user name, address or mailed code; be led nowhere else; be slowed down."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from testamur_web.people.models import Person
from testamur_web.people.services import close_account, create_person, verify_email
from tests.web.conftest import NOW, PASSWORD, person
from tests.web.people.conftest import sign_in_by_password


def is_in(client: Client) -> bool:
    return client.get("/home/").status_code == 200


@pytest.fixture
def ada(db) -> Person:
    return create_person(
        username="ada", name="Ada", email="ada@people.example", password=PASSWORD, at=NOW
    )


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@people.example", "Ada@People.Example"])
def test_it_takes_a_user_name_or_an_address(login, ada):
    assert is_in(sign_in_by_password(login))


def test_it_refuses_another_password(ada):
    assert not is_in(sign_in_by_password("ada", "wrong horse battery"))


def test_a_mailed_code_signs_in_once(ada):
    client = Client()
    client.post("/accounts/login/code/", {"email": "ada@people.example"})
    code = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert is_in(client)
    other = Client()
    other.post("/accounts/login/code/", {"email": "ada@people.example"})
    other.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_in(other)


def test_a_closed_account_is_not_entered(ada, fay):
    close_account(ada, by=fay, at=NOW)
    assert not is_in(sign_in_by_password("ada"))


def test_whoever_is_signed_in_is_out_when_the_account_is_closed(ada, fay, sign_in):
    client = sign_in(ada)
    close_account(ada, by=fay, at=NOW)
    assert not is_in(client)


ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "%2f%2fevil.example",
    "///evil.example",
    "http://testserver@evil.example/",
    "http://testserver/home/",
    "\t//evil.example",
    "data:text/html,x",
]


@pytest.mark.parametrize("where", ELSEWHERE)
def test_web_001_signing_in_leads_nowhere_else(where, ada):
    given = Client().post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": where})
    assert given.status_code == 302
    assert given["Location"] == "/home/"


@pytest.mark.parametrize("where", ELSEWHERE)
def test_web_001_signing_out_and_up_lead_nowhere_else(where, ada, sign_in):
    out = sign_in(ada).post("/accounts/logout/", {"next": where})
    assert out["Location"] == "/"
    sign_up = {"name": "Eve", "username": "eve", "password1": "analytical engine 1843"}
    up = Client().post("/accounts/signup/", sign_up | {"next": where})
    assert up.status_code == 302
    assert up["Location"] == "/home/"


def test_it_leads_back_to_where_one_wanted_to_go(ada):
    given = Client().post(
        "/accounts/login/", {"login": "ada", "password": PASSWORD, "next": "/account/tokens/"}
    )
    assert given["Location"] == "/account/tokens/"


def test_web_003_a_code_and_a_new_password_are_answered_alike_for_everybody(ada):
    for page in ("/accounts/login/code/", "/accounts/password/reset/"):
        told = []
        for email in ("ada@people.example", "nobody@people.example"):
            given = Client().post(page, {"email": email}, follow=True)
            body = re.sub(r'nonce="[^"]+"|value="\w{64}"', "", given.content.decode())
            told.append((given.redirect_chain, body.replace(email, "")))
        assert told[0] == told[1]


def test_web_003_a_wrong_password_is_told_as_an_unknown_name(ada):
    told = [
        re.findall(
            r'field-error">([^<]+)|<li>([^<]+)</li>',
            Client()
            .post("/accounts/login/", {"login": login, "password": "wrong horse battery"})
            .content.decode(),
        )
        for login in ("ada", "nobody")
    ]
    assert told[0] == told[1]


def test_web_004_tries_are_counted_per_account_and_end(ada):
    for _ in range(5):
        sign_in_by_password("ada", "wrong horse battery")
    assert not is_in(sign_in_by_password("ada")), "the right password is not tried either"


def test_web_004_the_lock_shuts_nobody_out_who_reads_their_mail(ada):
    for _ in range(6):
        sign_in_by_password("ada", "wrong horse battery")
    client = Client()
    client.post("/accounts/login/code/", {"email": "ada@people.example"})
    code = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert is_in(client)


def test_web_004_many_tries_from_one_place_are_told_to_wait(db):
    given = [
        Client().post("/accounts/login/", {"login": f"nobody{n}", "password": "x"}).status_code
        for n in range(40)
    ]
    assert 429 in given
    assert not [status for status in given if status >= 500]


def test_a_session_changes_its_key_at_sign_in(ada):
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = client.session.session_key
    client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before


def test_a_new_password_signs_everybody_else_out(ada):
    mine, other = sign_in_by_password("ada"), sign_in_by_password("ada")
    changed = {
        "oldpassword": PASSWORD,
        "password1": "another horse battery",
        "password2": "another horse battery",
    }
    mine.post("/accounts/password/change/", changed)
    assert is_in(mine)
    assert not is_in(other)


def test_a_link_to_set_a_password_works_once(ada, links_to):
    Client().post("/accounts/password/reset/", {"email": "ada@people.example"})
    link = next(each for each in links_to("ada@people.example") if "/reset/" in each)
    chosen = {"password1": "another horse battery", "password2": "another horse battery"}
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], chosen)
    assert is_in(sign_in_by_password("ada", "another horse battery"))
    assert "no longer works" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize(
    "typed", ["ada@people.example", "ad\u0430@people.example", "ADA@people.example"], ids=ascii
)
def test_uni_005_a_look_alike_address_resets_no_password(typed, ada):
    Client().post("/accounts/password/reset/", {"email": typed})
    to = {address for each in mail.outbox for address in each.to if "/reset/key/" in each.body}
    assert to <= {"ada@people.example"}


def test_an_address_that_another_account_only_states_signs_nobody_in_there(ada):
    eve = person("eve")
    eve.emailaddress_set.create(email="ada@people.example", verified=False)
    client = sign_in_by_password("ada@people.example")
    assert client.get("/account/").context["user"] == ada


def test_verifying_what_is_verified_is_harmless(ada):
    verify_email(ada, email="ada@people.example", by=ada, at=NOW)
    assert ada.identifiers.count() == 1


def test_a_form_that_was_open_too_long_says_what_to_do(db):
    client = Client(enforce_csrf_checks=True)
    given = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert given.status_code == 403
    assert "reload the page" in given.content.decode()
