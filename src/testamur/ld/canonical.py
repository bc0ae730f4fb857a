"""The general way from a document to its canonical RDF form.

Expansion costs far more than anything else done to a document, and one document is often looked at
several times in a row, once for each of its proofs: the statements of the last few are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Final

from testamur.encoding import JsonObject, compact_json
from testamur.errors import Refused
from testamur.ld.expansion import expand
from testamur.ld.rdf import Quad, quads_of
from testamur.ld.rdfc import Canonical, HashName, canonicalise_quads

__all__ = ["canonicalise", "to_quads"]

MAX_KEPT: Final = 4


def to_quads(document: JsonObject, *, inline_contexts: bool = False) -> list[Quad]:
    """The statements of `document`, none lost; raises `Refused`."""
    try:
        key = sha256(compact_json(document).encode()).digest() + bytes([inline_contexts])
    except TypeError as error:
        raise Refused.because("json.malformed", f"the document is not JSON: {error}") from None
    quads = _LAST.get(key)
    if quads is None:
        quads = tuple(quads_of(expand(document, inline_contexts=inline_contexts)))
        _LAST.put(key, quads)
    return list(quads)


def canonicalise(
    document: JsonObject, *, algorithm: HashName = "sha256", inline_contexts: bool = False
) -> Canonical:
    """The canonical RDF form of `document` (RDFC-1.0); raises `Refused`."""
    quads = to_quads(document, inline_contexts=inline_contexts)
    return canonicalise_quads(quads, algorithm=algorithm)


@dataclass(slots=True)
class _Last:
    """The statements of the documents seen last, by the hash of their text."""

    _quads: OrderedDict[bytes, tuple[Quad, ...]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: bytes) -> tuple[Quad, ...] | None:
        with self._lock:
            return self._quads.get(key)

    def put(self, key: bytes, quads: tuple[Quad, ...]) -> None:
        with self._lock:
            self._quads[key] = quads
            if len(self._quads) > MAX_KEPT:
                self._quads.popitem(last=False)


_LAST: Final = _Last()
