"""Which files are taken as evidence, told by their first bytes and not by their name alone.

What a browser would run (HTML, SVG, scripts in them) is not taken. Whatever is taken is only ever
sent back as a download, under a name and type from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from testamur.errors import Refused

__all__ = ["ACCEPTED", "MAX_BYTES", "FileType", "file_type"]

MAX_BYTES: Final = 25 * 1024 * 1024
"""The largest file that is taken."""

_HEAD: Final = 4096


class FileType(NamedTuple):
    """The ending and the media type a file is sent back with."""

    ending: str
    media_type: str


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A character may be cut in two where the head ends.
        is_cut = len(head) == _HEAD and error.start > _HEAD - 4
        return is_cut and _is_text(head[: error.start])
    return not any(ord(one) < 32 and one not in "\t\n\r\f" for one in text)


def _is_boxed(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"RIFF") and head[8:12] == kind


_is_zip: Final = _begins(b"PK\x03\x04", b"PK\x05\x06")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_TYPES: Final[Mapping[str, tuple[str, Callable[[bytes], bool]]]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _is_riff(b"WEBP")),
    "heic": ("image/heic", _is_boxed),
    "docx": (f"{_OFFICE}wordprocessingml.document", _is_zip),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _is_zip),
    "pptx": (f"{_OFFICE}presentationml.presentation", _is_zip),
    "odt": (f"{_OPEN}text", _is_zip),
    "ods": (f"{_OPEN}spreadsheet", _is_zip),
    "odp": (f"{_OPEN}presentation", _is_zip),
    "zip": ("application/zip", _is_zip),
    "txt": ("text/plain; charset=utf-8", _is_text),
    "md": ("text/plain; charset=utf-8", _is_text),
    "csv": ("text/csv; charset=utf-8", _is_text),
    "json": ("application/json", _is_text),
    "ipynb": ("application/json", _is_text),
    "py": ("text/plain; charset=utf-8", _is_text),
    "mp4": ("video/mp4", _is_boxed),
    "mov": ("video/quicktime", _is_boxed),
    "m4a": ("audio/mp4", _is_boxed),
    "webm": ("video/webm", _begins(b"\x1a\x45\xdf\xa3")),
    "mp3": (
        "audio/mpeg",
        _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    ),
    "wav": ("audio/wav", _is_riff(b"WAVE")),
    "ogg": ("audio/ogg", _begins(b"OggS")),
}

ACCEPTED: Final = tuple(f".{ending}" for ending in _TYPES)
"""The endings that are taken, as the `accept` of a file field has them."""


def file_type(name: str, head: bytes) -> FileType:
    """The type of a file of that name that begins so; raises `Refused`, `evidence.kind-refused`."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    known = _TYPES.get(ending)
    if known is None:
        told = f"files that end in .{ending:.10} are not taken" if ending else "it has no ending"
        raise Refused.because("evidence.kind-refused", told, "/file")
    media_type, is_it = known
    if not is_it(head[:_HEAD]):
        told = f"what is in the file is not what .{ending} files begin with"
        raise Refused.because("evidence.kind-refused", told, "/file")
    return FileType(ending, media_type)
