"""What is such a badge, what is none, and that anything at all is judged."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.interop.openbadges2 import is_openbadges2
from testamur.problems import Verdict
from tests.effort import examples
from tests.older_badges import (
    BADGE,
    CONTEXT,
    ENDORSEMENT,
    HOSTED,
    KEY_DOCUMENT,
    OLDER,
    REVOKED,
    SIGNED,
    SIGNING_ISSUER,
    UNI,
    codes,
    examine,
    signed,
    web,
    without,
)


@pytest.mark.parametrize("badge", OLDER.values(), ids=OLDER)
def test_an_older_version_is_recognised_and_not_judged(badge):
    assert is_openbadges2(badge)
    report = examine(badge, web())
    assert codes(report) == ["openbadges2.version-unsupported"]
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        (HOSTED, True),
        (json.dumps(HOSTED), True),
        (signed(SIGNED), True),
        (HOSTED | {"@context": [{"@language": "en"}, CONTEXT]}, True),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, False),
        (HOSTED | {"type": ["VerifiableCredential"]}, False),
        ({}, False),
        ("{", False),
        ("eyJ.e30.AA", False),
        ("https://uni.example/awards/1", False),
    ],
)
def test_a_badge_is_told_from_what_is_none(source, is_one):
    assert is_openbadges2(source) is is_one


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, "openbadges2.unrecognised"),
        ("{", "json.malformed"),
        ({"a": object()}, "json.malformed"),
        (HOSTED | {"type": "OtherAssertion"}, "openbadges2.type-unknown"),
        (without(HOSTED, "type"), "openbadges2.type-unknown"),
    ],
)
def test_what_is_no_badge_gets_one_problem(source, code):
    report = examine(source, web())
    assert codes(report) == [code]
    assert report.verdict is Verdict.INVALID


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "x", UNI, "type"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "@context", "issuer", "endorsement", "extensions:x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
PLACES = [
    (document, name)
    for document in (HOSTED, BADGE, SIGNING_ISSUER, KEY_DOCUMENT, REVOKED, ENDORSEMENT)
    for name in (*document, "endorsement", "related", "revoked", "verify")
    if name != "id"
]


@settings(max_examples=examples(150, 20_000))
@given(st.sampled_from(PLACES), JSON, st.booleans())
def test_whatever_stands_anywhere_is_judged_and_never_raises(place, value, is_signed):
    document, name = place
    award = (SIGNED if is_signed else HOSTED) | {"endorsement": ENDORSEMENT["id"]}
    documents = [award, SIGNING_ISSUER, KEY_DOCUMENT, REVOKED, ENDORSEMENT]
    changed = document | {name: value}
    if document is HOSTED:
        award = award | {name: value}
    published = web(*documents[1:], changed, award)
    source = signed(award) if is_signed else award
    report = examine(source, published, recipient="ada@learner.example")
    assert json.dumps(report.as_json())
    assert is_openbadges2(changed) in (True, False)


@settings(max_examples=examples(60, 5_000))
@given(
    st.sampled_from(sorted(HOSTED.keys() - {"@context"})),
    st.text(min_size=1) | st.integers() | st.booleans() | st.just([]),
)
def test_a_member_altered_in_the_copy_is_never_valid(name, value):
    assert examine(HOSTED | {name: value}, web(HOSTED)).verdict is not Verdict.VALID
