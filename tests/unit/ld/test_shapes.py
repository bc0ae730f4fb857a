"""Compiled shapes: what may be a slot, what fits, and when a shape declines.

That a shape gives the bytes of the general algorithm is shown in tests/properties.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from testamur.encoding import canonical_json, copy_json, parse_object
from testamur.errors import Refused
from testamur.ld import Shape, canonicalise, shapes, string_paths
from tests.sample_credential import SLOTS, sample, sample_values, with_values


@pytest.fixture(scope="module")
def shape():
    return Shape(sample(0), SLOTS)


def refused(document, slots):
    with pytest.raises(Refused) as caught:
        Shape(document, slots)
    return caught.value.problem


NO_SLOTS = {
    "a type": (("type", 1), "document.unsigned-term"),
    "a context": (("@context", 0), "document.unsigned-term"),
    "a type far inside": (
        ("credentialSubject", "achievement", "type", 0),
        "document.unsigned-term",
    ),
    "a number": (
        ("credentialSubject", "achievement", "creditsAvailable"),
        "document.refused-value",
    ),
    "an object": (("issuer",), "document.refused-value"),
}


@pytest.mark.parametrize(("slot", "code"), NO_SLOTS.values(), ids=NO_SLOTS)
def test_what_cannot_vary(slot, code):
    assert refused(sample(0), [slot]).code == code


def test_a_place_that_is_not_there_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Shape(sample(0), [("nowhere",)])


def test_a_slot_that_would_not_be_signed_is_told_with_its_place():
    document = sample(0) | {"gpa": "4.0"}
    problem = refused(document, [("gpa",)])
    assert (problem.code, problem.pointer) == ("document.unsigned-term", "/gpa")


def test_the_language_of_a_text_cannot_vary():
    document = sample(0) | {"name": {"@value": "Python", "@language": "en"}}
    assert refused(document, [("name", "@language")]).code == "document.refused-value"
    assert Shape(document, [("name", "@value")]).digest(["Kurs"])


def test_a_document_with_named_graphs_has_no_shape():
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": "did:example:ada",
        "verifiableCredential": [sample(0)],
    }
    assert refused(document, [("holder",)]).code == "document.refused-value"


def test_two_nodes_that_are_alike_have_no_shape():
    document = sample(0)
    document["credentialSubject"]["achievement"]["alignment"] *= 2
    assert refused(document, SLOTS).code == "document.refused-value"


def test_every_string_but_types_and_contexts_may_be_a_slot():
    paths = list(string_paths(sample(0)))
    assert set(SLOTS) <= set(paths)
    assert not [path for path in paths if {"type", "@context"} & set(path)]
    assert ("credentialSubject", "achievement", "creditsAvailable") not in paths


class TestMatching:
    def test_a_document_of_the_shape_gives_its_strings(self, shape):
        assert shape.match(sample(7)) == sample_values(7)

    def test_the_order_of_members_does_not_matter(self, shape):
        document = dict(reversed(sample(7).items()))
        assert shape.match(document) == sample_values(7)

    OTHERS = (
        lambda d: d.update(name="Another name"),
        lambda d: d.update(extra="x"),
        lambda d: d.pop("id"),
        lambda d: d.update(id=7),
        lambda d: d.update(id=None),
        lambda d: d.update(id=["urn:x"]),
        lambda d: d["type"].reverse(),
        lambda d: d["@context"].pop(),
        lambda d: d["credentialSubject"]["achievement"].update(creditsAvailable=2.25),
        lambda d: d["credentialSubject"]["achievement"].update(creditsAvailable="2.5"),
        lambda d: d["credentialSubject"]["identifier"][0].update(hashed=0),
        lambda d: d["credentialSubject"]["identifier"][0].update(hashed=0.0),
        lambda d: d["credentialSubject"]["identifier"].pop(),
        lambda d: d["evidence"].append({"id": "urn:x", "type": ["Evidence"]}),
        lambda d: d.update(evidence=d["evidence"][0]),
        lambda d: d.clear(),
    )

    @pytest.mark.parametrize("change", OTHERS)
    def test_another_document_does_not_match(self, shape, change):
        document = sample(7)
        change(document)
        assert shape.match(document) is None

    def test_a_zero_with_another_sign_or_of_another_kind_does_not_match(self):
        document = sample(7)
        for zero in (0, 0.0, -0.0):
            document["credentialSubject"]["achievement"]["creditsAvailable"] = zero
            shape = Shape(document, [("id",)])
            for other in (0, 0.0, -0.0, False, None):
                document["credentialSubject"]["achievement"]["creditsAvailable"] = other
                is_same = repr(other) == repr(zero)
                assert (shape.match(document) is not None) is is_same, (zero, other)

    def test_looking_at_a_document_leaves_it_alone(self, shape):
        document = sample(7)
        kept = copy_json(document)
        shape.match(document)
        document["credentialSubject"]["identifier"][0]["hashed"] = 0
        shape.match(document)
        document["credentialSubject"]["identifier"][0]["hashed"] = kept["credentialSubject"][
            "identifier"
        ][0]["hashed"]
        assert document == kept

    def test_one_object_in_two_places_is_read_as_two(self, shape):
        document = sample(7)
        twice = document["credentialSubject"]["identifier"][0]
        document["credentialSubject"]["identifier"][1] = twice
        kept = copy_json(document)
        assert shape.match(document) is None
        assert document == kept

    def test_many_threads_may_look_at_one_document(self, shape):
        document = sample(7)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: shape.match(document), range(400)))
        assert found == [sample_values(7)] * 400


MARKS = {
    "a mark": "urn:testamur-slot:0000:",
    "the mark of no slot": "urn:testamur-slot:9999:",
    "a mark inside a text": "see urn:testamur-slot:0001: there",
}


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_a_document_with_a_mark_of_its_own_is_not_compiled(text):
    document = sample(0) | {"name": text}
    assert refused(document, SLOTS).code == "document.refused-value"


@pytest.mark.parametrize(
    "text", ["urn:testamur-slot:", "urn:testamur-slot:x", "urn:testamur-slot:1:"]
)
def test_what_is_almost_a_mark_is_the_text_it_is(text):
    shape = Shape(sample(0) | {"name": text}, SLOTS)
    assert shape.match(sample(1) | {"name": text}) == sample_values(1)
    assert shape.match(sample(1) | {"name": "Other"}) is None
    filled = with_values(sample_values(1)) | {"name": text}
    assert shape.nquads(sample_values(1)) == canonicalise(filled).nquads


def changed(number, slot, value):
    values = sample_values(number)
    values[SLOTS.index(slot)] = value
    return values


IRIS_DECLINED = {
    "a relative address": "badge-1",
    "nothing": "",
    "a space": "urn:x y",
    "an end of a term": "urn:x> <urn:y",
    "a name that a context defines": "name:thing",
    "a prefix of a context": "xsd:string",
    "a scheme nobody expects": "tag:uni.example,2026:1",
    "a line feed": "urn:x\n",
    "half a surrogate pair": "urn:\ud800",
}


@pytest.mark.parametrize("iri", IRIS_DECLINED.values(), ids=IRIS_DECLINED)
def test_a_shape_declines_an_address_that_a_context_might_read_otherwise(shape, iri):
    assert shape.digest(changed(1, ("id",), iri)) is None
    assert shape.nquads(changed(1, ("id",), iri)) is None


def test_a_shape_declines_where_two_things_fall_together(shape):
    issuer = sample(0)["issuer"]["id"]
    assert shape.digest(changed(1, ("id",), issuer)) is None
    assert shape.digest(changed(1, ("credentialSubject", "id"), sample_values(1)[0])) is None


def test_a_shape_fills_in_any_text(shape):
    for text in ('"', "\\", "\0\x1f\x7f", "\ufffe", "é\U0001f393", "%s", "<x>", "_:b0", ""):
        values = changed(1, ("evidence", 0, "narrative"), text)
        assert shape.nquads(values) == canonicalise(with_values(values)).nquads


def test_the_text_is_that_of_the_document(shape):
    values = changed(3, ("evidence", 0, "narrative"), 'a "b" \\ \n é')
    text = shape.text(values)
    assert parse_object(text) == with_values(values)
    assert canonical_json(parse_object(text)) == canonical_json(with_values(values))
    with pytest.raises(Refused, match="surrogate"):
        shape.text(changed(3, ("evidence", 0, "narrative"), "\ud800"))


def test_sha_384_gives_another_form_and_hash():
    shape = Shape(sample(0), SLOTS, algorithm="sha384")
    values = sample_values(5)
    expected = canonicalise(with_values(values), algorithm="sha384")
    assert shape.nquads(values) == expected.nquads
    assert shape.digest(values) == expected.digest("sha384")


def test_what_all_layouts_weigh_together_is_bounded(monkeypatch):
    shape = Shape(sample(0), SLOTS)
    values = [sample_values(number) for number in range(40)]
    expected = [shape.digest(one) for one in values]
    monkeypatch.setattr(shapes, "_KEPT", shapes._Kept(limit=40_000))
    fresh = Shape(sample(0), SLOTS)
    assert [fresh.digest(one) for one in values] == expected
    assert 0 < shapes._KEPT.weight <= 40_000
    assert len(fresh._layouts) < len(shape._layouts)
