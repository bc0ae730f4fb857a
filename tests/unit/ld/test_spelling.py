"""The processor with one spelling, asked directly."""

from __future__ import annotations

import pytest

from testamur.ld.processor import jsonld_processor
from testamur.ld.spelling import OtherSpellingError, with_one_spelling

OWN = {
    "key": "@id",
    "kind": "@type",
    "id": "@id",
    "type": "@type",
    "ex": "https://ex.example/",
    "Thing": "https://ex.example/Thing",
    "next": {"@id": "https://ex.example/next", "@type": "@id"},
    "level": {"@id": "https://ex.example/level", "@type": "@vocab"},
    "low": "https://ex.example/low",
}


def expand(document, context=OWN):
    processor = with_one_spelling(jsonld_processor().JsonLdProcessor)()
    return processor.expand({"@context": context} | document, {"base": None})


OTHER = {
    "another name of @id": ({"key": "urn:x", "low": "v"}, "key"),
    "another name of @type": ({"kind": "Thing"}, "kind"),
    "a prefix in an identifier": ({"id": "ex:x", "type": "Thing"}, "ex:x"),
    "a prefix in a type": ({"type": "ex:Thing"}, "ex:Thing"),
    "a prefix in a link": ({"next": "ex:x"}, "ex:x"),
    "a type in full": ({"type": "https://ex.example/Thing"}, "https://ex.example/Thing"),
    "a value of a vocabulary in full": (
        {"level": "https://ex.example/low"},
        "https://ex.example/low",
    ),
}


@pytest.mark.parametrize(("document", "text"), OTHER.values(), ids=OTHER)
def test_another_spelling_is_told(document, text):
    with pytest.raises(OtherSpellingError) as told:
        expand(document)
    assert told.value.text == text
    assert repr(text) in str(told.value)


ONE = {
    "terms": {"id": "urn:x", "type": "Thing", "level": "low", "next": "urn:y"},
    "keywords themselves": {"@id": "urn:x", "@type": "Thing"},
    "an address that no term stands for": {"id": "urn:x", "type": "https://ex.example/Other"},
    "a link to what a term stands for": {"next": "https://ex.example/Thing"},
}


@pytest.mark.parametrize("document", ONE.values(), ids=ONE)
def test_the_one_spelling_expands_as_it_always_did(document):
    plain = jsonld_processor().JsonLdProcessor()
    assert expand(document) == plain.expand({"@context": OWN} | document, {"base": None})


def test_a_vocabulary_is_left_out_of_its_words():
    context = {"@vocab": "https://ex.example/", "type": "@type"}
    assert expand({"type": "Thing"}, context)
    with pytest.raises(OtherSpellingError, match="'Thing'"):
        expand({"type": "https://ex.example/Thing"}, context)


def test_the_class_is_made_once():
    processor = jsonld_processor().JsonLdProcessor
    assert with_one_spelling(processor) is with_one_spelling(processor)
