"""How a document gets a proof (VC Data Integrity 1.0 §4.2, §4.3)."""

from __future__ import annotations

from testamur.credentials.proofs.chains import covered_document, with_proof
from testamur.credentials.proofs.hashing import with_suite_context
from testamur.credentials.proofs.options import ProofOptions
from testamur.credentials.proofs.suites import SUITES
from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.keys import Signer

__all__ = ["sign_document"]


def sign_document(
    document: JsonObject,
    *,
    signer: Signer,
    options: ProofOptions,
    inline_contexts: bool = False,
) -> JsonObject:
    """A new document with one proof more; `document` itself is not changed.

    A document whose contexts do not define the proof gets the context that does. A proof joins
    the proofs that are there, and covers those its `previous_proof` names; a document with
    `"proof": []` gets a list even for its first. Raises `Refused` (`proof.*`, `context.*`,
    `document.*`).
    """
    suite = SUITES.get(options.cryptosuite)
    if suite is None or suite.sign is None:
        raise Refused.because(
            "proof.suite-unknown", f"{options.cryptosuite!r} does not sign whole documents"
        )
    document = with_suite_context(document, proof_type=suite.proof_type)
    previous = options.previous_proof or ()
    covered = covered_document(document, (previous,) if isinstance(previous, str) else previous)
    stated = suite.transformation.options(document, options.as_json())
    value = suite.sign(suite, covered, stated, signer=signer, inline_contexts=inline_contexts)
    return with_proof(document, stated | {"proofValue": value})
