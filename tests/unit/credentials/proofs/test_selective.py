"""What a holder shows verifies; what was not signed does not."""

from __future__ import annotations

import pytest

from testamur.credentials.proofs import derive, sign_selective
from testamur.credentials.proofs.disclosure import BaseValue, DerivedValue
from testamur.encoding import copy_json
from testamur.errors import Refused
from tests.unit.credentials.proofs.badges import (
    DI2,
    KEYS,
    OB3,
    VC1,
    badge,
    codes_of,
    judged,
    options_for,
    signed_badge,
)

SUITE = "ecdsa-sd-2023"
ACHIEVEMENT = "/credentialSubject/achievement"


def issued(document=None, *, kind="p256", mandatory=("/issuer", "/validFrom"), **stated):
    key = KEYS[kind]
    return sign_selective(
        badge() if document is None else document,
        signer=key,
        options=options_for(stated.pop("suite", SUITE), key, **stated),
        mandatory=list(mandatory),
    )


def code_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.problem.code


@pytest.mark.parametrize(
    "pointers",
    [
        [],
        ["/name"],
        ["/credentialSubject"],
        [f"{ACHIEVEMENT}/criteria", f"{ACHIEVEMENT}/alignment/1"],
        [f"{ACHIEVEMENT}/alignment/0/targetName", f"{ACHIEVEMENT}/resultDescription"],
        [f"{ACHIEVEMENT}/description"],
        [""],
    ],
    ids=str,
)
@pytest.mark.parametrize("mandatory", [["/issuer"], [], ["/issuer", ACHIEVEMENT]], ids=str)
def test_what_is_shown_verifies(pointers, mandatory):
    base = issued(mandatory=mandatory)
    if not pointers and not mandatory:
        assert code_of(lambda: derive(base, pointers=pointers)) == "proof.nothing-selected"
        return
    assert judged(derive(base, pointers=pointers)) == (["passed"], [])


def test_what_is_mandatory_is_always_shown():
    shown = derive(issued(), pointers=["/name"])
    assert shown["issuer"] == badge()["issuer"]
    assert shown.keys() == {"@context", "id", "type", "name", "issuer", "validFrom", "proof"}


def test_the_given_documents_are_not_changed():
    document = badge()
    base = issued(document)
    before = copy_json(base)
    derive(base, pointers=["/name"])
    assert (document, base) == (badge(), before)


def test_one_issue_differs_from_the_next():
    values = [BaseValue.unpack(issued()["proof"]["proofValue"]) for _ in range(2)]
    assert values[0].hmac_key != values[1].hmac_key
    assert values[0].key != values[1].key


def test_a_derived_value_tells_nothing_of_what_is_not_shown():
    shown = derive(issued(), pointers=["/name"])
    value = DerivedValue.unpack(shown["proof"]["proofValue"])
    assert value.labels == {}
    assert len(value.signatures) == 1


def test_a_base_proof_does_not_stand_before_a_verifier():
    assert judged(issued()) == (["failed"], ["proof.not-derived"])


def test_a_derived_document_cannot_be_derived_from():
    shown = derive(issued(), pointers=["/credentialSubject"])
    assert code_of(lambda: derive(shown, pointers=["/name"])) == "proof.malformed"


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(name="Mastery of Python"),
        lambda document: document.update(description="Added."),
        lambda document: document.pop("name"),
        lambda document: document["issuer"].update(name="Another"),
        lambda document: document["type"].pop(),
        lambda document: document["proof"].update(created="2026-05-02T12:00:00Z"),
        lambda document: document["credentialSubject"]["achievement"]["alignment"].pop(),
        lambda document: document["credentialSubject"]["achievement"]["criteria"].update(
            narrative="Pay the fee."
        ),
        lambda document: document["credentialSubject"].update(id="did:example:eve"),
    ],
)
def test_a_changed_derived_document_fails(change):
    shown = derive(issued(), pointers=["/name", "/credentialSubject"])
    change(shown)
    assert judged(shown)[0] == ["failed"]


def test_statements_cannot_move_between_nodes():
    """Two alignments swap their URLs: every text was signed, but of the other node."""
    shown = derive(issued(), pointers=[f"{ACHIEVEMENT}/alignment"])
    one, other = shown["credentialSubject"]["achievement"]["alignment"]
    one["targetUrl"], other["targetUrl"] = other["targetUrl"], one["targetUrl"]
    assert judged(shown)[0] == ["failed"]


def test_a_node_cannot_be_shown_as_two():
    shown = derive(issued(), pointers=[f"{ACHIEVEMENT}/alignment/0"])
    achievement = shown["credentialSubject"]["achievement"]
    (alignment,) = achievement["alignment"]
    achievement["alignment"] = [
        {name: value for name, value in alignment.items() if name != left_out}
        for left_out in ("targetName", "targetUrl")
    ]
    value = DerivedValue.unpack(shown["proof"]["proofValue"])
    (name,) = value.labels.values()
    assert judged(shown)[0] == ["failed"]
    doubled = DerivedValue(
        value.signature, value.key, value.signatures, {0: name, 1: name}, value.mandatory
    )
    shown["proof"]["proofValue"] = doubled.pack()
    assert judged(shown) == (["failed"], ["proof.malformed"])


def value_with(**changed):
    shown = derive(issued(), pointers=["/name", f"{ACHIEVEMENT}/criteria"])
    value = DerivedValue.unpack(shown["proof"]["proofValue"])
    parts = {name: getattr(value, name) for name in DerivedValue.__dataclass_fields__}
    edits = {name: change(parts[name]) for name, change in changed.items()}
    shown["proof"]["proofValue"] = DerivedValue(**(parts | edits)).pack()
    return judged(shown)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"signatures": lambda them: them[:-1]}, "proof.malformed"),
        ({"signatures": lambda them: (*them, them[0])}, "proof.malformed"),
        ({"signatures": lambda them: them[::-1]}, "proof.signature-mismatch"),
        ({"signature": lambda _: bytes(64)}, "proof.signature-mismatch"),
        ({"key": lambda _: KEYS["p256"].public}, "proof.signature-mismatch"),
        ({"labels": lambda _: {}}, "proof.malformed"),
        ({"labels": lambda them: dict.fromkeys(them, b"x" * 32)}, "signature"),
        ({"mandatory": lambda them: them[1:]}, "proof.malformed"),
        ({"mandatory": lambda them: (*them[:-1], 999)}, "proof.malformed"),
    ],
)
def test_a_changed_derived_value_fails(changed, code):
    outcome, (found,) = value_with(**changed)
    assert outcome == ["failed"]
    assert code in found


def test_mandatory_statements_cannot_be_hidden_behind_signatures():
    """A statement taken from the mandatory ones needs a signature that nobody made."""
    outcome, _ = value_with(
        mandatory=lambda them: them[1:], signatures=lambda them: (them[0], *them)
    )
    assert outcome == ["failed"]


def test_vc_1_1_documents_get_the_context_that_defines_the_proof():
    document = badge(contexts=(VC1, OB3))
    document["issuanceDate"] = document.pop("validFrom")
    base = issued(document, mandatory=["/issuer"])
    assert base["@context"] == [VC1, OB3, DI2]
    assert judged(derive(base, pointers=["/issuanceDate"])) == (["passed"], [])


def test_a_list_of_proofs_stays_a_list():
    base = issued(badge() | {"proof": []})
    assert isinstance(derive(base, pointers=["/name"])["proof"], list)


def test_other_proofs_are_left_out_of_what_is_shown():
    base = issued(signed_badge())
    shown = derive(base, pointers=["/name"])
    assert [proof["cryptosuite"] for proof in shown["proof"]] == [SUITE]
    assert judged(shown) == (["passed"], [])


@pytest.mark.parametrize("proofs", [0, 2])
def test_exactly_one_base_proof_is_derived_from(proofs):
    document = signed_badge() if proofs == 0 else issued(issued())
    assert code_of(lambda: derive(document, pointers=["/name"])) == "proof.missing"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "p384"}, "proof.key-mismatch"),
        ({"kind": "ed25519"}, "proof.key-mismatch"),
        ({"suite": "ecdsa-rdfc-2019"}, "proof.suite-unknown"),
        ({"previous_proof": "urn:uuid:1"}, "proof.suite-unknown"),
        ({"mandatory": ["/nothing"]}, "proof.pointer-unmatched"),
        ({"mandatory": [f"{ACHIEVEMENT}/resultDescription/0/allowedValue/0"]}, "proof.pointer"),
    ],
    ids=str,
)
def test_what_cannot_be_issued_is_refused(given, code):
    assert code in code_of(lambda: issued(**given))


def test_a_base_proof_must_fit_its_document():
    base = issued()
    del base["name"]
    assert code_of(lambda: derive(base, pointers=["/id"])) == "proof.malformed"


def test_other_keys_than_p256_cannot_verify_it():
    shown = derive(issued(), pointers=["/name"])
    key = KEYS["p384"].public
    shown["proof"]["verificationMethod"] = f"{key.did_key}#{key.multikey}"
    assert codes_of(shown) == ["proof.key-mismatch"]
