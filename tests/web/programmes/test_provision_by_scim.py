"""A directory tells who works there by SCIM 2.0: nobody joins by it but by their own word."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from testamur_web.employers import staffing, teams
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.staffing import StaffStated
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Invitation, Person, Role
from testamur_web.people.queries import roles_of
from testamur_web.people.services import accept_invitation, make_token
from tests.web.conftest import NOW, join, person

pytestmark = pytest.mark.django_db

USERS, GROUPS = "/scim/v2/Users", "/scim/v2/Groups"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ADA = {
    "schemas": [USER],
    "userName": "ada@work.example",
    "name": {"givenName": "Ada", "familyName": "Okafor"},
}


@pytest.fixture
def directory(works, head):
    """A program with a token of an administrator of the company."""
    return Directory(make_token(head, organisation=works, name="Directory", at=NOW))


class Directory:
    """Sends requests of SCIM."""

    def __init__(self, token: str) -> None:
        self._client = Client(HTTP_AUTHORIZATION=f"Bearer {token}", raise_request_exception=False)

    def send(self, method: str, path: str, body=None, **query):
        given = self._client.generic(
            method,
            path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/scim+json",
            query_params=query,
        )
        given.told = json.loads(given.content) if given.content else None
        return given

    def make(self, path: str = USERS, **said):
        given = self.send("POST", path, (ADA if path == USERS else {"schemas": [GROUP]}) | said)
        assert given.status_code == 201, given.told
        return given.told

    def patch(self, path: str, *operations):
        return self.send("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


def is_error(given, status: int, kind: str = "") -> bool:
    assert given["Content-Type"] == "application/scim+json"
    assert given.told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert given.told["detail"]
    assert given.told["status"] == str(given.status_code)
    return (given.status_code, given.told.get("scimType", "")) == (status, kind)


def test_a_user_is_invited_and_no_account_is_made(directory, works):
    told = directory.make(externalId="e-1", password="Chosen4Her!")
    assert (told["userName"], told["displayName"]) == ("ada@work.example", "Ada Okafor")
    assert (told["active"], told["externalId"]) == (True, "e-1")
    assert "password" not in told
    assert not Person.objects.filter(email="ada@work.example").exists()
    drain()
    assert [letter.to for letter in mail.outbox] == [["ada@work.example"]]
    assert Invitation.objects.get().roles == ["employee"]


def test_whose_account_has_that_address_joins_only_by_accepting(directory, works):
    ada = person("ada")
    ada.identifiers.create(kind="email", value="ada@work.example", verified_at=NOW)
    told = directory.make()
    assert not roles_of(ada, works)
    entry = StaffEntry.objects.get(pk=told["id"])
    accept_invitation(entry.invitation, by=ada, at=NOW)
    drain()
    assert roles_of(ada, works) == {Role.EMPLOYEE}


def test_a_name_that_a_directory_gives_is_not_the_name_of_the_account(directory, works, head):
    head.identifiers.create(kind="email", value="dara@work.example", verified_at=NOW)
    told = directory.make(userName="dara@work.example", displayName="Somebody Else")
    assert StaffEntry.objects.get(pk=told["id"]).person == head
    head.refresh_from_db()
    assert head.name == "Dara"


def test_it_is_read_and_found_by_its_name(directory):
    told = directory.make()
    assert directory.send("GET", f"{USERS}/{told['id']}").told == told
    found = directory.send("GET", USERS, filter='userName eq "ADA@work.example"').told
    assert (found["totalResults"], found["Resources"][0]["id"]) == (1, told["id"])
    assert directory.send("GET", USERS, filter='userName eq "x@y.example"').told["Resources"] == []
    found = directory.send("GET", USERS, filter='externalId eq "nothing"').told
    assert found["totalResults"] == 0


def test_a_list_is_cut_into_pages(directory):
    for at in range(3):
        directory.make(userName=f"p{at}@work.example")
    page = directory.send("GET", USERS, startIndex=2, count=1).told
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
    assert page["Resources"][0]["userName"] == "p1@work.example"
    assert directory.send("GET", USERS, count=0).told["Resources"] == []


@pytest.mark.parametrize(
    "text",
    [
        'name.formatted eq "x"',
        'userName co "x"',
        'userName eq "x" or userName eq "y"',
        "userName eq x",
        'userName eq "' + "x" * 500 + '"',
        'userName eq "x\\q"',
        '" or 1=1',
    ],
)
def test_a_filter_that_is_not_spoken_is_refused(directory, text):
    assert is_error(directory.send("GET", USERS, filter=text), 400, "invalidFilter")


@pytest.mark.parametrize("text", ["x", "1.5", "99999999999999999999", "٣"])
def test_pages_are_whole_numbers(directory, text):
    assert is_error(directory.send("GET", USERS, startIndex=text), 400, "invalidValue")


def test_an_address_stands_once(directory):
    directory.make()
    given = directory.send("POST", USERS, ADA | {"userName": "ADA@work.example"})
    assert is_error(given, 409, "uniqueness")


@pytest.mark.parametrize(
    "said",
    [
        {"userName": "not an address"},
        {"userName": 5},
        {"userName": "x@y.example\x00"},
        {"active": "perhaps"},
        {"displayName": "\u202eevil"},
        {"userName": ""},
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(directory, said):
    assert is_error(directory.send("POST", USERS, ADA | said), 400, "invalidValue")
    assert not StaffEntry.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"a":1,"a":2}', b"\xff", b"[" * 5000])
def test_what_is_no_object_is_refused(directory, body):
    given = directory._client.post(USERS, body, content_type="application/scim+json")
    given.told = json.loads(given.content)
    assert is_error(given, 400, "invalidSyntax")


def test_another_media_type_is_refused(directory):
    given = directory._client.post(USERS, {"userName": "x"})
    given.told = json.loads(given.content)
    assert is_error(given, 415)


def test_put_says_all_of_it_anew(directory):
    told = directory.make(externalId="e-1")
    said = {"userName": "ada@work.example", "displayName": "Ada O.", "active": False}
    told = directory.send("PUT", f"{USERS}/{told['id']}", said).told
    assert (told["displayName"], told["active"]) == ("Ada O.", False)
    assert "externalId" not in told
    assert is_error(directory.send("PUT", f"{USERS}/{told['id']}", {}), 400, "invalidValue")


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "add", "value": {"active": False, "title": "Not kept here"}},
        {"op": "replace", "path": f"{USER}:active", "value": False},
    ],
)
def test_deactivating_ends_the_membership_and_the_invitation(directory, works, operation):
    told = directory.make()
    ada, entry = person("ada"), StaffEntry.objects.get(pk=told["id"])
    accept_invitation(entry.invitation, by=ada, at=NOW)
    drain()
    told = directory.patch(f"{USERS}/{told['id']}", operation).told
    assert told["active"] is False
    assert not roles_of(ada, works)
    ada.refresh_from_db()
    assert ada.is_active  # the account is theirs


def test_activating_again_asks_again(directory, works):
    told = directory.make()
    ada, entry = person("ada"), StaffEntry.objects.get(pk=told["id"])
    accept_invitation(entry.invitation, by=ada, at=NOW)
    drain()
    path = f"{USERS}/{told['id']}"
    directory.patch(path, {"op": "replace", "path": "active", "value": False})
    directory.patch(path, {"op": "replace", "path": "active", "value": True})
    assert not roles_of(ada, works)
    assert Invitation.objects.filter(accepted_at=None, email="ada@work.example").count() == 1


def test_names_are_changed_and_a_new_address_is_invited(directory):
    told = directory.make()
    path = f"{USERS}/{told['id']}"
    directory.patch(path, {"op": "replace", "path": "displayName", "value": "Ada O."})
    told = directory.patch(
        path, {"op": "replace", "path": "userName", "value": "ada.o@work.example"}
    ).told
    assert (told["displayName"], told["userName"]) == ("Ada O.", "ada.o@work.example")
    drain()
    assert [letter.to for letter in mail.outbox] == [["ada.o@work.example"]]


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "move", "path": "active"}, "invalidSyntax"),
        ({"op": "replace", "path": "nickName", "value": "A"}, "invalidPath"),
        ({"op": "remove"}, "noTarget"),
        ({"op": "remove", "path": "active"}, "mutability"),
        ({"op": "remove", "path": "displayName"}, "mutability"),
        ({"op": "replace", "path": 'emails[type eq "work"].value', "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": "active", "value": None}, "invalidValue"),
        ({"op": "replace", "path": 5, "value": True}, "invalidValue"),
        ("replace", "invalidSyntax"),
    ],
)
def test_a_change_that_is_not_spoken_is_refused(directory, operation, kind):
    told = directory.make()
    assert is_error(directory.patch(f"{USERS}/{told['id']}", operation), 400, kind)


def test_all_changes_are_made_or_none(directory):
    told = directory.make()
    given = directory.patch(
        f"{USERS}/{told['id']}",
        {"op": "replace", "path": "displayName", "value": "Another"},
        {"op": "replace", "path": "nickName", "value": "A"},
    )
    assert is_error(given, 400, "invalidPath")
    assert StaffEntry.objects.get().name == "Ada Okafor"


def test_deleting_ends_the_membership_and_the_entry(directory, works):
    told = directory.make()
    ada, entry = person("ada"), StaffEntry.objects.get(pk=told["id"])
    accept_invitation(entry.invitation, by=ada, at=NOW)
    drain()
    path = f"{USERS}/{told['id']}"
    assert directory.send("DELETE", path).status_code == 204
    assert not roles_of(ada, works)
    assert is_error(directory.send("GET", path), 404)
    assert is_error(directory.send("DELETE", path), 404)
    assert directory.make()["id"] != told["id"]


def test_the_last_administrator_stays(directory, head):
    head.identifiers.create(kind="email", value="dara@work.example", verified_at=NOW)
    told = directory.make(userName="dara@work.example")
    assert is_error(directory.send("DELETE", f"{USERS}/{told['id']}"), 409, "mutability")
    assert StaffEntry.objects.get().is_active


def test_groups_are_teams(directory, works):
    ada, max_ = directory.make(), directory.make(userName="max@work.example")
    told = directory.make(GROUPS, displayName="Field", members=[{"value": ada["id"]}])
    assert [one["value"] for one in told["members"]] == [ada["id"]]
    path = f"{GROUPS}/{told['id']}"
    told = directory.patch(path, {"op": "add", "path": "members", "value": [{"value": max_["id"]}]})
    assert len(told.told["members"]) == 2
    gone = {"op": "remove", "path": f'members[value eq "{ada["id"]}"]'}
    told = directory.patch(path, gone).told
    assert [one["value"] for one in told["members"]] == [max_["id"]]
    told = directory.patch(path, {"op": "replace", "value": {"displayName": "North"}}).told
    assert (told["displayName"], len(told["members"])) == ("North", 1)
    told = directory.send("PUT", path, {"displayName": "South", "members": []}).told
    assert (told["displayName"], told["members"]) == ("South", [])
    found = directory.send("GET", GROUPS, filter='displayName eq "south"').told
    assert found["totalResults"] == 1
    short = directory.send("GET", path, excludedAttributes="members").told
    assert "members" not in short
    assert directory.send("DELETE", path).status_code == 204
    assert not Team.objects.exists()
    assert StaffEntry.objects.count() == 2


def test_removing_all_members_empties_a_team(directory):
    ada = directory.make()
    told = directory.make(GROUPS, displayName="Field", members=[{"value": ada["id"]}])
    told = directory.patch(f"{GROUPS}/{told['id']}", {"op": "remove", "path": "members"}).told
    assert told["members"] == []


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "remove", "path": "displayName"}, "mutability"),
        ({"op": "replace", "path": "owner", "value": "x"}, "invalidPath"),
        ({"op": "add", "path": "members", "value": [{"value": "not-an-id"}]}, "invalidValue"),
        ({"op": "add", "path": "members", "value": ["x"]}, "invalidValue"),
        ({"op": "add", "path": "members", "value": [{"value": str(uuid4())}]}, "invalidValue"),
        ({"op": "replace", "path": "displayName", "value": 5}, "invalidValue"),
    ],
)
def test_a_change_of_a_group_that_is_wrong_is_refused(directory, operation, kind):
    told = directory.make(GROUPS, displayName="Field")
    assert is_error(directory.patch(f"{GROUPS}/{told['id']}", operation), 400, kind)


def test_two_groups_of_one_name_are_refused(directory):
    directory.make(GROUPS, displayName="Field")
    given = directory.send("POST", GROUPS, {"displayName": "FIELD"})
    assert is_error(given, 409, "uniqueness")
    assert is_error(directory.send("POST", GROUPS, {}), 400, "invalidValue")


def test_what_belongs_to_others_is_not_there(directory, university, bashir):
    stated = StaffStated("max@uni.example", "Max")
    theirs = staffing.add_entry(university, stated, by=bashir, at=NOW)
    team = teams.make_team(university, teams.TeamStated("Theirs"), by=bashir, at=NOW)
    for path in (f"{USERS}/{theirs.pk}", f"{GROUPS}/{team.pk}"):
        assert is_error(directory.send("GET", path), 404)
        assert is_error(directory.send("DELETE", path), 404)
        assert is_error(directory.send("PUT", path, ADA | {"displayName": "X"}), 404)
        assert is_error(directory.patch(path, {"op": "remove", "path": "members"}), 404)
    assert directory.send("GET", USERS).told["totalResults"] == 0
    assert (
        directory.send("GET", USERS, filter='userName eq "max@uni.example"').told["totalResults"]
        == 0
    )
    mine = directory.make(GROUPS, displayName="Mine")
    add = {"op": "add", "path": "members", "value": [{"value": str(theirs.pk)}]}
    assert is_error(directory.patch(f"{GROUPS}/{mine['id']}", add), 400, "invalidValue")
    assert not theirs.places.exists()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic eDp5", f"Bearer {'x' * 999}"]
)
def test_without_a_token_nothing_opens(header, works):
    given = Client(HTTP_AUTHORIZATION=header).get(USERS)
    given.told = json.loads(given.content)
    assert is_error(given, 401)
    assert given["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_a_token_of_another_role_is_refused(works, role):
    somebody = person("somebody")
    join(somebody, works, role)
    token = make_token(somebody, organisation=works, name="x", at=NOW)
    assert is_error(Directory(token).send("GET", USERS), 403)


def test_a_token_of_no_organisation_is_refused(works, head):
    token = make_token(head, organisation=None, name="own", at=NOW)
    assert is_error(Directory(token).send("GET", USERS), 403)


def test_what_is_supported_is_told(directory):
    config = directory.send("GET", "/scim/v2/ServiceProviderConfig").told
    assert config["patch"]["supported"] is True
    assert config["bulk"]["supported"] is False
    types = directory.send("GET", "/scim/v2/ResourceTypes").told
    assert [one["endpoint"] for one in types["Resources"]] == ["/Users", "/Groups"]
    assert directory.send("GET", "/scim/v2/ResourceTypes/User").told["schema"] == USER
    schemas = directory.send("GET", "/scim/v2/Schemas").told
    assert {one["id"] for one in schemas["Resources"]} == {USER, GROUP}
    assert directory.send("GET", f"/scim/v2/Schemas/{USER}").told["name"] == "User"


@pytest.mark.parametrize(
    "path", ["Schemas/nothing", "ResourceTypes/Robot", "Users/5", "Bulk", "Me"]
)
def test_what_is_not_there(directory, path):
    assert is_error(directory.send("GET", f"/scim/v2/{path}"), 404)


def test_a_method_that_is_not_spoken(directory):
    assert is_error(directory.send("DELETE", USERS), 405)
