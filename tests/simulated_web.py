"""An honest web in memory: what is published can be fetched, nothing else can."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from testamur.credentials.resolution import MAX_FETCHED_BYTES, Fetched, within
from testamur.errors import Unreachable

__all__ = ["NOON", "SimulatedWeb"]

NOON = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


class SimulatedWeb:
    """A `Resolver` serving documents by URL; `requests` lists every URL asked for, in order.

    A document is a dict or list (served as JSON), text, bytes, or a `Fetched` served as it is.
    """

    def __init__(self, documents: Mapping[str, Any] | None = None, *, at: datetime = NOON) -> None:
        self.at = at
        self.requests: list[str] = []
        self._published: dict[str, Fetched] = {}
        self._down: set[str] = set()
        for url, document in (documents or {}).items():
            self.publish(url, document)

    def publish(
        self, url: str, document: Any, *, media_type: str = "application/json"
    ) -> SimulatedWeb:
        """Put `document` at `url`, in place of what was there; it answers again if it was down."""
        if isinstance(document, Fetched):
            self._published[url] = document
        else:
            self._published[url] = Fetched(url, _bytes_of(document), media_type, self.at)
        self._down.discard(url)
        return self

    def remove(self, url: str) -> None:
        """Take the document away: the server answers, but has nothing there."""
        self._published.pop(url, None)

    def take_down(self, *urls: str) -> None:
        """Make these URLs unreachable until something is published there again."""
        self._down.update(urls)

    def fetch(
        self,
        url: str,
        /,
        *,
        accept: str = "*/*",  # noqa: ARG002 - one form of each document is published
        limit: int = MAX_FETCHED_BYTES,
    ) -> Fetched:
        """Serve what is published at exactly `url`."""
        self.requests.append(url)
        if url in self._down:
            raise Unreachable.because("fetch.unreachable", f"{url} does not answer")
        if url not in self._published:
            raise Unreachable.because("fetch.status", f"{url} answered 404")
        return within(self._published[url], limit=limit)


def _bytes_of(document: Any) -> bytes:
    match document:
        case bytes():
            return document
        case str():
            return document.encode()
        case _:
            return json.dumps(document).encode()
