"""Expanded JSON-LD as statements, none lost; and N-Quads read as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.ld import Quad, parse_nquads, quads_of
from testamur.ld.rdf import escaped_text, iri_term, literal_term

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
P = "urn:p"


def objects_of(*values):
    """The objects of one node's one property."""
    quads = quads_of([{"@id": "urn:s", P: list(values)}])
    return [quad.object for quad in quads if quad.predicate == f"<{P}>"]


def code_of(read, *arguments):
    with pytest.raises(Refused) as refused:
        read(*arguments)
    return refused.value.problem.code


ESCAPES = {
    'a "word"': 'a \\"word\\"',
    "back\\slash": "back\\\\slash",
    "\b\t\n\f\r": "\\b\\t\\n\\f\\r",
    "\0\x01\x0b\x1f\x7f": "\\u0000\\u0001\\u000B\\u001F\\u007F",
    "\ufffe\uffff": "\\uFFFE\\uFFFF",
    "é \u2028 \x85 \U0001f393 '<>": "é \u2028 \x85 \U0001f393 '<>",
}


class TestTerms:
    @pytest.mark.parametrize(
        "iri",
        [
            "urn:x",
            "did:web:uni.example#key-1",
            "https://uni.example/é?q=%20",
            "a+b-c.d:",
            "tag:a,b:c",
        ],
    )
    def test_an_absolute_iri_is_a_term(self, iri):
        assert iri_term(iri) == f"<{iri}>"

    @pytest.mark.parametrize(
        "iri",
        ["", "x", "/path", "//host", "#part", "1:x", ":x", "é:x", "_:b0", None, 7, ["urn:x"]]
        + [f"urn:{letter}" for letter in ' <>"{}|\\^`\n\t\0\x7f'],
    )
    def test_anything_else_is_not(self, iri):
        assert code_of(iri_term, iri, "/id") == "document.relative-iri"

    @pytest.mark.parametrize(("text", "escaped"), ESCAPES.items(), ids=ESCAPES.values())
    def test_a_text_has_the_escapes_of_the_recommendation(self, text, escaped):
        """RDF Dataset Canonicalization §5."""
        assert escaped_text(text) == escaped
        assert literal_term(text) == f'"{escaped}"'

    def test_a_literal_says_its_type_or_language(self):
        assert literal_term("1", datatype=XSD + "integer") == f'"1"^^<{XSD}integer>'
        assert literal_term("a", datatype=XSD + "string") == '"a"'
        assert literal_term("a", language="en") == '"a"@en'


VALUES = {
    "text": ({"@value": "a"}, '"a"'),
    "text of a type": (
        {"@value": "2026-05-01", "@type": XSD + "date"},
        f'"2026-05-01"^^<{XSD}date>',
    ),
    "text with a language": ({"@value": "a", "@language": "pl"}, '"a"@pl'),
    "text with a direction": (
        {"@value": "a", "@language": "he", "@direction": "rtl"},
        '"a"^^<https://www.w3.org/ns/i18n#he_rtl>',
    ),
    "text with a direction alone": (
        {"@value": "a", "@direction": "ltr"},
        '"a"^^<https://www.w3.org/ns/i18n#_ltr>',
    ),
    "a truth value": ({"@value": True}, f'"true"^^<{XSD}boolean>'),
    "a whole number": ({"@value": -7}, f'"-7"^^<{XSD}integer>'),
    "a whole number with a fraction": ({"@value": 2.0}, f'"2"^^<{XSD}integer>'),
    "a fraction": ({"@value": 2.5}, f'"2.5E0"^^<{XSD}double>'),
    "a small fraction": ({"@value": 1.5e-7}, f'"1.5E-7"^^<{XSD}double>'),
    "a great number": ({"@value": 1e21}, f'"1.0E21"^^<{XSD}double>'),
    "a whole double": ({"@value": 7, "@type": XSD + "double"}, f'"7.0E0"^^<{XSD}double>'),
    "a float as Open Badges types it": (
        {"@value": 2.5, "@type": XSD.replace("http:", "https:") + "float"},
        '"2.5E0"^^<https://www.w3.org/2001/XMLSchema#float>',
    ),
    "a truth value as CLR types it": (
        {"@value": False, "@type": "xsd:boolean"},
        '"false"^^<xsd:boolean>',
    ),
    "JSON": (
        {"@value": {"b": [1.0, None], "a": "x"}, "@type": "@json"},
        f'"{{\\"a\\":\\"x\\",\\"b\\":[1,null]}}"^^<{RDF}JSON>',
    ),
    "a node": ({"@id": "urn:o"}, "<urn:o>"),
    "a node without a name": ({}, "_:b0"),
    "an empty list": ({"@list": []}, f"<{RDF}nil>"),
}


@pytest.mark.parametrize(("value", "term"), VALUES.values(), ids=VALUES)
def test_a_value_becomes_a_term(value, term):
    assert objects_of(value) == [term]


LOST = {
    "text where a number belongs": (
        {"@value": "2.5", "@type": XSD + "float"},
        "document.refused-value",
    ),
    "text where a truth value belongs": (
        {"@value": "true", "@type": XSD + "boolean"},
        "document.refused-value",
    ),
    "a number where a date belongs": (
        {"@value": 2026, "@type": XSD + "date"},
        "document.refused-value",
    ),
    "a truth value where a number belongs": (
        {"@value": True, "@type": XSD + "integer"},
        "document.refused-value",
    ),
    "a number where a truth value belongs": (
        {"@value": 1, "@type": XSD + "boolean"},
        "document.refused-value",
    ),
    "a number that is none": ({"@value": float("nan")}, "json.number-out-of-range"),
    "a number beyond all numbers": ({"@value": float("inf")}, "json.number-out-of-range"),
    "an index": ({"@value": "a", "@index": "x"}, "document.unsigned-term"),
    "an index beside a node": ({"@id": "urn:o", "@index": "x"}, "document.unsigned-term"),
    "the other way round": ({"@reverse": {"urn:q": [{"@id": "urn:o"}]}}, "document.unsigned-term"),
    "what is merely included": (
        {"@id": "urn:o", "@included": [{"@id": "urn:i"}]},
        "document.unsigned-term",
    ),
    "a graph without statements": ({"@id": "urn:o", "@graph": []}, "document.unsigned-term"),
    "a relative node": ({"@id": "o"}, "document.relative-iri"),
    "a relative type": ({"@type": ["Thing"]}, "document.relative-iri"),
    "a relative property": ({"name": [{"@value": "a"}]}, "document.relative-iri"),
    "a blank node with a label": ({"@id": "_:b0"}, "document.relative-iri"),
}


@pytest.mark.parametrize(("value", "code"), LOST.values(), ids=LOST)
def test_what_a_statement_cannot_say_is_refused(value, code):
    assert code_of(objects_of, value) == code


TWICE = {
    "a text": [{"@value": "a"}, {"@value": "a"}],
    "a number in two spellings": [{"@value": 1}, {"@value": 1.0}],
    "a node, and the node with what is said of it": [
        {"@id": "urn:o"},
        {"@id": "urn:o", P: [{"@value": "a"}]},
    ],
}


@pytest.mark.parametrize("values", TWICE.values(), ids=TWICE)
def test_one_value_twice_is_refused_because_one_would_not_be_signed(values):
    assert code_of(objects_of, *values) == "document.unsigned-term"


def test_two_nodes_without_names_are_two():
    assert objects_of({}, {}) == ["_:b0", "_:b1"]


def test_a_statement_made_in_two_places_is_one():
    said = {"@id": "urn:o", P: [{"@value": "a"}]}
    quads = quads_of([{"@id": "urn:s", "urn:q": [said], "urn:r": [said]}])
    assert len(quads) == len(set(quads)) == 3


def test_a_list_is_a_chain_in_its_order():
    quads = quads_of([{"@id": "urn:s", P: [{"@list": [{"@value": "a"}, {"@value": "b"}]}]}])
    said = {(quad.subject, quad.predicate): quad.object for quad in quads}
    first = said["<urn:s>", "<urn:p>"]
    second = said[first, f"<{RDF}rest>"]
    assert said[first, f"<{RDF}first>"] == '"a"'
    assert said[second, f"<{RDF}first>"] == '"b"'
    assert said[second, f"<{RDF}rest>"] == f"<{RDF}nil>"


def test_statements_of_a_graph_name_it():
    proof = {"@graph": [{"@type": ["urn:Proof"]}]}
    quads = quads_of([{"@id": "urn:s", P: [proof]}])
    assert quads == [
        Quad("_:b1", f"<{RDF}type>", "<urn:Proof>", "_:b0"),
        Quad("<urn:s>", "<urn:p>", "_:b0"),
    ]


NQUADS = {
    "a statement": ("<urn:s> <urn:p> <urn:o> .", Quad("<urn:s>", "<urn:p>", "<urn:o>")),
    "in a graph": (
        "_:a <urn:p> _:b <urn:g> .",
        Quad("_:a", "<urn:p>", "_:b", "<urn:g>"),
    ),
    "little white space": ('<urn:s>\t<urn:p> "o".', Quad("<urn:s>", "<urn:p>", '"o"')),
    "a comment behind": ('<urn:s> <urn:p> "o" . # so', Quad("<urn:s>", "<urn:p>", '"o"')),
    "escapes that need not be": (
        r'<urn:\u0073> <urn:p> "\u0041\U0001F393\t\u000A" .',
        Quad("<urn:s>", "<urn:p>", '"A\U0001f393\\t\\n"'),
    ),
    "the type that is understood": (
        f'<urn:s> <urn:p> "o"^^<{XSD}string> .',
        Quad("<urn:s>", "<urn:p>", '"o"'),
    ),
    "a language": ('<urn:s> <urn:p> "o"@en-GB .', Quad("<urn:s>", "<urn:p>", '"o"@en-GB')),
    "a quotation mark inside": (
        r'<urn:s> <urn:p> "\"o\"@en"^^<urn:t> .',
        Quad("<urn:s>", "<urn:p>", '"\\"o\\"@en"^^<urn:t>'),
    ),
}


@pytest.mark.parametrize(("text", "quad"), NQUADS.values(), ids=NQUADS)
def test_nquads_are_read_in_canonical_spelling(text, quad):
    assert parse_nquads(text) == [quad]
    assert parse_nquads(f"# before\n\n{text}\r\n{text}\n") == [quad]


@pytest.mark.parametrize(
    "text",
    [
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> .",
        '"s" <urn:p> <urn:o> .',
        "x",
        "<urn:s> _:p _:o .",
    ],
)
def test_anything_else_is_no_nquads(text):
    assert code_of(parse_nquads, text) == "document.refused-value"


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_a_literal_is_read_as_it_was_written(text):
    quad = Quad("<urn:s>", "<urn:p>", literal_term(text))
    assert parse_nquads(quad.line) == [quad]
