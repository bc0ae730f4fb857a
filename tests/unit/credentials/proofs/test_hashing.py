"""Which contexts the options stand in, and that each hash is asked for once."""

from __future__ import annotations

import pytest

from testamur import ld
from testamur.credentials.proofs import hashing
from testamur.credentials.proofs.hashing import RDFC, Means, with_suite_context
from tests.unit.credentials.proofs.badges import (
    AT,
    DI2,
    KEYS,
    OB3,
    VC1,
    VC2,
    badge,
    codes_of,
    options_for,
    signed_badge,
)

ED2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


@pytest.mark.parametrize(
    ("contexts", "expected"),
    [
        ([VC2, OB3], [VC2, OB3]),
        ([VC1, OB3], [VC1, OB3, DI2]),
        ([VC1, DI2, OB3], [VC1, DI2, OB3]),
        (VC1, [VC1, DI2]),
        (VC2, VC2),
        ([VC1, {"DataIntegrityProof": "urn:x"}], [VC1, {"DataIntegrityProof": "urn:x"}]),
        (
            [VC1, {"@context": {"DataIntegrityProof": "urn:x"}}],
            [VC1, {"@context": {"DataIntegrityProof": "urn:x"}}],
        ),
        (["https://unknown.example/v1"], ["https://unknown.example/v1", DI2]),
        (None, [DI2]),
    ],
    ids=str,
)
def test_the_suites_context_is_named_last_where_none_defines_the_proof(contexts, expected):
    document = with_suite_context({"@context": contexts}, proof_type="DataIntegrityProof")
    assert document["@context"] == expected


def test_the_older_proof_type_has_its_own_context():
    document = with_suite_context({"@context": [VC2]}, proof_type="Ed25519Signature2020")
    assert document["@context"] == [VC2, ED2020]


def test_options_of_vc_1_1_are_read_in_the_suites_context_where_the_document_has_none():
    """Peers sign VC 1.1 documents without naming it in the document."""
    document = badge(contexts=(VC1, OB3))
    document["issuanceDate"] = document.pop("validFrom")
    signed = signed_badge(document=document)
    assert signed["@context"].pop() == DI2
    assert codes_of(signed) == []


def test_the_options_hash_of_a_batch_is_made_once(monkeypatch):
    hashing._kept_hash.cache_clear()
    asked = []

    def counted(document, **kwargs):
        asked.append(document)
        return ld.canonicalise(document, **kwargs).digest(kwargs["algorithm"])

    monkeypatch.setattr(ld, "digest", counted)
    options = options_for("eddsa-rdfc-2022", KEYS["ed25519"]).as_json()
    hashes = {RDFC.options_hash(badge(), options, Means()) for _ in range(5)}
    assert (len(hashes), len(asked)) == (1, 1)
    assert RDFC.options_hash(badge(), options, Means("sha384")) not in hashes


def test_long_options_are_not_kept():
    hashing._kept_hash.cache_clear()
    options = options_for("eddsa-rdfc-2022", KEYS["ed25519"], nonce="n" * 5000).as_json()
    RDFC.options_hash(badge(), options, Means())
    assert hashing._kept_hash.cache_info().currsize == 0


def test_a_context_in_an_rdfc_proof_would_be_unsigned():
    signed = signed_badge()
    signed["proof"]["@context"] = badge()["@context"]
    assert codes_of(signed, at=AT) == ["context.refused"]
