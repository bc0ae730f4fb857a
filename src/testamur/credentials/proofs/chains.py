"""Which proofs a document carries, and which of them a further proof covers.

A proof without `previousProof` covers the document without any proof: together such proofs are a
set. A proof with `previousProof` covers the document with the proofs it names: a chain
(VC Data Integrity 1.0 §4.3, §4.5). The covered proofs stand in the order of the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from testamur.encoding import Json, JsonObject
from testamur.errors import Refused

__all__ = ["MAX_PROOFS", "covered_document", "proofs_of", "with_proof"]

MAX_PROOFS: Final = 32
MAX_CHAINED: Final = 8
"""The most proofs that name previous ones: for each of them the document is read anew."""

SPEC: Final = "VC-DI 1.0 §4.5"


def proofs_of(document: JsonObject) -> list[Json]:
    """The proofs `document` carries, read no further; raises `Refused` where there are none."""
    proof = document.get("proof")
    proofs = proof if isinstance(proof, list) else [proof]
    if proof is None or not proofs:
        raise Refused.because("proof.missing", "the document carries no proof", "/proof", SPEC)
    if len(proofs) > MAX_PROOFS:
        raise Refused.because(
            "proof.malformed", f"{len(proofs)} proofs; at most {MAX_PROOFS} are read", "/proof"
        )
    chained = sum(isinstance(each, dict) and "previousProof" in each for each in proofs)
    if chained > MAX_CHAINED:
        told = f"{chained} proofs name previous ones; at most {MAX_CHAINED} are read"
        raise Refused.because("proof.malformed", told, "/proof")
    return proofs


def covered_document(document: JsonObject, previous: Iterable[str]) -> JsonObject:
    """What a proof covers: `document` with the proofs whose ids are `previous`, and no others.

    Raises `Refused` (`proof.previous-missing`) where one of them is not there, exactly once.
    """
    unsecured = document.copy()
    unsecured.pop("proof", None)
    wanted = set(previous)
    if not wanted:
        return unsecured
    covered = [proof for proof in _objects_in(document) if proof.get("id") in wanted]
    found = [proof["id"] for proof in covered]
    if sorted(found) != sorted(wanted):
        missing = min(wanted - set(found), default="")
        told = f"no proof has the id {missing[:120]!r}" if missing else "two proofs have one id"
        raise Refused.because("proof.previous-missing", told, "/proof/previousProof", SPEC)
    return unsecured | {"proof": covered}


def with_proof(document: JsonObject, proof: JsonObject) -> JsonObject:
    """A new document with `proof` added: alone as an object, or last in the list that is there."""
    there = document.get("proof")
    if there is None:
        return document | {"proof": proof}
    proofs = there if isinstance(there, list) else [there]
    return document | {"proof": [*proofs, proof]}


def _objects_in(document: JsonObject) -> list[JsonObject]:
    proof = document.get("proof")
    proofs = proof if isinstance(proof, list) else [proof]
    return [each for each in proofs if isinstance(each, dict) and isinstance(each.get("id"), str)]
