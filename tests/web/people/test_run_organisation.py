"""Make an organisation, describe it, and give its members roles."""

from __future__ import annotations

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Organisation, Role
from testamur_web.people.queries import members_of, organisations_of, roles_of
from testamur_web.people.services import (
    add_member,
    create_organisation,
    edit_organisation,
    remove_member,
    set_roles,
)
from tests.web.conftest import NOW, person


def described(**changes):
    return {
        "name": "Example University",
        "kinds": ["university"],
        "description": "",
        "url": "",
        "email": "",
        "country": "",
        "linkedin_id": "",
        "colour": "#1f4e79",
    } | changes


def test_whoever_makes_one_is_its_administrator(ada, sign_in):
    client = sign_in(ada)
    given = client.post(
        "/organisations/new/",
        {"name": "Harbour Guild", "slug": "harbour-guild", "kinds": ["industry-body", "employer"]},
    )
    assert given["Location"] == "/o/harbour-guild/settings/"
    guild = Organisation.objects.get(slug="harbour-guild")
    assert guild.kinds == ["industry-body", "employer"]
    assert roles_of(ada, guild) == {Role.ADMIN}
    assert client.get("/o/harbour-guild/").status_code == 200
    assert TrailEntry.objects.filter(tenant=guild.pk, verb="organisation.create").exists()


def test_an_address_is_taken_once(ada, university, sign_in):
    given = sign_in(ada).post("/organisations/new/", {"name": "X", "slug": university.slug})
    assert "Another organisation has this address" in given.content.decode()
    with pytest.raises(Conflict) as told:
        create_organisation(name="X", slug=university.slug, kinds=[], by=ada, at=NOW)
    assert told.value.problem.code == "organisation.slug-taken"


@pytest.mark.parametrize("slug", ["", "Ada", "a--b", "-a", "a-", "a b", "a/b", "ä", "a" * 61])
def test_an_address_is_small_letters_and_digits(slug, ada):
    with pytest.raises(Refused) as told:
        create_organisation(name="X", slug=slug, kinds=[], by=ada, at=NOW)
    assert told.value.problem.code == "organisation.slug-malformed"


def test_what_it_says_of_itself_is_changed_and_written_down(bashir, university, sign_in):
    changes = described(
        name="University of Examples",
        kinds=["university", "employer"],
        linkedin_id="123456",
        colour="#7A1F4E",
        country="nl",
    )
    given = sign_in(bashir).post(f"/o/{university.slug}/settings/", changes)
    assert given.status_code == 302
    university.refresh_from_db()
    said = (university.name, university.linkedin_id, university.colour, university.country)
    assert said == ("University of Examples", "123456", "#7a1f4e", "NL")
    (entry,) = TrailEntry.objects.filter(verb="organisation.edit")
    assert set(entry.detail["fields"]) >= {"name", "kinds", "linkedin_id", "colour", "country"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "H\u0430rvard", "name.confusable"),
        ("name", "Harv\u200bard", "text.unsafe"),
        ("name", "\u202euniversity", "text.unsafe"),
        ("url", "javascript:alert(1)", "iri.scheme"),
        ("email", "nowhere", "email.malformed"),
        ("linkedin_id", "../../x", "value.unknown-choice"),
        ("colour", "red;}", "value.unknown-choice"),
        ("kinds", ["nonsense"], "value.unknown-choice"),
        ("slug", "another", "value.unknown-choice"),
        ("id", "1", "value.unknown-choice"),
    ],
)
def test_uni_001_what_cannot_stand_is_refused(field, value, code, bashir, university):
    with pytest.raises(Refused) as told:
        edit_organisation(university, by=bashir, at=NOW, **{field: value})
    assert told.value.problem.code == code


def test_mass_001_a_form_changes_nothing_it_does_not_ask_for(bashir, university, sign_in):
    planted = described(slug="stolen", id="1", created_at="2000-01-01", is_verified="1")
    sign_in(bashir).post(f"/o/{university.slug}/settings/", planted)
    university.refresh_from_db()
    assert university.slug == "example-university"
    assert university.created_at.year > 2000


def test_mass_002_what_two_change_at_once_is_both_kept(bashir, university, sign_in):
    client = sign_in(bashir)
    page = f"/o/{university.slug}/settings/"
    shown = client.get(page).content.decode()
    assert 'name="initial-colour"' in shown
    initial = {f"initial-{field}": value for field, value in described().items()}
    client.post(page, initial | described(colour="#7a1f4e"))
    client.post(page, initial | described(country="NL"))
    university.refresh_from_db()
    assert (university.colour, university.country) == ("#7a1f4e", "NL")


def test_a_member_gets_roles(bashir, ada, university, sign_in):
    add_member(university, person=ada, roles=["designer"], by=bashir, at=NOW)
    given = sign_in(bashir).post(
        f"/o/{university.slug}/members/{ada.pk}/", {"roles": ["assessor", "registrar"]}
    )
    assert given.status_code == 302
    assert roles_of(ada, university) == {Role.ASSESSOR, Role.REGISTRAR}
    assert [member.person for member in members_of(university)] == [ada, bashir]


def test_roles_are_given_twice_without_harm(bashir, ada, university):
    for _ in range(2):
        add_member(university, person=ada, roles=["designer"], by=bashir, at=NOW)
    assert TrailEntry.objects.filter(verb="member.add").count() == 1
    assert organisations_of(ada) == [(university, (Role.DESIGNER,))]


@pytest.mark.parametrize(
    ("roles", "code"), [([], "value.missing"), (["owner"], "value.unknown-choice")]
)
def test_roles_are_those_there_are(roles, code, bashir, university):
    with pytest.raises(Refused) as told:
        set_roles(university, person=bashir, roles=roles, by=bashir, at=NOW)
    assert told.value.problem.code == code


def test_the_last_administrator_stays(bashir, university, sign_in):
    for change in (
        lambda: set_roles(university, person=bashir, roles=["designer"], by=bashir, at=NOW),
        lambda: remove_member(university, person=bashir, by=bashir, at=NOW),
    ):
        with pytest.raises(Conflict) as told:
            change()
        assert told.value.problem.code == "member.last-administrator"
    page = sign_in(bashir).post(f"/o/{university.slug}/leave/", follow=True)
    assert "cannot be left without an administrator" in page.content.decode()
    assert roles_of(bashir, university) == {Role.ADMIN}


def test_a_closed_account_is_no_administrator(bashir, university):
    gone = person("gone")
    add_member(university, person=gone, roles=["admin"], by=bashir, at=NOW)
    gone.is_active = False
    gone.save()
    with pytest.raises(Conflict):
        remove_member(university, person=bashir, by=bashir, at=NOW)


def test_a_member_leaves(bashir, ada, university, sign_in):
    add_member(university, person=ada, roles=["designer"], by=bashir, at=NOW)
    client = sign_in(ada)
    assert client.post(f"/o/{university.slug}/leave/")["Location"] == "/home/"
    assert client.get(f"/o/{university.slug}/").status_code == 404


def test_idor_003_a_removed_member_is_out_at_once(bashir, ada, university, sign_in):
    add_member(university, person=ada, roles=["manager"], by=bashir, at=NOW)
    client = sign_in(ada)
    assert client.get(f"/o/{university.slug}/members/").status_code == 200
    sign_in(bashir).post(f"/o/{university.slug}/members/{ada.pk}/remove/")
    assert client.get(f"/o/{university.slug}/members/").status_code == 404


def test_who_is_no_member_cannot_be_changed(bashir, ada, university):
    for change in (
        lambda: set_roles(university, person=ada, roles=["admin"], by=bashir, at=NOW),
        lambda: remove_member(university, person=ada, by=bashir, at=NOW),
    ):
        with pytest.raises(Refused) as told:
            change()
        assert told.value.problem.code == "member.unknown"
