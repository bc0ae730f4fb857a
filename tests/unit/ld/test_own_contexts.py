"""Contexts that a document brings itself, and what may stand in a list."""

from __future__ import annotations

import pytest

from testamur import ld
from testamur.errors import Refused

V2 = "https://www.w3.org/ns/credentials/v2"
OWN = {"Thing": "https://example.org/#Thing", "part": "https://example.org/#part"}


def credential(**members):
    return {
        "@context": [V2, OWN],
        "type": ["VerifiableCredential", "Thing"],
        "issuer": "did:example:issuer",
        "credentialSubject": {"id": "did:example:subject"},
    } | members


def lines(document):
    return ld.canonicalise(document, inline_contexts=True).lines


def refused(document, *, inline_contexts=True):
    with pytest.raises(Refused) as caught:
        ld.expand(document, inline_contexts=inline_contexts)
    return caught.value.problem.code


def test_a_context_of_its_own_is_read_only_where_it_is_allowed():
    assert any("https://example.org/#Thing" in line for line in lines(credential()))
    assert refused(credential(), inline_contexts=False) == "context.refused"


def test_a_presented_credential_may_bring_one_where_the_presentation_may():
    presented = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [credential()],
    }
    assert any("https://example.org/#Thing" in line for line in lines(presented))
    assert refused(presented, inline_contexts=False) == "context.refused"


def test_a_context_that_cannot_be_processed_is_refused():
    broken = credential(**{"@context": [V2, {"@vocab": None}]})
    assert refused(broken) in {"context.refused", "document.relative-iri"}


def test_a_presentation_of_nothing_says_the_same_with_and_without_its_list():
    nothing = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": "did:example:ada"}
    assert lines(nothing) == lines(nothing | {"verifiableCredential": []})


@pytest.mark.parametrize("member", ["evidence", "verifiableCredential"])
def test_no_other_list_is_empty(member):
    assert refused(credential(**{member: []})) == "document.unsigned-term"


def test_two_objects_without_an_identifier_are_two():
    once, twice = credential(part=[{"type": "Thing"}]), credential(part=[{"type": "Thing"}] * 2)
    assert len(lines(twice)) == len(lines(once)) + 2


@pytest.mark.parametrize(
    "value", ["text", 7, {"id": "did:example:x"}, {"@value": "a", "@language": "en"}], ids=repr
)
def test_what_a_second_copy_would_not_change_stands_once(value):
    assert refused(credential(part=[value, value])) == "document.unsigned-term"
