"""Signing: one credential, or thousands of one shape at nearly the speed of the signature.

    signed = issue(badge, to="mailto:ada@uni.example", by=issuer, key=key, at=now)

    press = Press(example, slots, signer=key, options=options)
    for row in rows:
        press.sign([row.id, row.date, …])

A press compiles its example once (see `testamur.ld.shapes`) and then only fills the slots. Where a
value is unusual the general way signs it; both write the same text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from testamur.credentials.document import Credential
from testamur.credentials.identifiers import id_of
from testamur.credentials.jose import sign_credential
from testamur.credentials.openbadges import Achievement, Profile, credential_document
from testamur.credentials.proofs import SUITES, ProofOptions, sign_document
from testamur.credentials.proofs.hashing import RDFC, Means, with_suite_context
from testamur.encoding import (
    JsonObject,
    canonical_json,
    compact_json,
    multibase_encode,
    parse_object,
)
from testamur.errors import Refused
from testamur.keys import KeyKind, Signer
from testamur.ld import Path, Shape

__all__ = ["DEFAULT_SUITE", "JWT", "Press", "award_id", "issue", "sign", "verification_method_of"]

JWT: Final = "jwt"
"""The proof of a credential that is written as a token (VC-JOSE-COSE) instead of with a proof."""

DEFAULT_SUITE: Final = {
    KeyKind.ED25519: "eddsa-rdfc-2022",
    KeyKind.P256: "ecdsa-rdfc-2019",
    KeyKind.P384: "ecdsa-rdfc-2019",
}


def issue(  # noqa: PLR0913 -- an award has this many parties
    achievement: Achievement,
    *,
    to: str | None,
    by: Profile,
    key: Signer,
    at: datetime,
    proof: str | None = None,
    id: str | None = None,  # noqa: A002 -- the specification's name
    **members: Any,
) -> Credential:
    """Sign the credential that gives `achievement` to one person.

    `proof` names a cryptosuite, or is `JWT`; by default the key decides. `members` are the other
    parameters of `credential_document`. The same call gives the same id. Raises `Refused`.
    """
    stated = id or f"urn:uuid:{award_id(by.id, [achievement.id, to, at.isoformat()])}"
    document = credential_document(
        achievement, id=stated, to=to, issuer=by, valid_from=at, **members
    )
    return sign(document, signer=key, at=at, proof=proof)


def sign(
    document: JsonObject, *, signer: Signer, at: datetime, proof: str | None = None
) -> Credential:
    """Sign an unsigned credential as its issuer; see `issue` for `proof`."""
    identity = id_of(document.get("issuer"))
    if identity is None:
        told = "a credential is signed by one issuer, which it names"
        raise Refused.because("document.missing-member", told, "/issuer", "VC-DM 2.0 §4.7")
    method = verification_method_of(identity, signer)
    if proof == JWT:
        return Credential(sign_credential(document, signer=signer, kid=method))
    suite = proof or DEFAULT_SUITE[signer.public.kind]
    options = ProofOptions(cryptosuite=suite, verification_method=method, created=at)
    prepared = document if "proof" in document else document | {"proof": []}
    return Credential(compact_json(sign_document(prepared, signer=signer, options=options)))


def verification_method_of(issuer: str, signer: Signer) -> str:
    """The URL under which `issuer` publishes the key; a did:key issuer must be that very key."""
    own = signer.public.did_key
    if issuer.startswith("did:key:") and issuer != own:
        raise Refused.because(
            "issuer.key-mismatch",
            f"the issuer {issuer} is another key than the one to sign with ({own})",
            "/issuer/id",
            "OB 3.0 §8.3",
        )
    return f"{issuer}#{signer.public.multikey}"


def award_id(tenant: str, key: Sequence[str | None]) -> UUID:
    """The same UUID for the same award of one tenant: what makes issuing again harmless."""
    return uuid5(uuid5(NAMESPACE_URL, tenant), canonical_json(list(key)).decode())


class Press:
    """Signs many credentials that differ in some strings, at one moment, with one key."""

    def __init__(
        self,
        example: JsonObject,
        slots: Sequence[Path],
        *,
        signer: Signer,
        options: ProofOptions,
    ) -> None:
        """Compile `example`, an unsigned credential; raises `Refused` if it could not be signed."""
        suite = SUITES[options.cryptosuite]
        if suite.transformation is not RDFC or suite.sign is None:
            raise Refused.because(
                "proof.suite-unknown", f"{suite.name} has no compiled shape: sign one by one"
            )
        document = with_suite_context(example, proof_type=suite.proof_type)
        means = Means(suite.hashes[signer.public.kind])
        stated = options.as_json()
        self._shape = Shape(document, slots, algorithm=means.algorithm)
        self._signer, self._options = signer, options
        self._options_hash = suite.transformation.options_hash(document, stated, means)
        self._proof = f',"proof":[{compact_json(stated)[:-1]},"proofValue":"'

    def sign(self, values: Sequence[str]) -> Credential:
        """The signed credential with `values` in the slots, in their order; raises `Refused`."""
        digest = self._shape.digest(values)
        text = self._shape.text(values)
        if digest is None:
            document = parse_object(text) | {"proof": []}
            signed = sign_document(document, signer=self._signer, options=self._options)
            return Credential(compact_json(signed))
        value = multibase_encode(self._signer.sign(self._options_hash + digest))
        return Credential(f'{text[:-1]}{self._proof}{value}"}}]}}')
