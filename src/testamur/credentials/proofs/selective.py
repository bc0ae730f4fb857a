"""ecdsa-sd-2023: an issuer signs each statement, a holder shows some (VC DI ECDSA 1.0 §3.4 to 3.6).

    issued = sign_selective(document, signer=key, options=options, mandatory=["/issuer"])
    shown = derive(issued, pointers=["/credentialSubject/achievement"])

The statements a mandatory pointer reaches are hashed together and signed by the issuer; each other
statement is signed by a key made for this proof alone, which the issuer's signature vouches for.
Blank nodes are named by HMAC, so that a name says nothing about what is not shown.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from testamur import ld
from testamur.credentials.proofs.chains import covered_document, proofs_of, with_proof
from testamur.credentials.proofs.disclosure import BaseValue, DerivedValue, packed_key
from testamur.credentials.proofs.hashing import RDFC, Means, with_suite_context
from testamur.credentials.proofs.options import (
    DATA_INTEGRITY,
    ProofOptions,
    StatedProof,
    read_proof,
)
from testamur.credentials.proofs.selection import relabelled, select, statements_of
from testamur.encoding import JsonObject, base64url_decode, base64url_encode
from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey, Signer, SigningKey

__all__ = ["SUITE_NAME", "derive", "sign_selective", "verify_derived"]

SUITE_NAME: Final = "ecdsa-sd-2023"


def sign_selective(
    document: JsonObject,
    *,
    signer: Signer,
    options: ProofOptions,
    mandatory: Sequence[str],
    inline_contexts: bool = False,
    rng: Callable[[int], bytes] = secrets.token_bytes,
) -> JsonObject:
    """A new document with a base proof, from which its holder can derive.

    `mandatory` are JSON Pointers to what every derived document must show; `rng` gives that many
    secret random bytes. The proof is for the holder alone: whoever has it can show anything.
    Raises `Refused` (`proof.*`, `context.*`, `document.*`).
    """
    _check_signing(signer, options)
    document = with_suite_context(document, proof_type=DATA_INTEGRITY)
    unsecured, stated = covered_document(document, ()), options.as_json()
    options_hash = RDFC.options_hash(unsecured, stated, Means(inline_contexts=inline_contexts))
    hmac_key, own_key = rng(32), SigningKey.generate(KeyKind.P256, rng=rng)
    statements = statements_of(unsecured, relabel=namer(hmac_key), inline_contexts=inline_contexts)
    always, others = _split(statements.lines, statements.indexes_of(mandatory))
    value = BaseValue(
        signature=signer.sign(vouched(options_hash, own_key.public, always)),
        key=own_key.public,
        hmac_key=hmac_key,
        signatures=tuple(own_key.sign(line.encode()) for line in others),
        mandatory=tuple(mandatory),
    )
    return with_proof(document, stated | {"proofValue": value.pack()})


def derive(
    document: JsonObject, *, pointers: Sequence[str], inline_contexts: bool = False
) -> JsonObject:
    """A new document that shows what is mandatory and what `pointers` point to, and its proof.

    `document` carries exactly one base proof; other proofs cover what is no longer shown, and are
    left out. Raises `Refused` (`proof.*`).
    """
    # 1 the base proof, and the statements it signed
    proof = _base_proof_of(document)
    base = BaseValue.unpack(proof.value)
    unsecured = covered_document(document, ())
    statements = statements_of(
        unsecured, relabel=namer(base.hmac_key), inline_contexts=inline_contexts
    )
    # 2 which statements are shown, and which of them the issuer signed together
    asked = list(dict.fromkeys([*base.mandatory, *pointers]))
    if not asked:
        raise Refused.because("proof.nothing-selected", "nothing is selected to be shown")
    always, shown = statements.indexes_of(base.mandatory), statements.indexes_of(asked)
    # 3 the signatures of the others
    others = [index for index in range(len(statements.lines)) if index not in set(always)]
    if len(others) != len(base.signatures):
        raise _malformed("the base proof does not have one signature for each statement")
    signatures = dict(zip(others, base.signatures, strict=True))
    # 4 the names of blank nodes, by the canonical labels a verifier will find
    canonical = ld.canonicalise_quads(statements.quads_of(asked))
    value = DerivedValue(
        signature=base.signature,
        key=base.key,
        signatures=tuple(signatures[index] for index in shown if index in signatures),
        labels={
            int(label.removeprefix("_:c14n")): _unname(statements.labels[node])
            for node, label in canonical.labels.items()
        },
        mandatory=tuple(place for place, index in enumerate(shown) if index not in signatures),
    )
    derived = proof.options | {"proofValue": value.pack()}
    is_list = isinstance(document["proof"], list)
    return select(unsecured, asked) | {"proof": [derived] if is_list else derived}


def verify_derived(
    document: JsonObject, proof: StatedProof, *, key: PublicKey, means: Means
) -> bool:
    """Whether a derived proof holds: the issuer's signature, then every statement's own.

    Raises `Refused` (`proof.malformed`, `proof.not-derived`) where the proof does not fit together.
    """
    value = DerivedValue.unpack(proof.value)
    options_hash = RDFC.options_hash(document, proof.options, means)
    lines = named_lines(document, value, inline_contexts=means.inline_contexts)
    if value.mandatory and value.mandatory[-1] >= len(lines):
        raise _malformed("a mandatory index points to no statement")
    always, others = _split(lines, value.mandatory)
    if len(others) != len(value.signatures):
        raise _malformed("the proof does not have one signature for each statement")
    return key.verify(vouched(options_hash, value.key, always), value.signature) and all(
        value.key.verify(line.encode(), signature)
        for line, signature in zip(others, value.signatures, strict=True)
    )


def vouched(options_hash: bytes, own_key: PublicKey, mandatory: Sequence[str]) -> bytes:
    """What the issuer signs (§3.5.1): the options, the proof's own key, the mandatory lines."""
    mandatory_hash = hashlib.sha256("".join(mandatory).encode()).digest()
    return options_hash + packed_key(own_key) + mandatory_hash


def named_lines(
    document: JsonObject, value: DerivedValue, *, inline_contexts: bool = False
) -> list[str]:
    """The statements of a derived document, sorted, their blank nodes named as `value` says."""
    quads = ld.to_quads(document, inline_contexts=inline_contexts)
    labels = ld.canonicalise_quads(quads).labels
    if len(labels) != len(value.labels):
        raise _malformed("the label map does not have one name for each blank node")
    names = {
        node: f"_:{name_of(value.labels[int(label.removeprefix('_:c14n'))])}"
        for node, label in labels.items()
    }
    return sorted(relabelled(quads, names))


def _split(lines: Sequence[str], indexes: Sequence[int]) -> tuple[list[str], list[str]]:
    """The lines at `indexes`, and all others."""
    chosen = set(indexes)
    others = [line for index, line in enumerate(lines) if index not in chosen]
    return [lines[index] for index in indexes], others


def namer(hmac_key: bytes) -> Callable[[str], str]:
    """Gives the name of the blank node with a canonical label (§3.4.4)."""

    def named(label: str) -> str:
        return name_of(hmac.digest(hmac_key, label.encode(), "sha256"))

    return named


def name_of(mac: bytes) -> str:
    """A blank node's name from its bytes."""
    return f"u{base64url_encode(mac)}"


def _unname(label: str) -> bytes:
    return base64url_decode(label.removeprefix("_:u"))


def _check_signing(signer: Signer, options: ProofOptions) -> None:
    if options.cryptosuite != SUITE_NAME or options.previous_proof is not None:
        raise Refused.because(
            "proof.suite-unknown", f"parts of a document are signed by {SUITE_NAME}, and alone"
        )
    kind = signer.public.kind
    if kind is not KeyKind.P256:
        raise Refused.because(
            "proof.key-mismatch", f"{SUITE_NAME} takes p256 keys, and the key is {kind}"
        )


def _base_proof_of(document: JsonObject) -> StatedProof:
    proofs = [
        proof
        for proof in proofs_of(document)
        if isinstance(proof, dict) and proof.get("cryptosuite") == SUITE_NAME
    ]
    if len(proofs) != 1:
        raise Refused.because(
            "proof.missing", f"{len(proofs)} proofs by {SUITE_NAME} instead of one", "/proof"
        )
    return read_proof(proofs[0])


def _malformed(detail: str) -> Refused:
    return Refused.because("proof.malformed", detail, "/proof/proofValue", "VC DI ECDSA 1.0 §3.6")
