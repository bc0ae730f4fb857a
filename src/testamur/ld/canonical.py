"""The general way from a document to its canonical RDF form."""

from testamur.encoding import JsonObject
from testamur.ld.expansion import expand
from testamur.ld.rdf import Quad, quads_of
from testamur.ld.rdfc import Canonical, HashName, canonicalise_quads

__all__ = ["canonicalise", "to_quads"]


def to_quads(document: JsonObject, *, inline_contexts: bool = False) -> list[Quad]:
    """The statements of `document`, none lost; raises `Refused`."""
    return quads_of(expand(document, inline_contexts=inline_contexts))


def canonicalise(
    document: JsonObject, *, algorithm: HashName = "sha256", inline_contexts: bool = False
) -> Canonical:
    """The canonical RDF form of `document` (RDFC-1.0); raises `Refused`."""
    quads = to_quads(document, inline_contexts=inline_contexts)
    return canonicalise_quads(quads, algorithm=algorithm)
