"""Digests: the quick way and the general way give one hash, and the memory of shapes is bounded."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from testamur.encoding import copy_json
from testamur.errors import Refused
from testamur.ld import canonicalise, digest, digests
from tests.sample_credential import sample


@pytest.fixture(autouse=True)
def families(monkeypatch):
    """Nothing is known of any document yet."""
    fresh = digests._Families()
    monkeypatch.setattr(digests, "_FAMILIES", fresh)
    return fresh


def family_of(families, document, algorithm="sha256"):
    return families.of(digests._name_of_family(document, algorithm))


def test_a_kind_of_document_is_learned_from_two_and_serves_the_third(families, monkeypatch):
    expected = [canonicalise(sample(number)).digest() for number in range(4)]
    assert [digest(sample(number)) for number in range(2)] == expected[:2]
    assert len(family_of(families, sample(0)).shapes) == 1
    monkeypatch.setattr(digests, "canonicalise", None)
    assert [digest(sample(number)) for number in range(2, 4)] == expected[2:]


def test_a_document_that_differs_in_more_widens_the_shape(families):
    for number in range(3):
        digest(sample(number))
    before = family_of(families, sample(0)).shapes[0].slots
    renamed = sample(3) | {"name": "In another language"}
    assert digest(renamed) == canonicalise(renamed).digest()
    [shape] = family_of(families, sample(0)).shapes
    assert set(shape.slots) - set(before) == {("name",)}


def test_a_document_of_another_form_gets_a_shape_of_its_own(families):
    for number in range(6):
        document = sample(number)
        if number % 2:
            document["evidence"].append({"id": f"urn:e:{number}", "type": ["Evidence"]})
        assert digest(document) == canonicalise(document).digest()
    assert len(family_of(families, sample(0)).shapes) <= digests.MAX_SHAPES_OF_FAMILY


def test_a_flood_of_documents_that_have_nothing_in_common_learns_nothing(families):
    for number in range(8):
        document = sample(number)
        document["evidence"] *= 0
        document["evidence"] += [
            {"id": f"urn:e:{n}", "type": ["Evidence"]} for n in range(number + 1)
        ]
        digest(document)
    assert family_of(families, sample(0)).shapes == ()


def test_the_families_kept_are_few(families, monkeypatch):
    monkeypatch.setattr(digests, "MAX_FAMILIES", 3)
    for number in range(10):
        digest(sample(0, issuer=f"did:web:uni{number}.example"))
    assert len(families._known) == 3


def test_a_large_document_is_hashed_and_not_learned(families):
    for number in range(3):
        document = sample(number)
        document["evidence"][0]["narrative"] = "long " * 10_000 + str(number)
        assert digest(document) == canonicalise(document).digest()
    family = family_of(families, sample(0))
    assert (family.shapes, family.example) == ((), None)


def test_two_algorithms_are_two_families(families):
    for number in range(3):
        assert digest(sample(number), algorithm="sha384") == (
            canonicalise(sample(number), algorithm="sha384").digest("sha384")
        )
    assert not family_of(families, sample(0)).shapes
    assert family_of(families, sample(0), "sha384").shapes


def test_contexts_of_the_documents_own_take_the_general_way(families):
    document = sample(0)
    document["@context"] = [*document["@context"], {"note": "https://uni.example/note"}]
    for note in ("a", "b", "c"):
        noted = document | {"note": note}
        assert digest(noted, inline_contexts=True) == (
            canonicalise(noted, inline_contexts=True).digest()
        )
    assert not families._known


def test_a_refusal_is_not_learned(families):
    for number in range(4):
        with pytest.raises(Refused):
            digest(sample(number) | {"gpa": "4.0"})
    assert not families._known, "so nobody is driven out by what was never signed"


FORGED = {
    "its mark": "urn:testamur-slot:0000:",
    "the mark of another slot": "urn:testamur-slot:0001:",
    "almost its mark": "urn:testamur-slot:",
}


@pytest.mark.parametrize("text", FORGED.values(), ids=FORGED)
def test_no_text_stands_in_for_what_was_signed(text):
    """Whoever taught the verifier a shape with a mark in it could once put words under a proof."""
    signed = sample(1)
    signed["name"] = signed["credentialSubject"]["achievement"]["name"] = "Signed words"
    forged = signed | {"name": text}
    for lesson in ("One", "Two", "Three"):
        taught = copy_json(forged)
        taught["credentialSubject"]["achievement"]["name"] = lesson
        digest(taught)
    assert digest(forged) != digest(signed)
    assert digest(forged) == canonicalise(forged).digest()


def test_the_document_is_left_alone_and_may_be_shared_by_threads():
    for number in range(3):
        digest(sample(number))
    document = sample(5)
    kept = copy_json(document)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: digest(document), range(200)))
    assert found == {canonicalise(document).digest()}
    assert document == kept


def test_the_hash_is_that_of_the_canonical_form():
    assert digest(sample(1)) == hashlib.sha256(canonicalise(sample(1)).nquads).digest()
