"""JSON-LD to its canonical RDF form: what a signature with an `rdfc` suite covers.

`canonicalise` is the general way: strict expansion (PyLD, watched), then our own RDFC-1.0. `Shape`
is the fast way for the many credentials of one achievement; both give the same bytes.
"""

from testamur.encoding import JsonObject
from testamur.ld.expansion import expand, refuse_what_expansion_would_lose
from testamur.ld.rdf import Quad, parse_nquads, quads_of
from testamur.ld.rdfc import Canonical, HashName, canonicalise_quads

__all__ = [
    "Canonical",
    "HashName",
    "Quad",
    "canonicalise",
    "canonicalise_quads",
    "expand",
    "parse_nquads",
    "refuse_what_expansion_would_lose",
    "to_quads",
]


def to_quads(document: JsonObject, *, inline_contexts: bool = False) -> list[Quad]:
    """The statements of `document`, none lost; raises `Refused`."""
    return quads_of(expand(document, inline_contexts=inline_contexts))


def canonicalise(
    document: JsonObject, *, algorithm: HashName = "sha256", inline_contexts: bool = False
) -> Canonical:
    """The canonical RDF form of `document` (RDFC-1.0); raises `Refused`."""
    quads = to_quads(document, inline_contexts=inline_contexts)
    return canonicalise_quads(quads, algorithm=algorithm)
