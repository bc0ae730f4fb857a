"""A compiled shape gives the bytes of the general algorithm, or declines: over hostile values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.ld import Shape, canonicalise, digest
from tests.effort import examples
from tests.sample_credential import SLOTS, sample, sample_values, with_values

IRI_SLOTS = {0, 2, 6, 8}

OF_THE_DOCUMENT = [
    "did:web:uni.example",
    "https://uni.example/",
    "https://uni.example/achievements/python-basics",
    "https://uni.example/status/1",
    "urn:uuid:0b6d7d3c-9c7e-4a51-9a52-6d7f3b8f9b1e",
    "http://data.europa.eu/snb/eqf/5",
    "urn:uuid:00000007-0000-4000-8000-000000000000",
]
UNUSUAL_IRIS = [
    "urn:x y",
    "urn:x> <urn:y",
    "relative/path",
    "//host/path",
    "",
    "_:b0",
    "#fragment",
    "xsd:string",
    "ob:thing",
    "schema:name",
    "VerifiableCredential",
    "name:thing",
    "https:thing",
    "did:",
    "urn:é",
    "https://uni.example/a\nb",
    "https://uni.example/a\u0000b",
    "https://uni.example/{x}",
    "https://uni.example/achievements/python-basics#final",
    "https://uni.example/achievements/python-basic",
    "https://uni.example/~",
    "https://uni.example/!",
    "tag:uni.example,2026:x",
    "MAILTO:ada@uni.example",
    "id",
    "type",
    "@id",
]
UNUSUAL_TEXTS = [
    "",
    " ",
    '"',
    "\\",
    '\\"',
    "%s",
    "%",
    "{}",
    "\t\n\r\b\f",
    "\x00\x01\x1f\x7f",
    "\ufffe\uffff",
    "\u2028\u2029",
    "é\u0301",
    "\U0001f393",
    "<x>",
    "_:b0",
    "urn:testamur-slot:0000:",
    "true",
    "12",
    "@value",
    "https://uni.example/status/1",
]

texts = st.one_of(st.sampled_from(UNUSUAL_TEXTS), st.text(max_size=12))
iris = st.one_of(
    st.sampled_from(OF_THE_DOCUMENT),
    st.sampled_from(UNUSUAL_IRIS),
    st.builds("urn:x:{}".format, st.text(max_size=6)),
    st.builds("https://uni.example/{}".format, st.integers(0, 10**6)),
    st.builds("did:key:{}".format, st.integers(0, 10**6)),
)


@st.composite
def slot_values(draw: st.DrawFn) -> list[str]:
    """Recipient values, with up to three of them hostile, or equal to one another."""
    values = sample_values(draw(st.integers(0, 10**6)))
    for _ in range(draw(st.integers(0, 3))):
        slot = draw(st.integers(0, len(SLOTS) - 1))
        other = draw(st.integers(0, len(SLOTS) - 1))
        strange = draw(st.one_of(iris if slot in IRI_SLOTS else texts, st.just(values[other])))
        values[slot] = strange
    return values


@pytest.fixture(scope="module")
def shape() -> Shape:
    """The shape of the sample credential."""
    return Shape(sample(0), SLOTS)


def in_general(document: dict[str, Any]) -> bytes | str:
    """The canonical form by the general algorithm, or the code it refuses with."""
    try:
        return canonicalise(document).nquads
    except Refused as error:
        return error.problem.code


@settings(max_examples=examples(500, 200_000), suppress_health_check=[HealthCheck.too_slow])
@given(values=slot_values())
@example(values=sample_values(0))
@example(values=sample_values(12345))
def test_a_shape_gives_the_same_bytes_or_declines(shape: Shape, values: list[str]) -> None:
    found = shape.nquads(values)

    assert found is None or found == in_general(with_values(values))


@settings(max_examples=examples(150, 20_000), suppress_health_check=[HealthCheck.too_slow])
@given(values=slot_values())
def test_a_digest_that_learns_is_the_digest_of_the_general_form(values: list[str]) -> None:
    document = with_values(values)

    try:
        found: bytes | str = digest(document)
    except Refused as error:
        found = error.problem.code

    general = in_general(with_values(values))
    assert found == (canonicalise(document).digest() if isinstance(general, bytes) else general)
    assert document == with_values(values), "the document was put back as it was"


@settings(max_examples=examples(150, 50_000))
@given(rows=st.lists(slot_values(), max_size=4))
@example(rows=[sample_values(number) for number in range(3)])
def test_rows_hashed_together_are_rows_hashed_one_by_one(
    shape: Shape, rows: list[list[str]]
) -> None:
    found = shape.digests_of_plain(rows)

    assert len(found) == len(rows)
    for digest_of_row, values in zip(found, rows, strict=True):
        assert digest_of_row in {None, shape.digest(values)}
        if digest_of_row is not None:
            assert shape.wording.write_plain(values) == shape.text(values)


@settings(max_examples=examples(250, 50_000))
@given(values=slot_values())
def test_a_shape_takes_out_what_was_put_in(shape: Shape, values: list[str]) -> None:
    document = with_values(values)

    assert shape.match(document) == values
    assert document == with_values(values)


@settings(max_examples=examples(150, 20_000))
@given(data=st.data())
def test_a_document_that_differs_outside_the_slots_does_not_match(
    shape: Shape, data: st.DataObject
) -> None:
    document = sample(7)
    holder, name = data.draw(st.sampled_from(list(_places(document))))
    strange = data.draw(
        st.sampled_from(
            ["other", 0, 0.0, False, True, 1, 2.50001, None, [], {}, ["did:web:uni.example"]]
        )
    )
    before = holder[name]
    if type(strange) is type(before) and strange == before:
        return
    holder[name] = strange

    is_a_slot = shape.match(sample(7)) != shape.match(document)
    assert shape.match(document) is None or (is_a_slot and isinstance(strange, str))


def _places(value: Any) -> Any:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, content in list(members):
        yield value, name
        if isinstance(content, dict | list):
            yield from _places(content)


@pytest.mark.parametrize("mark", ["urn:testamur-slot:0000:", "urn:testamur-slot:9999:"])
def test_a_document_that_says_what_marks_a_slot_is_not_compiled(mark: str) -> None:
    document = sample(0)
    document["evidence"][0]["name"] = mark

    with pytest.raises(Refused):
        Shape(document, SLOTS)


def test_what_marks_a_slot_is_signed_as_the_text_it_is() -> None:
    digests = set()
    for number in range(6):
        for name in ("urn:testamur-slot:0000:", f"urn:uuid:{number}"):
            document = sample(number)
            document["evidence"][0]["name"] = name
            document["id"] = f"urn:uuid:{number}"
            assert digest(document) == canonicalise(document).digest()
            digests.add(digest(document))

    assert len(digests) == 12


def test_a_shape_without_slots_serves_the_same_document_again() -> None:
    shape = Shape(sample(3), ())

    assert shape.match(sample(3)) == []
    assert shape.digest([]) == canonicalise(sample(3)).digest()
    assert shape.match(sample(4)) is None
