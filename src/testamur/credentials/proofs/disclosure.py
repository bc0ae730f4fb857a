"""The two proof values of ecdsa-sd-2023, as they are packed (VC DI ECDSA 1.0 §3.5).

A base value is for the holder, who derives from it; a derived value is for a verifier. Both are
multibase base64url of three header bytes and one CBOR array. What is read is read strictly:
definite lengths, shortest integers, no tags, nothing behind, every part of its exact kind and size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from testamur.encoding import multibase_decode, multibase_encode
from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey

__all__ = ["BaseValue", "DerivedValue"]

SPEC: Final = "VC DI ECDSA 1.0 §3.5"
SIGNATURE_BYTES: Final = 64
KEY_BYTES: Final = 35
MAC_BYTES: Final = 32

_BASE_HEADER: Final = b"\xd9\x5d\x00"
_DERIVED_HEADER: Final = b"\xd9\x5d\x01"
_P256_CODE: Final = b"\x80\x24"


@dataclass(frozen=True, slots=True)
class BaseValue:
    """What an issuer gives a holder.

    `signature` is the issuer's; `key` is the public half of the proof's own key, which made
    `signatures`, one for each statement that is not mandatory; `hmac_key` names blank nodes.
    """

    signature: bytes
    key: PublicKey
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory: tuple[str, ...]

    def pack(self) -> str:
        """The value as text."""
        parts = [
            self.signature,
            packed_key(self.key),
            self.hmac_key,
            list(self.signatures),
            list(self.mandatory),
        ]
        return _packed(_BASE_HEADER, parts)

    @classmethod
    def unpack(cls, text: str) -> BaseValue:
        """Read a base value; raises `Refused` (`proof.malformed`)."""
        match _unpacked(_BASE_HEADER, text):
            case [bytes(own), bytes(key), bytes(hmac_key), list(others), list(pointers)]:
                _check_sizes((own, SIGNATURE_BYTES), (hmac_key, MAC_BYTES))
                if not all(isinstance(pointer, str) for pointer in pointers):
                    raise _malformed("a mandatory pointer is not text")
                return cls(own, _read_key(key), hmac_key, _signatures(others), tuple(pointers))
        raise _malformed("the base value does not have its five parts")


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """What a holder shows a verifier.

    `labels` gives the bytes of a blank node's name for the number of its canonical label;
    `mandatory` are the places of the mandatory statements among those shown, ascending.
    """

    signature: bytes
    key: PublicKey
    signatures: tuple[bytes, ...]
    labels: Mapping[int, bytes]
    mandatory: tuple[int, ...]

    def pack(self) -> str:
        """The value as text."""
        parts = [
            self.signature,
            packed_key(self.key),
            list(self.signatures),
            dict(self.labels),
            list(self.mandatory),
        ]
        return _packed(_DERIVED_HEADER, parts)

    @classmethod
    def unpack(cls, text: str) -> DerivedValue:
        """Read a derived value; raises `Refused` (`proof.malformed`, `proof.not-derived`)."""
        match _unpacked(_DERIVED_HEADER, text):
            case [bytes(own), bytes(key), list(others), dict(labels), list(indexes)]:
                _check_sizes((own, SIGNATURE_BYTES))
                _check_labels(labels)
                return cls(own, _read_key(key), _signatures(others), labels, _indexes(indexes))
        raise _malformed("the derived value does not have its five parts")


def packed_key(key: PublicKey) -> bytes:
    """The proof's own key as it is packed and signed: a multikey without its multibase."""
    return _P256_CODE + key.raw


def _packed(header: bytes, parts: list[Any]) -> str:
    import cbor2

    return multibase_encode(header + cbor2.dumps(parts, canonical=True), base="u")


def _unpacked(header: bytes, text: str) -> Any:
    import cbor2

    try:
        packed = multibase_decode(text, bases="u")
    except Refused as refused:
        raise _malformed(refused.problem.detail) from None
    if header == _DERIVED_HEADER and packed.startswith(_BASE_HEADER):
        raise Refused.because(
            "proof.not-derived",
            "the proof is the holder's own; what is shown must be derived from it",
            "/proof/proofValue",
            SPEC,
        )
    if not packed.startswith(header):
        raise _malformed("the proof value is of another kind")
    content = packed[len(header) :]
    try:
        parts = cbor2.loads(
            content, max_depth=4, allow_indefinite=False, allow_duplicate_keys=False
        )
        again = cbor2.dumps(parts, canonical=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise _malformed(f"not CBOR: {error}") from None
    if len(again) != len(content):
        raise _malformed("the proof value is not written in its shortest form")
    return parts


def _check_sizes(*sized: tuple[bytes, int]) -> None:
    for part, size in sized:
        if len(part) != size:
            raise _malformed(f"a part has {len(part)} bytes instead of {size}")


def _signatures(parts: list[Any]) -> tuple[bytes, ...]:
    if not all(isinstance(part, bytes) and len(part) == SIGNATURE_BYTES for part in parts):
        raise _malformed(f"a signature does not have {SIGNATURE_BYTES} bytes")
    return tuple(parts)


def _read_key(packed: bytes) -> PublicKey:
    if len(packed) != KEY_BYTES or not packed.startswith(_P256_CODE):
        raise _malformed("the proof's own key is not a P-256 key")
    try:
        return PublicKey.from_raw(packed[len(_P256_CODE) :], kind=KeyKind.P256)
    except Refused as refused:
        raise _malformed(refused.problem.detail) from None


def _check_labels(labels: dict[Any, Any]) -> None:
    """Names are told apart: two nodes under one name would pass off one for the other."""
    for number, name in labels.items():
        if type(number) is not int or number not in range(len(labels)):
            raise _malformed("the label map does not count its labels")
        if not isinstance(name, bytes) or len(name) != MAC_BYTES:
            raise _malformed(f"a label does not have {MAC_BYTES} bytes")
    if len(set(labels.values())) != len(labels):
        raise _malformed("the label map gives two nodes one name")


def _indexes(parts: list[Any]) -> tuple[int, ...]:
    if not all(type(part) is int and part >= 0 for part in parts):
        raise _malformed("a mandatory index is not a whole number")
    if any(first >= second for first, second in pairwise(parts)):
        raise _malformed("the mandatory indexes do not ascend")
    return tuple(parts)


def _malformed(detail: str) -> Refused:
    return Refused.because("proof.malformed", detail, "/proof/proofValue", SPEC)
