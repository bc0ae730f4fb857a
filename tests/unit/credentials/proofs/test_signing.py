"""What a signed document looks like, and that what was signed verifies."""

from __future__ import annotations

import pytest

from testamur.credentials.proofs import SUITES, sign_document, verify_proof
from testamur.encoding import copy_json
from testamur.errors import Refused
from tests.unit.credentials.proofs.badges import (
    DI2,
    KEYS,
    OB3,
    SIGNED_WITH,
    VC1,
    badge,
    judged,
    options_for,
    signed_badge,
)


@pytest.mark.parametrize(("suite", "kind"), SIGNED_WITH)
def test_what_is_signed_verifies(suite, kind):
    assert judged(signed_badge(suite, kind)) == (["passed"], [])


@pytest.mark.parametrize(("suite", "kind"), SIGNED_WITH)
def test_vc_1_1_documents_get_the_context_that_defines_the_proof(suite, kind):
    document = badge(contexts=(VC1, OB3))
    document["issuanceDate"] = document.pop("validFrom")
    signed = signed_badge(suite, kind, document)
    assert signed["@context"] == [VC1, OB3, DI2]
    assert judged(signed) == (["passed"], [])


def test_the_given_document_is_not_changed():
    document = badge()
    before = copy_json(document)
    signed_badge(document=document)
    assert document == before


def test_members_stand_in_reading_order():
    signed = signed_badge(id="urn:uuid:1", challenge="c", domain="uni.example", nonce="n")
    assert list(signed["proof"]) == [
        "type",
        "id",
        "cryptosuite",
        "created",
        "verificationMethod",
        "proofPurpose",
        "domain",
        "challenge",
        "nonce",
        "proofValue",
    ]


def test_a_jcs_proof_carries_the_contexts_it_was_signed_in():
    assert signed_badge("eddsa-jcs-2022")["proof"]["@context"] == badge()["@context"]
    assert "@context" not in signed_badge()["proof"]


def test_a_first_proof_is_an_object_unless_a_list_is_there():
    assert isinstance(signed_badge()["proof"], dict)
    assert isinstance(signed_badge(document=badge() | {"proof": []})["proof"], list)


def test_a_second_proof_joins_the_first():
    signed = signed_badge("eddsa-jcs-2022", document=signed_badge())
    assert [proof["cryptosuite"] for proof in signed["proof"]] == [
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
    ]
    assert judged(signed) == (["passed", "passed"], [])


def test_a_document_of_its_own_terms_is_signed_only_when_allowed():
    document = badge(contexts=(*badge()["@context"], {"motto": "https://uni.example/motto"}))
    document["motto"] = "Learn."
    key = KEYS["ed25519"]
    options = options_for("eddsa-rdfc-2022", key)
    with pytest.raises(Refused) as refused:
        sign_document(document, signer=key, options=options)
    assert refused.value.problem.code == "context.refused"
    signed = sign_document(document, signer=key, options=options, inline_contexts=True)
    assert judged(signed, inline_contexts=True) == (["passed"], [])
    assert judged(signed) == (["failed"], ["context.refused"])


@pytest.mark.parametrize(
    ("suite", "kind"),
    [
        ("eddsa-rdfc-2022", "p256"),
        ("eddsa-jcs-2022", "p384"),
        ("ecdsa-rdfc-2019", "ed25519"),
        ("ecdsa-jcs-2019", "ed25519"),
    ],
)
def test_a_key_of_another_kind_is_refused(suite, kind):
    with pytest.raises(Refused) as refused:
        signed_badge(suite, kind)
    assert refused.value.problem.code == "proof.key-mismatch"


@pytest.mark.parametrize("suite", ["Ed25519Signature2020", "ecdsa-sd-2023", "bbs-2023", ""])
def test_suites_that_do_not_sign_whole_documents_are_refused(suite):
    with pytest.raises(Refused) as refused:
        signed_badge(suite)
    assert refused.value.problem.code == "proof.suite-unknown"


@pytest.mark.parametrize(
    "stated",
    [
        {"verification_method": "key-1"},
        {"verification_method": ""},
        {"purpose": ""},
        {"challenge": ""},
        {"domain": ()},
        {"domain": ("a", "a")},
        {"previous_proof": ""},
        {"id": "proof-1"},
        {"id": "https://uni.example/a b"},
    ],
    ids=str,
)
def test_malformed_options_are_refused_before_signing(stated):
    with pytest.raises(Refused) as refused:
        signed_badge(**stated)
    assert refused.value.problem.code == "proof.malformed"


def test_options_given_away_are_copies():
    options = options_for("eddsa-rdfc-2022", KEYS["ed25519"], domain=("a.example", "b.example"))
    options.as_json()["domain"].append("c.example")
    assert options.as_json()["domain"] == ["a.example", "b.example"]


def test_an_undefined_member_is_not_signed_by_rdfc():
    with pytest.raises(Refused) as refused:
        signed_badge(document=badge() | {"gpa": "4.0"})
    assert refused.value.problem.code == "document.unsigned-term"
    assert refused.value.problem.pointer == "/gpa"


@pytest.mark.parametrize("suite", SUITES)
def test_the_table_names_its_suites(suite):
    assert SUITES[suite].name == suite


def test_one_key_does_not_verify_for_another():
    signed = signed_badge("ecdsa-rdfc-2019", "p256")
    with pytest.raises(Refused) as refused:
        verify_proof(signed, signed["proof"], key=KEYS["p384"].public)
    assert refused.value.problem.code == "proof.signature-mismatch"
    with pytest.raises(Refused) as refused:
        verify_proof(signed, signed["proof"], key=KEYS["ed25519"].public)
    assert refused.value.problem.code == "proof.key-mismatch"
