"""An operator finds accounts, closes and reopens them, helps somebody in, tries failed work again."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.services import close_account, create_person, invite
from tests.web.conftest import NOW
from tests.web.people.conftest import sign_in_by_password


def test_accounts_are_found(ada, bashir, fay, sign_in):
    client = sign_in(fay)
    page = client.get("/operator/people/?q=ADA").content.decode()
    assert "Ada" in page
    assert "Bashir" not in page
    assert "No account is like that" in client.get("/operator/people/?q=zzz").content.decode()
    assert "Example University" in client.get("/operator/organisations/?q=exam").content.decode()


def test_an_account_is_closed_and_opened_again(ada, fay, sign_in):
    client = sign_in(fay)
    client.post(f"/operator/people/{ada.pk}/close/")
    assert sign_in_by_password("ada").get("/home/").status_code == 302
    client.post(f"/operator/people/{ada.pk}/reopen/")
    assert sign_in_by_password("ada").get("/home/").status_code == 200
    assert list(
        TrailEntry.objects.filter(subject=str(ada.pk)).order_by("at").values_list("verb", flat=True)
    ) == ["person.close", "person.reopen"]


def test_an_operator_keeps_their_own_account(fay, sign_in):
    page = sign_in(fay).post(f"/operator/people/{fay.pk}/close/", follow=True)
    assert "cannot close the account they use" in page.content.decode()
    with pytest.raises(Refused) as told:
        close_account(fay, by=fay, at=NOW)
    assert told.value.problem.code == "person.own-account"


def test_somebody_without_an_address_gets_in_again(db, fay, sign_in):
    ada = create_person(username="ada", name="Ada", password="forgotten words 1", at=NOW)
    page = sign_in(fay).post(f"/operator/people/{ada.pk}/link/")
    (path,) = re.findall(
        r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+?)<", page.content.decode()
    )
    client = Client()
    form = client.get(path, follow=True)
    chosen = {"password1": "remembered words 2", "password2": "remembered words 2"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert sign_in_by_password("ada", "remembered words 2").get("/home/").status_code == 200


def test_what_was_given_up_is_tried_again(bashir, university, fay, sign_in):
    invite(university, email="grace@navy.example", roles=["designer"], by=bashir, at=timezone.now())
    OutboxRow.objects.update(given_up_at=NOW, attempts=8, last_error="SMTPException: away")
    client = sign_in(fay)
    assert "SMTPException: away" in client.get("/operator/").content.decode()
    mine = sign_in(bashir)
    assert "1 message could not be sent" in mine.get(f"/o/{university.slug}/").content.decode()
    assert "SMTPException: away" in mine.get(f"/o/{university.slug}/unsent/").content.decode()
    row = OutboxRow.objects.get()
    client.post(f"/operator/outbox/{row.pk}/again/")
    drain()
    assert [each.to for each in mail.outbox] == [["grace@navy.example"]]
    client.post(f"/operator/outbox/{row.pk}/again/")
    assert drain() == 0, "what is done is not done twice"


def test_an_organisation_tries_again_what_is_its_own(bashir, chen, university, college, sign_in):
    invite(university, email="grace@navy.example", roles=["designer"], by=bashir, at=timezone.now())
    OutboxRow.objects.update(given_up_at=NOW, attempts=8)
    row = OutboxRow.objects.get()
    again = f"/o/{{}}/unsent/{row.pk}/again/"
    assert sign_in(chen).post(again.format(college.slug)).status_code == 404
    assert drain() == 0
    assert sign_in(bashir).post(again.format(university.slug)).status_code == 302
    assert drain() == 1


def test_the_trail_of_the_instance_holds_what_belongs_to_no_organisation(bashir, fay, sign_in):
    close_account(bashir, by=fay, at=NOW)
    page = sign_in(fay).get("/operator/trail/").content.decode()
    assert "person.close" in page
    assert "organisation.create" not in page


def test_a_user_name_is_taken_once_and_has_one_form(db):
    create_person(username="Ada", name="Ada", at=NOW)
    with pytest.raises(Conflict) as taken:
        create_person(username="ada", name="Eve", at=NOW)
    assert taken.value.problem.code == "person.username-taken"
    with pytest.raises(Refused) as malformed:
        create_person(username="ada@example.org", name="Eve", at=NOW)
    assert malformed.value.problem.code == "person.username-malformed"


def test_a_search_with_anything_in_it_is_answered(fay, sign_in):
    for text in ("%00", "%25", "'", "%F0%9F%98%80", "x" * 5000):
        assert sign_in(fay).get(f"/operator/people/?q={text}").status_code == 200
        assert sign_in(fay).get(f"/operator/organisations/?q={text}").status_code == 200
