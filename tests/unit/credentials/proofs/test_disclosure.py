"""The packed values of selective disclosure are read strictly."""

from __future__ import annotations

import cbor2
import pytest

from testamur.credentials.proofs.disclosure import BaseValue, DerivedValue
from testamur.encoding import multibase_decode, multibase_encode
from testamur.errors import Refused
from tests.unit.credentials.proofs.badges import KEYS

OWN = KEYS["p256"].public
KEY = b"\x80\x24" + OWN.raw
BASE = [b"s" * 64, KEY, b"h" * 32, [b"a" * 64, b"b" * 64], ["/issuer"]]
DERIVED = [b"s" * 64, KEY, [b"a" * 64], {0: b"x" * 32, 1: b"y" * 32}, [0, 2]]
HEADERS = {BaseValue: b"\xd9\x5d\x00", DerivedValue: b"\xd9\x5d\x01"}


def packed(kind, parts):
    return multibase_encode(HEADERS[kind] + cbor2.dumps(parts), base="u")


def changed(parts, index, value):
    return [*parts[:index], value, *parts[index + 1 :]]


def code_of(kind, text):
    with pytest.raises(Refused) as refused:
        kind.unpack(text)
    assert refused.value.problem.pointer == "/proof/proofValue"
    return refused.value.problem.code


def test_values_are_read_and_written_alike():
    base = BaseValue(b"s" * 64, OWN, b"h" * 32, (b"a" * 64, b"b" * 64), ("/issuer",))
    assert base.pack() == packed(BaseValue, BASE)
    assert BaseValue.unpack(base.pack()) == base
    derived = DerivedValue(b"s" * 64, OWN, (b"a" * 64,), {0: b"x" * 32, 1: b"y" * 32}, (0, 2))
    assert derived.pack() == packed(DerivedValue, DERIVED)
    assert DerivedValue.unpack(derived.pack()) == derived


@pytest.mark.parametrize(
    "parts",
    [
        [],
        BASE[:4],
        [*BASE, b""],
        dict(enumerate(BASE)),
        "text",
        changed(BASE, 0, b"s" * 63),
        changed(BASE, 0, "s" * 64),
        changed(BASE, 1, KEY[:-1]),
        changed(BASE, 1, KEY + b"\0"),
        changed(BASE, 1, b"\x81\x24" + KEY[2:]),
        changed(BASE, 1, b"\x80\x24\x02" + b"\xff" * 32),
        changed(BASE, 2, b"h" * 31),
        changed(BASE, 2, cbor2.CBORTag(64, b"h" * 32)),
        changed(BASE, 3, [b"a" * 63]),
        changed(BASE, 3, ["a" * 64]),
        changed(BASE, 3, b"a" * 64),
        changed(BASE, 4, [7]),
        changed(BASE, 4, "/issuer"),
        changed(BASE, 4, [cbor2.CBORTag(35, "(a+)+$")]),
    ],
    ids=lambda parts: str(parts)[:40],
)
def test_a_base_value_of_another_form_is_malformed(parts):
    assert code_of(BaseValue, packed(BaseValue, parts)) == "proof.malformed"


@pytest.mark.parametrize(
    "parts",
    [
        DERIVED[:4],
        changed(DERIVED, 0, None),
        changed(DERIVED, 2, {}),
        changed(DERIVED, 3, {1: b"x" * 32}),
        changed(DERIVED, 3, {0: b"x" * 32, 2: b"y" * 32}),
        changed(DERIVED, 3, {-1: b"x" * 32}),
        changed(DERIVED, 3, {"0": b"x" * 32}),
        changed(DERIVED, 3, {False: b"x" * 32}),
        changed(DERIVED, 3, {0.0: b"x" * 32}),
        changed(DERIVED, 3, {0: b"x" * 31}),
        changed(DERIVED, 3, {0: "x" * 32}),
        changed(DERIVED, 3, []),
        changed(DERIVED, 4, [2, 0]),
        changed(DERIVED, 4, [0, 0]),
        changed(DERIVED, 4, [-1]),
        changed(DERIVED, 4, ["0"]),
        changed(DERIVED, 4, [True]),
        changed(DERIVED, 4, [0.0]),
    ],
    ids=lambda parts: str(parts[3:])[:60],
)
def test_a_derived_value_of_another_form_is_malformed(parts):
    assert code_of(DerivedValue, packed(DerivedValue, parts)) == "proof.malformed"


def test_two_nodes_cannot_share_one_name():
    """Else one node's signed statements could be shown as two nodes'."""
    parts = changed(DERIVED, 3, {0: b"x" * 32, 1: b"x" * 32})
    assert code_of(DerivedValue, packed(DerivedValue, parts)) == "proof.malformed"


def test_a_base_value_is_not_taken_for_a_derived_one():
    assert code_of(DerivedValue, packed(BaseValue, BASE)) == "proof.not-derived"
    assert code_of(BaseValue, packed(DerivedValue, DERIVED)) == "proof.malformed"


def content(data):
    return multibase_encode(HEADERS[BaseValue] + data, base="u")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        "z" + packed(BaseValue, BASE)[1:],
        packed(BaseValue, BASE)[1:],
        packed(BaseValue, BASE) + "=",
        packed(BaseValue, BASE) + "AAAA",
        packed(BaseValue, BASE)[:-8],
        multibase_encode(b"\xd9\x5d\x02" + cbor2.dumps(BASE), base="u"),
        multibase_encode(cbor2.dumps(BASE), base="u"),
        content(b""),
        content(b"\x9f\xff"),
        content(b"\xc1\x00"),
        content(b"\x85" * 5000),
        content(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"),
        content(b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff"),
        content(b"\xd8\x40" + cbor2.dumps(BASE)),
        content(b"\xd9\xd9\xf7" + cbor2.dumps(BASE)),
        content(b"\x98\x05" + cbor2.dumps(BASE)[1:]),
        content(b"\x85" + b"\x58\x40"[:1] + b"\x40"),
    ],
    ids=lambda text: text[:24] or "empty",
)
def test_what_is_not_one_strict_cbor_array_is_malformed(text):
    assert code_of(BaseValue, text) == "proof.malformed"


def test_a_label_twice_in_one_map_is_malformed():
    text = packed(DerivedValue, changed(DERIVED, 3, {0: b"x" * 32, 1: b"y" * 32}))
    data = multibase_decode(text, bases="u").replace(b"\x01\x58\x20y", b"\x00\x58\x20y")
    assert code_of(DerivedValue, multibase_encode(data, base="u")) == "proof.malformed"
