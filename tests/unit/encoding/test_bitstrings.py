"""Gzip: exactly one whole member, unpacked no further than allowed."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.encoding import gunzip, gzip_fixed
from testamur.errors import Refused

BITS = bytes(16 * 1024)
PACKED = gzip_fixed(BITS)


@given(st.binary(max_size=2000))
def test_what_was_packed_is_unpacked(data):
    assert gunzip(gzip_fixed(data), limit=2000) == data


def test_the_bytes_depend_on_the_data_alone():
    assert gzip_fixed(BITS) == PACKED
    assert PACKED[4:8] == bytes(4), "no time"


def test_other_peoples_gzip_is_read():
    named = gzip.compress(BITS, mtime=12345)
    assert gunzip(named, limit=len(BITS)) == BITS


REFUSED = {
    "nothing": (b"", "encoding.malformed"),
    "not gzip": (BITS, "encoding.malformed"),
    "zlib without gzip around it": (zlib.compress(BITS), "encoding.malformed"),
    "cut short": (PACKED[:-1], "encoding.malformed"),
    "cut in half": (PACKED[: len(PACKED) // 2], "encoding.malformed"),
    "a wrong checksum": (PACKED[:-8] + bytes([PACKED[-8] ^ 1]) + PACKED[-7:], "encoding.malformed"),
    "a wrong length": (PACKED[:-1] + b"\x01", "encoding.malformed"),
    "a second member": (PACKED + PACKED, "encoding.malformed"),
    "something behind": (PACKED + b"\0", "encoding.malformed"),
    "one byte too much": (gzip_fixed(bytes(16 * 1024 + 1)), "encoding.too-large"),
    "a bomb": (gzip.compress(bytes(64 * 1024 * 1024), 9), "encoding.too-large"),
}


@pytest.mark.parametrize(("packed", "code"), REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused(packed, code):
    with pytest.raises(Refused) as refused:
        gunzip(packed, limit=16 * 1024)
    assert refused.value.problem.code == code
