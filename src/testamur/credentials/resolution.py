"""How documents that live elsewhere are had: the promise of a resolver, and two without a net.

Rules kept here:

- whoever verifies decides what may be fetched, by the resolver handed in; nothing else fetches;
- a copy carries the moment it was taken, so that a judgement can say how old its knowledge is;
- a copy that came along with what is judged, and not from its address, says so: of such a copy only
  what proves itself counts (a signed status list, a document with a stated digest);
- what cannot be had is `Unreachable`, what must not be asked for is `Refused`: never confused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from testamur.errors import TestamurError, Unreachable
from testamur.problems import Problem

__all__ = [
    "MAX_FETCHED_BYTES",
    "Bounded",
    "Fetched",
    "LocalFirst",
    "Offline",
    "Resolver",
    "WithCopies",
    "about",
    "firsthand",
]

MAX_FETCHED_BYTES: Final = 1_000_000
"""The most bytes of one fetched document, after any decompression."""

MAX_FETCHES: Final = 64
"""The most addresses asked for in one judgement."""

MAX_BYTES_OF_ALL: Final = 32_000_000
"""No further address is asked for once so many bytes have come in one judgement."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One copy of a document: what was asked for, what came, and when this copy was taken.

    `media_type` is the essence alone, in lower case and without parameters; "" where not stated.
    `is_handed_over` says that the copy came from whoever handed over what is judged: then `at` and
    the whole document are their word.
    """

    url: str
    body: bytes
    media_type: str
    at: datetime
    is_handed_over: bool = False


@runtime_checkable
class Resolver(Protocol):
    """Whoever can bring the document at a URL."""

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the document at `url`, of at most `limit` bytes.

        Raises `Unreachable` (`fetch.*`) when it cannot be had now and `Refused` (`fetch.blocked`)
        when the URL must not be asked for.
        """
        ...


class Offline:
    """A resolver that opens no socket: it has the documents given to it and nothing else."""

    __slots__ = ("_documents",)

    def __init__(self, documents: Mapping[str, Fetched] | None = None) -> None:
        self._documents = dict(documents or {})

    def fetch(
        self,
        url: str,
        /,
        *,
        accept: str = "*/*",  # noqa: ARG002 - every copy here is of the one form that was given
        limit: int = MAX_FETCHED_BYTES,
    ) -> Fetched:
        """Bring the copy given for exactly this `url`; raises `Unreachable` (`fetch.offline`)."""
        copy = self._documents.get(url)
        if copy is None:
            raise Unreachable.because("fetch.offline", f"{url[:200]} is not among the local copies")
        return within(copy, limit=limit)


class LocalFirst:
    """A resolver that answers from local copies, and asks `then` for everything else."""

    __slots__ = ("_local", "_then")

    def __init__(self, local: Mapping[str, Fetched], then: Resolver) -> None:
        self._local = dict(local)
        self._then = then

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the local copy of `url` if there is one, else what `then` brings."""
        copy = self._local.get(url)
        if copy is None:
            return self._then.fetch(url, accept=accept, limit=limit)
        return within(copy, limit=limit)


class WithCopies:
    """A resolver that asks `first`; what cannot be had there comes from copies handed over.

    `are_believed` makes them count as if they had been fetched.
    """

    __slots__ = ("_copies", "_first")

    def __init__(
        self, first: Resolver, copies: Mapping[str, Fetched], *, are_believed: bool = False
    ) -> None:
        self._first = first
        self._copies = {
            url: replace(copy, is_handed_over=not are_believed) for url, copy in copies.items()
        }

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring what `first` brings, else the copy of `url`, told as handed over."""
        try:
            return self._first.fetch(url, accept=accept, limit=limit)
        except Unreachable:
            copy = self._copies.get(url)
            if copy is None:
                raise
            return within(copy, limit=limit)


class Bounded:
    """A resolver for one judgement: it asks for each address once, and for a bounded number.

    A credential can name hundreds of addresses, each of which answers as slowly as it may.
    """

    __slots__ = ("_bytes_left", "_had", "_left", "_then")

    def __init__(
        self, then: Resolver, *, most: int = MAX_FETCHES, most_bytes: int = MAX_BYTES_OF_ALL
    ) -> None:
        self._then = then
        self._left, self._bytes_left = most, most_bytes
        self._had: dict[tuple[str, str], Fetched | TestamurError] = {}

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring what `then` brings; raises `Unreachable` (`fetch.too-many`) beyond the bound."""
        found = self._had.get((url, accept))
        if found is None:
            found = self._had[url, accept] = self._ask(url, accept, limit)
        if isinstance(found, TestamurError):
            raise found
        return within(found, limit=limit)

    def _ask(self, url: str, accept: str, limit: int) -> Fetched | TestamurError:
        self._left -= 1
        if self._left < 0 or self._bytes_left <= 0:
            told = f"{url[:200]} was not asked for, after so many other addresses"
            return Unreachable.because("fetch.too-many", told)
        try:
            copy = self._then.fetch(url, accept=accept, limit=limit)
        except TestamurError as error:
            return error
        self._bytes_left -= len(copy.body)
        return copy


def firsthand(copy: Fetched) -> Fetched:
    """The same copy; raises `Unreachable` (`fetch.handed-over`) where it proves nothing."""
    if copy.is_handed_over:
        raise Unreachable.because(
            "fetch.handed-over", f"the only copy of {copy.url[:200]} came with what is judged"
        )
    return copy


def within(copy: Fetched, *, limit: int) -> Fetched:
    """The same copy if its body is at most `limit` bytes; raises `Unreachable` otherwise."""
    if len(copy.body) > limit:
        raise Unreachable.because(
            "fetch.too-large", f"{copy.url[:200]} is {len(copy.body)} bytes; at most {limit}"
        )
    return copy


def about(url: str, problem: Problem) -> str:
    """What is wrong with the document at `url`, in words that name the address once."""
    told, named = problem.detail, url[:200]
    return told if named in told else f"{named}: {told}"
