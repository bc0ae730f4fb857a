"""Base58btc, base64url and multibase, each value with exactly one spelling.

Multibase draft §2; RFC 4648 §5 without padding and with zero trailing bits.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from testamur.errors import Refused

__all__ = [
    "base58_decode",
    "base58_encode",
    "base64url_decode",
    "base64url_encode",
    "multibase_decode",
    "multibase_encode",
]

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGIT: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_PAIRS: Final = tuple(a + b for a in _ALPHABET for b in _ALPHABET)
_PAIR_VALUE: Final = {pair: value for value, pair in enumerate(_PAIRS)}
_LIMB_PAIRS: Final = 5
_LIMB: Final = 58 ** (2 * _LIMB_PAIRS)
_MAX_BASE58: Final = 4096
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*\Z")


def base58_encode(data: bytes) -> str:
    """Base58btc text of `data`; time grows with the square of its length."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data, "big")
    parts: list[str] = []
    while number:
        number, limb = divmod(number, _LIMB)
        text = ""
        for _ in range(_LIMB_PAIRS):
            limb, pair = divmod(limb, 3364)
            text = _PAIRS[pair] + text
        parts.append(text)
    parts.reverse()
    return "1" * zeros + "".join(parts).lstrip("1")


def base58_decode(text: str) -> bytes:
    """Bytes of base58btc `text`; raises `Refused` on any other letter."""
    if len(text) > _MAX_BASE58:
        raise Refused.because("encoding.too-large", f"{len(text)} base58 characters")
    number = 0
    try:
        odd = len(text) % 2
        if odd:
            number = _DIGIT[text[0]]
        for start in range(odd, len(text), 10):
            limb = 0
            stop = min(start + 10, len(text))
            for at in range(start, stop, 2):
                limb = limb * 3364 + _PAIR_VALUE[text[at : at + 2]]
            number = number * 58 ** (stop - start) + limb
    except KeyError:
        raise Refused.because("encoding.malformed", "not base58btc text") from None
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url_encode(data: bytes) -> str:
    """Base64url text of `data`, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def base64url_decode(text: str) -> bytes:
    """Bytes of unpadded base64url `text`; refuses padding, white space and loose trailing bits."""
    if not _BASE64URL.match(text) or len(text) % 4 == 1:
        raise Refused.because("encoding.malformed", "not base64url text", spec="RFC 4648 §5")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise Refused.because("encoding.malformed", "not base64url text") from None
    if base64url_encode(data) != text:
        raise Refused.because(
            "encoding.malformed", "loose trailing bits in base64url", spec="RFC 4648 §3.5"
        )
    return data


def multibase_encode(data: bytes, *, base: str = "z") -> str:
    """Multibase text: `z` is base58btc, `u` is base64url."""
    return base + {"z": base58_encode, "u": base64url_encode}[base](data)


def multibase_decode(text: str, *, bases: str = "z") -> bytes:
    """Bytes of multibase `text`, whose first letter must be one of `bases` (of `z` and `u`)."""
    if not text or text[0] not in bases:
        wanted = " or ".join(bases)
        raise Refused.because("encoding.malformed", f"multibase text must begin with {wanted}")
    return (base58_decode if text[0] == "z" else base64url_decode)(text[1:])
