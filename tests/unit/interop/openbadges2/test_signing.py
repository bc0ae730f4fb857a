"""Signed badges: by a key the issuer lists."""

import pytest

from testamur.problems import Outcome, Verdict
from tests.older_badges import (
    BADGE,
    HOSTED,
    KEY_DOCUMENT,
    OTHER_KEY,
    SIGNED,
    SIGNING_ISSUER,
    UNI,
    VECTORS,
    codes,
    examine,
    signed,
    signing_web,
    without,
)
from tests.simulated_web import NOON


@pytest.mark.parametrize(
    "verification",
    [SIGNED["verification"], {"type": "signed"}, {"type": ["SignedBadge"]}],
    ids=["with creator", "any listed key", "array of types"],
)
def test_a_signed_badge_by_a_key_its_issuer_lists_is_valid(verification):
    report = examine(signed(SIGNED | {"verification": verification}), signing_web())
    assert report.verdict is Verdict.VALID
    assert report.status_as_of == NOON
    assert report.answers[0].sentence == "Yes: the signature covers all of it."
    assert report.answers[1].sentence == (
        "Example University, by a key listed at https://uni.example/issuer."
    )


def test_an_rsa_signature_is_verified_by_the_issuers_key():
    token = (VECTORS / "signed-rs256" / "badge.jws").read_text()
    key = KEY_DOCUMENT | {
        "id": f"{UNI}/keys/rsa",
        "publicKeyPem": (VECTORS / "signed-rs256" / "public.pem").read_text(),
    }
    published = signing_web(key, SIGNING_ISSUER | {"publicKey": [f"{UNI}/keys/1", key["id"]]})
    report = examine(token, published, recipient="ada@learner.example")
    assert report.verdict is Verdict.VALID
    assert report.checks[1].detail == "Signed with the key https://uni.example/keys/rsa."


def test_a_key_written_into_the_issuers_profile_counts():
    issuer = SIGNING_ISSUER | {"publicKey": without(KEY_DOCUMENT, "@context")}
    assert examine(signed(SIGNED), signing_web(issuer)).verdict is Verdict.VALID


def test_a_key_that_names_no_owner_counts_where_the_issuer_lists_it():
    published = signing_web(without(KEY_DOCUMENT, "owner"))
    assert examine(signed(SIGNED), published).verdict is Verdict.VALID


SIGNATURES_THAT_FAIL = {
    "by another key": (signed(SIGNED, OTHER_KEY), [], "jose.signature-mismatch"),
    "altered by one bit": (
        signed(SIGNED).replace(".", ".e", 1)[:-1],
        [],
        None,
    ),
    "by a key the issuer does not list": (
        signed(SIGNED | {"verification": {"type": "signed", "creator": "https://eve.example/k"}}),
        [],
        "openbadges2.key-not-listed",
    ),
    "with no key listed at all": (
        signed(SIGNED | {"verification": {"type": "signed"}}),
        [without(SIGNING_ISSUER, "publicKey")],
        "openbadges2.key-not-listed",
    ),
    "by a key of somebody else": (
        signed(SIGNED),
        [KEY_DOCUMENT | {"owner": "https://eve.example/issuer"}],
        "openbadges2.key-not-listed",
    ),
    "by a key without PEM": (
        signed(SIGNED),
        [without(KEY_DOCUMENT, "publicKeyPem")],
        "openbadges2.malformed",
    ),
    "by a key that is none": (
        signed(SIGNED),
        [KEY_DOCUMENT | {"publicKeyPem": "-----BEGIN NOTHING-----"}],
        "key.malformed",
    ),
}


@pytest.mark.parametrize(
    ("token", "documents", "code"), SIGNATURES_THAT_FAIL.values(), ids=SIGNATURES_THAT_FAIL
)
def test_a_signature_that_is_not_the_issuers_is_invalid(token, documents, code):
    report = examine(token, signing_web(*documents))
    assert report.verdict is Verdict.INVALID
    assert code is None or code in codes(report)


def test_a_signed_badge_without_its_signature_is_invalid():
    assert "proof.missing" in codes(examine(SIGNED, signing_web()))


@pytest.mark.parametrize("down", ["/keys/1", "/issuer", "/badges/python"])
def test_a_signature_whose_key_cannot_be_had_is_undetermined(down):
    published = signing_web()
    published.take_down(UNI + down)
    report = examine(signed(SIGNED), published)
    assert report.outcome_of("proof") is Outcome.UNDETERMINED
    assert report.verdict is Verdict.UNDETERMINED


def test_a_badge_cannot_vouch_for_the_key_it_is_signed_with():
    issuer = SIGNING_ISSUER | {
        "id": "urn:uuid:1",
        "publicKey": KEY_DOCUMENT | {"owner": "urn:uuid:1"},
    }
    badge = SIGNED | {"badge": BADGE | {"id": "urn:uuid:2", "issuer": issuer}}
    report = examine(signed(badge), signing_web())
    assert "openbadges2.issuer-unidentified" in codes(report)
    assert report.verdict is Verdict.UNDETERMINED


def test_a_carried_badge_class_may_not_name_another_issuer_than_the_published_one():
    badge = SIGNED | {"badge": BADGE | {"issuer": "https://eve.example/issuer"}}
    assert "openbadges2.issuer-mismatch" in codes(examine(signed(badge), signing_web()))


def test_a_signed_badge_that_says_it_is_hosted_is_judged_by_what_is_published():
    assert examine(signed(HOSTED), signing_web(HOSTED)).verdict is Verdict.VALID
    assert examine(signed(HOSTED), signing_web()).verdict is Verdict.UNDETERMINED
