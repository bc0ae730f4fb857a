"""Invite somebody by mail; accept with an account or after making one; withdraw."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict
from testamur_web.people.models import Identifier, Invitation, Role
from testamur_web.people.queries import find_invitation, roles_of
from testamur_web.people.services import (
    accept_invitation,
    invite,
    invite_again,
    withdraw_invitation,
)


@pytest.fixture
def invitation(bashir, university) -> Invitation:
    return invite(
        university, email="Grace@Navy.example", roles=["assessor"], by=bashir, at=timezone.now()
    )


@pytest.fixture
def link(invitation, links_to):
    def newest() -> str:
        return links_to("grace@navy.example")[0].removeprefix("http://127.0.0.1:8000")

    return newest


def test_it_is_mailed_and_only_its_hash_is_kept(bashir, university, sign_in, links_to):
    asked = {"email": "grace@navy.example", "roles": ["assessor", "designer"]}
    sign_in(bashir).post(f"/o/{university.slug}/members/invite/", asked)
    (address,) = links_to("grace@navy.example")
    token = address.rstrip("/").rpartition("/")[2]
    row = Invitation.objects.get()
    assert len(token) > 40
    assert token not in f"{row.token_hash}{row.email}"
    assert row.roles == ["designer", "assessor"]


def test_whoever_holds_it_accepts_it_once(invitation, link, ada, dara, university, sign_in):
    page = sign_in(ada).get(link())
    assert "Assessor" in page.content.decode()
    assert roles_of(ada, university) == set(), "opening the link accepts nothing"
    sign_in(ada).post(link())
    assert roles_of(ada, university) == {Role.ASSESSOR}
    assert sign_in(dara).get(link()).status_code == 404
    assert sign_in(dara).post(link()).status_code == 404
    assert roles_of(dara, university) == set()


def test_accepting_proves_no_address(invitation, link, ada, sign_in):
    sign_in(ada).post(link())
    assert not Identifier.objects.filter(person=ada).exists()


def test_somebody_without_an_account_makes_one_on_the_way(invitation, link, university):
    client, address = Client(), link()
    page = client.get(address)
    assert page.status_code == 200
    assert f"/accounts/signup/?next=%2Finvitations%2F{address.split('/')[2]}" in (
        page.content.decode()
    )
    sign_up = {"name": "Grace", "username": "grace", "password1": "cobol compiler 1959"}
    given = client.post("/accounts/signup/", sign_up | {"next": address})
    assert given["Location"] == address
    assert client.post(address)["Location"] == f"/o/{university.slug}/"


def test_web_006_a_withdrawn_invitation_opens_nothing(invitation, link, bashir, ada, sign_in):
    address = link()
    url = f"/o/{invitation.organisation.slug}/invitations/{invitation.pk}/withdraw/"
    sign_in(bashir).post(url)
    assert sign_in(ada).get(address).status_code == 404
    assert sign_in(ada).post(address).status_code == 404


def test_web_006_an_invitation_sent_again_ends_the_older_link(
    invitation, link, bashir, ada, sign_in
):
    older = link()
    url = f"/o/{invitation.organisation.slug}/invitations/{invitation.pk}/again/"
    sign_in(bashir).post(url)
    assert sign_in(ada).get(older).status_code == 404, "even before the new mail is written"
    assert link() != older
    assert sign_in(ada).get(link()).status_code == 200


def test_web_006_inviting_the_same_address_again_ends_the_older_link(
    invitation, link, bashir, ada, university, sign_in
):
    older = link()
    invite(university, email="grace@navy.example", roles=["admin"], by=bashir, at=timezone.now())
    assert sign_in(ada).get(older).status_code == 404


def test_web_006_a_token_gives_roles_where_it_was_made_for_and_nowhere_else(
    invitation, link, ada, college, university, sign_in
):
    sign_in(ada).post(link(), {"organisation": college.pk, "roles": ["admin"]})
    assert roles_of(ada, college) == set()
    assert roles_of(ada, university) == {Role.ASSESSOR}


def test_it_ends_after_14_days(invitation, link):
    token = link().split("/")[2]
    assert find_invitation(token, at=timezone.now() + timedelta(days=13, hours=23))
    assert find_invitation(token, at=timezone.now() + timedelta(days=14, hours=1)) is None


def test_idor_003_an_invitation_that_is_not_accepted_gives_nothing(invitation, ada, sign_in):
    ada.email = "grace@navy.example"
    ada.save()
    assert sign_in(ada).get(f"/o/{invitation.organisation.slug}/").status_code == 404


def test_what_is_over_cannot_be_sent_withdrawn_or_accepted(invitation, bashir, ada):
    withdraw_invitation(invitation, by=bashir, at=timezone.now())
    for act in (invite_again, withdraw_invitation, accept_invitation):
        with pytest.raises(Conflict) as told:
            act(invitation, by=ada, at=timezone.now())
        assert told.value.problem.code == "invitation.closed"


def test_web_003_inviting_tells_nobody_whether_an_address_is_known(
    bashir, ada, university, sign_in
):
    told = []
    for email in ("ada@people.example", "xyz@people.example"):
        asked = {"email": email, "roles": ["designer"]}
        page = sign_in(bashir).post(f"/o/{university.slug}/members/invite/", asked, follow=True)
        told.append((page.status_code, len(page.redirect_chain)))
    assert told[0] == told[1]


def test_web_007_no_address_stands_in_a_link(invitation, link):
    assert "grace" not in link()
    assert all("grace@" not in each.body for each in mail.outbox)


def test_a_token_that_is_no_token_opens_nothing(db, sign_in, ada):
    for token in (
        "x",
        "%00",
        "a" * 500,
        "none:123",
        "..",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ):
        assert sign_in(ada).get(f"/invitations/{token}/").status_code == 404
