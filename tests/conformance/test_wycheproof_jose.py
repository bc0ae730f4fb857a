"""Wycheproof's JSON Web Signatures, Keys and Crypto against our token reader (case JWT-013).

Keys of kinds the product has none of (HMAC, PSS, the larger hashes, P-521) stand in here through
PyCA, so that every vector goes through the same reader and the same rule: the key decides. The
vectors that are answered otherwise than labelled stand below, each with its reason.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from testamur.credentials.jose import verify_jws
from testamur.encoding import base64url_decode
from testamur.errors import Refused
from testamur.keys import PublicKey
from tests.conftest import shared

FOLDER = "vectors/wycheproof"

DIVERGENCES = {
    ("signature", 346): "valid: the header says PS384, the key is for PS256",
    ("signature", 347): "valid: the key's alg ES521 is no registered algorithm",
    ("signature", 350): "valid: the header says PS384, the key is for PS256",
    ("signature", 351): "valid: the key's alg ES521 is no registered algorithm",
    ("signature", 367): "invalid: the file lost the padding it is about; the token is a good one",
    ("signature", 370): "invalid: the file lost the padding it is about; the token is a good one",
    ("signature", 372): "valid: base64url has no question mark",
    ("signature", 373): "valid: base64url has no question mark",
}
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


@dataclass
class KeyOfAnotherKind:
    """A key the product does not have, by the same rules: its alg is its own, and it signs."""

    jwk: dict

    @property
    def algorithms(self):
        sizes = {"HS256": 32, "HS384": 48, "HS512": 64}
        kind, name = self.jwk["kty"], self.jwk.get("alg", "")
        allowed = {
            "oct": [name] if len(self.secret) >= sizes.get(name, 1000) else [],
            "RSA": ["RS384", "RS512", "PS256", "PS384", "PS512"],
            "EC": ["ES512"] if self.jwk.get("crv") == "P-521" else [],
        }
        usable = self.jwk.get("use", "sig") == "sig"
        usable &= "verify" in self.jwk.get("key_ops", ["verify"])
        return tuple({name} & set(allowed[kind])) if usable else ()

    @property
    def secret(self):
        return base64url_decode(self.jwk.get("k", ""))

    def verify(self, data, signature):
        name = self.jwk["alg"]
        if name.startswith("HS"):
            made = hmac.new(self.secret, data, getattr(hashlib, f"sha{name[2:]}")).digest()
            return hmac.compare_digest(made, signature)
        digest = HASHES[name[2:]]
        try:
            if name.startswith("ES"):
                return self.verify_p521(data, signature, digest)
            scheme = padding.PKCS1v15()
            if name.startswith("PS"):
                scheme = padding.PSS(padding.MGF1(digest), digest.digest_size)
            numbers = rsa.RSAPublicNumbers(self.number("e"), self.number("n"))
            numbers.public_key().verify(signature, data, scheme, digest)
        except InvalidSignature:
            return False
        return True

    def verify_p521(self, data, signature, digest):
        if len(signature) != 132:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[:66], signature[66:]))
        point = ec.EllipticCurvePublicNumbers(self.number("x"), self.number("y"), ec.SECP521R1())
        der = utils.encode_dss_signature(r, s)
        point.public_key().verify(der, data, ec.ECDSA(digest))
        return True

    def number(self, member):
        return int.from_bytes(base64url_decode(self.jwk[member]), "big")


def key_of(group, token):
    """The key of a group of vectors, or the one of its set that the header names."""
    stated = group.get("public") or group["private"]
    if "keys" not in stated:
        return key_in(stated)
    keys = stated["keys"]
    kinds = {"oct" if key["kty"] == "oct" else "public" for key in keys}
    names = [key["kid"] for key in keys]
    if len(kinds) > 1 or len(set(names)) < len(names):
        raise Refused.because("key.refused", "a set of secret and public keys, or of doubles")
    named = json.loads(base64url_decode(token.split(".")[0])).get("kid")
    return next(key_in(key) for key in keys if key["kid"] == named)


def key_in(jwk):
    ours = {"RS256", "ES256", "ES384", "EdDSA", "Ed25519"}
    is_public = not {"d", "k"} & jwk.keys()
    try:
        return PublicKey.from_jwk(jwk)
    except Refused:
        if jwk.get("alg") in ours and is_public:
            raise
        return KeyOfAnotherKind(jwk)


def is_accepted(group, test):
    token = test.get("jws", test.get("jwe"))
    token = token if isinstance(token, str) else json.dumps(token)
    try:
        verify_jws(token, key=key_of(group, token))
    except Refused:
        return False
    return True


def vectors(name):
    path = shared(FOLDER, f"json_web_{name}_test.json")
    groups = json.loads(path.read_text(encoding="utf-8"))["testGroups"]
    return [(group, test) for group in groups for test in group["tests"]]


@pytest.mark.parametrize(
    ("name", "count", "diverging"), [("signature", 401, 8), ("key", 26, 0), ("crypto", 83, 2)]
)
def test_jwt_013_every_vector_is_answered_as_labelled_but_those_listed(name, count, diverging):
    found = {}
    cases = vectors(name)
    for group, test in cases:
        if is_accepted(group, test) != (test["result"] == "valid"):
            found[name, test["tcId"]] = test["comment"]
    encrypted = {
        (name, test["tcId"]): "encrypted tokens are read nowhere"
        for _, test in cases
        if "jwe" in test and test["result"] == "valid"
    }
    listed = {case for case in DIVERGENCES if case[0] == name} | encrypted.keys()
    assert len(cases) == count
    assert found.keys() == listed
    assert len(found) == diverging, found
