"""CCTV's edge points of Ed25519: 914 signatures over every low-order and mixed-order point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from testamur.credentials.dids import resolve_method
from testamur.credentials.resolution import Offline
from testamur.encoding import base58_encode
from testamur.errors import Refused
from testamur.keys import PublicKey
from tests.conftest import shared
from tests.simulated_web import NOON

FILE = "vectors/cctv-ed25519/ed25519vectors.json"
OF_THE_KEY = {"low_order_A", "non_canonical_A", "low_order_component_A"}


def vectors() -> Iterator[tuple[dict[str, Any], set[str]]]:
    for vector in json.loads(shared(FILE).read_text()):
        yield vector, set(vector["flags"] or ())


def key_of(vector: dict[str, Any]) -> PublicKey:
    return PublicKey.from_raw(bytes.fromhex(vector["key"]), kind="ed25519")


def test_the_suite_is_whole():
    assert sum(1 for _ in vectors()) == 914


def test_di_011_every_key_that_is_not_of_the_prime_order_is_refused():
    refused = 0
    for vector, flags in vectors():
        if flags & OF_THE_KEY:
            with pytest.raises(Refused) as caught:
                key_of(vector)
            assert caught.value.problem.code == "key.refused"
            refused += 1
    assert refused == 886


def test_di_011_such_a_key_is_refused_as_a_did_key_too():
    keys = {vector["key"] for vector, flags in vectors() if flags & OF_THE_KEY}
    for key in sorted(keys):
        name = "z" + base58_encode(b"\xed\x01" + bytes.fromhex(key))
        with pytest.raises(Refused):
            resolve_method(
                f"did:key:{name}#{name}", resolver=Offline(), purpose="assertionMethod", at=NOON
            )


def test_with_a_good_key_only_the_signature_without_a_flag_verifies():
    """RFC 8032 without the cofactor, and with every odd first half of a signature refused."""
    for vector, flags in vectors():
        if not flags & OF_THE_KEY:
            signature = bytes.fromhex(vector["sig"])
            assert key_of(vector).verify(vector["msg"].encode(), signature) is not bool(flags)
