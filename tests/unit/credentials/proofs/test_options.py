"""Each member of a proof has one accepted form."""

from __future__ import annotations

import pytest

from testamur.credentials.proofs.options import read_proof
from testamur.errors import Refused
from tests.unit.credentials.proofs.badges import MADE, signed_badge


def refusal(proof):
    with pytest.raises(Refused) as refused:
        read_proof(proof)
    return refused.value.problem.code, refused.value.problem.pointer


@pytest.mark.parametrize("proof", [None, {}, [], "proof", 7, True], ids=repr)
def test_a_proof_is_an_object(proof):
    assert refusal(proof) == ("proof.malformed", "/proof")


@pytest.mark.parametrize(
    "name", ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"]
)
@pytest.mark.parametrize("value", ["absent", None, "", [], {}, 7, ["DataIntegrityProof"]], ids=repr)
def test_required_members_are_text(name, value):
    proof = signed_badge()["proof"]
    if value == "absent":
        del proof[name]
    else:
        proof[name] = value
    assert refusal(proof) == ("proof.malformed", f"/proof/{name}")


@pytest.mark.parametrize("name", ["challenge", "nonce", "id"])
@pytest.mark.parametrize("value", [None, "", ["c"], 7], ids=repr)
def test_optional_members_are_text_where_they_are(name, value):
    assert refusal(signed_badge()["proof"] | {name: value}) == ("proof.malformed", f"/proof/{name}")


@pytest.mark.parametrize("name", ["domain", "previousProof"])
@pytest.mark.parametrize("value", [None, "", [], [""], ["a", "a"], [7], {}, 7], ids=repr)
def test_sets_are_one_text_or_different_texts(name, value):
    assert refusal(signed_badge()["proof"] | {name: value}) == ("proof.malformed", f"/proof/{name}")


@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "invalidDate",
        "2026-05-01",
        "2026-05-01T12:00:00",
        "2026-13-01T12:00:00Z",
        1777636800,
        ["2026-05-01T12:00:00Z"],
    ],
    ids=repr,
)
def test_moments_have_a_zone(name, value):
    assert refusal(signed_badge()["proof"] | {name: value}) == ("time.malformed", f"/proof/{name}")


def test_a_moment_may_have_an_offset_and_a_fraction():
    proof = signed_badge()["proof"] | {"created": "2026-05-01T14:00:00.000+02:00"}
    assert read_proof(proof).created == MADE


@pytest.mark.parametrize(
    "value", ["key-1", "#key-1", "//uni.example/k", "did key:z6", " did:key:z"]
)
def test_a_verification_method_is_an_absolute_url(value):
    proof = signed_badge()["proof"] | {"verificationMethod": value}
    assert refusal(proof) == ("proof.malformed", "/proof/verificationMethod")


def test_a_proof_of_the_time_before_cryptosuites_is_named_by_its_type():
    proof = signed_badge()["proof"] | {"type": "Ed25519Signature2018"}
    del proof["cryptosuite"]
    assert read_proof(proof).suite == "Ed25519Signature2018"
