"""Signing: one credential, or thousands of one shape at nearly the speed of the signature.

    signed = issue(badge, to="mailto:ada@uni.example", by=issuer, key=key, at=now)

    press = Press(example, slots, signer=key, options=options)
    for credential in press.sign_all([row.id, row.date, …] for row in rows):

A press compiles its example once (see `testamur.ld.shapes`) and then only fills the slots. Where a
value is unusual the general way signs it; both write the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
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
    copy_json,
    multibase_encode,
    parse_object,
)
from testamur.errors import Refused
from testamur.keys import KeyKind, Signer
from testamur.ld import Path, Shape, Wording

__all__ = ["DEFAULT_SUITE", "JWT", "Press", "award_id", "issue", "sign", "verification_method_of"]

JWT: Final = "jwt"
"""The proof of a credential that is written as a token (VC-JOSE-COSE) instead of with a proof."""

TOGETHER: Final = 256
"""How many credentials a press signs side by side."""

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
        """Compile `example`, an unsigned credential; raises `Refused` if it could not be signed.

        One that has no shape, such as one that carries endorsements, is signed the general way.
        """
        suite = SUITES[options.cryptosuite]
        if suite.transformation is not RDFC or suite.sign is None:
            raise Refused.because(
                "proof.suite-unknown", f"{suite.name} has no compiled shape: sign one by one"
            )
        document = with_suite_context(example, proof_type=suite.proof_type)
        means = Means(suite.hashes[signer.public.kind])
        stated = options.as_json()
        self._signer, self._options = signer, options
        self._example, self._slots = example, tuple(slots)
        self._options_hash = suite.transformation.options_hash(document, stated, means)
        self._compiled = self._compile(document, stated, means)

    def sign(self, values: Sequence[str]) -> Credential:
        """The signed credential with `values` in the slots, in their order; raises `Refused`."""
        [signed] = self._sign_some([values])
        return signed

    def sign_all(self, rows: Iterable[Sequence[str]]) -> Iterator[Credential]:
        """The signed credential of each row, as `sign` gives it, and quicker.

        Like work is done together for a few rows, which are taken ahead.
        """
        remaining = iter(rows)
        while some := list(islice(remaining, TOGETHER)):
            yield from self._sign_some(some)

    def _compile(
        self, document: JsonObject, stated: JsonObject, means: Means
    ) -> tuple[Shape, Wording] | None:
        """The shape of the documents, and the wording of the signed texts."""
        try:
            shape = Shape(document, self._slots, algorithm=means.algorithm)
        except Refused as refused:
            if refused.problem.code != "document.refused-value":
                raise
            self._sign_singly(document)
            return None
        opening = f'"proof":[{compact_json(stated)[:-1]},"proofValue":"'
        return shape, shape.wording.with_last_member(opening, '"}]')

    def _sign_some(self, rows: Sequence[Sequence[str]]) -> list[Credential]:
        """Step by step for all of them: a processor keeps what it does over and over at hand."""
        if self._compiled is None:
            return [self._sign_singly(self._filled(values)) for values in rows]
        shape, wording = self._compiled
        hashes, sign = self._options_hash, self._signer.sign
        digests = shape.digests_of_plain(rows)
        signatures = [None if digest is None else sign(hashes + digest) for digest in digests]
        return [
            self._sign_unusual(values, shape, wording)
            if signature is None
            else Credential(wording.write_plain((*values, multibase_encode(signature))))
            for values, signature in zip(rows, signatures, strict=True)
        ]

    def _sign_unusual(self, values: Sequence[str], shape: Shape, wording: Wording) -> Credential:
        """Sign what must be escaped, or what the shape leaves to the general way."""
        digest = shape.digest(values)
        if digest is None:
            return self._sign_singly(parse_object(shape.text(values)))
        signature = self._signer.sign(self._options_hash + digest)
        return Credential(wording.write((*values, multibase_encode(signature))))

    def _sign_singly(self, document: JsonObject) -> Credential:
        prepared = document | {"proof": []}
        signed = sign_document(prepared, signer=self._signer, options=self._options)
        return Credential(compact_json(signed))

    def _filled(self, values: Sequence[str]) -> JsonObject:
        document: JsonObject = copy_json(self._example)
        for (*way, last), value in zip(self._slots, values, strict=True):
            holder: Any = document
            for step in way:
                holder = holder[step]
            holder[last] = value
        return document
