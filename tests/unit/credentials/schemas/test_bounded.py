"""Foreign schemas: evaluated as a validator does, or given up quickly and said so."""

from __future__ import annotations

import json

import pytest

from testamur.credentials.schemas.bounded import MAX_FAULTS, faults_under
from testamur.errors import Refused
from tests import spoiled_documents as documents
from tests.conftest import shared
from tests.patience import within

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENT = {"a": ["x"] * 10, "b": {"c": "y"}, "type": ["VerifiableCredential"]}
LARGE = {"image": "A" * 1_500_000, "list": [{"k": place} for place in range(20_000)]}


def laughs(depth):
    """A schema of a few lines that asks the same question two to the power of `depth` times."""
    definitions = {
        f"d{place}": {"allOf": [{"$ref": f"#/$defs/d{place + 1}"}] * 2} for place in range(depth)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**definitions, f"d{depth}": {"type": "object"}}}


KEPT = {
    "types and required members": {"type": "object", "required": ["a", "b"]},
    "a reference inside": {"$ref": "#/$defs/x", "$defs": {"x": {"type": "object"}}},
    "a dynamic reference": {"$dynamicAnchor": "n", "properties": {"b": {"$dynamicRef": "#n"}}},
    "patterns of names": {
        "patternProperties": {"^b": {"type": "object"}},
        "properties": {"a": True, "type": True},
        "additionalProperties": False,
    },
    "nothing unevaluated": {
        "allOf": [{"properties": {"a": True, "b": True}}],
        "properties": {"type": True},
        "unevaluatedProperties": False,
    },
    "draft 7": {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"},
    "draft 4": {"$schema": "http://json-schema.org/draft-04/schema#", "required": ["a"]},
    "a nested dialect that is the same": {"$schema": DIALECT, "allOf": [{"$schema": DIALECT}]},
    "a member that is called $schema": {"properties": {"$schema": {"type": "string"}}},
}


@pytest.mark.parametrize("schema", KEPT.values(), ids=KEPT)
def test_a_document_keeps(schema):
    assert faults_under(schema, DOCUMENT) == []


BROKEN = {
    "a missing member": ({"required": ["z"]}, (), "required"),
    "a wrong type inside": (
        {"properties": {"b": {"properties": {"c": {"type": "number"}}}}},
        ("b", "c"),
        "type",
    ),
    "a pattern": ({"properties": {"a": {"items": {"pattern": "^y$"}}}}, ("a", 0), "pattern"),
    "a format": (
        {"properties": {"b": {"properties": {"c": {"format": "date-time"}}}}},
        ("b", "c"),
        "format",
    ),
    "every alternative": (
        {"properties": {"b": {"anyOf": [{"type": "string"}, {"required": ["d"]}]}}},
        ("b",),
        "anyOf",
    ),
    "a member not evaluated": ({"unevaluatedProperties": False}, (), "unevaluatedProperties"),
    "names by a pattern": (
        {"patternProperties": {"^b$": {"type": "string"}}},
        ("b",),
        "type",
    ),
}


@pytest.mark.parametrize(("schema", "path", "keyword"), BROKEN.values(), ids=BROKEN)
def test_a_document_breaks(schema, path, keyword):
    faults = faults_under(schema, DOCUMENT)
    assert (faults[0].path, faults[0].keyword) == (path, keyword)
    assert len(faults) <= MAX_FAULTS


GIVEN_UP = {
    "a schema that is only itself": ({"$ref": "#"}, DOCUMENT, "itself"),
    "a definition that is an alternative of itself": (
        {"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}, True]}}},
        DOCUMENT,
        "itself",
    ),
    "a question asked a thousand million times": (laughs(30), DOCUMENT, "too much work"),
    "the same with nothing left unevaluated": (
        {**laughs(30), "unevaluatedProperties": False},
        DOCUMENT,
        "too much work",
    ),
    "a reference to another address": (
        {"$ref": "https://evil.example/x.json"},
        DOCUMENT,
        "https://evil.example/x.json, which is not fetched",
    ),
    "a reference to a file": ({"$ref": "file:///etc/passwd"}, DOCUMENT, "not fetched"),
    "a pattern without a bound": (
        {"properties": {"a": {"items": {"pattern": "(x+)+$"}}}},
        DOCUMENT,
        "several ways",
    ),
    "the same under a dialect of its own": (
        {"properties": {"a": {"$schema": DIALECT, "items": {"pattern": "(x+)+$"}}}},
        DOCUMENT,
        "several ways",
    ),
    "another dialect inside": (
        {"allOf": [{"$schema": "http://json-schema.org/draft-07/schema#"}]},
        DOCUMENT,
        "another draft",
    ),
    "an unknown dialect": ({"$schema": "https://x.example/s"}, DOCUMENT, "not evaluated"),
    "a dialect that is no text": ({"$schema": 3}, DOCUMENT, "not evaluated"),
    "a pattern of names without a bound": (
        {"patternProperties": {"(x+)+$": True}},
        DOCUMENT,
        "several ways",
    ),
    "a pattern on a long text": (
        {"properties": {"image": {"pattern": ".*.*x$"}}},
        LARGE,
        "too much work",
    ),
    "distinct items among very many": (
        {"properties": {"list": {"uniqueItems": True}}},
        LARGE,
        "too much work",
    ),
    "alternatives that each quote a large document": (
        {"anyOf": [{"type": "string"}] * 5_000},
        LARGE,
        "too much work",
    ),
    "a type that is no type": ({"type": 5}, DOCUMENT, "TypeError"),
    "properties that are a list": ({"properties": []}, DOCUMENT, "AttributeError"),
}


@pytest.mark.parametrize(("schema", "document", "why"), GIVEN_UP.values(), ids=GIVEN_UP)
def test_it_gives_up_on(schema, document, why):
    faults_under({}, {})  # the validator is imported before the clock starts
    with within(4), pytest.raises(Refused) as refused:
        faults_under(schema, document)
    assert refused.value.problem.code == "schema.refused"
    assert why in refused.value.problem.detail


def test_a_long_text_may_have_a_pattern_that_is_read_once():
    assert faults_under({"properties": {"image": {"pattern": "^A+$"}}}, LARGE) == []


def test_a_fault_does_not_quote_the_whole_document():
    assert len(faults_under({"type": "array"}, LARGE)[0].detail) <= 160


@pytest.mark.parametrize(
    "name",
    [
        "ob_v3p0_achievementcredential_schema.json",
        "ob_v3p0_anyachievementcredential_schema.json",
    ],
)
def test_the_published_schemas_are_well_within_the_budget(name):
    schema = json.loads(shared("vectors/1edtech-json-schemas", name).read_text())
    complete = shared("vectors/1edtech-inspector/ob30/complete.json").read_text()
    assert faults_under(schema, json.loads(complete)) == []
    assert faults_under(schema, documents.achievement_credential()) == []
    spoiled = documents.achievement_credential()
    spoiled["credentialSubject"]["achievement"]["achievementType"] = "Nanodegree"
    assert faults_under(schema, spoiled)
