"""The general way from a document to its canonical RDF form.

Expansion costs far more than anything else done to a document, and one document is often looked at
several times in a row, once for each of its proofs: what was found of the last few is kept, also
that they were refused.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from hashlib import sha256
from math import isfinite
from threading import Lock
from typing import Final, Generic, TypeVar

from testamur.encoding import Json, JsonObject, compact_json
from testamur.errors import Refused
from testamur.ld.expansion import expand
from testamur.ld.rdf import Quad, quads_of
from testamur.ld.rdfc import Canonical, HashName, canonicalise_quads
from testamur.problems import Problem

__all__ = ["canonicalise", "to_quads"]

MAX_KEPT: Final = 4

_Found = TypeVar("_Found")


def to_quads(document: JsonObject, *, inline_contexts: bool = False) -> list[Quad]:
    """The statements of `document`, none lost; raises `Refused`."""
    key = (_name_of(document), inline_contexts)
    return list(
        _QUADS.once(key, lambda: tuple(quads_of(expand(document, inline_contexts=inline_contexts))))
    )


def canonicalise(
    document: JsonObject, *, algorithm: HashName = "sha256", inline_contexts: bool = False
) -> Canonical:
    """The canonical RDF form of `document` (RDFC-1.0); raises `Refused`."""
    key = (_name_of(document), inline_contexts, algorithm)
    return _FORMS.once(
        key,
        lambda: canonicalise_quads(
            to_quads(document, inline_contexts=inline_contexts), algorithm=algorithm
        ),
    )


def _name_of(document: JsonObject) -> bytes:
    try:
        text = compact_json(document)
    except TypeError as error:
        raise Refused.because("json.malformed", f"the document is not JSON: {error}") from None
    if "null" in text:
        _refuse_what_is_written_as_null(document)
    return sha256(text.encode()).digest()


def _refuse_what_is_written_as_null(value: Json) -> None:
    """A number that is none has no text of its own, and would pass for null."""
    match value:
        case dict():
            for member in value.values():
                _refuse_what_is_written_as_null(member)
        case list():
            for member in value:
                _refuse_what_is_written_as_null(member)
        case float() if not isfinite(value):
            raise Refused.because("json.number-out-of-range", f"{value} is no number of JSON")
        case _:
            pass


@dataclass(slots=True)
class _Last(Generic[_Found]):
    """What was found of the documents seen last, by the hash of their text."""

    _found: OrderedDict[Hashable, _Found | Problem] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def once(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """What `find` gives, or the refusal it raises; asked only where it is not known."""
        with self._lock:
            found = self._found.get(key)
        if found is None:
            try:
                found = find()
            except Refused as refused:
                found = refused.problem
            with self._lock:
                self._found[key] = found
                if len(self._found) > MAX_KEPT:
                    self._found.popitem(last=False)
        if isinstance(found, Problem):
            raise Refused(found)
        return found


_QUADS: Final[_Last[tuple[Quad, ...]]] = _Last()
_FORMS: Final[_Last[Canonical]] = _Last()
