"""The folder to publish: every document at the path of its URL, and a list of what is there.

    site/uni.example/status/7c1e9a04-1.json   https://uni.example/status/7c1e9a04-1.json
    site/uni.example/.well-known/did.json     https://uni.example/.well-known/did.json
    site/documents.json                       URL, file, media type and moment of each

The same folder serves verification without a network. How much of it is believed depends on who
chose it. A folder that whoever verifies has named counts in full, and before the network. One that
was merely found beside a file may have come with that file: the network is asked first, and its
copies are told as handed over, so that they prove only what they prove themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from testamur.cli.files import make_folder, read_input, write_files
from testamur.credentials.locations import read_location
from testamur.credentials.resolution import MAX_FETCHED_BYTES, Fetched, Resolver
from testamur.encoding import (
    JsonObject,
    format_timestamp,
    parse_object,
    parse_timestamp,
)
from testamur.errors import Refused, Unreachable

__all__ = [
    "CREDENTIAL",
    "INDEX_NAME",
    "SITE_NAME",
    "Published",
    "PublishedSite",
    "controller_document",
    "publish",
]

SITE_NAME: Final = "site"
INDEX_NAME: Final = "documents.json"
CREDENTIAL: Final = "application/vc"
"""The media type of a signed credential."""


@dataclass(frozen=True, slots=True)
class Published:
    """A document to publish at its URL."""

    url: str
    body: bytes
    media_type: str


def publish(folder: Path, documents: list[Published], *, at: datetime) -> None:
    """Write the documents into `folder` and its list, in place of what was there for their URLs."""
    contents: dict[Path, bytes] = {}
    listed = {entry["url"]: entry for entry in _entries(folder)}
    for one in documents:
        file = _path_of(one.url)
        make_folder((folder / file).parent)
        contents[folder / file] = one.body
        listed[one.url] = {
            "url": one.url,
            "file": file.as_posix(),
            "mediaType": one.media_type,
            "at": format_timestamp(at),
        }
    write_files(contents)
    index = {"documents": [listed[url] for url in sorted(listed)]}
    write_files({folder / INDEX_NAME: json.dumps(index, indent=2).encode() + b"\n"})


class PublishedSite:
    """A resolver that has the documents of a published folder, and those that `others` bring.

    `is_named` says that whoever verifies chose the folder; see above for what that changes.
    `are_believed` makes the copies of a found one count as if they had been fetched.
    """

    def __init__(
        self, folder: Path, others: Resolver, *, is_named: bool, are_believed: bool = False
    ) -> None:
        """Read the list of documents; raises `Refused` only for a folder that was named."""
        self._folder, self._others, self._is_named = folder, others, is_named
        self._are_believed = are_believed
        self._entries: dict[str, dict[str, str]] = {}
        self._read_at = -1
        try:
            self._read()
        except Refused:
            if is_named:
                raise

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the copy of a named folder before `others` are asked, that of a found one after."""
        if self._is_named and url not in self._entries:  # it may have been published since
            self._read()
        if url not in self._entries:
            return self._others.fetch(url, accept=accept, limit=limit)
        if self._is_named:
            return self._copy(url, limit)
        try:
            return self._others.fetch(url, accept=accept, limit=limit)
        except Unreachable:
            return replace(self._copy(url, limit), is_handed_over=not self._are_believed)

    def _copy(self, url: str, limit: int) -> Fetched:
        entry = self._entries[url]
        file = self._folder / entry["file"]
        if not file.resolve().is_relative_to(self._folder.resolve()):
            raise Unreachable.because("file.unreadable", f"{file} lies outside the folder")
        try:
            body, taken = read_input(file, limit=limit), parse_timestamp(entry["at"])
        except Refused as error:
            raise Unreachable(error.problem) from None
        return Fetched(url, body, entry["mediaType"], taken)

    def _read(self) -> None:
        index = self._folder / INDEX_NAME
        written_at = index.stat().st_mtime_ns if index.exists() else 0
        if written_at != self._read_at:
            entries = _entries(self._folder, must_exist=self._is_named)
            self._entries = {entry["url"]: entry for entry in entries}
            self._read_at = written_at


def _entries(folder: Path, *, must_exist: bool = False) -> list[dict[str, str]]:
    index = folder / INDEX_NAME
    if not must_exist and not index.exists():
        return []
    listed: Any = parse_object(read_input(index)).get("documents")
    members = ("url", "file", "mediaType", "at")
    if not isinstance(listed, list) or not all(
        isinstance(one, Mapping) and all(isinstance(one.get(name), str) for name in members)
        for one in listed
    ):
        told = f"{index} is not a list of published documents"
        raise Refused.because("file.unreadable", told)
    return listed


def _path_of(url: str) -> Path:
    """`https://uni.example/status/1.json` as `uni.example/status/1.json`."""
    location = read_location(url)
    parts = location.target.lstrip("/").split("/")
    if "?" in location.target or any(part in {"", ".", ".."} for part in parts):
        told = f"{url[:200]} cannot be published as a file: its path has an empty part or a query"
        raise Refused.because("option.malformed", told)
    return Path(location.authority.replace(":", "%3A"), *parts)


def controller_document(controller: str, url: str, document: JsonObject) -> Published:
    """The document of a did:web or https controller, to publish at `url`."""
    media_type = "application/did+json" if controller.startswith("did:") else "application/cid"
    return Published(url, json.dumps(document, indent=2).encode(), media_type)
