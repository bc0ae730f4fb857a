"""Proof sets, and proofs that cover earlier ones."""

from __future__ import annotations

import pytest

from testamur.credentials.proofs.chains import MAX_PROOFS, covered_document, proofs_of
from testamur.errors import Refused
from tests.unit.credentials.proofs.badges import badge, codes_of, judged, signed_badge

FIRST, SECOND, THIRD = "urn:uuid:1", "urn:uuid:2", "urn:uuid:3"
SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def chain_of_three(suite):
    """Two proofs side by side, and a third over both."""
    document = signed_badge(suite, id=FIRST)
    document = signed_badge(suite, document=document, id=SECOND)
    return signed_badge(suite, document=document, id=THIRD, previous_proof=(FIRST, SECOND))


@pytest.mark.parametrize("suite", SUITES)
def test_a_chain_verifies(suite):
    assert judged(chain_of_three(suite)) == (["passed"] * 3, [])


@pytest.mark.parametrize("suite", SUITES)
def test_previous_proof_may_be_one_text(suite):
    document = signed_badge(suite, document=signed_badge(suite, id=FIRST), previous_proof=FIRST)
    assert document["proof"][1]["previousProof"] == FIRST
    assert judged(document) == (["passed", "passed"], [])


@pytest.mark.parametrize("suite", SUITES)
def test_a_covered_proof_cannot_be_taken_out(suite):
    document = chain_of_three(suite)
    del document["proof"][1]
    assert judged(document) == (["passed", "failed"], ["proof.previous-missing"])


@pytest.mark.parametrize("suite", SUITES)
def test_a_covered_proof_cannot_be_changed(suite):
    document = chain_of_three(suite)
    document["proof"][1]["proofValue"] = signed_badge(suite, nonce="x")["proof"]["proofValue"]
    assert judged(document)[0] == ["passed", "failed", "failed"]


@pytest.mark.parametrize("suite", SUITES)
def test_a_proof_in_a_set_that_does_not_cover_another_survives_its_change(suite):
    document = signed_badge(suite, document=signed_badge(suite, id=FIRST), id=SECOND)
    document["proof"][0]["created"] = "2026-05-02T12:00:00Z"
    assert judged(document)[0] == ["failed", "passed"]


def test_the_order_of_a_chain_means_nothing_to_rdf():
    document = chain_of_three("eddsa-rdfc-2022")
    document["proof"].reverse()
    assert judged(document) == (["passed"] * 3, [])


def test_two_proofs_of_one_id_cannot_be_covered():
    document = signed_badge(document=signed_badge(id=FIRST), previous_proof=FIRST)
    document["proof"].append(document["proof"][0])
    with pytest.raises(Refused) as refused:
        covered_document(document, [FIRST])
    assert refused.value.problem.code == "proof.previous-missing"


def test_signing_over_a_proof_that_is_not_there_is_refused():
    with pytest.raises(Refused) as refused:
        signed_badge(previous_proof=FIRST)
    assert refused.value.problem.code == "proof.previous-missing"


@pytest.mark.parametrize(
    "previous", [456321, None, [], [456321], [None], {"id": FIRST}, "", [FIRST, FIRST]], ids=repr
)
def test_previous_proof_of_another_form_is_malformed(previous):
    document = signed_badge(document=signed_badge(id=FIRST), previous_proof=FIRST)
    document["proof"][1]["previousProof"] = previous
    assert codes_of(document) == ["proof.malformed"]


def test_only_so_many_proofs_are_read():
    proof = signed_badge()["proof"]
    assert len(proofs_of(badge() | {"proof": [proof] * MAX_PROOFS})) == MAX_PROOFS
    assert judged(badge() | {"proof": [proof] * (MAX_PROOFS + 1)}) == (
        ["failed"],
        ["proof.malformed"],
    )


def test_a_covered_document_without_previous_proofs_has_none():
    assert covered_document(signed_badge(), ()) == badge()
