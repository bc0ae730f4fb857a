"""The badge objects that a badge links to: had through the resolver, within one budget.

Rules kept here:

- what is published at an address is the truth about that address, also where the badge carries a
  copy of it inside: a copy proves nothing about whoever it names;
- an object is known by the address it was had from, not by the `id` it gives itself; another `id`
  on the same host is told, on another host it is a borrowed name;
- one judgement has at most `MAX_DOCUMENTS` documents, however the badges point at each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from testamur.credentials.resolution import MAX_FETCHED_BYTES, Resolver, firsthand
from testamur.encoding import Json, JsonObject, parse_object
from testamur.errors import Refused, TestamurError, Unreachable
from testamur.interop.openbadges2.vocabulary import SPEC, in_one_spelling

__all__ = ["MAX_DOCUMENTS", "Library", "Linked", "authority_of", "is_web_address", "reference_of"]

MAX_DOCUMENTS: Final = 48
"""The most documents one judgement asks the resolver for."""

_ACCEPT: Final = "application/ld+json, application/json;q=0.9"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Linked:
    """A badge object and how it was had.

    `address` is where it was published, or its own `id` where it was only carried inside; `at` is
    when the published copy was taken, None where there is none.
    """

    address: str
    document: JsonObject
    at: datetime | None = None

    @property
    def is_published(self) -> bool:
        """Whether the document was had from its address."""
        return self.at is not None

    @property
    def own_id(self) -> str:
        """The `id` the document gives itself; its address where it gives none."""
        own = self.document.get("id")
        return own if isinstance(own, str) else self.address

    @property
    def names(self) -> frozenset[str]:
        """The identifiers that mean this object."""
        return frozenset({self.address, self.own_id})

    @property
    def borrows_its_name(self) -> bool:
        """Whether its own `id` is an address of another host than it was had from."""
        if not self.is_published or not is_web_address(self.own_id):
            return False
        return authority_of(self.own_id) != authority_of(self.address)


@dataclass(slots=True)
class Library:
    """The documents of one judgement: each asked for once, failures remembered too."""

    resolver: Resolver
    _had: dict[str, Linked | TestamurError] = field(default_factory=dict)

    def object_at(self, url: str) -> Linked:
        """The badge object published at `url`; its fragment does not count.

        Raises `Unreachable` when it cannot be had or is no JSON object, `Refused` when it must not
        be asked for.
        """
        address = url.partition("#")[0]
        if address not in self._had:
            self._had[address] = self._ask_for(address)
        found = self._had[address]
        if isinstance(found, TestamurError):
            raise found
        return found

    def already_had(self, url: str) -> Linked | None:
        """What `object_at` brought from `url` before; None where it did not."""
        found = self._had.get(url.partition("#")[0])
        return found if isinstance(found, Linked) else None

    def linked(self, value: Json) -> Linked:
        """The badge object that `value`, an IRI or an object carried inside, refers to.

        Raises like `object_at`.
        """
        reference = reference_of(value)
        if is_web_address(reference):
            return self.object_at(reference)
        if isinstance(value, dict):
            return Linked(reference, value)
        raise Unreachable.because(
            "openbadges2.document-unreadable",
            f"{reference[:200] or 'nothing'!r} is not an address a document can be had from",
            spec=SPEC,
        )

    def _ask_for(self, address: str) -> Linked | TestamurError:
        if len(self._had) >= MAX_DOCUMENTS:
            return Unreachable.because(
                "openbadges2.too-many-documents",
                f"the badge links to more than {MAX_DOCUMENTS} documents; the others were not read",
            )
        try:
            copy = firsthand(self.resolver.fetch(address, accept=_ACCEPT, limit=MAX_FETCHED_BYTES))
            document = in_one_spelling(parse_object(copy.body, limit=MAX_FETCHED_BYTES))
        except Unreachable as error:
            return error
        except Refused as error:
            return error if error.problem.code.startswith("fetch.") else _unreadable(address, error)
        return Linked(address, document, copy.at)


def reference_of(value: Json) -> str:
    """The IRI of a link, written alone or as the `id` of an object; "" where there is none."""
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else ""


def is_web_address(iri: str) -> bool:
    """Whether `iri` is an http or https URL with a host."""
    try:
        parts = urlsplit(iri)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)
    except ValueError:
        return False


def authority_of(url: str) -> str:
    """Host, and port where it is not the scheme's own, in lower case; "" where there is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if port is None or port == _DEFAULT_PORTS.get(parts.scheme):
        return host
    return f"{host}:{port}"


def _unreadable(address: str, error: Refused) -> Unreachable:
    return Unreachable.because(
        "openbadges2.document-unreadable",
        f"what is published at {address[:200]} is not a badge object: {error}",
        spec=f"{SPEC}, Data Validation",
    )
