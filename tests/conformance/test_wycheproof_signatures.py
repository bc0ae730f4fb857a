"""Wycheproof's signatures through `PublicKey`: Ed25519, ECDSA and RSA PKCS #1."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import utils

from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey
from tests.conftest import shared

FOLDER = "vectors/wycheproof"

# File to how many vectors it holds.
RAW = {
    "ed25519_test.json": 151,
    "ecdsa_secp256r1_sha256_p1363_test.json": 262,
    "ecdsa_secp384r1_sha384_p1363_test.json": 280,
    "rsa_signature_2048_sha256_test.json": 259,
    "rsa_signature_3072_sha256_test.json": 259,
}
DER = {"ecdsa_secp256r1_sha256_test.json": 484, "ecdsa_secp384r1_sha384_test.json": 504}
OTHERS = {
    "ecdsa_secp256k1_sha256_p1363_test.json": 252,
    "ecdsa_secp521r1_sha512_p1363_test.json": 318,
}

_SMALL = "valid: the key's public exponent is 3, and such keys are refused"
DIVERGENCES = {
    "rsa_signature_2048_sha256_test.json": {258: _SMALL, 259: _SMALL},
    "rsa_signature_3072_sha256_test.json": {259: _SMALL},
}


@cache
def groups(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shared(FOLDER, file).read_text())["testGroups"]
    return found


def key_of(group: dict[str, Any]) -> PublicKey | None:
    """The group's key, None where we refuse it."""
    try:
        return PublicKey.from_pem(group["publicKeyPem"].encode())
    except Refused:
        return None


def answers(file: str, read=bytes.fromhex) -> dict[int, bool]:
    found = {}
    for group in groups(file):
        key = key_of(group)
        for test in group["tests"]:
            signature = read(test["sig"])
            message = bytes.fromhex(test["msg"])
            found[test["tcId"]] = key is not None and key.verify(message, signature)
    return found


def labels(file: str) -> dict[int, bool]:
    """Whether a vector is valid; `acceptable` ones are left to the reader, and ours is strict."""
    return {
        test["tcId"]: test["result"] == "valid" for group in groups(file) for test in group["tests"]
    }


@pytest.mark.parametrize(("file", "count"), RAW.items(), ids=RAW)
def test_every_signature_is_answered_as_labelled_but_those_listed(file, count):
    given, expected = answers(file), labels(file)
    assert len(given) == count
    diverging = {case for case in given if given[case] != expected[case]}
    assert diverging == DIVERGENCES.get(file, {}).keys()


@pytest.mark.parametrize("file", DIVERGENCES)
def test_what_diverges_is_refused_for_its_key(file):
    for group in groups(file):
        if {test["tcId"] for test in group["tests"]} & DIVERGENCES[file].keys():
            assert key_of(group) is None


@pytest.mark.parametrize(("file", "count"), DER.items(), ids=DER)
def test_no_der_signature_is_taken_for_one_of_ours(file, count):
    given = answers(file)
    assert len(given) == count
    assert not any(given.values())


@pytest.mark.parametrize("file", DER)
def test_a_der_signature_taken_apart_is_answered_as_labelled(file):
    """What DER wraps are the two halves we read; what is no DER is not our question."""

    def halves(text: str) -> bytes:
        size = 32 if "256r1" in file else 48
        try:
            pair = utils.decode_dss_signature(bytes.fromhex(text))
            return b"".join(half.to_bytes(size, "big") for half in pair)
        except (ValueError, OverflowError):
            return b""

    assert answers(file, halves) == labels(file)


@pytest.mark.parametrize(("file", "count"), OTHERS.items(), ids=OTHERS)
def test_keys_of_other_curves_are_refused(file, count):
    assert sum(len(group["tests"]) for group in groups(file)) == count
    assert not any(map(key_of, groups(file)))


def test_every_form_of_a_key_is_the_same_key():
    for file in RAW:
        for group in groups(file):
            jwk = group.get("publicKeyJwk") or group.get("keyJwk")
            if jwk and (key := key_of(group)):
                assert PublicKey.from_jwk(jwk) == key
                if key.kind is not KeyKind.RSA:
                    assert PublicKey.from_multikey(key.multikey) == key
