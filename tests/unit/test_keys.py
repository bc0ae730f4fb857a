"""Keys: read strictly, written in every form, and the key decides the algorithm."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from itertools import count

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519

from testamur.encoding import base58_encode, base64url_encode, multibase_decode
from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey, SigningKey, loopback_certificate

KINDS = [KeyKind.ED25519, KeyKind.P256, KeyKind.P384]
SEEDS = {
    KeyKind.ED25519: bytes(32),
    KeyKind.P256: bytes(31) + b"\1",
    KeyKind.P384: bytes(47) + b"\2",
}
SIGNATURE_SIZES = {KeyKind.ED25519: 64, KeyKind.P256: 64, KeyKind.P384: 96}
PRIME = 2**255 - 19
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PEM = serialization.Encoding.PEM
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
PKCS8 = serialization.PrivateFormat.PKCS8
NOT_ENCRYPTED = serialization.NoEncryption()

every_kind = pytest.mark.parametrize("kind", KINDS)


def key_of(kind: KeyKind) -> SigningKey:
    return SigningKey.from_seed(SEEDS[kind], kind=kind)


@cache
def rsa_private(bits: int = 2048, exponent: int = 65537) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(exponent, bits)


def rsa_public() -> PublicKey:
    return PublicKey.from_pem(rsa_private().public_key().public_bytes(PEM, SPKI))


def code_of(read, *arguments, **named):
    with pytest.raises(Refused) as refused:
        read(*arguments, **named)
    return refused.value.problem.code


class TestForms:
    @every_kind
    def test_a_private_key_comes_back_from_every_form(self, kind):
        key = key_of(kind)
        assert SigningKey.from_multikey(key.to_multikey()) == key
        assert SigningKey.from_jwk(key.to_jwk()) == key
        assert SigningKey.from_pem(key.to_pem()) == key
        assert SigningKey.from_pem(key.to_pem(b"open sesame"), b"open sesame") == key

    @every_kind
    def test_a_public_key_comes_back_from_every_form(self, kind):
        key = key_of(kind).public
        assert PublicKey.from_multikey(key.multikey) == key
        assert PublicKey.from_multikey(key.did_key.removeprefix("did:key:")) == key
        assert PublicKey.from_jwk(key.jwk) == key
        assert PublicKey.from_raw(key.raw, kind=kind) == key
        assert PublicKey.from_raw(key.raw, kind=str(kind)) == key
        assert hash(PublicKey.from_jwk(key.jwk)) == hash(key)

    def test_an_rsa_key_comes_back_from_its_two_forms(self):
        key = rsa_public()
        assert key.kind is KeyKind.RSA
        assert PublicKey.from_jwk(key.jwk) == key
        assert code_of(lambda: key.multikey) == "key.refused"
        assert code_of(lambda: key.did_key) == "key.refused"
        assert code_of(PublicKey.from_raw, key.raw, kind="rsa") == "key.refused"

    def test_keys_of_two_kinds_are_never_equal(self):
        keys = {key_of(kind).public for kind in KINDS} | {rsa_public()}
        assert len(keys) == 4
        assert key_of(KeyKind.P256).public != key_of(KeyKind.P256).public.raw

    @every_kind
    def test_the_secret_is_never_shown(self, kind):
        key = key_of(kind)
        assert base64url_encode(SEEDS[kind]) not in repr(key)
        assert repr(SEEDS[kind]) not in repr(key)
        assert key.public.thumbprint in repr(key)

    @pytest.mark.parametrize(
        ("kind", "names"),
        [
            (KeyKind.ED25519, ("Ed25519", "EdDSA")),
            (KeyKind.P256, ("ES256",)),
            (KeyKind.P384, ("ES384",)),
        ],
    )
    def test_the_kind_decides_the_algorithm(self, kind, names):
        assert key_of(kind).public.algorithms == names
        assert key_of(kind).public.algorithm == names[0]

    def test_the_thumbprint_is_that_of_rfc_7638_and_rfc_8037(self):
        """RFC 8037 appendix A.3."""
        x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        key = PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": x})
        assert key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

    def test_seeds_and_public_keys_are_those_of_rfc_8032(self):
        """RFC 8032 §7.1, test 1."""
        key = SigningKey.from_seed(
            bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        )
        assert key.public.raw.hex() == (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        )
        assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a")


class TestGenerating:
    @every_kind
    def test_two_keys_differ(self, kind):
        assert SigningKey.generate(kind) != SigningKey.generate(kind)

    @every_kind
    def test_chance_is_a_parameter(self, kind):
        def rng(size):
            return hashlib.shake_256(b"dice").digest(size)

        assert SigningKey.generate(kind, rng=rng) == SigningKey.generate(kind, rng=rng)

    @pytest.mark.parametrize("letter", [b"\0", b"\xff"])
    @pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
    def test_a_scalar_is_in_range_whatever_chance_gives(self, kind, letter):
        key = SigningKey.generate(kind, rng=lambda size: letter * size)
        assert key.public.verify(b"data", key.sign(b"data"))

    def test_rsa_keys_are_not_made(self):
        assert code_of(SigningKey.generate, "rsa") == "key.refused"


class TestSigning:
    @every_kind
    def test_what_is_signed_verifies_and_nothing_else_does(self, kind):
        key = key_of(kind)
        signature = key.sign(b"data")
        assert len(signature) == SIGNATURE_SIZES[kind]
        assert key.public.verify(b"data", signature)
        assert not key.public.verify(b"Data", signature)
        assert not SigningKey.generate(kind).public.verify(b"data", signature)

    @every_kind
    def test_every_bit_of_the_signature_counts(self, kind):
        key = key_of(kind)
        signature = key.sign(b"data")
        for bit in range(8 * len(signature)):
            altered = bytearray(signature)
            altered[bit // 8] ^= 1 << bit % 8
            assert not key.public.verify(b"data", bytes(altered)), bit

    @pytest.mark.parametrize("kind", [*KINDS, KeyKind.RSA])
    def test_a_signature_of_another_length_is_no_signature(self, kind):
        key = rsa_public() if kind is KeyKind.RSA else key_of(kind).public
        for size in [0, 1, 32, 63, 65, 95, 97, 128, 255, 257, 5000]:
            assert not key.verify(b"data", b"\1" * size)

    @pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
    def test_the_lower_of_two_signatures_is_written_and_either_is_read(self, kind):
        key, order = key_of(kind), ec.SECP384R1() if kind is KeyKind.P384 else ec.SECP256R1()
        size = order.key_size // 8
        group = {
            32: P256_ORDER,
            48: int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
        }
        for number in range(20):
            data = str(number).encode()
            signature = key.sign(data)
            s = int.from_bytes(signature[size:], "big")
            assert s <= group[size] // 2
            other = signature[:size] + (group[size] - s).to_bytes(size, "big")
            assert key.public.verify(data, other)

    @pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
    def test_zero_and_the_order_are_no_halves_of_a_signature(self, kind):
        key, size = key_of(kind), SIGNATURE_SIZES[kind] // 2
        good = key.sign(b"data")
        for half in (bytes(size), b"\xff" * size):
            assert not key.public.verify(b"data", half + good[size:])
            assert not key.public.verify(b"data", good[:size] + half)
            assert not key.public.verify(b"data", half + half)

    def test_a_der_signature_is_not_read(self):
        private = ec.derive_private_key(1, ec.SECP256R1())
        der = private.sign(b"data", ec.ECDSA(hashes.SHA256()))
        assert not key_of(KeyKind.P256).public.verify(b"data", der)


ED25519_REFUSED = {
    "the neutral point": b"\1" + bytes(31),
    "order 2": b"\xec" + b"\xff" * 30 + b"\x7f",
    "order 4": bytes(32),
    "order 4, the other sign": bytes(31) + b"\x80",
    "order 8": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "order 8, another": bytes.fromhex(
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    ),
    "not on the curve": b"\2" + bytes(31),
    "y is the prime": PRIME.to_bytes(32, "little"),
    "y is the prime and one": (PRIME + 1).to_bytes(32, "little"),
    "all ones": b"\xff" * 32,
}


MULTIKEYS = {
    "nothing": ("", "encoding.malformed"),
    "another base": ("u7QEAAA", "encoding.malformed"),
    "no key": ("z", "key.refused"),
    "an X25519 key": ("z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", "key.refused"),
    "a secp256k1 key": ("zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", "key.refused"),
    "a secret key": ("z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq", "key.refused"),
    "a code in a longer spelling": (
        "z" + base58_encode(b"\xed\x81\x00" + key_of(KeyKind.ED25519).public.raw),
        "key.refused",
    ),
    "one byte too few": (
        "z" + base58_encode(b"\xed\x01" + key_of(KeyKind.ED25519).public.raw[:-1]),
        "key.malformed",
    ),
    "one byte too many": (
        "z" + base58_encode(b"\xed\x01" + key_of(KeyKind.ED25519).public.raw + b"\0"),
        "key.malformed",
    ),
}


class TestRefusedPublicKeys:
    @pytest.mark.parametrize("raw", ED25519_REFUSED.values(), ids=ED25519_REFUSED)
    def test_an_ed25519_point_that_proves_nothing(self, raw):
        assert code_of(PublicKey.from_raw, raw, kind="ed25519") == "key.refused"
        assert code_of(PublicKey.from_multikey, "z" + base58_encode(b"\xed\x01" + raw)) == (
            "key.refused"
        )
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(raw)}
        assert code_of(PublicKey.from_jwk, jwk) == "key.refused"

    @pytest.mark.parametrize("size", [0, 31, 33, 64])
    def test_an_ed25519_key_of_another_length(self, size):
        assert code_of(PublicKey.from_raw, b"\x58" * size, kind="ed25519") == "key.malformed"

    @pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
    def test_a_point_off_the_curve_or_in_another_form(self, kind):
        raw = key_of(kind).public.raw
        off = next(
            bytes([2]) + x.to_bytes(len(raw) - 1, "big")
            for x in count(1)
            if not is_on_curve(kind, x.to_bytes(len(raw) - 1, "big"))
        )
        assert code_of(PublicKey.from_raw, off, kind=kind) == "key.refused"
        assert code_of(PublicKey.from_raw, b"\2" + b"\xff" * (len(raw) - 1), kind=kind) == (
            "key.refused"
        )
        for head in (b"\0", b"\4", b"\6", b"\x05"):
            assert code_of(PublicKey.from_raw, head + raw[1:], kind=kind) == "key.refused"
        for other in (b"", raw[:-1], raw + b"\0", b"\0"):
            assert code_of(PublicKey.from_raw, other, kind=kind) == "key.malformed"

    @pytest.mark.parametrize(("text", "code"), MULTIKEYS.values(), ids=MULTIKEYS)
    def test_a_multikey_of_another_kind_or_length(self, text, code):
        assert code_of(PublicKey.from_multikey, text) == code


def is_on_curve(kind: KeyKind, x: bytes) -> bool:
    curve = ec.SECP256R1() if kind is KeyKind.P256 else ec.SECP384R1()
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\2" + x)
    except ValueError:
        return False
    return True


ED25519_JWK = key_of(KeyKind.ED25519).public.jwk
P256_JWK = key_of(KeyKind.P256).public.jwk
JWKS = {
    "nothing": ({}, "key.refused"),
    "a shared secret": ({"kty": "oct", "k": "c2VjcmV0"}, "key.refused"),
    "a key that shows its secret": (ED25519_JWK | {"d": "AAAA"}, "key.refused"),
    "an X25519 key": (ED25519_JWK | {"crv": "X25519"}, "key.refused"),
    "an Ed448 key": (ED25519_JWK | {"crv": "Ed448"}, "key.refused"),
    "a secp256k1 key": (P256_JWK | {"crv": "secp256k1"}, "key.refused"),
    "a P-521 key": (P256_JWK | {"crv": "P-521"}, "key.refused"),
    "a kind with another's curve": (P256_JWK | {"kty": "OKP"}, "key.refused"),
    "a list for its kind": (P256_JWK | {"kty": ["EC"]}, "key.refused"),
    "no x": ({"kty": "OKP", "crv": "Ed25519"}, "key.malformed"),
    "an empty x": (ED25519_JWK | {"x": ""}, "key.malformed"),
    "a number for x": (ED25519_JWK | {"x": 1}, "key.malformed"),
    "padding": (ED25519_JWK | {"x": ED25519_JWK["x"] + "="}, "encoding.malformed"),
    "no y": ({name: P256_JWK[name] for name in ("kty", "crv", "x")}, "key.malformed"),
    "a short coordinate": (P256_JWK | {"x": base64url_encode(b"\1" * 31)}, "key.malformed"),
    "a point off the curve": (P256_JWK | {"y": P256_JWK["x"]}, "key.refused"),
    "P-256 under the name of P-384": (P256_JWK | {"crv": "P-384"}, "key.malformed"),
    "a key for encrypting": (ED25519_JWK | {"use": "enc"}, "key.refused"),
    "a key for signing alone": (ED25519_JWK | {"key_ops": ["sign"]}, "key.refused"),
    "operations that are no list": (ED25519_JWK | {"key_ops": "verify"}, "key.refused"),
    "an algorithm of another kind": (ED25519_JWK | {"alg": "ES256"}, "key.refused"),
    "an algorithm that is a list": (ED25519_JWK | {"alg": ["EdDSA"]}, "key.refused"),
    "a P-256 key for ES384": (P256_JWK | {"alg": "ES384"}, "key.refused"),
}


RSA_REFUSED = {
    "512 bits": {"n": base64url_encode(b"\xff" * 64)},
    "1024 bits": {"n": base64url_encode(b"\xff" * 128)},
    "16384 bits": {"n": base64url_encode(b"\xff" * 2048)},
    "the exponent 1": {"e": "AQ"},
    "the exponent 3": {"e": "Aw"},
    "an even exponent": {"e": "AQAC"},
    "an even modulus": {"n": base64url_encode(b"\xff" * 255 + b"\xfe")},
    "no modulus at all": {"n": "AA"},
}


class TestJwk:
    @pytest.mark.parametrize(("jwk", "code"), JWKS.values(), ids=JWKS)
    def test_a_jwk_that_cannot_be_used_is_refused(self, jwk, code):
        assert code_of(PublicKey.from_jwk, jwk) == code

    @pytest.mark.parametrize(
        "stated",
        [
            {"alg": "EdDSA"},
            {"alg": "Ed25519"},
            {"use": "sig"},
            {"key_ops": ["verify"]},
            {"kid": "key-1", "x5t": "…", "made-up": [1]},
        ],
        ids=str,
    )
    def test_what_else_a_jwk_says_is_held_against_the_key(self, stated):
        assert PublicKey.from_jwk(ED25519_JWK | stated) == key_of(KeyKind.ED25519).public

    @pytest.mark.parametrize("stated", RSA_REFUSED.values(), ids=RSA_REFUSED)
    def test_a_weak_rsa_key_is_refused(self, stated):
        assert code_of(PublicKey.from_jwk, rsa_public().jwk | stated) == "key.refused"

    def test_a_modulus_of_the_roca_kind_is_refused(self):
        """Such moduli are powers of 65537 modulo every small prime of a list."""
        primes = (11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157)
        product = 1
        for prime in primes:
            product *= prime
        modulus = pow(65537, 12345, product) + product * 2 ** (2047 - product.bit_length() + 1)
        modulus += 0 if modulus % 2 else product
        assert all(modulus % prime == pow(65537, 12345, prime) for prime in primes)
        size = (modulus.bit_length() + 7) // 8
        jwk = {"kty": "RSA", "e": "AQAB", "n": base64url_encode(modulus.to_bytes(size, "big"))}
        with pytest.raises(Refused, match="ROCA"):
            PublicKey.from_jwk(jwk)

    def test_the_private_and_the_public_half_belong_together(self):
        jwk = key_of(KeyKind.ED25519).to_jwk() | {"x": SigningKey.generate().public.jwk["x"]}
        assert code_of(SigningKey.from_jwk, jwk) == "key.malformed"

    def test_a_private_rsa_key_does_not_sign(self):
        assert code_of(SigningKey.from_jwk, rsa_public().jwk | {"d": "AQAB"}) == "key.refused"

    def test_a_jwk_is_written_with_its_required_members_alone(self):
        assert list(ED25519_JWK) == ["kty", "crv", "x"]
        assert list(P256_JWK) == ["kty", "crv", "x", "y"]
        assert list(rsa_public().jwk) == ["kty", "n", "e"]
        assert json.loads(json.dumps(key_of(KeyKind.P384).to_jwk())).keys() == {
            "kty",
            "crv",
            "x",
            "y",
            "d",
        }


class TestSecretMultikey:
    def test_the_long_form_of_ed25519_names_its_public_half(self):
        key = key_of(KeyKind.ED25519)
        secret = multibase_decode(key.to_multikey())
        whole = "z" + base58_encode(secret + key.public.raw)
        assert SigningKey.from_multikey(whole) == key
        other = "z" + base58_encode(secret + SigningKey.generate().public.raw)
        assert code_of(SigningKey.from_multikey, other) == "key.malformed"

    def test_a_public_multikey_does_not_sign(self):
        assert code_of(SigningKey.from_multikey, key_of(KeyKind.P256).public.multikey) == (
            "key.refused"
        )

    @pytest.mark.parametrize(
        ("kind", "seed"),
        [
            ("ed25519", bytes(31)),
            ("ed25519", bytes(33)),
            ("p256", bytes(32)),
            ("p256", P256_ORDER.to_bytes(32, "big")),
            ("p256", b"\xff" * 32),
            ("p256", bytes(30) + b"\1"),
            ("p384", bytes(48)),
            ("p384", bytes(31) + b"\1"),
        ],
    )
    def test_a_seed_out_of_range_is_no_key(self, kind, seed):
        assert code_of(SigningKey.from_seed, seed, kind=kind) == "key.malformed"


OTHERS = {
    "Ed448": ed448.Ed448PrivateKey.generate,
    "X25519": x25519.X25519PrivateKey.generate,
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "DSA": lambda: dsa.generate_private_key(2048),
    "RSA of 1024 bits": lambda: rsa_private(1024),
    "RSA with the exponent 3": lambda: rsa_private(2048, 3),
}


class TestPem:
    def test_a_passphrase_is_asked_for_and_must_be_right(self):
        pem = key_of(KeyKind.P256).to_pem(b"open sesame")
        assert b"ENCRYPTED" in pem
        assert code_of(SigningKey.from_pem, pem) == "key.passphrase"
        assert code_of(SigningKey.from_pem, pem, b"open barley") == "key.passphrase"

    def test_a_passphrase_where_none_is_needed_is_told(self):
        assert code_of(SigningKey.from_pem, key_of(KeyKind.P256).to_pem(), b"x") == "key.passphrase"

    @pytest.mark.parametrize("pem", [b"", b"not a key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n"])
    def test_what_is_no_pem_is_no_key(self, pem):
        assert code_of(SigningKey.from_pem, pem) == "key.malformed"
        assert code_of(PublicKey.from_pem, pem) == "key.malformed"

    def test_a_public_pem_does_not_sign_and_a_private_one_is_not_public(self):
        private = key_of(KeyKind.P256).to_pem()
        public = ec.derive_private_key(1, ec.SECP256R1()).public_key().public_bytes(PEM, SPKI)
        assert code_of(SigningKey.from_pem, public) == "key.malformed"
        assert code_of(PublicKey.from_pem, private) == "key.malformed"
        assert PublicKey.from_pem(public) == key_of(KeyKind.P256).public

    @pytest.mark.parametrize("make", OTHERS.values(), ids=OTHERS)
    def test_keys_of_other_kinds_are_refused(self, make):
        private = make()
        assert (
            code_of(SigningKey.from_pem, private.private_bytes(PEM, PKCS8, NOT_ENCRYPTED))
            == "key.refused"
        )
        assert (
            code_of(PublicKey.from_pem, private.public_key().public_bytes(PEM, SPKI))
            == "key.refused"
        )

    def test_a_low_order_point_in_a_pem_is_refused(self):
        handle = ed25519.Ed25519PublicKey.from_public_bytes(b"\1" + bytes(31))
        assert code_of(PublicKey.from_pem, handle.public_bytes(PEM, SPKI)) == "key.refused"


def test_a_certificate_for_this_machine_names_its_hosts():
    at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    pem, secret = loopback_certificate(at=at, hosts=("localhost", "127.0.0.1"), days=2)
    certificate = x509.load_pem_x509_certificate(pem)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(name) for name in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert certificate.not_valid_before_utc < at < certificate.not_valid_after_utc
    assert (certificate.not_valid_after_utc - at).days == 2
    assert SigningKey.from_pem(secret).public.kind is KeyKind.P256
