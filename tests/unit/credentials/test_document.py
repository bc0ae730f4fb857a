"""A credential as signed text, and what a person calls it."""

from __future__ import annotations

import pytest

from testamur.credentials.document import Credential, kind_of, name_of
from testamur.credentials.issue import JWT, sign
from testamur.encoding import compact_json
from testamur.errors import Refused
from tests.situations import ISSUED, UNI, badge, signed


def test_a_document_is_read_from_its_text():
    document = signed(badge())
    assert Credential(compact_json(document)).document == document
    assert Credential(compact_json(document)).id == document["id"]


def test_a_token_is_read_from_its_text():
    token = sign(badge(), signer=UNI.key, at=ISSUED, proof=JWT)
    assert token.document == badge()
    assert token.id == badge()["id"]


def test_what_is_read_is_fresh_each_time():
    credential = Credential(compact_json(signed(badge())))
    credential.document["name"] = "Another"
    assert credential.document["name"] == "Python basics"


@pytest.mark.parametrize("text", ["", "{", "[]", "a.b.c", '{"a": 1, "a": 1}'])
def test_what_is_no_credential_is_refused_when_it_is_read(text):
    with pytest.raises(Refused):
        _ = Credential(text).document


def test_a_credential_may_have_no_identifier():
    assert Credential('{"type": "VerifiableCredential"}').id == ""


KINDS = {
    "Open Badges 3.0": ["VerifiableCredential", "AchievementCredential"],
    "Open Badges 3.0 endorsement": ["EndorsementCredential", "VerifiableCredential"],
    "CLR 2.0": ["VerifiableCredential", "ClrCredential"],
    "Bitstring status list": ["VerifiableCredential", "BitstringStatusListCredential"],
    "Verifiable Presentation": "VerifiablePresentation",
    "Verifiable Credential": ["VerifiableCredential"],
}


@pytest.mark.parametrize(("kind", "types"), KINDS.items(), ids=KINDS)
def test_the_kind_is_told_in_words(kind, types):
    assert kind_of({"type": types}) == kind


@pytest.mark.parametrize("types", [None, 7, {}, [], [[]], "", ["Diploma", None]], ids=repr)
def test_whatever_the_type_is_there_is_a_kind(types):
    assert kind_of({"type": types}) == "Verifiable Credential"
    assert kind_of({}) == "Verifiable Credential"


NAMES = {
    "text": ({"name": "Python"}, "Python"),
    "several lines": ({"name": " a\n b "}, "a b"),
    "a language": ({"name": {"@value": "Kurs", "@language": "pl"}}, "Kurs"),
    "several languages": ({"name": [{"@value": "Kurs"}, {"@value": "Course"}]}, "Kurs"),
    "a very long name": ({"name": "x" * 500}, "x" * 200),
    "nothing": ({}, ""),
    "an empty list": ({"name": []}, ""),
    "a number": ({"name": 7}, ""),
    "an object of something else": ({"name": {"id": "urn:x"}}, ""),
    "an address alone": ("https://uni.example", ""),
    "null": (None, ""),
}


@pytest.mark.parametrize(("value", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_one_line(value, name):
    assert name_of(value) == name
