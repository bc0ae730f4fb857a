"""Strict JSON in, canonical JSON out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.encoding import (
    MAX_DEPTH,
    canonical_json,
    compact_json,
    copy_json,
    parse_json,
    parse_object,
)
from testamur.errors import Refused


def code_of(read, *arguments, **named):
    with pytest.raises(Refused) as refused:
        read(*arguments, **named)
    return refused.value.problem.code


REFUSED = {
    "nothing": (b"", "json.malformed"),
    "white space alone": (b"  \n", "json.malformed"),
    "two values": (b"1 2", "json.malformed"),
    "a comma too many": (b"[1,]", "json.malformed"),
    "single quotes": (b"{'a': 1}", "json.malformed"),
    "a comment": (b"{} // so", "json.malformed"),
    "a byte-order mark": (b"\xef\xbb\xbf{}", "json.malformed"),
    "UTF-16": ("{}".encode("utf-16"), "json.malformed"),
    "bytes that are not UTF-8": (b'["\xff"]', "json.malformed"),
    "an overlong letter": (b'["\xc0\xaf"]', "json.malformed"),
    "not a number": (b"NaN", "json.malformed"),
    "infinity": (b"[-Infinity]", "json.malformed"),
    "a number that becomes infinity": (b"[1e400]", "json.number-out-of-range"),
    "an integer that doubles cannot tell apart": (b"9007199254740993", "json.number-out-of-range"),
    "a negative one": (b"-9007199254740992", "json.number-out-of-range"),
    "a number of ten thousand digits": (b"1" * 10_000, "json.number-out-of-range"),
    "a leading zero": (b"01", "json.malformed"),
    "a plus sign": (b"+1", "json.malformed"),
    "half a surrogate pair": (rb'["\ud800"]', "json.malformed"),
    "half a pair in a name": (rb'{"\udfff": 1}', "json.malformed"),
    "a pair the wrong way round": (rb'["\udc00\ud800"]', "json.malformed"),
    "a control character in a text": (b'["a\x01"]', "json.malformed"),
    "a name twice": (b'{"a": 1, "a": 2}', "json.duplicate-key"),
    "the same name and value twice": (b'{"a":1,"a":1}', "json.duplicate-key"),
    "a name twice, once escaped": (rb'{"a": 1, "\u0061": 2}', "json.duplicate-key"),
    "a name twice far inside": (b'[{"b": {"a": 1, "a": 2}}]', "json.duplicate-key"),
    "lists in lists": (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "json.too-deep"),
    "objects in objects": (b'{"a":' * 100_000, "json.too-deep"),
    "open brackets without end": (b"[" * 1_000_000, "json.too-deep"),
    "lists and objects by turns": (b'[{"a":' * 33 + b"0" + b"}]" * 33, "json.too-deep"),
    "too deep after many that are not": (
        b"[" + b"[]," * 99 + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"]",
        "json.too-deep",
    ),
    "brackets that do not match": (b"[" * 40 + b"}" * 40, "json.malformed"),
    "closed and never opened": (b"[]" + b"]" * 100 + b"[" * 64, "json.malformed"),
    "escaped quotes without end": (
        b"[" + b"[]," * 99 + b'"' + rb"\"" * 1_000_000,
        "json.malformed",
    ),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_one_reading_is_refused(text, code):
    assert code_of(parse_json, text) == code


READ = {
    "a text": (b'"a"', "a"),
    "white space around": (b" [ 1 , 2 ]\r\n\t", [1, 2]),
    "the greatest integer": (b"9007199254740991", 2**53 - 1),
    "the least integer": (b"-9007199254740991", -(2**53) + 1),
    "a whole number with a fraction": (b"2.0", 2.0),
    "an exponent": (b"1e2", 100.0),
    "minus zero": (b"-0", 0),
    "a surrogate pair": (rb'"\ud83c\udf93"', "\U0001f393"),
    "an escaped solidus": (rb'"\/"', "/"),
    "a zero in a text": (rb'"\u0000"', "\0"),
    "members that differ in case": (b'{"a": 1, "A": 2}', {"a": 1, "A": 2}),
    "members that differ in composition": ('{"é": 1, "e\u0301": 2}'.encode(), None),
    "brackets inside a text": (b'"' + b"[" * 1000 + b'"', "[" * 1000),
    "many shallow lists": (b"[" + b",".join([b"[]"] * 1000) + b"]", [[]] * 1000),
    "as deep as may be": (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
    "as deep as may be, by turns": (b'[{"a":' * 32 + b"0" + b"}]" * 32, None),
    "as deep as may be, twice": (
        b"[" + (b"[" * 63 + b"]" * 63 + b",") * 9 + b"[" * 63 + b"]" * 63 + b"]",
        None,
    ),
    "brackets inside texts": (b"[" + rb'"[\"[[[\\",' * 99 + b"[]]", None),
    "an empty name": (b'{"":0}', {"": 0}),
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ)
def test_what_has_one_reading_is_read(text, value):
    expected = json.loads(text) if value is None else value
    assert parse_json(text) == expected
    assert parse_json(text.decode()) == expected


def test_a_whole_number_stays_whole_and_a_fraction_a_fraction():
    assert [type(number) for number in parse_json(b"[1, 1.0, 1e0]")] == [int, float, float]


def test_text_with_half_a_surrogate_pair_is_refused_before_it_is_read():
    assert code_of(parse_json, '"\ud800"') == "json.malformed"


def test_the_size_is_bounded_in_bytes_and_told():
    assert parse_json(b"[1,2]", limit=5) == [1, 2]
    assert code_of(parse_json, b"[1,2] ", limit=5) == "json.too-large"
    assert code_of(parse_json, '"éé"', limit=5) == "json.too-large"


@pytest.mark.parametrize("text", [b"[]", b'"{}"', b"1", b"null", b"true"])
def test_a_document_is_an_object(text):
    assert code_of(parse_object, text) == "json.malformed"


def test_where_the_text_is_wrong_is_told():
    with pytest.raises(Refused, match="line 2, column 3"):
        parse_json(b"[1,\n  x]")


CANONICAL = {
    "members in order of UTF-16": (
        {"\ufb33": 1, "\U0001f600": 2, "é": 3, "1": 4, "\r": 5},
        '{"\\r":5,"1":4,"é":3,"\U0001f600":2,"\ufb33":1}',
    ),
    "no white space": ({"b": [1, {"a": None}], "a": True}, '{"a":true,"b":[1,{"a":null}]}'),
    "numbers as ECMAScript writes them": (
        [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27, -0.0, 1e21, 1e20, 5e-324],
        "[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,100000000000000000000,5e-324]",
    ),
    "the escapes that must be": (
        '€$\u000f\nA\'B"\\\\"/\u007f',
        '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"',
    ),
    "text that is not composed": ("e\u0301", '"e\u0301"'),
    "the greatest integer": (2**53 - 1, "9007199254740991"),
}


@pytest.mark.parametrize(("value", "text"), CANONICAL.values(), ids=CANONICAL)
def test_the_canonical_form_is_that_of_rfc_8785(value, text):
    assert canonical_json(value).decode() == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**53, -(2**60), 10**30])
def test_a_number_that_json_does_not_carry_has_no_canonical_form(number):
    assert code_of(canonical_json, {"n": [number]}) == "json.number-out-of-range"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-(2.0**53) + 1, 2.0**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_the_canonical_form_reads_back_as_the_same_value_and_form(value):
    text = canonical_json(value)
    assert canonical_json(parse_json(text)) == text
    assert parse_json(text) == value


@given(json_values)
def test_a_compact_text_keeps_order_and_value(value):
    text = compact_json(value)
    assert parse_json(text) == value
    assert json.dumps(parse_json(text)) == json.dumps(json.loads(text))


@given(json_values, st.sampled_from([None, 1, 4]))
def test_every_way_of_writing_it_reads_alike(value, indent):
    for ascii_only in (True, False):
        text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
        assert parse_json(text) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    try:
        value = parse_json(data)
    except Refused as refused:
        assert refused.problem.code.startswith("json.")  # noqa: PT017 - either is right
    else:
        assert json.loads(data) == value


def test_a_copy_shares_nothing():
    original = {"a": [{"b": 1}], "c": "x"}
    copied = copy_json(original)
    copied["a"][0]["b"] = 2
    assert original == {"a": [{"b": 1}], "c": "x"}
