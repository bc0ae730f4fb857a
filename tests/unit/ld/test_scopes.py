"""Contexts inside contexts are read once, and mean what they always meant."""

from __future__ import annotations

import pytest

from testamur.ld import expand
from testamur.ld.contexts import load_context
from testamur.ld.processor import jsonld_processor
from testamur.ld.scopes import MAX_KEPT, with_kept_scopes
from tests.sample_credential import sample
from tests.spoiled_documents import (
    achievement_credential,
    clr_credential,
    endorsement,
    plain_credential,
)

DOCUMENTS = {
    "a badge": sample(1),
    "one of everything": achievement_credential()
    | {"@context": [*achievement_credential()["@context"], sample(1)["@context"][2]]},
    "an endorsement": endorsement(),
    "a learner record": clr_credential(),
    "a plain credential": plain_credential(),
}


def load(url, _options):
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": load_context(url),
    }


def expanded(processor, document):
    return processor().expand(document, {"documentLoader": load, "base": None})


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_expands_as_it_does_by_pyld_alone(document):
    plain = jsonld_processor().JsonLdProcessor
    keeping = with_kept_scopes(plain)
    expected = expanded(plain, document)
    assert expanded(keeping, document) == expected
    assert expanded(keeping, document) == expected, "and again, from what is kept"


def test_the_class_is_made_once():
    plain = jsonld_processor().JsonLdProcessor
    assert with_kept_scopes(plain) is with_kept_scopes(plain)


def test_many_documents_with_contexts_of_their_own_leave_nothing_behind():
    """What one document defines for itself must not be what the next one means."""
    context = sample(1)["@context"]
    for number in range(MAX_KEPT // 64):
        own = {"Thing": {"@id": f"urn:thing:{number}", "@context": {"note": f"urn:note:{number}"}}}
        document = sample(1) | {"@context": [*context, own]}
        document["evidence"] = [{"type": ["Thing"], "note": "x"}]
        [told] = expand(document, inline_contexts=True)
        [evidence] = told["https://www.w3.org/2018/credentials#evidence"]
        assert evidence["@type"] == [f"urn:thing:{number}"]
        assert evidence[f"urn:note:{number}"] == [{"@value": "x"}]
