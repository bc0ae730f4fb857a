"""JSON-LD to its canonical RDF form: what a signature with an `rdfc` suite covers.

`canonicalise` is the general way: strict expansion (PyLD, watched), then our own RDFC-1.0. `Shape`
is the fast way for the many credentials of one achievement; both give the same bytes. `digest`
chooses between them.
"""

from testamur.ld.canonical import canonicalise, to_quads
from testamur.ld.digests import digest, shape_of
from testamur.ld.expansion import expand, refuse_what_expansion_would_lose
from testamur.ld.rdf import Quad, parse_nquads, quads_of
from testamur.ld.rdfc import Canonical, HashName, canonicalise_quads
from testamur.ld.shapes import Path, Shape, string_paths
from testamur.ld.wording import Wording

__all__ = [
    "Canonical",
    "HashName",
    "Path",
    "Quad",
    "Shape",
    "Wording",
    "canonicalise",
    "canonicalise_quads",
    "digest",
    "expand",
    "parse_nquads",
    "quads_of",
    "refuse_what_expansion_would_lose",
    "shape_of",
    "string_paths",
    "to_quads",
]
