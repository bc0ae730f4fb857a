"""What a recruiter is sent, taken apart: a ZIP of files, a CSV of links, a list of share links.

Rules kept here:

- an archive is counted as it unpacks: what it says of its own size is its author's word. Files in
  it are read in memory, under names that are shown and never opened;
- an archive in an archive is not opened, and a link is never followed here;
- nothing is left out in silence: a row without a link, and a file that cannot be read, is a piece
  with a problem.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from testamur.errors import Refused, TestamurError

__all__ = ["MAX_PIECES", "MAX_PIECE_BYTES", "Piece", "is_archive", "is_link", "pieces_in"]

MAX_PIECES: Final = 2_000
"""The most files of an archive, and the most rows of a list."""

MAX_PIECE_BYTES: Final = 5 * 1024 * 1024
"""The most bytes of one file in an archive, unpacked."""

MAX_UNPACKED: Final = 200 * 1024 * 1024
"""The most bytes of all files of an archive together, unpacked."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_SCHEMES: Final = ("https://", "http://")
_MAX_LIST: Final = 2 * 1024 * 1024
_MAX_NAME: Final = 200
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to judge: what it is called, and its bytes; or the problem with it.

    The bytes of a link are its address.
    """

    name: str
    data: bytes
    problem: TestamurError | None = None


def pieces_in(name: str, data: bytes) -> list[Piece]:
    """What is in an archive or a list of links; anything else is one piece, as it came.

    Raises `Refused`: `archive.malformed`, `archive.too-large`, `upload.too-many`.
    """
    if is_archive(data):
        return list(_unpacked(name, data))
    rows = _rows_of_links(data)
    return _linked(rows) if rows else [Piece(name, data)]


def is_archive(data: bytes) -> bool:
    """Whether it is a ZIP archive."""
    return data.startswith(_ZIP)


def is_link(text: str) -> bool:
    """Whether a text is an address on the web, and nothing else."""
    return text.lower().startswith(_SCHEMES) and not any(one.isspace() for one in text)


# ------------------------------------------------------------------------------------ an archive


def _unpacked(name: str, data: bytes) -> Iterator[Piece]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = [one for one in archive.infolist() if _is_shown(one)]
            _check_count(len(files))
            left = MAX_UNPACKED
            for one in files:
                piece = _piece_of(archive, one, left)
                left -= len(piece.data)
                yield piece
    except _DAMAGED:
        told = f"{name[:_MAX_NAME] or 'the archive'} is damaged or packed in an unusual way"
        raise Refused.because("archive.malformed", told) from None


def _piece_of(archive: zipfile.ZipFile, one: zipfile.ZipInfo, left: int) -> Piece:
    label = one.filename[-_MAX_NAME:]
    if one.flag_bits & 1:
        return Piece(label, b"", Refused.because("archive.malformed", "it is encrypted"))
    with archive.open(one) as stream:
        body = stream.read(min(MAX_PIECE_BYTES, left) + 1)
    if len(body) > left:
        told = f"it unpacks to more than {MAX_UNPACKED // 2**20} MB"
        raise Refused.because("archive.too-large", told)
    if len(body) > MAX_PIECE_BYTES:
        told = f"it has more than {MAX_PIECE_BYTES // 2**20} MB"
        return Piece(label, b"", Refused.because("upload.too-large", told))
    return Piece(label, body)


def _is_shown(one: zipfile.ZipInfo) -> bool:
    """Whether it is a file that somebody put there, and not what a system adds by itself."""
    path = PurePosixPath(one.filename)
    is_hidden = path.name.startswith(".") or path.parts[:1] == ("__MACOSX",)
    return not one.is_dir() and not is_hidden


# ------------------------------------------------------------------------------- a list of links


def _rows_of_links(data: bytes) -> list[list[str]]:
    """The rows of a text in which links stand one below the other; none where it is no such."""
    if len(data) > _MAX_LIST or data.lstrip()[:1] in {b"", b"{", b"[", b"<"}:
        return []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    if not any(scheme in text.lower() for scheme in _SCHEMES):
        return []
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter_of(text))
        found = [[cell.strip() for cell in row] for row in islice(rows, MAX_PIECES + 2)]
    except csv.Error:
        return []
    kept = [row for row in found if any(row)]
    has_links = any(_link_in(row) for row in kept)
    return kept if has_links else []


def _delimiter_of(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _linked(rows: list[list[str]]) -> list[Piece]:
    if len(rows) > 1 and not _link_in(rows[0]):
        rows = rows[1:]
    _check_count(len(rows))
    return [_piece_of_row(number, row) for number, row in enumerate(rows, 1)]


def _piece_of_row(number: int, row: list[str]) -> Piece:
    link = _link_in(row)
    said = ", ".join(cell for cell in row if cell and cell != link)[:_MAX_NAME]
    if not link:
        problem = Refused.because("list.no-link", f"row {number} names no address")
        return Piece(said or f"row {number}", b"", problem)
    return Piece(said or link[:_MAX_NAME], link.encode())


def _link_in(row: list[str]) -> str:
    return next((cell for cell in row if is_link(cell)), "")


def _check_count(count: int) -> None:
    if count > MAX_PIECES:
        told = f"there are {count:,}; {MAX_PIECES:,} are checked together"
        raise Refused.because("upload.too-many", told)
