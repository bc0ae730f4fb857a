"""Base58btc, base64url and multibase: one spelling for each value."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from testamur.encoding import (
    base58_decode,
    base58_encode,
    base64url_decode,
    base64url_encode,
    multibase_decode,
    multibase_encode,
)
from testamur.errors import Refused

BASE58 = {
    b"": "",
    b"\0": "1",
    b"\0\0a": "112g",
    b"Hello World!": "2NEpo7TZRRrLZSi2U",
    bytes.fromhex("0000287fb4cd"): "11233QC4",
    b"The quick brown fox jumps over the lazy dog.": (
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    ),
}


def code_of(read, text, **named):
    with pytest.raises(Refused) as refused:
        read(text, **named)
    return refused.value.problem.code


@pytest.mark.parametrize(("data", "text"), BASE58.items(), ids=BASE58.values())
def test_base58_is_that_of_the_drafts_vectors(data, text):
    assert base58_encode(data) == text
    assert base58_decode(text) == data


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "a\n", "é", "\uff12", "z+", "\0"])
def test_base58_has_no_other_letters(text):
    assert code_of(base58_decode, text) == "encoding.malformed"


def test_base58_is_not_decoded_beyond_any_need():
    assert len(base58_decode("z" * 4096)) == 3000
    assert code_of(base58_decode, "z" * 4097) == "encoding.too-large"


def by_division(data: bytes) -> str:
    """Base58 as it is defined: one digit after the other."""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = alphabet[digit] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


@given(st.binary(max_size=200))
@example(bytes(40))
@example(b"\xff" * 199)
@example(b"\0" + b"\xff" * 64)
def test_base58_taken_all_at_once_is_base58_digit_by_digit(data):
    assert base58_encode(data) == by_division(data)
    assert base58_decode(base58_encode(data)) == data


@given(st.binary(max_size=100))
def test_base64url_goes_there_and_back(data):
    text = base64url_encode(data)
    assert text == base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    assert base64url_decode(text) == data


MALFORMED = {
    "padding": "YQ==",
    "half of the padding": "YQ=",
    "a plus sign": "+-8w",
    "a solidus": "a/8w",
    "a space": "YW Jj",
    "a line feed at the end": "YWJj\n",
    "a tab": "YW\tJj",
    "one letter too many": "YWJjY",
    "loose bits in the last letter": "YR",
    "more loose bits": "YWK",
    "letters that are not ASCII": "\uff39\uff37\uff2aj",
    "a dot": "YWJj.",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_base64url_has_one_spelling(text):
    assert code_of(base64url_decode, text) == "encoding.malformed"


@given(st.text("AQYZagz019-_=+/ \n", max_size=12))
def test_no_two_texts_are_one_value(text):
    try:
        data = base64url_decode(text)
    except Refused:
        return
    assert base64url_encode(data) == text


def test_multibase_names_its_base():
    assert multibase_encode(b"abc") == "z" + base58_encode(b"abc")
    assert multibase_encode(b"abc", base="u") == "uYWJj"
    assert multibase_decode("zZiCa") == b"abc"
    assert multibase_decode("uYWJj", bases="zu") == b"abc"


@pytest.mark.parametrize("text", ["", "YWJj", "uYWJj", "ZZiCa", "mYWJj", "f616263", " zZiCa"])
def test_multibase_of_another_base_is_refused(text):
    assert code_of(multibase_decode, text) == "encoding.malformed"


def test_a_base_that_is_not_known_cannot_be_written():
    with pytest.raises(KeyError):
        multibase_encode(b"abc", base="f")
