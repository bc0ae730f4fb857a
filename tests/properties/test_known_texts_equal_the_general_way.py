"""A text whose wording is known is judged as the general way judges it: over hostile texts."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from testamur.credentials.issue import Press, sign
from testamur.credentials.proofs import ProofOptions, known_texts, verify_proofs, verify_text
from testamur.credentials.resolution import Offline
from testamur.encoding import parse_object
from testamur.errors import Refused
from testamur.keys import SigningKey
from testamur.ld import Shape, canonicalise
from testamur.problems import Outcome
from tests.alterations import ALTERATIONS
from tests.effort import examples
from tests.sample_credential import ISSUED, SLOTS, sample, sample_values
from tests.strategies import key_of

KEY: Final = key_of("issuer")
METHOD: Final = f"{KEY.public.did_key}#{KEY.public.multikey}"
OPTIONS: Final = ProofOptions(
    cryptosuite="eddsa-rdfc-2022", verification_method=METHOD, created=ISSUED
)
FRAGMENTS: Final = (
    *('"', "\\", '\\"', "\\u0041", "\\u0000", "\x00", "\n", "\x7f", "\ufffe", "\ud800", " ", "é"),
    *(",", ":", "{", "}", "[", "]", "null", '","id":"urn:x', '","name":"x', '"},{"', '"}]}'),
    *(
        ',"proof":[',
        ',"proofValue":"z',
        '","proof":{"',
        '"@id":"urn:x",',
        "urn:testamur-slot:0000:",
    ),
    *("<", ">", "|", "^", "`", "%b", "%s", "\u2028", "\U0001f393", "//", "/**/", "0", "-0", "1e0"),
)


@pytest.fixture(scope="module", autouse=True)
def taught() -> None:
    """The wording is known from here on."""
    for number in range(3):
        signed = sign(sample(number, issuer=KEY.public.did_key), signer=KEY, at=ISSUED)
        assert judged(signed.text)[0] == [Outcome.PASSED]
    assert known_texts.recognise(signed.text)


@pytest.fixture(scope="module")
def press() -> Press:
    """Signs texts that are worded so."""
    return Press(sample(0, issuer=KEY.public.did_key), SLOTS, signer=KEY, options=OPTIONS)


def judged(text: str) -> tuple[list[Outcome], object]:
    """How the text is judged, or why it cannot be read."""
    try:
        results = verify_text(text, resolver=Offline(), at=ISSUED)
    except Refused as refused:
        return [], refused.problem
    return [result.outcome for result in results], results


def judged_in_general(text: str) -> tuple[list[Outcome], object]:
    """The same without anything that is known."""
    try:
        results = verify_proofs(parse_object(text), resolver=Offline(), at=ISSUED)
    except Refused as refused:
        return [], refused.problem
    return [result.outcome for result in results], results


@settings(max_examples=examples(200, 50_000))
@given(
    number=st.integers(0, 10**6),
    way=st.sampled_from(sorted(ALTERATIONS)),
    chance=st.integers(0, 2**32),
)
def test_an_altered_text_is_judged_as_in_general(
    press: Press, number: int, way: str, chance: int
) -> None:
    signed = press.sign(sample_values(number)).text
    altered = ALTERATIONS[way](signed, Random(chance)).decode("utf-8", "surrogateescape")  # noqa: S311

    assert judged(signed)[0] == [Outcome.PASSED]
    assert judged(altered) == judged_in_general(altered)


@settings(max_examples=examples(300, 100_000))
@given(
    number=st.integers(0, 1000),
    fragment=st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)),
    cut=st.integers(0, 4),
    place=st.floats(0, 1),
)
@example(number=1, fragment="", cut=0, place=0)
def test_a_text_with_anything_in_any_place_is_judged_as_in_general(
    press: Press, number: int, fragment: str, cut: int, place: float
) -> None:
    signed = press.sign(sample_values(number)).text
    at = int(place * len(signed))
    altered = signed[:at] + fragment + signed[at + cut :]

    assert judged(altered) == judged_in_general(altered)


@settings(max_examples=examples(300, 100_000))
@given(
    slot=st.integers(0, len(SLOTS) - 1),
    value=st.one_of(
        st.sampled_from(FRAGMENTS), st.text(max_size=8), st.builds("urn:x:{}".format, st.text())
    ),
)
def test_the_hash_of_a_text_is_that_of_what_it_says_or_none(
    shape: Shape, slot: int, value: str
) -> None:
    """The value stands in the text as it is, whatever that makes of the text."""
    values = sample_values(7)
    values[slot] = "urn:here"
    text = shape.text(values).replace("urn:here", value)

    found = shape.digest_of_text(text)

    assert found is None or found == canonicalise(parse_object(text)).digest()


@settings(max_examples=examples(50, 10_000))
@given(number=st.integers(0, 10**9))
def test_a_text_of_the_shape_has_a_hash(shape: Shape, number: int) -> None:
    values = sample_values(number)

    assert shape.digest_of_text(shape.text(values)) == shape.digest(values) is not None


@pytest.fixture(scope="module")
def shape() -> Shape:
    """The shape of the sample credential."""
    return Shape(sample(0), SLOTS)


@settings(max_examples=examples(50, 2_000))
@given(number=st.integers(0, 10**6))
def test_a_text_signed_by_another_key_is_not_found_to_hold(press: Press, number: int) -> None:
    other = SigningKey.from_seed(number.to_bytes(32, "big"))
    forged = Press(sample(0, issuer=KEY.public.did_key), SLOTS, signer=other, options=OPTIONS)
    text = forged.sign(sample_values(number)).text

    assert judged(press.sign(sample_values(number)).text)[0] == [Outcome.PASSED]
    assert judged(text) == judged_in_general(text)
    assert judged(text)[0] == [Outcome.FAILED]
