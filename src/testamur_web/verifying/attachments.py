"""Files attached to a PDF, found by looking for them: the document itself is never interpreted.

An attachment is a stream of type EmbeddedFile (ISO 32000-2 §7.11.4), stored as it is or deflated.
That is how certificates of this and of other systems carry a credential. An encrypted PDF shows
nothing this way.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from testamur.errors import Refused, TestamurError
from testamur.interop.intake import take_in

__all__ = ["attachments_of", "is_pdf"]

MAX_ATTACHMENT_BYTES: Final = 2 * 1024 * 1024
MAX_ATTACHMENTS: Final = 20

_HEAD: Final = 1_024
_MAX_DICTIONARY: Final = 2_000
_TYPE: Final = re.compile(rb"/Type\s{0,9}/EmbeddedFile\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_FILTER: Final = re.compile(rb"/Filter\s{0,9}\[?\s{0,9}/([A-Za-z0-9]{1,20})")


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF."""
    return b"%PDF-" in data[:_HEAD]


def attachments_of(data: bytes) -> list[bytes]:
    """The attached files that can be judged; raises `Refused` (`pdf.no-credential`) without any."""
    found = [each for each in _streams(data) if _is_known(each)]
    if not found:
        raise Refused.because("pdf.no-credential", "no credential is attached to this PDF")
    return found


def _is_known(attachment: bytes) -> bool:
    try:
        take_in(attachment)
    except TestamurError:
        return False
    return True


def _streams(data: bytes) -> Iterator[bytes]:
    for count, here in enumerate(_TYPE.finditer(data)):
        if count == MAX_ATTACHMENTS:
            return
        begin = _STREAM.search(data, here.end(), here.end() + _MAX_DICTIONARY)
        if begin is None:
            continue
        end = data.find(b"endstream", begin.end())
        if end < 0:
            continue
        head = data[data.rfind(b" obj", 0, here.start()) : begin.start()]
        body = _unpacked(data[begin.end() : end], head)
        if body is not None:
            yield body


def _unpacked(body: bytes, head: bytes) -> bytes | None:
    kind = _FILTER.search(head)
    if kind is None:
        return body.rstrip(b"\r\n")
    if kind.group(1) != b"FlateDecode":
        return None
    try:
        opener = zlib.decompressobj()
        plain = opener.decompress(body, MAX_ATTACHMENT_BYTES)
    except zlib.error:
        return None
    return None if opener.unconsumed_tail else plain
