"""The first page of a person and of an organisation begin with what needs them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur_web.catalogue.models import Achievement
from testamur_web.people.services import add_address, add_member, create_person, invite
from testamur_web.ui.account.waiting import standing_of
from tests.web.conftest import NOW, PASSWORD


def test_a_newcomer_is_shown_where_to_begin(ada, sign_in):
    page = sign_in(ada).get("/home/").content.decode()
    assert "Hello, Ada" in page
    assert "Look into the catalogue" in page
    assert "Make an organisation" in page


def test_an_address_that_is_not_proven_is_told(db, sign_in):
    ada = create_person(username="ada", name="Ada", password=PASSWORD, at=NOW)
    assert "Add an address" in sign_in(ada).get("/home/").content.decode()
    add_address(ada, email="ada@home.example", by=ada, at=NOW)
    assert "Open the link in the mail to ada@home.example" in (
        sign_in(ada).get("/home/").content.decode()
    )


def test_a_new_organisation_is_shown_its_first_step(bashir, university, sign_in):
    page = sign_in(bashir).get(f"/o/{university.slug}/").content.decode()
    assert "Define the first achievement" in page
    assert "There is no key to sign with" in page


def test_each_role_is_told_of_its_own(bashir, ada, university):
    Achievement.objects.create(organisation=university, title="x", draft={"title": "x"})
    invite(university, email="x@people.example", roles=["designer"], by=bashir, at=NOW)

    def told(person):
        tasks = standing_of(university, person=person, at=NOW + timedelta(hours=1)).tasks
        return [task.text for task in tasks]

    add_member(university, person=ada, roles=["designer"], by=bashir, at=NOW)
    assert told(ada) == ["1 draft is not published"]
    assert told(bashir) == [
        "1 draft is not published",
        "There is no key to sign with",
        "1 invitation is not accepted yet",
    ]


def test_the_organisations_of_a_person_stand_on_their_first_page(bashir, university, sign_in):
    page = sign_in(bashir).get("/home/").content.decode()
    assert f'href="/o/{university.slug}/"' in page
    assert "Administrator" in page


@pytest.mark.parametrize(
    "page", ["/home/", "/account/", "/account/identifiers/", "/account/tokens/"]
)
def test_web_007_a_page_of_a_person_names_no_address_in_a_link(page, db, sign_in):
    ada = create_person(
        username="ada",
        name="Ada",
        email="canary@people.example",
        password=PASSWORD,
        at=timezone.now(),
    )
    shown = sign_in(ada).get(page).content.decode()
    assert "canary" not in "".join(part.split('"')[0] for part in shown.split('href="')[1:])


def test_the_name_of_an_account_is_changed(ada, sign_in):
    assert sign_in(ada).post("/account/", {"name": "Ada King"}).status_code == 302
    ada.refresh_from_db()
    assert ada.name == "Ada King"
    assert "invisible" in sign_in(ada).post("/account/", {"name": "A\u200bda"}).content.decode()
