"""Presentations this service makes, under every path, and the answers to a verifier's question."""

from __future__ import annotations

import pytest

from tests.web.vc_api.conftest import minimal, presentation

PROOFS = {
    "": "eddsa-rdfc-2022",
    "/eddsa-jcs-2022": "eddsa-jcs-2022",
    "/ecdsa-rdfc-2019/p-256": "ecdsa-rdfc-2019",
    "/ecdsa-jcs-2019/p-384": "ecdsa-jcs-2019",
    "/ecdsa-sd-2023/p-256": "ecdsa-rdfc-2019",
}
ASKED = {"challenge": "c-1", "domain": "verifier.example"}


def made(api, under="", options=None, *, path="presentations/issue"):
    credential = api.issued(minimal(), under="")
    body = {"presentation": presentation(credential)} | ({"options": options} if options else {})
    answer = api.post(f"{under}/{path}", body)
    assert answer.status == 201, answer.body
    return answer.body["verifiablePresentation"]


@pytest.mark.parametrize("path", ["presentations", "presentations/issue"])
@pytest.mark.parametrize("under", PROOFS)
def test_it_is_signed_for_authentication_by_its_holder(api, under, path):
    held = made(api, under, ASKED, path=path)
    proof = held["proof"]
    assert proof["cryptosuite"] == PROOFS[under]
    assert proof["proofPurpose"] == "authentication"
    assert proof["verificationMethod"].startswith(f"{held['holder']}#")
    assert {name: proof[name] for name in ASKED} == ASKED
    answer = api.verify_presentation(held, under=under, **ASKED)
    assert (answer.status, answer.body["verified"]) == (200, True)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"challenge": "c-2", "domain": "verifier.example"}, "proof.challenge-mismatch"),
        ({"challenge": "c-1", "domain": "other.example"}, "proof.domain-mismatch"),
    ],
)
def test_it_is_refused_where_another_was_asked(api, asked, code):
    answer = api.verify_presentation(made(api, options=ASKED), **asked)
    assert (answer.status, answer.codes) == (400, [code])


def test_it_cannot_answer_a_question_it_was_not_made_for(api):
    assert api.verify_presentation(made(api), **ASKED).status == 400


def test_a_presentation_is_no_credential_and_the_other_way_round(api):
    held = made(api)
    assert api.verify(held).status == 400
    assert api.verify_presentation(held["verifiableCredential"][0]).status == 400


def test_a_credential_inside_is_judged_too(api):
    credential = api.issued(minimal(validUntil="2020-01-01T00:00:00Z"))
    held = api.post("/presentations", {"presentation": presentation(credential)})
    held = held.body["verifiablePresentation"]
    assert "dates.expired" in api.verify_presentation(held).codes
    assert api.verify_presentation(held, checks=["proof"]).status == 200


@pytest.mark.parametrize(
    "members",
    [
        {"@context": []},
        {"type": ["VerifiableCredential"]},
        {"verifiableCredential": "did:example:x"},
        {"undefinedTerm": "x"},
        {"proof": {"type": "DataIntegrityProof"}},
    ],
    ids=str,
)
def test_it_presents_nothing_malformed(api, members):
    answer = api.post("/presentations", {"presentation": presentation() | members})
    assert answer.status == 400
    assert answer.codes
