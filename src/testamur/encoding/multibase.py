"""Base58btc, base64url and multibase, each value with exactly one spelling.

Multibase draft §2; RFC 4648 §5 without padding and with zero trailing bits.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
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
_LETTERS: Final = _ALPHABET.encode()
_LETTER_OF: Final = bytes.maketrans(bytes(range(58)), _LETTERS)
_DIGITS: Final = bytes.maketrans(_LETTERS, bytes(range(58)))
_GROUP: Final = 58**32
_MAX_BASE58: Final = 4096
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*\Z")


def base58_encode(data: bytes) -> str:
    """Base58btc text of `data`; time grows with the square of its length.

    Groups of 32 digits go into the lanes of one wide integer, whose lanes are then split in
    two, all at once, until each holds one digit.
    """
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data, "big")
    lanes = groups = 0
    while number:
        number, group = divmod(number, _GROUP)
        lanes |= group << (512 * groups)
        groups += 1
    for power, reciprocal, shift, width, mask in _splitting_rounds(groups):
        high = (lanes * reciprocal >> shift) & mask
        lanes += high * ((1 << width) - power)
    digits = lanes.to_bytes(64 * groups, "big")[1::2].translate(_LETTER_OF)
    return "1" * zeros + digits.decode("ascii").lstrip("1")


@lru_cache(maxsize=16)
def _splitting_rounds(groups: int) -> tuple[tuple[int, int, int, int, int], ...]:
    """What each round divides by, and how.

    That is the power of 58, its reciprocal as a product and a shift, the new width of a lane, and
    the mask of the quotients. The product of a lane's value and the reciprocal's error stays below
    2**shift, so the quotient is exact; it also stays below the lane's own width, so lanes do not
    touch.
    """
    rounds: list[tuple[int, int, int, int, int]] = []
    for half, shift, width in (
        (16, 282, 256),
        (8, 141, 128),
        (4, 72, 64),
        (2, 36, 32),
        (1, 18, 16),
    ):
        lane = 2 * width
        quotient = (1 << (lane - shift)) - 1
        power = 58**half
        mask = sum(quotient << (lane * at) for at in range(groups * 512 // lane))
        rounds.append((power, -(-(1 << shift) // power), shift, width, mask))
    return tuple(rounds)


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
