"""The canonical form is PyLD's own, which keeps no context and watches nothing: over random awards."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from pyld import jsonld

from testamur.ld import canonicalise
from testamur.ld.contexts import load_context
from tests.effort import examples
from tests.strategies import Award, awards, key_of


def by_pyld(document: dict[str, Any]) -> str:
    """The canonical N-Quads of `document` by PyLD alone, from contexts read afresh."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    found: str = jsonld.normalize(document, options)
    return found


def _load(url: str, _options: object) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": load_context(url),
    }


@settings(max_examples=examples(75, 20_000))
@given(award=awards)
def test_the_canonical_form_is_that_of_pyld(award: Award) -> None:
    document = award.document(key_of("issuer"))

    assert canonicalise(document).nquads.decode() == by_pyld(document)
