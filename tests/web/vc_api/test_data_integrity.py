"""What the W3C suites for EdDSA and ECDSA proofs expect, of every cryptosuite under its path."""

from __future__ import annotations

import copy
import re

import pytest

from testamur.encoding import multibase_decode, multibase_encode
from tests.web.vc_api.conftest import V1, V2, Stranger, minimal, now

PATHS = {
    "": "eddsa-rdfc-2022",
    "/eddsa-rdfc-2022": "eddsa-rdfc-2022",
    "/eddsa-jcs-2022": "eddsa-jcs-2022",
    "/ecdsa-rdfc-2019/p-256": "ecdsa-rdfc-2019",
    "/ecdsa-rdfc-2019/p-384": "ecdsa-rdfc-2019",
    "/ecdsa-jcs-2019/p-256": "ecdsa-jcs-2019",
    "/ecdsa-jcs-2019/p-384": "ecdsa-jcs-2019",
}
SIGNERS = [
    ("ed25519", "eddsa-rdfc-2022"),
    ("ed25519", "eddsa-jcs-2022"),
    ("p256", "ecdsa-rdfc-2019"),
    ("p384", "ecdsa-rdfc-2019"),
    ("p256", "ecdsa-jcs-2019"),
    ("p384", "ecdsa-jcs-2019"),
]
MULTIKEY = {"/ecdsa-rdfc-2019/p-384": "z82L", "/ecdsa-jcs-2019/p-384": "z82L"}
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
BASE58 = re.compile(r"z[1-9A-HJ-NP-Za-km-z]+\Z")


def older(**members):
    """A credential of VC-DM 1.1."""
    return minimal(**{"@context": [V1], "issuanceDate": "2024-01-01T00:00:00Z"} | members)


@pytest.fixture(params=SIGNERS, ids="-".join)
def signed(request):
    """A credential that somebody else signed, by each suite and kind of key."""
    kind, suite = request.param
    stranger = Stranger.of(kind)
    subject = {"id": "did:example:subject", "name": "Ada"}
    document = minimal(issuer=stranger.did, credentialSubject=subject)
    return stranger.sign(document, suite=suite)


# -- creating --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("credential", [minimal(), older()], ids=["VC 2.0", "VC 1.1"])
def test_its_proof_has_the_form_of_its_suite(api, path, credential):
    issued = api.issued(credential, under=path)
    proof = issued["proof"]
    assert proof["type"] == "DataIntegrityProof"
    assert proof["cryptosuite"] == PATHS[path]
    assert proof["proofPurpose"] == "assertionMethod"
    assert proof["verificationMethod"].startswith(f"{issued['issuer']}#z")
    assert TIMESTAMP.match(proof["created"])
    assert BASE58.match(proof["proofValue"])
    assert issued["@context"][0] in {V1, V2}
    if V1 in issued["@context"]:
        assert "https://w3id.org/security/data-integrity/v2" in issued["@context"]


@pytest.mark.parametrize("path", PATHS)
def test_its_key_is_a_multikey_of_the_kind_the_path_names(api, path):
    key = api.issued(minimal(), under=path)["issuer"].removeprefix("did:key:")
    expected = MULTIKEY.get(path, "zDna" if "p-256" in path else "z6Mk")
    assert key.startswith(expected)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("credential", [minimal(), older()], ids=["VC 2.0", "VC 1.1"])
def test_what_it_issues_verifies_everywhere(api, path, credential):
    issued = api.issued(credential, under=path)
    for verifier in PATHS:
        assert api.verify(issued, under=verifier).status == 200


@pytest.mark.parametrize("path", PATHS)
def test_it_issues_in_its_own_name_whoever_was_named_before(api, path):
    theirs = minimal(issuer={"id": "did:example:theirs", "name": "Uni"})
    issued = api.issued(theirs, under=path)
    assert issued["issuer"]["id"].startswith("did:key:z")
    assert issued["issuer"]["name"] == "Uni"


def test_a_second_suite_adds_a_second_proof(api):
    once = api.issued(minimal(), under="/eddsa-rdfc-2022")
    twice = api.issued(once, under="/eddsa-jcs-2022")
    assert [proof["cryptosuite"] for proof in twice["proof"]] == [
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
    ]
    assert api.verify(twice).status == 200


@pytest.mark.parametrize("proof", ["text", {"type": "DataIntegrityProof"}, [7]], ids=repr)
def test_it_adds_no_proof_to_what_is_none(api, proof):
    assert api.issue(minimal(proof=proof)).status == 400


# -- verifying -------------------------------------------------------------------------------------


def test_it_verifies_what_others_sign(api, signed):
    answer = api.verify(signed)
    assert (answer.status, answer.body["verified"], answer.body["errors"]) == (200, True, [])


def without(name):
    def change(credential):
        del credential["proof"][name]

    return change


def proof(**members):
    def change(credential):
        credential["proof"] |= members

    return change


def credential(**members):
    def change(document):
        document |= members

    return change


def subject(**members):
    def change(document):
        document["credentialSubject"] |= members

    return change


def a_longer_value(document):
    value = multibase_decode(document["proof"]["proofValue"])
    document["proof"]["proofValue"] = multibase_encode(value + bytes(32))


def no_multibase(document):
    document["proof"]["proofValue"] = document["proof"]["proofValue"][1:]


CHANGES = {
    "the proof is null": credential(proof=None),
    "the proof is a text": credential(proof="proof"),
    "the proof is empty": credential(proof={}),
    "there are no proofs": credential(proof=[]),
    "no type": without("type"),
    "an unknown type": proof(type="UnknownProofType"),
    "no cryptosuite": without("cryptosuite"),
    "an unknown cryptosuite": proof(cryptosuite="UnknownCryptosuite"),
    "the cryptosuite is a number": proof(cryptosuite=7),
    "no method": without("verificationMethod"),
    "a method that is no key": proof(verificationMethod="did:key:invalidVm"),
    "a method that is no DID": proof(verificationMethod="did:key:@invalidVm@"),
    "no purpose": without("proofPurpose"),
    "another purpose": proof(proofPurpose="invalidPurpose"),
    "the other purpose": proof(proofPurpose="authentication"),
    "no value": without("proofValue"),
    "the value is null": proof(proofValue=None),
    "the value is of no multibase": no_multibase,
    "the value is too long": a_longer_value,
    "made on no date": proof(created="invalidDate"),
    "made on a date without a zone": proof(created="2026-01-01T00:00:00"),
    "expires on no date": proof(expires="invalidDate"),
    "expired": proof(expires="2020-01-01T00:00:00Z"),
    "made in the future": proof(created="2999-01-01T00:00:00Z"),
    "another member of the subject": subject(undefinedTerm="IfDroppedWillVerify"),
    "another name": subject(name="Bob"),
    "another subject": subject(id="urn:invalid"),
    "another type of credential": credential(type=["VerifiableCredential", "UndefinedType"]),
    "another member": credential(undefinedTerm="undefined"),
    "chained to a proof that is not there": proof(previousProof="urn:uuid:missing"),
    "chained to a list of such": proof(previousProof=["urn:uuid:missing"]),
    "chained to a number": proof(previousProof=7),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_it_refuses_a_credential_once(api, signed, sentence):
    changed = copy.deepcopy(signed)
    CHANGES[sentence](changed)
    answer = api.verify(changed)
    assert (answer.status, answer.body["verified"]) == (400, False)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.codes


def test_it_refuses_a_proof_made_for_another_purpose(api, stranger):
    document = minimal(issuer=stranger.did)
    signed = stranger.sign(document, purpose="authentication")
    assert api.verify(signed).codes == ["proof.purpose-mismatch"]
    assert api.verify(signed, expectedProofPurpose="authentication").status == 200


def test_it_refuses_another_purpose_than_expected(api, stranger):
    signed = stranger.sign(minimal(issuer=stranger.did))
    answer = api.verify(signed, expectedProofPurpose="authentication")
    assert answer.codes == ["proof.purpose-mismatch"]


@pytest.mark.parametrize(
    ("bound", "asked", "code"),
    [
        ({"domain": "a.example"}, {"domain": "a.example"}, None),
        ({"domain": "a.example"}, {"domain": "b.example"}, "proof.domain-mismatch"),
        ({"domain": "a.example"}, {}, "proof.domain-mismatch"),
        ({}, {"domain": "a.example"}, "proof.domain-mismatch"),
        ({"challenge": "1"}, {"challenge": "2"}, "proof.challenge-mismatch"),
        ({}, {"challenge": "2"}, "proof.challenge-mismatch"),
    ],
)
def test_it_holds_a_proof_to_what_it_is_bound_to(api, stranger, bound, asked, code):
    signed = stranger.sign(minimal(issuer=stranger.did), **bound)
    assert api.verify(signed, **asked).codes == ([code] if code else [])


# -- sets and chains -------------------------------------------------------------------------------

FIRST = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"


@pytest.mark.parametrize("previous", [None, FIRST, (FIRST,)], ids=["set", "chain", "list"])
def test_it_verifies_two_proofs(api, stranger, previous):
    document = minimal(issuer=stranger.did)
    once = stranger.sign(document, id=FIRST)
    twice = stranger.sign(
        once, id="urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54", previous_proof=previous
    )
    assert api.verify(twice).status == 200


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("previous", [None, FIRST], ids=["set", "chain"])
def test_every_one_of_two_proofs_must_hold(api, stranger, previous, place):
    once = stranger.sign(minimal(issuer=stranger.did), id=FIRST)
    twice = stranger.sign(once, created=now(), previous_proof=previous)
    twice["proof"][place]["proofValue"] = "z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh"
    assert api.verify(twice).status == 400


@pytest.mark.parametrize("place", [0, 1])
def test_a_chain_breaks_with_the_name_of_a_proof(api, stranger, place):
    once = stranger.sign(minimal(issuer=stranger.did), id=FIRST)
    twice = stranger.sign(
        once, id="urn:uuid:b5f8a1f0-0000-4000-8000-000000000001", previous_proof=FIRST
    )
    twice["proof"][place]["id"] = "urn:uuid:b5f8a1f0-0000-4000-8000-000000000002"
    assert api.verify(twice).status == 400
