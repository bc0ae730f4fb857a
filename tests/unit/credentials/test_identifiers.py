"""Who and what a credential names, whichever way it is written."""

from __future__ import annotations

import pytest

from testamur.credentials.identifiers import has_type, id_of, listed, subjects_of

IDENTIFIED = {
    "an address": ("did:web:uni.example", "did:web:uni.example"),
    "an object": ({"id": "did:web:uni.example", "name": "x"}, "did:web:uni.example"),
    "nothing": (None, None),
    "an empty text": ("", None),
    "an object without one": ({"name": "x"}, None),
    "an object with an empty one": ({"id": ""}, None),
    "an object whose id is an object": ({"id": {"id": "urn:x"}}, None),
    "a list": (["did:web:uni.example"], None),
    "a number": (7, None),
}


@pytest.mark.parametrize(("value", "identifier"), IDENTIFIED.values(), ids=IDENTIFIED)
def test_an_identifier_is_text_that_is_there(value, identifier):
    assert id_of(value) == identifier


def test_a_member_holds_none_one_or_several():
    assert listed(None) == []
    assert listed("x") == ["x"]
    assert listed({}) == [{}]
    assert listed(["x", "y"]) == ["x", "y"]
    assert listed([]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "A"}, True),
        ({"type": ["B", "A"]}, True),
        ({"type": "AB"}, False),
        ({"type": ["B"]}, False),
        ({"type": None}, False),
        ({"type": {"A": 1}}, False),
        ({"@type": "A"}, False),
        ({}, False),
        ("A", False),
        (["A"], False),
        (None, False),
    ],
)
def test_a_type_is_named_alone_or_among_others(value, expected):
    assert has_type(value, "A") is expected


def test_subjects_are_one_or_several():
    assert subjects_of({"credentialSubject": {"id": "urn:x"}}) == [{"id": "urn:x"}]
    assert subjects_of({"credentialSubject": ["urn:x", {}]}) == ["urn:x", {}]
    assert subjects_of({}) == []
