"""Verification methods: one published key, who controls it, and until when it holds.

Controlled Identifiers 1.0 §2.2. A method carries exactly one form of key, of the kind its type
says; a private key in a public document is refused wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from testamur.encoding import Json, JsonObject, base58_decode, format_timestamp, parse_timestamp
from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey

__all__ = ["VerificationMethod", "is_key_object", "read_method", "refuse_private_keys"]

_SPEC: Final = "CID 1.0 §2.2"
_KEY_FORMS: Final = frozenset({"publicKeyMultibase", "publicKeyJwk", "publicKeyBase58"})
_FORM_OF_TYPE: Final = {
    "Multikey": "publicKeyMultibase",
    "Ed25519VerificationKey2020": "publicKeyMultibase",
    "Ed25519VerificationKey2018": "publicKeyBase58",
    "JsonWebKey": "publicKeyJwk",
    "JsonWebKey2020": "publicKeyJwk",
}
_ONLY_ED25519: Final = frozenset({"Ed25519VerificationKey2018", "Ed25519VerificationKey2020"})
_PRIVATE_FORMS: Final = ("privatekey", "secretkey")
_PRIVATE_JWK: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A key and what is published about it.

    `expires` and `revoked` are as published; the caller judges them. `is_confirmed` is False where
    the key's own URL claims the controller and the controller itself was not there to ask or says
    nothing about keys (1EdTech `controller#key`). `as_of` is when the copy read was taken, and
    `is_handed_over` says that a copy came along with what is judged, and proves nothing.
    """

    id: str
    controller: str
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None
    is_confirmed: bool = True
    as_of: datetime | None = None
    is_handed_over: bool = False

    @classmethod
    def publish(
        cls,
        key: PublicKey,
        *,
        controller: str,
        name: str = "",
        expires: datetime | None = None,
        revoked: datetime | None = None,
    ) -> VerificationMethod:
        """The method under which `controller` publishes `key`: `name`, or the key, after the #."""
        name = name or (key.thumbprint if key.kind is KeyKind.RSA else key.multikey)
        return cls(f"{controller}#{name}", controller, key, expires, revoked)

    def is_ended(self, at: datetime) -> bool:
        """Whether the key was no longer in use at the moment `at`, for either reason."""
        ends = [end for end in (self.revoked, self.expires) if end is not None]
        return bool(ends) and at >= min(ends)

    def is_lost(self, at: datetime) -> bool:
        """Whether somebody else may have the key at the moment `at`, and so date what they sign."""
        return self.revoked is not None and at >= self.revoked

    def as_json(self) -> JsonObject:
        """The method as documents publish it: a Multikey, or a JsonWebKey for RSA."""
        told: JsonObject = {"id": self.id, "type": "Multikey", "controller": self.controller}
        if self.key.kind is KeyKind.RSA:
            told |= {"type": "JsonWebKey", "publicKeyJwk": self.key.jwk}
        else:
            told["publicKeyMultibase"] = self.key.multikey
        for name, moment in (("expires", self.expires), ("revoked", self.revoked)):
            if moment is not None:
                told[name] = format_timestamp(moment)
        return told


def is_key_object(value: JsonObject) -> bool:
    """Whether the object itself carries a public key."""
    return not _KEY_FORMS.isdisjoint(value)


def read_method(value: JsonObject, *, method_id: str) -> VerificationMethod:
    """Read the published method `value`, known to have this absolute id; raises `Refused`."""
    controller = value.get("controller")
    if not isinstance(controller, str) or not controller:
        raise Refused.because(
            "did.document-malformed", f"{method_id[:200]} names no controller", spec=_SPEC
        )
    return VerificationMethod(
        method_id,
        controller,
        _key_of(value, method_id),
        _moment(value, "expires", method_id),
        _moment(value, "revoked", method_id),
    )


def refuse_private_keys(document: JsonObject, *, url: str) -> None:
    """Raise `Refused` (`did.private-key`) if a private key stands anywhere in the document."""
    for members in _objects_in(document):
        if any(name.lower().startswith(_PRIVATE_FORMS) for name in members) or (
            "kty" in members and not _PRIVATE_JWK.isdisjoint(members)
        ):
            raise Refused.because("did.private-key", f"{url[:200]} publishes a private key")


def _key_of(value: JsonObject, method_id: str) -> PublicKey:
    kind = value.get("type")
    form = _FORM_OF_TYPE.get(kind) if isinstance(kind, str) else None
    if form is None:
        raise Refused.because(
            "key.refused", f"{method_id} is of the type {str(kind)[:60]!r}", spec=_SPEC
        )
    if _KEY_FORMS & value.keys() != {form}:
        raise Refused.because(
            "did.document-malformed", f"{method_id} must carry {form} and no other key", spec=_SPEC
        )
    key = _read_key(value[form], form, method_id)
    if kind in _ONLY_ED25519 and key.kind is not KeyKind.ED25519:
        raise Refused.because("key.refused", f"{method_id} is a {kind} with another kind of key")
    return key


def _read_key(written: Json, form: str, method_id: str) -> PublicKey:
    match form, written:
        case "publicKeyMultibase", str():
            return PublicKey.from_multikey(written)
        case "publicKeyBase58", str():
            return PublicKey.from_raw(base58_decode(written), kind=KeyKind.ED25519)
        case "publicKeyJwk", dict():
            return PublicKey.from_jwk(written)
        case _:
            raise Refused.because("did.document-malformed", f"the {form} of {method_id} is no key")


def _moment(value: JsonObject, member: str, method_id: str) -> datetime | None:
    if member not in value:
        return None
    try:
        return parse_timestamp(value[member])
    except Refused as refusal:
        raise Refused.because(
            "did.document-malformed", f"{member} of {method_id}: {refusal.problem.detail}"
        ) from None


def _objects_in(value: Json) -> Iterator[JsonObject]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _objects_in(member)
