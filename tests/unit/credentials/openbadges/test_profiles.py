"""Profiles, addresses, images, and what identifies a person."""

from __future__ import annotations

import hashlib

import pytest

from testamur.credentials.openbadges import (
    Address,
    GeoCoordinates,
    IdentifierEntry,
    Identity,
    Image,
    Issuer,
    PrivacyWarning,
    Profile,
)
from testamur.credentials.openbadges.profiles import IDENTIFIER_TYPES
from testamur.errors import Refused
from tests.credentials_cast import PROFILE, faults_of, published_schema

SCHEMA = ("from-spec-repo-gh-pages", "achievementcredential.json")


def test_a_profile_is_accepted_by_the_published_schema():
    assert Issuer is Profile
    assert faults_of(PROFILE.as_json(), "from-spec-repo-gh-pages", "profile.json") == []
    assert Issuer(id="did:web:uni.example", name="Uni").as_json() == {
        "id": "did:web:uni.example",
        "type": ["Profile"],
        "name": "Uni",
    }


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ({"id": "uni"}, "document.relative-iri", "/id"),
        ({"id": "data:text/plain,x"}, "iri.scheme", "/id"),
        ({"id": None}, "value.wrong-kind", "/id"),
        ({"name": ""}, "text.empty", "/name"),
        ({"name": "H\u0430rvard"}, "name.confusable", "/name"),
        ({"url": "uni.example"}, "document.relative-iri", "/url"),
        ({"url": "javascript:alert(1)"}, "iri.scheme", "/url"),
        ({"email": "Registry@uni.example"}, "email.malformed", "/email"),
        ({"description": "\u202e"}, "text.unsafe", "/description"),
        ({"image": "logo.png"}, "document.relative-iri", "/id"),
        ({"given_name": "Ada\n"}, "text.unsafe", "/givenName"),
    ],
)
def test_a_profile_is_refused(members, code, pointer):
    stated = {"id": "did:web:uni.example"} | members
    with pytest.raises(Refused) as refused:
        Profile(**stated)
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, pointer)


def test_a_picture_may_stand_in_the_document():
    assert Image("data:image/svg+xml;base64,PHN2Zy8+", caption="A star").as_json() == {
        "id": "data:image/svg+xml;base64,PHN2Zy8+",
        "type": "Image",
        "caption": "A star",
    }
    with pytest.raises(Refused):
        Image("file:///etc/passwd")


def test_a_place_is_on_earth():
    assert GeoCoordinates(latitude=-50, longitude=180.0).as_json() == {
        "type": "GeoCoordinates",
        "latitude": -50,
        "longitude": 180,
    }
    for wrong in ({"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": -181}):
        with pytest.raises(Refused) as refused:
            GeoCoordinates(**wrong)
        assert refused.value.problem.code == "value.out-of-range"


def test_a_country_is_told_by_its_code():
    assert Address(address_country_code="PL").as_json() == {
        "type": ["Address"],
        "addressCountryCode": "PL",
    }
    with pytest.raises(Refused):
        Address(address_country_code="Poland")


IDENTITIES = {
    "name": (Identity.name("Ada Nowak"), "name"),
    "student id": (Identity.student_id("302117"), "ext:studentId"),
    "e-mail": (Identity.email("Ada@Uni.example"), "emailAddress"),
}


@pytest.mark.parametrize(("identity", "kind"), IDENTITIES.values(), ids=IDENTITIES)
def test_a_person_is_identified_in_plain_words(identity, kind):
    written = identity.as_json()
    assert faults_of(written, *SCHEMA, definition="IdentityObject") == []
    assert (written["hashed"], written["identityType"]) == (False, kind)
    assert "salt" not in written


def test_an_email_identity_is_canonical():
    assert Identity.email("Ada@Uni.example").identity_hash == "ada@uni.example"


def test_a_hashed_email_is_written_only_where_it_is_named_and_warns():
    salt = "0123456789abcdef"
    with pytest.warns(PrivacyWarning, match="trying addresses"):
        written = Identity.hashed_email("ADA@uni.example", salt=salt).as_json()
    told = hashlib.sha256(b"ada@uni.example" + salt.encode()).hexdigest()
    assert written == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${told}",
        "identityType": "emailAddress",
        "salt": salt,
    }
    assert faults_of(written, *SCHEMA, definition="IdentityObject") == []
    with pytest.raises(Refused, match="at least 16"):
        Identity.hashed_email("ada@uni.example", salt="salt")


def test_identifier_types_are_those_of_the_specification():
    schema = published_schema(*SCHEMA)["$defs"]["IdentityObject"]["properties"]["identityType"]
    assert tuple(schema["oneOf"][0]["enum"]) == IDENTIFIER_TYPES
    for make in (
        lambda: IdentifierEntry("1", identifier_type="number"),
        lambda: IdentifierEntry("", identifier_type="isbn"),
        lambda: Identity("1", identity_type="number"),
        lambda: Identity("", identity_type="name"),
        lambda: Identity.name("Ada\u202e"),
        lambda: Identity.student_id("302\n117"),
    ):
        with pytest.raises(Refused):
            make()
