"""RDF quads as N-Quads terms, and expanded JSON-LD turned into them without loss.

A term is the very text it has in canonical N-Quads (RDF Dataset Canonicalization §5): `<iri>`,
`_:label`, or a literal with its escapes. Where the JSON-LD API would drop something on the way to
RDF (a relative IRI, an index, a reverse property), this module refuses instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Final, NamedTuple

from testamur.encoding import Json, JsonObject, canonical_json
from testamur.errors import Refused

__all__ = [
    "ABSOLUTE_IRI",
    "DEFAULT_GRAPH",
    "ESCAPED",
    "Quad",
    "escaped_text",
    "iri_term",
    "is_language",
    "literal_term",
    "parse_nquads",
    "quads_of",
]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
I18N: Final = "https://www.w3.org/ns/i18n#"
DEFAULT_GRAPH: Final = ""

_TYPE: Final = f"<{RDF}type>"
_FIRST: Final = f"<{RDF}first>"
_REST: Final = f"<{RDF}rest>"
_NIL: Final = f"<{RDF}nil>"
_XSD_SPELLINGS: Final = (XSD, XSD.replace("http:", "https:"), "xsd:")
"""Open Badges contexts write the XML Schema namespace with https; CLR contexts name it by a prefix
that they do not define."""

_BOOLEAN: Final = frozenset(namespace + "boolean" for namespace in _XSD_SPELLINGS)
_NUMERIC: Final = frozenset(
    namespace + name
    for namespace in _XSD_SPELLINGS
    for name in (
        *("decimal", "double", "float", "integer", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)

ABSOLUTE_IRI: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20<>\"{}|\\^`\x7f]*\Z")
_FIRST_NOT_WHOLE: Final = 1e21
"""From here on JSON-LD writes a number without a fraction as a double (JSON-LD API §8.2.2)."""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
ESCAPED: Final = re.compile('[\\x00-\\x1f"\\\\\\x7f\ufffe\uffff]')
_SHORT_ESCAPES: Final = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


class Quad(NamedTuple):
    """One statement; each part is an N-Quads term, `graph` is "" for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = DEFAULT_GRAPH

    @property
    def line(self) -> str:
        """The statement as one line of N-Quads, with its line feed."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


def iri_term(iri: object, pointer: str = "") -> str:
    """`iri` as an N-Quads term; refuses one that is not absolute or holds a forbidden letter."""
    if not isinstance(iri, str) or not ABSOLUTE_IRI.match(iri):
        raise Refused.because(
            "document.relative-iri", f"{str(iri)[:80]!r} is not an absolute IRI", pointer
        )
    return f"<{iri}>"


def literal_term(text: str, *, datatype: str = XSD + "string", language: str = "") -> str:
    """A literal as a canonical N-Quads term."""
    quoted = f'"{escaped_text(text)}"'
    if language:
        return f"{quoted}@{language}"
    return quoted if datatype == XSD + "string" else f"{quoted}^^<{datatype}>"


def is_language(tag: str) -> bool:
    """Whether `tag` is written like a language (BCP 47): in N-Quads nothing delimits it."""
    return _LANGUAGE.match(tag) is not None


def escaped_text(text: str) -> str:
    """The text of a literal between its quotation marks."""
    return ESCAPED.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    letter = found.group()
    return _SHORT_ESCAPES.get(letter) or f"\\u{ord(letter):04X}"


def quads_of(expanded: Iterable[JsonObject]) -> list[Quad]:
    """The dataset of an expanded JSON-LD document, each statement once, in document order."""
    reader = _Reader()
    for node in expanded:
        reader.read_node(node, DEFAULT_GRAPH)
    return list(reader.quads)


@dataclass(slots=True)
class _Reader:
    """Walks expanded JSON-LD once; `quads` keeps statements in order without doubles."""

    quads: dict[Quad, None] = field(default_factory=dict)
    _blank_nodes: int = 0

    def read_node(self, node: JsonObject, graph: str) -> str:
        subject = iri_term(node["@id"]) if "@id" in node else self._new_blank_node()
        for name, values in node.items():
            match name:
                case "@id":
                    pass
                case "@type":
                    for kind in values:
                        self._add(subject, _TYPE, iri_term(kind), graph)
                case "@graph":
                    self._read_graph(values, subject)
                case _ if name.startswith("@"):
                    raise Refused.because(
                        "document.unsigned-term", f"{name} is not covered by a signature"
                    )
                case _:
                    self._read_property(subject, iri_term(name), values, graph)
        return subject

    def _read_property(
        self, subject: str, predicate: str, values: list[JsonObject], graph: str
    ) -> None:
        terms = [self._read_value(value, graph) for value in values]
        if len(set(terms)) < len(terms):
            told = f"{predicate} has one value twice, of which one would not be signed"
            raise Refused.because("document.unsigned-term", told)
        for term in terms:
            self._add(subject, predicate, term, graph)

    def _read_graph(self, nodes: list[JsonObject], name: str) -> None:
        if not nodes:
            raise Refused.because("document.unsigned-term", "a graph without statements")
        for node in nodes:
            self.read_node(node, name)

    def _read_value(self, value: JsonObject, graph: str) -> str:
        if "@value" in value:
            return _literal(value)
        if "@list" in value:
            return self._read_list(value["@list"], graph)
        return self.read_node(value, graph)

    def _read_list(self, values: list[JsonObject], graph: str) -> str:
        rest = _NIL
        for value in reversed(values):
            cell = self._new_blank_node()
            self._add(cell, _FIRST, self._read_value(value, graph), graph)
            self._add(cell, _REST, rest, graph)
            rest = cell
        return rest

    def _new_blank_node(self) -> str:
        self._blank_nodes += 1
        return f"_:b{self._blank_nodes - 1}"

    def _add(self, subject: str, predicate: str, value: str, graph: str) -> None:
        self.quads[Quad(subject, predicate, value, graph)] = None


def _literal(value: JsonObject) -> str:
    if unsigned := value.keys() - {"@value", "@type", "@language", "@direction"}:
        raise Refused.because(
            "document.unsigned-term", f"{min(unsigned)} is not covered by a signature"
        )
    content, datatype = value["@value"], value.get("@type")
    if datatype == "@json":
        return literal_term(canonical_json(content).decode(), datatype=RDF + "JSON")
    if not is_language(value.get("@language", "en")):
        told = f"{value['@language'][:40]!r} is not a language tag"
        raise Refused.because("document.refused-value", told)
    if datatype is not None and not ABSOLUTE_IRI.match(datatype):
        told = f"{str(datatype)[:80]!r} is not the absolute IRI of a datatype"
        raise Refused.because("document.relative-iri", told)
    if "@direction" in value:
        datatype = f"{I18N}{value.get('@language', '')}_{value['@direction']}"
        return literal_term(content, datatype=datatype)
    if "@language" in value:
        return literal_term(content, language=value["@language"])
    return _typed_literal(content, datatype)


def _typed_literal(content: Json, datatype: str | None) -> str:
    """A typed or native literal; text where a number or truth value belongs is refused.

    RDF writes both alike, so the signature could not tell `true` from `"true"`.
    """
    wants_number = datatype in _NUMERIC
    wants_truth = datatype in _BOOLEAN
    match content:
        case bool() if datatype is None or wants_truth:
            return literal_term(
                "true" if content else "false", datatype=datatype or XSD + "boolean"
            )
        case bool():
            pass
        case int() | float() if datatype is None or wants_number:
            return _number(content, datatype)
        case str() if not wants_number and not wants_truth:
            return literal_term(content, datatype=datatype or XSD + "string")
        case _:
            pass
    wanted = datatype.rpartition("#")[2] if datatype else "a JSON scalar"
    raise Refused.because("document.refused-value", f"{content!r} is not written as {wanted}")


def _number(number: float, datatype: str | None) -> str:
    if not (isinstance(number, int) or isfinite(number)):
        raise Refused.because("json.number-out-of-range", f"{number} is no number of JSON")
    whole = isinstance(number, int) or (number.is_integer() and abs(number) < _FIRST_NOT_WHOLE)
    if whole and datatype != XSD + "double":
        return literal_term(str(int(number)), datatype=datatype or XSD + "integer")
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    if float(f"{mantissa}E{exponent}") != number:
        told = f"{number} has more digits than a signature covers; 15 are always covered"
        raise Refused.because("document.refused-value", told)
    digits = mantissa.rstrip("0")
    if digits.endswith("."):
        digits += "0"
    return literal_term(f"{digits}E{int(exponent)}", datatype=datatype or XSD + "double")


_NQUAD: Final = re.compile(
    r"\s*(<[^<>]*>|_:\S+)\s+(<[^<>]*>)\s+"
    r"(<[^<>]*>|_:\S+|\"(?:[^\"\\\n\r]|\\.)*\"(?:\^\^<[^<>]*>|@[A-Za-z0-9-]+)?)\s*"
    r"(<[^<>]*>|_:\S+)?\s*\.\s*(?:#.*)?\Z"
)
_UNESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LONG_ESCAPES: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def parse_nquads(text: str) -> list[Quad]:
    """Read N-Quads text, one statement a line; terms come back in canonical spelling."""
    return list(dict.fromkeys(_parsed_lines(text)))


def _parsed_lines(text: str) -> Iterator[Quad]:
    for number, line in enumerate(re.split(r"[\r\n]+", text), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _NQUAD.match(line)
        if not found:
            raise Refused.because("document.refused-value", f"line {number} is not N-Quads")
        subject, predicate, value, graph = found.groups()
        yield Quad(
            _respelled(subject), _respelled(predicate), _respelled(value), _respelled(graph or "")
        )


def _respelled(term: str) -> str:
    if term.startswith("<"):
        return _UNESCAPED.sub(_unescape, term)
    if not term.startswith('"'):
        return term
    content, _, kind = term[1:].rpartition('"')
    content = _UNESCAPED.sub(_unescape, content)
    if kind.startswith("@"):
        return literal_term(content, language=kind[1:])
    return literal_term(content, datatype=_respelled(kind[2:])[1:-1] if kind else XSD + "string")


def _unescape(found: re.Match[str]) -> str:
    short, long, letter = found.groups()
    if letter:
        return _LONG_ESCAPES.get(letter, letter)
    return chr(int(short or long, 16))
