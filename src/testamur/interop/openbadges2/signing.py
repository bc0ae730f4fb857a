"""Signed badges: a JWS over the assertion, by a key that the issuer lists and that names its owner.

Rules kept here (Open Badges 2.0, SignedBadge Verification; RFC 7515):

- only keys listed in the published profile of the issuer count; `verification.creator` chooses
  among them and adds none;
- a key document that names an owner names this issuer;
- the key decides the algorithm: RS256, ES256, ES384 or EdDSA, never the token.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from testamur.credentials.jose import verify_jws
from testamur.encoding import Json, JsonObject
from testamur.errors import TestamurError
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.form import complaints_about
from testamur.interop.openbadges2.linked import Library, Linked, reference_of
from testamur.interop.openbadges2.vocabulary import SPEC, many, text_of
from testamur.keys import PublicKey
from testamur.problems import Problem

__all__ = ["check_signature"]

_SECTION: Final = f"{SPEC}, SignedBadge Verification"
_MAX_KEYS: Final = 8


def check_signature(
    token: str, document: JsonObject, issuer: Linked | None, library: Library, proof: Findings
) -> None:
    """Check that one of the issuer's keys signed `token`, whose payload is `document`."""
    if issuer is None or not issuer.is_published:
        proof.doubt(
            "openbadges2.issuer-unidentified",
            "without the published profile of its issuer nobody can say whose signature this is",
            "/verification",
            _SECTION,
        )
        return
    verification = document.get("verification")
    creator = verification.get("creator") if isinstance(verification, dict) else None
    wanted = reference_of(creator)
    listed = many(issuer.document.get("publicKey"))[:_MAX_KEYS]
    chosen = [key for key in listed if not wanted or reference_of(key) == wanted]
    if not chosen:
        proof.fail(
            "openbadges2.key-not-listed",
            f"the issuer does not list the key {in_a_sentence(wanted)}"
            if wanted
            else "the issuer lists no key",
            "/verification/creator" if wanted else "/badge/issuer/publicKey",
            _SECTION,
        )
        return
    tried = Findings("proof")
    if any(_is_signed_by(key, token, issuer, library, tried) for key in chosen):
        proof.passed(*tried.notes)
    elif tried.unsure:
        proof.unsure.extend(tried.unsure)
    else:
        proof.fail_all(tried.wrong)


def _is_signed_by(
    listed: Json, token: str, issuer: Linked, library: Library, tried: Findings
) -> bool:
    pointer = "/verification/creator"
    try:
        key = library.linked(listed) if _needs_fetching(listed) else Linked("", listed)
        complaint = next(_complaints(key, issuer), None)
        if complaint is not None:
            tried.fail_all([complaint])
            return False
        pem = text_of(key.document["publicKeyPem"])
        verify_jws(token, key=PublicKey.from_pem(pem.encode()))
    except TestamurError as error:
        tried.because_of(error, pointer)
        return False
    name = in_a_sentence(key.own_id)
    tried.note(f"Signed with the key {name}." if name else "Signed with the issuer's key.")
    return True


def _needs_fetching(listed: Json) -> bool:
    return not (isinstance(listed, dict) and "publicKeyPem" in listed)


def _complaints(key: Linked, issuer: Linked) -> Iterator[Problem]:
    yield from complaints_about(key.document, "CryptographicKey", "/badge/issuer/publicKey")
    owner = reference_of(key.document.get("owner"))
    if owner and owner not in issuer.names:
        yield Problem(
            "openbadges2.key-not-listed",
            f"the key belongs to {in_a_sentence(owner)}, not to the issuer",
            "/badge/issuer/publicKey/owner",
            f"{SPEC}, CryptographicKey",
        )
