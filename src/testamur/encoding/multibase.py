"""Base58btc, base64url and multibase, each value with exactly one spelling.

Multibase draft §2; RFC 4648 §5 without padding and with zero trailing bits.
"""

from __future__ import annotations

import base64
import binascii
import re
import string
from functools import cache, lru_cache
from typing import Any, Final

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
_LETTERS: Final = _ALPHABET.encode()
_GMP_DIGITS: Final = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[:58].encode()
_LETTER_OF: Final = bytes.maketrans(_GMP_DIGITS, _LETTERS)
_DIGITS: Final = bytes.maketrans(_LETTERS, bytes(range(58)))
_MAX_BASE58: Final = 4096
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*\Z")


def base58_encode(data: bytes) -> str:
    """Base58btc text of `data`."""
    bare = data.lstrip(b"\0")
    zeros = "1" * (len(data) - len(bare))
    return zeros + _digits_of(bare).translate(_LETTER_OF).decode() if bare else zeros


def _digits_of(number: bytes) -> bytes:
    digits: bytes = _gmp_integer()(number, "big").digits(58).encode()
    return digits


@cache
def _gmp_integer() -> Any:
    """GMP counts in base 58; loading it takes long, and whoever only verifies has no need of it."""
    import gmpy2

    return gmpy2.mpz.from_bytes


def base58_decode(text: str) -> bytes:
    """Bytes of base58btc `text`; raises `Refused` on any other letter.

    All digits are taken together: one wide integer holds them in lanes, and each round joins
    neighbouring lanes into one of twice the width.
    """
    if len(text) > _MAX_BASE58:
        raise Refused.because("encoding.too-large", f"{len(text)} base58 characters")
    letters = text.encode("ascii", "replace")
    if letters.translate(None, _LETTERS):
        raise Refused.because("encoding.malformed", "not base58btc text")
    number = int.from_bytes(letters.translate(_DIGITS), "big")
    for low_lanes, width, weight in _joining_rounds((len(letters) - 1).bit_length()):
        number = ((number >> width) & low_lanes) * weight + (number & low_lanes)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


@lru_cache(maxsize=16)
def _joining_rounds(count: int) -> tuple[tuple[int, int, int], ...]:
    """For texts of at most 2**count letters: the mask, width and weight of the lanes joined."""
    rounds: list[tuple[int, int, int]] = []
    for step in range(count):
        width = 8 << step
        lane = (1 << width) - 1
        mask = sum(lane << (2 * width * at) for at in range(1 << (count - step - 1)))
        rounds.append((mask, width, 58 ** (1 << step)))
    return tuple(rounds)


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
