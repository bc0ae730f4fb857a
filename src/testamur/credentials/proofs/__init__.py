"""Data Integrity proofs: made, derived and verified (VC Data Integrity 1.0 and its cryptosuites).

    signed = sign_document(document, signer=key, options=ProofOptions(
        cryptosuite="eddsa-rdfc-2022", verification_method=method.id, created=now))
    results = verify_proofs(signed, resolver=Offline(), at=now)

`SUITES` names the cryptosuites. A proof says that a key signed these very statements; whether the
key is the issuer's, and whether the credential still holds, is judged by whoever asks.
"""

from testamur.credentials.proofs.options import ProofOptions
from testamur.credentials.proofs.selective import derive, sign_selective
from testamur.credentials.proofs.signing import sign_document
from testamur.credentials.proofs.suites import SUITES, Suite
from testamur.credentials.proofs.verification import (
    ProofResult,
    verify_proof,
    verify_proofs,
    verify_text,
)

__all__ = [
    "SUITES",
    "ProofOptions",
    "ProofResult",
    "Suite",
    "derive",
    "sign_document",
    "sign_selective",
    "verify_proof",
    "verify_proofs",
    "verify_text",
]
