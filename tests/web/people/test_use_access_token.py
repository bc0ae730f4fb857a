"""Make an access token, use it, end it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from testamur.errors import Refused
from testamur_web.people.models import AccessToken, Role
from testamur_web.people.queries import person_of_token
from testamur_web.people.services import (
    add_member,
    close_account,
    make_token,
    remove_member,
    use_token,
)
from tests.web.conftest import NOW

PAGE = "/account/tokens/"


def test_it_is_shown_once_and_only_its_hash_is_kept(bashir, university, fresh):
    client = fresh(bashir)
    asked = {"name": "Script", "organisation": university.slug, "days": "30"}
    page = client.post(PAGE, asked)
    (secret,) = re.findall(r"tmr_[\w-]{40,}", page.content.decode())
    assert page["Cache-Control"].count("no-store")
    assert "tmr_" not in client.get(PAGE).content.decode()
    row = AccessToken.objects.get()
    assert secret not in row.token_hash
    assert timedelta(days=29) < row.expires_at - timezone.now() < timedelta(days=31)
    bearer = person_of_token(secret, at=timezone.now())
    assert (bearer.person, bearer.organisation, bearer.roles) == (bashir, university, {Role.ADMIN})


def test_the_password_is_asked_for_once_more(bashir, sign_in):
    given = sign_in(bashir).post(PAGE, {"name": "Script", "days": "30"})
    assert given["Location"].startswith("/accounts/reauthenticate/")
    assert not AccessToken.objects.exists()


def test_it_is_ended_at_once(bashir, fresh):
    secret = make_token(bashir, organisation=None, name="Script", at=timezone.now())
    fresh(bashir).post(f"{PAGE}{AccessToken.objects.get().pk}/end/")
    assert person_of_token(secret, at=timezone.now()) is None


def test_it_ends_by_itself(bashir):
    secret = make_token(
        bashir, organisation=None, name="x", at=NOW, expires_at=NOW + timedelta(days=1)
    )
    assert person_of_token(secret, at=NOW + timedelta(hours=23))
    assert person_of_token(secret, at=NOW + timedelta(days=1)) is None
    with pytest.raises(Refused) as told:
        make_token(bashir, organisation=None, name="x", at=NOW, expires_at=NOW)
    assert told.value.problem.code == "value.out-of-range"


def test_idor_003_it_dies_with_the_membership(ada, bashir, university):
    add_member(university, person=ada, roles=["registrar"], by=bashir, at=NOW)
    secret = make_token(ada, organisation=university, name="Script", at=NOW)
    remove_member(university, person=ada, by=bashir, at=NOW)
    assert person_of_token(secret, at=NOW) is None
    add_member(university, person=ada, roles=["registrar"], by=bashir, at=NOW)
    assert person_of_token(secret, at=NOW) is None, "joining again revives nothing"


def test_idor_003_it_dies_with_the_account(bashir, university, fay):
    secret = make_token(bashir, organisation=university, name="Script", at=NOW)
    close_account(bashir, by=fay, at=NOW)
    assert person_of_token(secret, at=NOW) is None


def test_it_reaches_no_organisation_of_others(ada, bashir, university, fresh):
    with pytest.raises(Refused) as told:
        make_token(ada, organisation=university, name="x", at=NOW)
    assert told.value.problem.code == "member.unknown"
    page = fresh(ada).post(PAGE, {"name": "x", "organisation": university.slug, "days": "30"})
    assert "tmr_" not in page.content.decode()


def test_its_use_is_noted_once_a_minute(bashir):
    secret = make_token(bashir, organisation=None, name="x", at=NOW)
    for seconds in (0, 30, 59):
        assert use_token(secret, at=NOW + timedelta(seconds=seconds))
        assert AccessToken.objects.get().last_used_at == NOW
    use_token(secret, at=NOW + timedelta(seconds=61))
    assert AccessToken.objects.get().last_used_at == NOW + timedelta(seconds=61)


@pytest.mark.parametrize(
    "secret", ["", "tmr_", "x", "\ud800", "a" * 100_000, "' or 1=1 --"], ids=ascii
)
def test_what_is_no_token_opens_nothing(secret, db):
    assert use_token(secret, at=NOW) is None
