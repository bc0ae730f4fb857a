"""Compact JWS, read strictly: one spelling of a token, and the key decides the algorithm.

Rules kept here (RFC 7515, RFC 8725):

- three base64url parts and nothing else: no padding, white space, `+` or `/`, loose trailing bits;
- the header is strict JSON: a member that stands twice is refused before anything is believed;
- `alg` must be one of the key's own; `none` in any spelling is no algorithm;
- nothing in the header brings a key along (`jku`, `x5u`, `x5c`) or changes how the token is read
  (`crit`, `b64`, `zip`, `enc`). `jwk` is carried, and never believed: see `testamur.credentials.
  jose.binding`;
- encrypted tokens are not read at all, and SD-JWTs are told apart as not judged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn, Protocol

from testamur.encoding import (
    MAX_DOCUMENT_BYTES,
    JsonObject,
    base64url_decode,
    base64url_encode,
    compact_json,
    parse_object,
)
from testamur.errors import Refused, Unreachable
from testamur.keys import Signer

__all__ = [
    "MAX_HEADER_BYTES",
    "Jws",
    "VerifyingKey",
    "is_token",
    "media_name",
    "parse_jws",
    "sign_jws",
    "sign_jwt",
    "verify_jws",
]

MAX_HEADER_BYTES: Final = 8192
"""The most bytes of a decoded header."""

_COMPACT: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]+)\Z")
_LIKE_A_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){2,4}(?:~|\Z)")
_REFUSED_MEMBERS: Final = {
    "jku": "names a place to fetch keys from",
    "x5u": "names a place to fetch certificates from",
    "x5c": "brings certificates along",
    "zip": "asks to unpack the payload",
    "enc": "belongs to encrypted tokens",
    "epk": "belongs to encrypted tokens",
}


class VerifyingKey(Protocol):
    """What a token is verified with; `testamur.keys.PublicKey` is one."""

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Every `alg` name this key may stand behind."""
        ...

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's over `data`."""
        ...


@dataclass(frozen=True, slots=True)
class Jws:
    """A token taken apart; nothing about it is verified yet."""

    header: JsonObject
    payload: bytes
    signature: bytes
    signing_input: bytes

    @property
    def typ(self) -> str:
        """The normalised media name of `typ`, or "" where not stated."""
        return media_name(self.header.get("typ", ""), pointer="/header/typ")


def is_token(text: str) -> bool:
    """Whether `text` means to be a compact JWS, JWE or SD-JWT, well formed or not."""
    return _LIKE_A_TOKEN.match(text[:MAX_DOCUMENT_BYTES]) is not None


def parse_jws(token: str, *, limit: int = MAX_DOCUMENT_BYTES) -> Jws:
    """Take a compact JWS of at most `limit` characters apart.

    Raises `Refused` (`jose.*`, `json.*`), or `Unreachable` (`jose.sd-jwt-not-supported`) for an
    SD-JWT, which is well formed and cannot be judged here.
    """
    if len(token) > limit:
        _malformed(f"{len(token)} characters; at most {limit} are read")
    if "~" in token:
        raise Unreachable.because(
            "jose.sd-jwt-not-supported",
            "the credential is an SD-JWT, which is not judged",
            spec="RFC 9901",
        )
    if token.count(".") == 4:
        raise Refused.because(
            "jose.encrypted", "the token is encrypted (JWE)", spec="RFC 7516 §7.1"
        )
    parts = _COMPACT.match(token)
    if parts is None:
        _malformed("a token has three base64url parts with dots between and nothing else")
    header, payload, signature = (_decoded(part) for part in parts.groups())
    signing_input = token[: parts.end(2)].encode("ascii")
    return Jws(_checked_header(header), payload, signature, signing_input)


def verify_jws(token: str, *, key: VerifyingKey, typ: Collection[str] | None = None) -> Jws:
    """The parts of `token` if `key` signed it; raises `Refused` otherwise.

    `typ` lists the normalised media names accepted ("" accepts a token without `typ`); None
    accepts any.
    """
    jws = parse_jws(token)
    if typ is not None and jws.typ not in typ:
        raise Refused.because(
            "jose.typ-mismatch", f"typ {jws.typ!r} is not what was asked for", "/header/typ"
        )
    verify_parts(jws, key=key)
    return jws


def verify_parts(jws: Jws, *, key: VerifyingKey) -> None:
    """Check that `key` signed a token already taken apart; raises `Refused`."""
    algorithm = jws.header["alg"]
    if algorithm not in key.algorithms:
        wanted = " or ".join(key.algorithms)
        raise Refused.because(
            "jose.alg-refused",
            f"the header says {algorithm!r}, the key is for {wanted}",
            "/header/alg",
            "RFC 8725 §3.1",
        )
    if not key.verify(jws.signing_input, jws.signature):
        raise Refused.because(
            "jose.signature-mismatch",
            "the signature is not the key's over this header and payload",
            spec="RFC 7515 §5.2",
        )


def sign_jws(payload: bytes, *, signer: Signer, header: Mapping[str, str]) -> str:
    """A compact JWS over `payload`.

    `header` gives `typ`, `kid` and the like. `alg` follows from the key; an Ed25519 key writes
    `EdDSA`, which every verifier knows, unless `header` asks for `Ed25519` (RFC 9864).
    """
    known = signer.public.algorithms
    algorithm = header.get("alg", "EdDSA" if "EdDSA" in known else known[0])
    if algorithm not in known:
        raise Refused.because("jose.alg-refused", f"the key does not sign {algorithm!r}")
    whole = _checked_header(compact_json({"alg": algorithm, **header}).encode())
    signing_input = f"{base64url_encode(compact_json(whole).encode())}.{base64url_encode(payload)}"
    signature = signer.sign(signing_input.encode("ascii"))
    return f"{signing_input}.{base64url_encode(signature)}"


def sign_jwt(payload: JsonObject, *, signer: Signer, header: Mapping[str, str]) -> str:
    """A compact JWS whose payload is a JSON object, written compactly in the order given."""
    return sign_jws(compact_json(payload).encode(), signer=signer, header=header)


def media_name(value: object, *, pointer: str) -> str:
    """A `typ` or `cty` in comparable form: lower case, without `application/`.

    RFC 7515 §4.1.9. Raises `Refused` when it is not text.
    """
    if not isinstance(value, str):
        _malformed("a media type must be text", pointer)
    return value.lower().removeprefix("application/")


def _decoded(part: str) -> bytes:
    try:
        return base64url_decode(part)
    except Refused as error:
        _malformed(error.problem.detail)


def _checked_header(text: bytes) -> JsonObject:
    header = parse_object(text, limit=MAX_HEADER_BYTES)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm.lower() in {"", "none"}:
        raise Refused.because(
            "jose.alg-refused",
            f"alg {algorithm!r} protects nothing",
            "/header/alg",
            "RFC 8725 §3.2",
        )
    if unread := sorted(header.keys() & {"crit", "b64"}):
        raise Refused.because(
            "jose.crit-refused",
            "the header asks for extensions, and none is understood",
            f"/header/{unread[-1]}",
            "RFC 7515 §4.1.11",
        )
    for name, why in _REFUSED_MEMBERS.items():
        if name in header:
            raise Refused.because("jose.header-refused", f"{name} {why}", f"/header/{name}")
    return header


def _malformed(detail: str, pointer: str = "") -> NoReturn:
    raise Refused.because("jose.malformed", detail, pointer, "RFC 7515 §7.1")
