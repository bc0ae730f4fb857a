"""The golden credential of the Open Badges 3.0 implementation guide, bit for bit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from testamur.credentials.proofs import ProofOptions, sign_document, verify_proof
from testamur.encoding import parse_timestamp
from testamur.keys import SigningKey
from testamur.ld import canonicalise, canonicalise_quads, parse_nquads
from tests.conftest import shared

GUIDE = ("vectors", "ob3-implementation-guide", "obv3p0")


@pytest.fixture
def vector() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(shared(*GUIDE, "vector.json").read_text())
    return loaded


@pytest.fixture
def key(vector: dict[str, Any]) -> SigningKey:
    return SigningKey.from_multikey(vector["secretKeyMultibase"])


def test_the_canonical_document_is_the_guides(vector: dict[str, Any]) -> None:
    canonical = canonicalise(vector["credential"])

    assert canonical.nquads == shared(*GUIDE, "document-canon.txt").read_bytes()
    assert canonical.digest().hex() == vector["documentHash"]


def test_the_proof_is_the_guides(vector: dict[str, Any], key: SigningKey) -> None:
    stated = vector["proof"]
    options = ProofOptions(
        cryptosuite=stated["cryptosuite"],
        verification_method=stated["verificationMethod"],
        created=parse_timestamp(stated["created"]),
    )

    signed = sign_document(vector["credential"], signer=key, options=options)

    assert signed["proof"] == stated


def test_the_signed_credential_verifies(vector: dict[str, Any], key: SigningKey) -> None:
    assert key.public.multikey == vector["publicKeyMultibase"]
    verify_proof(vector["credential"], vector["proof"], key=key.public)


@pytest.mark.parametrize("folder", ["obv3p0", "clrv2p0"])
@pytest.mark.parametrize("name", ["document-canon.txt", "proof-canon.txt"])
def test_a_canonical_form_of_the_guide_is_its_own_canonical_form(folder: str, name: str) -> None:
    published = shared("vectors", "ob3-implementation-guide", folder, name).read_bytes()

    assert canonicalise_quads(parse_nquads(published.decode())).nquads == published
