"""How much one request may bring: its files are counted as they come, before anything is kept.

Django bounds what a request brings besides files. Whoever sends more is answered 400, whichever
page they sent it to, and signed in or not.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

__all__ = ["MAX_REQUEST", "BoundedUploads"]

MAX_REQUEST: Final = 64 * 1024 * 1024
"""The most bytes of one request with files in it."""


class BoundedUploads(FileUploadHandler):
    """Ends a request that brings too much; the handlers after this one keep the files."""

    def handle_raw_input(self, *came: Any, **_more: Any) -> None:
        """Refuse by the length that is stated; what is not within it is never read."""
        _data, _meta, length, *_ = came
        if length > MAX_REQUEST:
            told = f"a request may have {MAX_REQUEST} bytes"
            raise RequestDataTooBig(told)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 -- Django's
        """Hand on what came."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing here."""
