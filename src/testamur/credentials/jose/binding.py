"""Whose key a token is verified with: the issuer's or holder's own, never one the token brought.

Rules kept here (VC-JOSE-COSE §4, Open Badges 3.0 §8.2, RFC 8725 §3.10):

1. `kid` names a published key: a whole URL, or a name among the keys of who is said to have signed;
2. without `kid`, a did:key or did:jwk is its own key, and a `jwk` counts only where who is said to
   have signed publishes that very key, confirmed by them;
3. a `jwk` beside a `kid` must be the same key;
4. the key's controller is who is said to have signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from testamur.credentials.dids import VerificationMethod, resolve_method
from testamur.credentials.identifiers import id_of
from testamur.credentials.jose.claims import (
    OpenedJwt,
    numeric_moment,
    open_credential,
    open_presentation,
)
from testamur.credentials.jose.compact import Jws, parse_jws, verify_parts
from testamur.credentials.resolution import Resolver
from testamur.encoding import JsonObject
from testamur.errors import Refused, Unreachable
from testamur.keys import KeyKind, PublicKey

__all__ = ["VerifiedJwt", "verify_credential_jwt", "verify_presentation_jwt"]

_LEEWAY: Final = timedelta(minutes=5)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAX_KID: Final = 2048
_OWN_KEY: Final = ("did:key:", "did:jwk:")


@dataclass(frozen=True, slots=True)
class VerifiedJwt:
    """A token whose signature is by `method`, which belongs to who is said to have signed."""

    document: JsonObject
    header: JsonObject
    claims: JsonObject
    method: VerificationMethod


def verify_credential_jwt(token: str, *, resolver: Resolver, at: datetime) -> VerifiedJwt:
    """Verify the signature of a credential written as a JWT.

    The signer is the credential's issuer, by a key for assertions. The credential's own dates,
    status and contents are not judged here. Raises `Refused` (`jose.*`, `did.*`, `key.*`) or
    `Unreachable` (`fetch.*`, `jose.sd-jwt-not-supported`).
    """
    jws = parse_jws(token)
    opened = open_credential(jws)
    issuer = id_of(opened.document.get("issuer"))
    if issuer is None:
        raise Refused.because("jose.key-not-bound", "the credential names no issuer", "/issuer")
    asker = _Asker(resolver, "assertionMethod", at)
    return asker.verify(jws, opened, controller=issuer)


def verify_presentation_jwt(token: str, *, resolver: Resolver, at: datetime) -> VerifiedJwt:
    """Verify the signature of a presentation written as a JWT.

    The signer is the holder, by a key for authentication; a presentation that names no holder is
    held by the controller of the key. `nonce`, `aud` and the credentials are not judged here.
    Raises as `verify_credential_jwt` does.
    """
    jws = parse_jws(token)
    opened = open_presentation(jws)
    asker = _Asker(resolver, "authentication", at)
    return asker.verify(jws, opened, controller=id_of(opened.document.get("holder")))


@dataclass(frozen=True, slots=True)
class _Asker:
    resolver: Resolver
    purpose: str
    at: datetime

    def verify(self, jws: Jws, opened: OpenedJwt, *, controller: str | None) -> VerifiedJwt:
        signed_at = _check_moments(opened, self.at)
        method = self._method_for(opened.header, controller)
        _check_in_use(method, signed_at)
        verify_parts(jws, key=method.key)
        _check_not_lost(method, self.at)
        return VerifiedJwt(*opened, method)

    def _method_for(self, header: JsonObject, controller: str | None) -> VerificationMethod:
        """The method the header points to, by the rules above."""
        kid, own = _stated_kid(header), _stated_key(header)
        if kid is not None:
            method = self._resolve(_url_of(kid, controller))
        elif controller is None:
            raise _not_named("the token names neither a key nor who signed it")
        elif controller.startswith(_OWN_KEY):
            method = self._resolve(controller)
        elif own is not None:
            method = self._published_as(own, controller)
        else:
            raise _not_named("the token does not name the key it was signed with")
        if own is not None and own != method.key:
            raise _not_bound("jwk in the header is not the signer's key", "/header/jwk")
        if controller is not None and method.controller != controller:
            raise _not_bound(f"the key belongs to {method.controller[:200]}, not to the signer")
        return method

    def _published_as(self, key: PublicKey, controller: str) -> VerificationMethod:
        """The method under which `controller` publishes `key`."""
        names = [key.thumbprint] if key.kind is KeyKind.RSA else [key.multikey, key.thumbprint]
        for name in names:
            try:
                method = self._resolve(f"{controller}#{name}")
            except Refused:
                continue
            if method.is_confirmed:
                return method
        raise _not_bound("jwk in the header is not a key its signer publishes", "/header/jwk")

    def _resolve(self, url: str) -> VerificationMethod:
        return resolve_method(url, resolver=self.resolver, purpose=self.purpose, at=self.at)


def _stated_kid(header: JsonObject) -> str | None:
    kid = header.get("kid")
    if "kid" not in header:
        return None
    if not isinstance(kid, str) or not 0 < len(kid) <= _MAX_KID:
        raise _not_named("kid must be the name of a key")
    return kid


def _stated_key(header: JsonObject) -> PublicKey | None:
    if "jwk" not in header:
        return None
    jwk = header["jwk"]
    if not isinstance(jwk, dict):
        raise _not_bound("jwk in the header is not a key", "/header/jwk")
    return PublicKey.from_jwk(jwk)


def _url_of(kid: str, controller: str | None) -> str:
    """The URL a `kid` means; a DID other than the signer's is refused before anything is asked."""
    if _ABSOLUTE.match(kid):
        who = kid.partition("#")[0]
        if controller is not None and kid.startswith("did:") and who != controller:
            raise _not_bound(f"kid names a key of {who[:200]}, not of the signer")
        return kid
    if controller is None:
        raise _not_named("kid is not a whole URL, and the token does not say who signed it")
    return f"{controller}#{kid.removeprefix('#')}"


def _check_moments(opened: OpenedJwt, at: datetime) -> datetime:
    """Check when the signature says it was made, begins and ends to hold; tell when it was made."""
    starts, ends, made = (numeric_moment(opened.claims, name) for name in ("nbf", "exp", "iat"))
    if starts is not None and ends is not None and ends <= starts:
        raise Refused.because("jose.claim-mismatch", "exp is not after nbf", "/exp")
    if ends is not None and ends <= at:
        raise Refused.because("jose.expired", f"it ended on {ends:%Y-%m-%d}", "/exp")
    for name, moment in (("nbf", starts), ("iat", made)):
        if moment is not None and moment - at > _LEEWAY:  # a sum might not be a date
            raise Refused.because(
                "jose.not-yet-valid", f"it begins on {moment:%Y-%m-%d}", f"/{name}"
            )
    return made or starts or at


def _check_in_use(method: VerificationMethod, moment: datetime) -> None:
    if method.is_ended(moment):
        raise Refused.because(
            "proof.key-retired",
            "the key was no longer in use when the token was signed",
            "/header/kid",
            "CID 1.0 §2.2",
        )


def _check_not_lost(method: VerificationMethod, at: datetime) -> None:
    if method.is_lost(at):
        raise Unreachable.because(
            "proof.key-revoked",
            "the key was revoked since: nobody can say that the token was signed before",
            "/header/kid",
            "CID 1.0 §2.2",
        )


def _not_named(detail: str) -> Refused:
    return Refused.because("jose.key-not-named", detail, "/header/kid", "VC-JOSE-COSE §4")


def _not_bound(detail: str, pointer: str = "/header/kid") -> Refused:
    return Refused.because("jose.key-not-bound", detail, pointer, "VC-JOSE-COSE §4")
