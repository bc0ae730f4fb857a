"""Hostile proofs, each test named after its case.

What is judged here is the proof alone: a document that fails at its proof is never valid, whatever
else is asked of it.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.encoding import base58_encode, copy_json, multibase_decode
from tests.conftest import shared
from tests.unit.credentials.proofs.badges import (
    AT,
    KEYS,
    SIGNED_WITH,
    VC2_EXAMPLES,
    badge,
    codes_of,
    judged,
    signed_badge,
)

ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
RDFC_AND_JCS = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


class TestDI001ProofMissingOrOfAnotherForm:
    def test_removed(self):
        assert judged(badge()) == (["failed"], ["proof.missing"])

    @pytest.mark.parametrize("proof", [None, []], ids=repr)
    def test_empty(self, proof):
        assert judged(badge() | {"proof": proof}) == (["failed"], ["proof.missing"])

    @pytest.mark.parametrize("proof", [{}, "proof", 7, True, [None], [{}], [[]], ["x"]], ids=repr)
    def test_not_a_proof(self, proof):
        assert judged(badge() | {"proof": proof}) == (["failed"], ["proof.malformed"])

    @pytest.mark.parametrize("suite", RDFC_AND_JCS)
    @pytest.mark.parametrize(
        "name", ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"]
    )
    @pytest.mark.parametrize("value", ["absent", None, "", [], {}, 7], ids=repr)
    def test_a_member_missing_or_of_another_form(self, suite, name, value):
        document = signed_badge(suite)
        if value == "absent":
            del document["proof"][name]
        else:
            document["proof"][name] = value
        assert judged(document) == (["failed"], ["proof.malformed"])


class TestDI004PurposeTimeDomainAndChallenge:
    def test_another_purpose(self):
        document = signed_badge(purpose="authentication")
        assert judged(document) == (["failed"], ["proof.purpose-mismatch"])
        assert codes_of(signed_badge(), purpose="authentication") == ["proof.purpose-mismatch"]

    @pytest.mark.parametrize("purpose", [["assertionMethod"], {"id": "assertionMethod"}])
    def test_a_purpose_of_another_form(self, purpose):
        document = signed_badge()
        document["proof"]["proofPurpose"] = purpose
        assert codes_of(document) == ["proof.malformed"]

    def test_a_purpose_spelt_another_way(self):
        document = signed_badge()
        document["proof"]["proofPurpose"] = "https://w3id.org/security#assertionMethod"
        assert codes_of(document) == ["proof.purpose-mismatch"]

    def test_domain_or_challenge_on_a_credential(self):
        assert codes_of(signed_badge(domain="uni.example")) == ["proof.domain-mismatch"]
        assert codes_of(signed_badge(challenge="c")) == ["proof.challenge-mismatch"]

    def test_created_in_the_future(self):
        document = signed_badge(created=AT + timedelta(seconds=1))
        assert judged(document) == (["failed"], ["proof.not-yet-made"])

    def test_expired(self):
        document = signed_badge(expires=AT - timedelta(days=1))
        assert judged(document) == (["failed"], ["proof.expired"])

    @pytest.mark.parametrize("name", ["created", "expires"])
    def test_dates_without_zone(self, name):
        document = signed_badge()
        document["proof"][name] = "2030-05-01T12:00:00"
        assert codes_of(document) == ["time.malformed"]


class TestDI007AnyMemberAddedOrChangedAfterSigning:
    @pytest.mark.parametrize(
        "added",
        [
            {"nonce": "n"},
            {"id": "urn:uuid:9"},
            {"expires": "2040-01-01T00:00:00Z"},
            {"extra": "x"},
            {"extra": {"id": "urn:x"}},
            {"name": "x"},
            {"@id": "urn:x"},
            {"@type": "Extra"},
            {"https://x.example/y": "z"},
            {"jws": "e30..e30"},
            {"null": None},
        ],
        ids=str,
    )
    @pytest.mark.parametrize(("suite", "kind"), SIGNED_WITH)
    def test_added(self, suite, kind, added):
        document = signed_badge(suite, kind)
        document["proof"] |= added
        assert judged(document)[0] == ["failed"]

    @given(st.data())
    def test_any_member_any_value(self, data):
        suite = data.draw(st.sampled_from(RDFC_AND_JCS))
        document = copy_json(SIGNED[suite])
        proof = document["proof"]
        name = data.draw(st.sampled_from([*proof, "nonce", "domain", "extra", "proofvalue", ""]))
        text = st.text(max_size=12)
        value = data.draw(st.none() | st.booleans() | text | st.lists(text, max_size=2))
        if proof.get(name) == value:
            return
        proof[name] = value
        assert judged(document)[0] != ["passed"]

    @given(st.data())
    def test_any_text_of_the_document_by_one_character(self, data):
        suite = data.draw(st.sampled_from(RDFC_AND_JCS))
        text = json.dumps(SIGNED[suite], ensure_ascii=False)
        at = data.draw(st.integers(0, len(text) - 1))
        changed = text[:at] + data.draw(st.characters(codec="utf-8")) + text[at + 1 :]
        try:
            document = json.loads(changed)
        except ValueError:
            return
        if document != SIGNED[suite]:
            assert judged(document)[0] != ["passed"]

    @pytest.mark.parametrize("name", sorted(signed_badge()["proof"]))
    def test_removed(self, name):
        document = signed_badge()
        del document["proof"][name]
        assert judged(document)[0] == ["failed"]


SIGNED = {suite: signed_badge(suite) for suite in RDFC_AND_JCS}


class TestDI011MalleatedSignaturesAndLowOrderKeys:
    @pytest.mark.parametrize("suite", RDFC_AND_JCS)
    def test_s_above_the_group_order(self, suite):
        document = signed_badge(suite)
        signature = multibase_decode(document["proof"]["proofValue"])
        s = int.from_bytes(signature[32:], "little") + ED25519_ORDER
        malleated = signature[:32] + s.to_bytes(32, "little")
        document["proof"]["proofValue"] = "z" + base58_encode(malleated)
        assert judged(document) == (["failed"], ["proof.signature-mismatch"])

    def test_low_order_keys_verify_nothing(self):
        """The zero point of order 1 with R = identity and S = 0 satisfies the bare equation."""
        for raw in (b"\x01" + bytes(31), bytes(32), b"\xec" + b"\xff" * 30 + b"\x7f"):
            key = "z" + base58_encode(b"\xed\x01" + raw)
            document = signed_badge()
            document["proof"] |= {
                "verificationMethod": f"did:key:{key}#{key}",
                "proofValue": "z" + base58_encode(b"\x01" + bytes(63)),
            }
            assert judged(document) == (["failed"], ["key.refused"])


class TestDI014UnknownSuites:
    @pytest.mark.parametrize(
        "suite", ["mldsa44-rdfc-2024", "bbs-2023", "EDDSA-RDFC-2022", "eddsa-2022", "x" * 10_000]
    )
    def test_an_unknown_cryptosuite_is_told_and_never_valid(self, suite):
        document = signed_badge()
        document["proof"]["cryptosuite"] = suite
        assert judged(document) == (["undetermined"], ["proof.suite-unknown"])

    @pytest.mark.parametrize(
        "kind", ["UnknownProofType", "BbsBlsSignature2020", "DataIntegrityProof2", "JWS"]
    )
    def test_an_unknown_proof_type_is_told_and_never_valid(self, kind):
        document = signed_badge()
        document["proof"]["type"] = kind
        assert judged(document) == (["undetermined"], ["proof.suite-unknown"])

    def test_a_proof_type_is_no_cryptosuite_and_the_other_way_round(self):
        document = signed_badge()
        document["proof"]["cryptosuite"] = "Ed25519Signature2020"
        assert codes_of(document) == ["proof.suite-unknown"]
        document = signed_badge()
        document["proof"]["type"] = "eddsa-rdfc-2022"
        assert codes_of(document) == ["proof.suite-unknown"]

    @pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023"])
    def test_one_suite_does_not_pass_for_another(self, suite):
        document = signed_badge()
        document["proof"]["cryptosuite"] = suite
        assert judged(document)[0] == ["failed"]


def changed(change, suite="eddsa-rdfc-2022"):
    document = signed_badge(suite)
    change(document)
    return judged(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(gpa="4.0"),
        lambda document: document["credentialSubject"].update(grade="A"),
        lambda document: document["credentialSubject"].update(extra={"id": "urn:x"}),
        lambda document: document["credentialSubject"]["achievement"].update(gpa=4),
    ],
)
@pytest.mark.parametrize(
    ("suite", "code"),
    [
        ("eddsa-rdfc-2022", "document.unsigned-term"),
        ("eddsa-jcs-2022", "proof.signature-mismatch"),
    ],
)
def test_ld_001_terms_that_no_context_defines(change, suite, code):
    assert changed(change, suite) == (["failed"], [code])


@pytest.mark.parametrize("name", ["Name", "n\u0430me", "name ", "@foo", "@grade"])
def test_ld_002_terms_that_look_like_others(name):
    assert changed(lambda document: document.update({name: "x"}))[0] == ["failed"]


@pytest.mark.parametrize("value", [None, []], ids=repr)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_003_defined_terms_without_a_value(value, suite):
    for name in ("validUntil", "endorsement"):
        assert changed(lambda document, name=name: document.update({name: value}), suite)[0] == [
            "failed"
        ]


@pytest.mark.parametrize(
    "context",
    [
        {"@vocab": "https://evil.example/"},
        {"name": "https://schema.org/description"},
        {},
        VC2_EXAMPLES,
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        "https://evil.example/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    ],
    ids=str,
)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_004_ld_005_contexts_added_after_signing_change_nothing_unseen(suite, context):
    outcome, _ = changed(lambda document: document["@context"].append(context), suite)
    if isinstance(context, dict) or "evil" in context:
        assert outcome == ["failed"]
    document = signed_badge(suite)
    document["@context"].append(context)
    document["credentialSubject"]["undefined"] = "x"
    assert judged(document)[0] == ["failed"]


@pytest.mark.parametrize("place", ["proof", "credentialSubject", "issuer"])
def test_ld_008_contexts_below_the_top(place):
    outcome, _ = changed(lambda document: document[place].update({"@context": badge()["@context"]}))
    assert outcome == ["failed"]


@pytest.mark.parametrize(
    "name", ["@graph", "@included", "@reverse", "@nest", "@json", "@list", "@index", "@set"]
)
def test_ld_011_keywords_that_move_a_claim(name):
    def move(document):
        document["credentialSubject"] = {name: document["credentialSubject"]}

    assert changed(move)[0] == ["failed"]
    assert changed(lambda document: document["proof"].update({name: [{"id": "urn:x"}]}))[0] == [
        "failed"
    ]


class TestLD012SetsOfProofs:
    def test_one_bad_proof_fails_the_set(self):
        document = signed_badge(document=signed_badge())
        document["proof"][0]["created"] = "2026-05-02T12:00:00Z"
        assert judged(document)[0] == ["failed", "passed"]

    def test_one_unknown_proof_leaves_the_set_undetermined(self):
        document = signed_badge(document=signed_badge())
        document["proof"][0]["cryptosuite"] = "mldsa44-rdfc-2024"
        assert judged(document)[0] == ["undetermined", "passed"]

    def test_a_proof_of_another_document_fails_the_set(self):
        other = signed_badge(document=badge() | {"name": "Another"})["proof"]
        document = signed_badge()
        document["proof"] = [document["proof"], other]
        assert judged(document)[0] == ["passed", "failed"]

    def test_two_subjects_are_not_one(self):
        document = signed_badge()
        document["credentialSubject"] = [document["credentialSubject"], {"id": "did:example:eve"}]
        assert judged(document)[0] == ["failed"]


def test_ld_013_a_language_given_after_signing():
    assert changed(lambda document: document["@context"].append({"@language": "en"}))[0] == [
        "failed"
    ]
    tagged = {"@value": "Basics of Python", "@language": "en"}
    assert changed(lambda document: document.update(name=tagged))[0] == ["failed"]


@pytest.mark.parametrize("case", ["DI-001", "DI-004", "DI-007", "DI-010", "DI-011", "DI-014"])
def test_every_case_of_a_proof_is_known(case):
    cases = json.loads(shared("security/hostile_cases.json").read_text())
    assert case in {each["id"] for each in cases if each["surface"] == "di-proof"}


def test_keys_of_the_tests_are_of_every_kind():
    assert {kind for _, kind in SIGNED_WITH} == KEYS.keys()
