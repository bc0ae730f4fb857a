"""The cryptosuites by name: which keys each takes, how it hashes, how it signs and verifies.

A suite is a row of functions, chosen by name. What a whole-document suite signs is
`hash_data`: the options' hash followed by the document's (VC DI EdDSA 1.0 §3.2.4); the key decides
the hash algorithm (VC DI ECDSA 1.0 §3: SHA-256 for P-256, SHA-384 for P-384, also inside RDFC).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from testamur import ld
from testamur.credentials.proofs import selective
from testamur.credentials.proofs.hashing import JCS, RDFC, Means, Transformation
from testamur.credentials.proofs.options import DATA_INTEGRITY, StatedProof
from testamur.encoding import JsonObject, multibase_decode, multibase_encode
from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey, Signer

__all__ = ["SUITES", "Suite", "hash_data", "hash_name", "signature_of", "suite_of"]

_ED25519: Final[Mapping[KeyKind, ld.HashName]] = {KeyKind.ED25519: "sha256"}
_ECDSA: Final[Mapping[KeyKind, ld.HashName]] = {KeyKind.P256: "sha256", KeyKind.P384: "sha384"}
_SELECTIVE: Final[Mapping[KeyKind, ld.HashName]] = {KeyKind.P256: "sha256"}


@dataclass(frozen=True, slots=True)
class Suite:
    """One cryptosuite.

    `hashes` maps each kind of key it takes to its hash algorithm. `sign` gives the proof value
    for a document without this proof; None where this suite is verified only, or signs through a
    function of its own. `verify` says whether a proof's value is the key's over the document;
    it raises `Refused` where the question makes no sense.
    """

    name: str
    proof_type: str
    hashes: Mapping[KeyKind, ld.HashName]
    transformation: Transformation
    sign: Sign | None
    verify: Verify


class Sign(Protocol):
    """Make the value of a new proof; `document` holds the earlier proofs it is chained to."""

    def __call__(
        self,
        suite: Suite,
        document: JsonObject,
        options: JsonObject,
        *,
        signer: Signer,
        inline_contexts: bool,
    ) -> str: ...


class Verify(Protocol):
    """Whether a proof's value is the key's; `document` holds the proofs it is chained to."""

    def __call__(
        self,
        suite: Suite,
        document: JsonObject,
        proof: StatedProof,
        *,
        key: PublicKey,
        inline_contexts: bool,
    ) -> bool: ...


def hash_name(suite: Suite, kind: KeyKind) -> ld.HashName:
    """The hash algorithm `suite` uses with keys of `kind`; raises `Refused` for other kinds."""
    if kind not in suite.hashes:
        taken = " or ".join(suite.hashes)
        raise Refused.because(
            "proof.key-mismatch",
            f"{suite.name} takes {taken} keys, and the key is {kind}",
            "/proof/verificationMethod",
        )
    return suite.hashes[kind]


def hash_data(
    suite: Suite,
    document: JsonObject,
    options: JsonObject,
    *,
    kind: KeyKind,
    inline_contexts: bool = False,
) -> bytes:
    """The bytes a whole-document suite signs: the hash of `options`, then that of `document`."""
    means = Means(hash_name(suite, kind), inline_contexts)
    way = suite.transformation
    return way.options_hash(document, options, means) + way.document_hash(document, options, means)


def suite_of(proof: StatedProof) -> Suite:
    """The suite `proof` names; raises `Refused` (`proof.suite-unknown`)."""
    suite = SUITES.get(proof.suite)
    if suite is None or suite.proof_type != proof.options["type"]:
        raise Refused.because(
            "proof.suite-unknown",
            f"proofs by {proof.suite[:80]!r} cannot be checked",
            "/proof/cryptosuite" if proof.options["type"] == DATA_INTEGRITY else "/proof/type",
        )
    return suite


def signature_of(value: str) -> bytes:
    """The bytes of a proof value; raises `Refused` (`proof.malformed`)."""
    if len(value) > 200:
        raise Refused.because("proof.malformed", "the proof value is too long", "/proof/proofValue")
    try:
        return multibase_decode(value)
    except Refused as refused:
        raise Refused.because(
            "proof.malformed", refused.problem.detail, "/proof/proofValue"
        ) from None


def _sign_whole(
    suite: Suite,
    document: JsonObject,
    options: JsonObject,
    *,
    signer: Signer,
    inline_contexts: bool,
) -> str:
    kind = signer.public.kind
    signed = hash_data(suite, document, options, kind=kind, inline_contexts=inline_contexts)
    return multibase_encode(signer.sign(signed))


def _verify_whole(
    suite: Suite,
    document: JsonObject,
    proof: StatedProof,
    *,
    key: PublicKey,
    inline_contexts: bool,
) -> bool:
    signature = signature_of(proof.value)
    signed = hash_data(
        suite, document, proof.options, kind=key.kind, inline_contexts=inline_contexts
    )
    return key.verify(signed, signature)


def _verify_selective(
    suite: Suite,
    document: JsonObject,
    proof: StatedProof,
    *,
    key: PublicKey,
    inline_contexts: bool,
) -> bool:
    means = Means(hash_name(suite, key.kind), inline_contexts)
    return selective.verify_derived(document, proof, key=key, means=means)


def _whole(
    name: str, hashes: Mapping[KeyKind, ld.HashName], transformation: Transformation
) -> Suite:
    return Suite(name, DATA_INTEGRITY, hashes, transformation, _sign_whole, _verify_whole)


_TABLE: Final = (
    _whole("eddsa-rdfc-2022", _ED25519, RDFC),
    _whole("eddsa-jcs-2022", _ED25519, JCS),
    _whole("ecdsa-rdfc-2019", _ECDSA, RDFC),
    _whole("ecdsa-jcs-2019", _ECDSA, JCS),
    Suite("ecdsa-sd-2023", DATA_INTEGRITY, _SELECTIVE, RDFC, None, _verify_selective),
    Suite("Ed25519Signature2020", "Ed25519Signature2020", _ED25519, RDFC, None, _verify_whole),
)

SUITES: Final[Mapping[str, Suite]] = MappingProxyType({suite.name: suite for suite in _TABLE})
"""Cryptosuite name, or proof type of the time before cryptosuites, to its suite."""
