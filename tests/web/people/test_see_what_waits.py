"""The first page of a person and of an organisation begin with what needs them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur_web.awards.services import revoke
from testamur_web.catalogue.models import Achievement
from testamur_web.people.services import add_address, add_member, create_person, invite
from testamur_web.ui.account.waiting import standing_of
from testamur_web.wallet.services import make_claim, put_in_wallet
from tests.web.conftest import NOW, PASSWORD
from tests.web.wallet.conftest import publish, sign_award


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


@pytest.fixture
def awards(university, ada):
    """One in Ada's wallet that ends in 20 days, and one that nobody claimed."""
    version, now = publish(university), timezone.now()
    ending = sign_award(version, key="1", valid_until=now + timedelta(days=20))
    put_in_wallet(ending, person=ada, at=now)
    make_claim(ending, at=now)
    lost = sign_award(version, key="2", email="grace@people.example")
    make_claim(lost, at=now - timedelta(days=20))
    revoke([sign_award(version, key="3", email="x@x.example")], reason="x", by=None, at=now)


def test_registrars_are_told_what_ends_and_what_nobody_claimed(awards, bashir, university, sign_in):
    client = sign_in(bashir)
    page = client.get(f"/o/{university.slug}/").content.decode()
    assert "1 credential ends within 60 days" in page
    assert "1 credential was not claimed in two weeks" in page
    ending = client.get(f"/o/{university.slug}/awards/?days_left=60").context["lines"]
    assert f"/o/{university.slug}/awards/?days_left=60" in page
    assert len(ending) == 1


def test_the_figures_count_what_is_there(awards, bashir, university):
    figures = standing_of(university, person=bashir, at=timezone.now()).figures
    assert [figure.value for figure in figures] == ["3", "0 %", "1", "0", "1"]
    assert figures[0].note == "0 in the last 30 days"


def test_a_holder_is_told_what_expires_and_what_waits(awards, ada, sign_in):
    ada.identifiers.create(kind="email", value="grace@people.example", verified_at=NOW)
    page = sign_in(ada).get("/home/").content.decode()
    assert "1 credential expires soon" in page
    assert "1 credential waits for you" in page


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
