"""The bits of a status list: built from rows, compressed, and read back one entry at a time.

Bitstring Status List v1.0 §3.3, §3.4. Index 0 is the left-most bit; an entry of n bits stands at
n times its index, most significant bit first. A list has at least 131,072 entries, so that asking
for it tells little about whom it is asked, and at most 2^26 bits when unpacked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from testamur.encoding import (
    base64url_decode,
    base64url_encode,
    gunzip,
    gzip_fixed,
    multibase_decode,
)
from testamur.errors import Conflict, Refused

__all__ = [
    "MAX_LIST_BYTES",
    "MAX_STATUS_SIZE",
    "MIN_ENTRIES",
    "StatusRow",
    "build_list",
    "decode_list",
    "value_at",
]

MIN_ENTRIES: Final = 131_072
"""The fewest entries of a list."""

MAX_LIST_BYTES: Final = 2**26 // 8
"""The most bytes of a list when unpacked."""

MAX_STATUS_SIZE: Final = 16
"""The most bits of one entry."""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One entry that is not zero: its index in the list, and its value."""

    index: int
    value: int = 1


def build_list(rows: Iterable[StatusRow], *, size: int = MIN_ENTRIES, status_size: int = 1) -> str:
    """The `encodedList` of `size` entries of `status_size` bits; what no row names is zero.

    The same rows give the same text in any order, and a row may stand twice. Raises `Refused`
    (`status.row-refused`) for rows that do not fit, and `Conflict` (`status.rows-conflict`) for
    two rows that say different things of one entry.
    """
    if not 1 <= status_size <= MAX_STATUS_SIZE:
        raise _row_refused(f"an entry of {status_size} bits")
    if not MIN_ENTRIES <= size <= MAX_LIST_BYTES * 8 // status_size:
        raise _row_refused(f"a list of {size} entries of {status_size} bits")
    bits = bytearray((size * status_size + 7) // 8)
    for index, value in _distinct(rows, size=size, status_size=status_size).items():
        last = (index + 1) * status_size - 1
        if status_size == 1:
            bits[last // 8] |= value << (7 - last % 8)
        else:
            _write(bits, value, last=last)
    return "u" + base64url_encode(gzip_fixed(bytes(bits)))


def decode_list(
    encoded: object, *, limit: int = MAX_LIST_BYTES, is_multibase: bool = True
) -> bytes:
    """The bits of an `encodedList`, at most `limit` bytes of them.

    Without `is_multibase` the text is bare base64url, as in StatusList2021. Raises `Refused`
    (`status.list-invalid`, `status.list-too-large`).
    """
    if not isinstance(encoded, str) or not encoded:
        raise _invalid("encodedList is not text")
    try:
        packed = multibase_decode(encoded, bases="u") if is_multibase else base64url_decode(encoded)
        return gunzip(packed, limit=limit)
    except Refused as error:
        detail = error.problem.detail
        if error.problem.code == "encoding.too-large":
            raise Refused.because(
                "status.list-too-large", detail, "/credentialSubject/encodedList", "BSL 1.0 §3.4"
            ) from None
        raise _invalid(detail) from None


def value_at(bits: bytes, index: int, *, status_size: int = 1) -> int:
    """The value of the entry at `index`; raises `Refused` (`status.index-out-of-range`)."""
    first = index * status_size
    last = first + status_size - 1
    if index < 0 or last >= len(bits) * 8:
        raise Refused.because(
            "status.index-out-of-range",
            f"the list has {len(bits) * 8 // status_size} entries; the credential's is {index}",
            "/statusListIndex",
            "BSL 1.0 §3.2",
        )
    window = int.from_bytes(bits[first // 8 : last // 8 + 1], "big")
    return (window >> (7 - last % 8)) & ((1 << status_size) - 1)


def _distinct(rows: Iterable[StatusRow], *, size: int, status_size: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        if not (0 <= row.index < size and 0 <= row.value < 1 << status_size):
            raise _row_refused(f"entry {row.index} with the value {row.value} does not fit")
        if (known := found.setdefault(row.index, row.value)) != row.value:
            raise Conflict.because(
                "status.rows-conflict", f"entry {row.index} is said to be {known} and {row.value}"
            )
    return found


def _write(bits: bytearray, value: int, *, last: int) -> None:
    """Set the bits of `value` so that its lowest stands at the bit `last`."""
    shifted = value << (7 - last % 8)
    byte = last // 8
    while shifted:
        bits[byte] |= shifted & 0xFF
        shifted >>= 8
        byte -= 1


def _row_refused(detail: str) -> Refused:
    return Refused.because("status.row-refused", f"{detail} cannot be written", spec="BSL 1.0 §3.3")


def _invalid(detail: str) -> Refused:
    return Refused.because(
        "status.list-invalid", detail, "/credentialSubject/encodedList", "BSL 1.0 §3.4"
    )
