"""Credentials in PNG images: the chunks of a PNG, and the one text chunk that is a credential.

Rules (PNG 3rd edition §5, §11; Open Badges 3.0 §5.3.1; Badge Baking 1.0):

- every chunk is whole, named in letters, and its checksum holds; IHDR is first and sane, the data
  of the picture is in one run, IEND is last and nothing follows it;
- at most 10,000 chunks, and sides of at most 4096 pixels, so that a small file of a vast picture
  never reaches a decoder;
- chunks that change what a picture is (animation, Apple's CgBI, unknown critical ones) are refused;
- a credential is an uncompressed iTXt chunk directly after IHDR. On reading, tEXt, zTXt and packed
  iTXt count as well, unpacked within bounds, so that none of them can hide a second credential.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from testamur.credentials.bake.carried import TEXT_BYTES, Baked, Kind, check_size
from testamur.errors import Refused

__all__ = ["MEDIA_TYPE", "SIDE", "SIGNATURE", "Chunk", "read", "read_chunks", "write"]

MEDIA_TYPE: Final = "image/png"
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
SIDE: Final = 4096
"""The most pixels a side may have."""

_KEYWORDS: Final[dict[bytes, Kind]] = {b"openbadgecredential": "ob3", b"openbadges": "ob2"}
_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_ANIMATION: Final = frozenset({b"acTL", b"fcTL", b"fdAT"})
_CRITICAL: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_IHDR_BYTES: Final = 13
_LENGTH_LIMIT: Final = 2**31
_CHUNK_LIMIT: Final = 10_000


class Chunk(NamedTuple):
    """One chunk: its four-letter kind, and where it starts and ends, frame included."""

    kind: bytes
    start: int
    end: int

    def data(self, png: bytes) -> bytes:
        """What the chunk holds, without length, kind and checksum."""
        return png[self.start + 8 : self.end - 4]


def read(png: bytes) -> tuple[Kind, str]:
    """The generation and text of the one credential in a PNG; raises `Refused`."""
    found = list(_credentials(png, read_chunks(png)))
    if not found:
        raise Refused.because("image.no-credential", "no chunk of the PNG holds a credential")
    if len({kind for kind, _ in found}) > 1:
        raise Refused.because(
            "image.mixed-credentials", "the PNG holds an Open Badges 2.0 and a 3.0 credential"
        )
    if len(found) > 1:
        raise Refused.because(
            "image.several-credentials",
            f"the PNG holds {len(found)} credentials",
            spec="OB 3.0 §5.3.1.1",
        )
    kind, chunk = found[0]
    return kind, _text_of(chunk.kind, chunk.data(png).partition(b"\0")[2])


def write(png: bytes, baked: Baked) -> bytes:
    """The PNG with this credential in place of any it had; raises `Refused`."""
    chunks = read_chunks(png)
    replaced = [chunk for _, chunk in _credentials(png, chunks)]
    header = chunks[0].end
    parts = [png[:header], _credential_chunk(baked.credential)]
    start = header
    for chunk in replaced:
        parts.append(png[start : chunk.start])
        start = chunk.end
    parts.append(png[start:])
    return b"".join(parts)


def read_chunks(png: bytes) -> list[Chunk]:
    """Every chunk of a PNG, in order, once the whole file is known to be sound."""
    check_size(png)
    if not png.startswith(SIGNATURE):
        raise Refused.because("image.unknown-format", "the file does not begin like a PNG")
    chunks = list(islice(_frames(png), _CHUNK_LIMIT + 1))
    if len(chunks) > _CHUNK_LIMIT:
        raise Refused.because("image.too-complex", f"the PNG has over {_CHUNK_LIMIT} chunks")
    _check_kinds(chunks)
    _check_header(chunks[0], png)
    return chunks


def _frames(png: bytes) -> Iterator[Chunk]:
    """Cut the file into chunks: lengths, names and checksums hold, IEND is the last byte."""
    view = memoryview(png)
    start = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        if len(png) - start < 12:
            raise Refused.because("image.truncated", "the PNG ends before its IEND chunk")
        length, kind = struct.unpack_from(">I4s", png, start)
        if length >= _LENGTH_LIMIT or not kind.isalpha():
            raise Refused.because("image.malformed", f"no chunk begins at byte {start}")
        end = start + 12 + length
        if end > len(png):
            raise Refused.because(
                "image.truncated", f"the chunk at byte {start} is longer than the file"
            )
        checksum = int.from_bytes(view[end - 4 : end], "big")
        if zlib.crc32(view[start + 4 : end - 4]) != checksum:
            raise Refused.because(
                "image.damaged", f"the checksum of the chunk at byte {start} is wrong"
            )
        yield Chunk(kind, start, end)
        start = end
    if start != len(png):
        raise Refused.because(
            "image.trailing-data", f"{len(png) - start} bytes follow the end of the PNG"
        )


def _check_kinds(chunks: list[Chunk]) -> None:
    kinds = [chunk.kind for chunk in chunks]
    if not _ANIMATION.isdisjoint(kinds):
        raise Refused.because("image.animated", "the PNG is an animation")
    unknown = [kind for kind in kinds if kind[:1].isupper() and kind not in _CRITICAL]
    if unknown:
        raise Refused.because(
            "image.not-standard", f"the PNG needs a {unknown[0].decode()} chunk understood"
        )
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or kinds.count(b"PLTE") > 1:
        raise Refused.because("image.malformed", "the PNG does not have one header, at its start")
    pictures = [place for place, kind in enumerate(kinds) if kind == b"IDAT"]
    if not pictures or pictures[-1] - pictures[0] + 1 != len(pictures):
        raise Refused.because("image.malformed", "the PNG does not have its picture in one run")
    if chunks[-1].end - chunks[-1].start != 12:
        raise Refused.because("image.malformed", "the IEND chunk is not empty")


def _check_header(header: Chunk, png: bytes) -> None:
    data = header.data(png)
    if len(data) != _IHDR_BYTES:
        raise Refused.because("image.malformed", "the IHDR chunk does not have 13 bytes")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">II5B", data)
    if not width or not height:
        raise Refused.because("image.malformed", "the PNG has no width or no height")
    if max(width, height) > SIDE:
        raise Refused.because(
            "image.too-large", f"the PNG has {width} x {height} pixels, {SIDE} a side are accepted"
        )
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise Refused.because("image.malformed", "the IHDR chunk describes no known kind of PNG")


def _credentials(png: bytes, chunks: list[Chunk]) -> Iterator[tuple[Kind, Chunk]]:
    for chunk in chunks:
        if chunk.kind in _TEXTS:
            kind = _KEYWORDS.get(chunk.data(png).partition(b"\0")[0])
            if kind:
                yield kind, chunk


def _credential_chunk(credential: str) -> bytes:
    # keyword NUL, uncompressed, method 0, no language NUL, no translated keyword NUL, text
    body = b"iTXt" + b"openbadgecredential\0\0\0\0\0" + credential.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _text_of(kind: bytes, rest: bytes) -> str:
    """What a text chunk says after its keyword (PNG §11.3.3)."""
    if kind == b"tEXt":
        return _bounded(rest).decode("latin-1")
    if kind == b"zTXt":
        return _inflated(rest[1:], method=rest[:1]).decode("latin-1")
    packed, method = rest[:1], rest[1:2]
    language = rest[2:].partition(b"\0")
    translated = language[2].partition(b"\0")
    if packed not in {b"\0", b"\1"} or not translated[1]:
        raise Refused.because("image.malformed", "the iTXt chunk of the credential is not one")
    text = translated[2]
    data = _inflated(text, method=method) if packed == b"\1" else _bounded(text)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refused.because("image.malformed", "the credential's text is not UTF-8") from None


def _bounded(data: bytes) -> bytes:
    if len(data) > TEXT_BYTES:
        raise Refused.because("image.too-large", f"the credential has more than {TEXT_BYTES} bytes")
    return data


def _inflated(packed: bytes, *, method: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        data = _bounded(unpacker.decompress(packed, TEXT_BYTES + 1)) if method == b"\0" else b""
    except zlib.error:
        data = b""
    if not unpacker.eof or unpacker.unused_data:
        raise Refused.because("image.malformed", "the credential's text does not unpack")
    return data
