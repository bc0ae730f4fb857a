"""Compressed bitstrings: one gzip member, bounded before it is unpacked.

Bitstring Status List v1.0 §3.3; the bound defeats decompression bombs.
"""

from __future__ import annotations

import zlib
from typing import Final

from testamur.errors import Refused

__all__ = ["gunzip", "gzip_fixed"]

_GZIP: Final = 31


def gzip_fixed(data: bytes) -> bytes:
    """Gzip whose bytes depend on `data` alone (no time, no file name)."""
    packer = zlib.compressobj(level=6, wbits=_GZIP)
    return packer.compress(data) + packer.flush()


def gunzip(packed: bytes, *, limit: int) -> bytes:
    """Unpack exactly one whole gzip member of at most `limit` bytes; raises `Refused`."""
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        data = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise Refused.because("encoding.malformed", f"not gzip: {error}") from None
    if len(data) > limit:
        raise Refused.because("encoding.too-large", f"unpacks to more than {limit} bytes")
    if not unpacker.eof:
        raise Refused.because("encoding.malformed", "the gzip data is cut short")
    if unpacker.unused_data:
        raise Refused.because("encoding.malformed", "something follows the gzip data")
    return data
