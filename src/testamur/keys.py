"""Keys: the only door to the cryptographic packages.

Ed25519 through libsodium, which refuses low-order points and malleable signatures; P-256, P-384 and
RSA (verify only) through PyCA. Rules kept here:

- a public key is checked when it is read: low-order, mixed-order and non-canonical Ed25519 points,
  points off the curve and weak RSA moduli are refused (SEC 1 §2.3.4, RFC 8032 §5.1.3);
- the key decides the algorithm, never the message;
- ECDSA signatures are r || s, written with the lower s; any valid s is read (FIPS 186-5 §6.4).
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import nacl.bindings as sodium
import nacl.exceptions
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from testamur.encoding import base64url_decode, base64url_encode, multibase_decode, multibase_encode
from testamur.errors import Refused

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["KeyKind", "PublicKey", "Signer", "SigningKey", "loopback_certificate"]


class KeyKind(StrEnum):
    """The kinds of key; RSA keys only verify."""

    ED25519 = "ed25519"
    P256 = "p256"
    P384 = "p384"
    RSA = "rsa"


@dataclass(frozen=True, slots=True)
class _Curve:
    jwk_name: str
    algorithm: str
    order: int
    curve: ec.EllipticCurve
    digest: hashes.HashAlgorithm

    @property
    def size(self) -> int:
        return self.curve.key_size // 8


_CURVES: Final = {
    KeyKind.P256: _Curve(
        "P-256",
        "ES256",
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        ec.SECP256R1(),
        hashes.SHA256(),
    ),
    KeyKind.P384: _Curve(
        "P-384",
        "ES384",
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        ec.SECP384R1(),
        hashes.SHA384(),
    ),
}
_PUBLIC_CODES: Final = {
    KeyKind.ED25519: b"\xed\x01",
    KeyKind.P256: b"\x80\x24",
    KeyKind.P384: b"\x81\x24",
}
_SECRET_CODES: Final = {
    KeyKind.ED25519: b"\x80\x26",
    KeyKind.P256: b"\x86\x26",
    KeyKind.P384: b"\x87\x26",
}
_ALGORITHMS: Final = {
    KeyKind.ED25519: "Ed25519",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "RS256",
}
_ED25519_PRIME: Final = 2**255 - 19
_RSA_BITS: Final = range(2048, 8193)
_ROCA_PRIMES: Final = (11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157)
_PRIVATE_JWK_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_PublicHandle: TypeAlias = "bytes | ec.EllipticCurvePublicKey | rsa.RSAPublicKey"


class Signer(Protocol):
    """Whatever can sign: a local key, a hardware module, a cloud key service."""

    @property
    def public(self) -> PublicKey:
        """The public half, which decides the algorithm."""
        ...

    def sign(self, data: bytes, /) -> bytes:
        """Sign `data`: 64 bytes for Ed25519 and P-256, 96 for P-384 (r || s)."""
        ...


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A checked public key. Make one with `from_multikey`, `from_jwk`, `from_pem` or `from_raw`."""

    kind: KeyKind
    raw: bytes
    _handle: _PublicHandle

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and (self.kind, self.raw) == (other.kind, other.raw)

    def __hash__(self) -> int:
        return hash((self.kind, self.raw))

    def __repr__(self) -> str:
        return f"PublicKey({self.kind}, {self.thumbprint})"

    @classmethod
    def from_raw(cls, raw: bytes, *, kind: KeyKind | str) -> PublicKey:
        """Read 32 bytes of Ed25519, or a compressed point of P-256 (33) or P-384 (49)."""
        kind = KeyKind(kind)
        if kind is KeyKind.ED25519:
            return cls(kind, _checked_ed25519(raw), raw)
        if kind is KeyKind.RSA:
            raise Refused.because("key.refused", "an RSA key has no raw form")
        curve = _CURVES[kind]
        if len(raw) != curve.size + 1:
            raise Refused.because("key.malformed", f"a {curve.jwk_name} point has the wrong length")
        return cls(kind, raw, _point(curve.curve, raw))

    @classmethod
    def from_multikey(cls, text: str) -> PublicKey:
        """Read a `publicKeyMultibase` value (Controlled Identifiers 1.0 §2.2.2)."""
        data = multibase_decode(text)
        for kind, code in _PUBLIC_CODES.items():
            if data.startswith(code):
                return cls.from_raw(data[len(code) :], kind=kind)
        raise Refused.because("key.refused", "the multikey is not Ed25519, P-256 or P-384")

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PublicKey:
        """Read a public JSON Web Key; refuses one that carries private members."""
        if leaked := _PRIVATE_JWK_MEMBERS & jwk.keys():
            raise Refused.because(
                "key.refused", f"a public key must not carry the private member {min(leaked)!r}"
            )
        key = _public_from_jwk(jwk)
        operations = jwk.get("key_ops", ["verify"])
        is_list = isinstance(operations, list)
        if jwk.get("use", "sig") != "sig" or not is_list or "verify" not in operations:
            raise Refused.because("key.refused", "the key is not for verifying signatures")
        if "alg" in jwk and jwk["alg"] not in key.algorithms:
            raise Refused.because("key.refused", f"the key's alg must be {key.algorithm}", "/alg")
        return key

    @classmethod
    def from_pem(cls, pem: bytes) -> PublicKey:
        """Read a SubjectPublicKeyInfo PEM."""
        from cryptography.hazmat.primitives import serialization

        try:
            handle = serialization.load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise Refused.because("key.malformed", f"not a public key: {error}") from None
        return _public_from_handle(handle)

    @property
    def algorithm(self) -> str:
        """The JOSE algorithm this key signs with (RFC 7518, RFC 9864)."""
        return _ALGORITHMS[self.kind]

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Every JOSE name by which this key's algorithm is known."""
        return ("Ed25519", "EdDSA") if self.kind is KeyKind.ED25519 else (self.algorithm,)

    @property
    def multikey(self) -> str:
        """The `publicKeyMultibase` form; an RSA key has none."""
        if self.kind is KeyKind.RSA:
            raise Refused.because("key.refused", "an RSA key has no multikey form")
        return multibase_encode(_PUBLIC_CODES[self.kind] + self.raw)

    @property
    def did_key(self) -> str:
        """The did:key of this key, without fragment."""
        return f"did:key:{self.multikey}"

    @property
    def jwk(self) -> dict[str, str]:
        """The public JSON Web Key with its required members alone."""
        if isinstance(self._handle, bytes):
            return {"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(self.raw)}
        if isinstance(self._handle, rsa.RSAPublicKey):
            numbers = self._handle.public_numbers()
            return {"kty": "RSA", "n": _number_text(numbers.n), "e": _number_text(numbers.e)}
        curve, point = _CURVES[self.kind], self._handle.public_numbers()
        x, y = (number.to_bytes(curve.size, "big") for number in (point.x, point.y))
        return {
            "kty": "EC",
            "crv": curve.jwk_name,
            "x": base64url_encode(x),
            "y": base64url_encode(y),
        }

    @property
    def thumbprint(self) -> str:
        """The SHA-256 JWK thumbprint (RFC 7638)."""
        text = json.dumps(self.jwk, separators=(",", ":"), sort_keys=True)
        return base64url_encode(hashlib.sha256(text.encode()).digest())

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Whether `signature` (raw, r || s for ECDSA) is this key's over `data`."""
        if isinstance(self._handle, bytes):
            if len(signature) != 64:
                return False
            try:
                sodium.crypto_sign_open(signature + data, self._handle)
            except nacl.exceptions.BadSignatureError:
                return False
            return True
        try:
            if isinstance(self._handle, rsa.RSAPublicKey):
                self._handle.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            else:
                curve = _CURVES[self.kind]
                if len(signature) != 2 * curve.size:
                    return False
                r, s = _halves(signature)
                der = utils.encode_dss_signature(r, s)
                self._handle.verify(der, data, ec.ECDSA(curve.digest))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in memory; a `Signer`. Its text form never shows the secret."""

    public: PublicKey
    _secret: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.public!r})"

    @classmethod
    def generate(
        cls,
        kind: KeyKind | str = KeyKind.ED25519,
        *,
        rng: Callable[[int], bytes] = secrets.token_bytes,
    ) -> SigningKey:
        """Make a new key from `rng`, which gives that many secret random bytes."""
        kind = KeyKind(kind)
        if kind is KeyKind.ED25519:
            return cls.from_seed(rng(32))
        if kind is KeyKind.RSA:
            raise Refused.because("key.refused", "RSA keys only verify; make an Ed25519 key")
        curve = _CURVES[kind]
        scalar = int.from_bytes(rng(curve.size + 16), "big") % (curve.order - 1) + 1
        return cls.from_seed(scalar.to_bytes(curve.size, "big"), kind=kind)

    @classmethod
    def from_seed(cls, seed: bytes, *, kind: KeyKind | str = KeyKind.ED25519) -> SigningKey:
        """Read the 32-byte Ed25519 seed, or the big-endian scalar of P-256 or P-384."""
        kind = KeyKind(kind)
        if kind is KeyKind.ED25519:
            if len(seed) != 32:
                raise Refused.because("key.malformed", "an Ed25519 seed has 32 bytes")
            raw, _ = sodium.crypto_sign_seed_keypair(seed)
            return cls(PublicKey.from_raw(raw, kind=kind), seed)
        curve = _CURVES[kind]
        scalar = int.from_bytes(seed, "big")
        if len(seed) != curve.size or not 0 < scalar < curve.order:
            raise Refused.because("key.malformed", f"not a private scalar of {curve.jwk_name}")
        handle = ec.derive_private_key(scalar, curve.curve)
        return cls(_public_from_handle(handle.public_key()), seed)

    @classmethod
    def from_multikey(cls, text: str) -> SigningKey:
        """Read a `secretKeyMultibase` value; Ed25519 also as seed and public key together."""
        data = multibase_decode(text)
        for kind, code in _SECRET_CODES.items():
            if data.startswith(code):
                secret = data[len(code) :]
                public = secret[32:] if kind is KeyKind.ED25519 else b""
                key = cls.from_seed(secret[: len(secret) - len(public)], kind=kind)
                if public not in (b"", key.public.raw):
                    raise Refused.because("key.malformed", "the two halves of the key differ")
                return key
        raise Refused.because("key.refused", "the secret multikey is not Ed25519, P-256 or P-384")

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> SigningKey:
        """Read a private JSON Web Key of type OKP or EC; its public half must belong to it."""
        public = _public_from_jwk(jwk)
        if public.kind is KeyKind.RSA:
            raise Refused.because("key.refused", "RSA keys only verify")
        key = cls.from_seed(_jwk_bytes(jwk, "d"), kind=public.kind)
        if key.public != public:
            raise Refused.because("key.malformed", "the private and public halves differ", "/d")
        return key

    @classmethod
    def from_pem(cls, pem: bytes, passphrase: bytes | None = None) -> SigningKey:
        """Read a PKCS #8 PEM, encrypted or not."""
        from cryptography.hazmat.primitives import serialization

        try:
            handle = serialization.load_pem_private_key(pem, passphrase)
        except TypeError as error:
            raise Refused.because("key.passphrase", str(error)) from None
        except (ValueError, UnsupportedAlgorithm) as error:
            code = "key.malformed" if passphrase is None else "key.passphrase"
            raise Refused.because(code, f"the private key cannot be read: {error}") from None
        if isinstance(handle, ed25519.Ed25519PrivateKey):
            return cls.from_seed(handle.private_bytes_raw())
        if isinstance(handle, ec.EllipticCurvePrivateKey):
            kind = _kind_of_curve(handle.curve)
            scalar = handle.private_numbers().private_value
            return cls.from_seed(scalar.to_bytes(_CURVES[kind].size, "big"), kind=kind)
        raise Refused.because("key.refused", "the key is not Ed25519, P-256 or P-384")

    def to_pem(self, passphrase: bytes | None = None) -> bytes:
        """PKCS #8 PEM, encrypted with `passphrase` where one is given."""
        from cryptography.hazmat.primitives import serialization

        encryption = (
            serialization.BestAvailableEncryption(passphrase)
            if passphrase
            else serialization.NoEncryption()
        )
        return self._private_handle().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
        )

    def to_multikey(self) -> str:
        """The `secretKeyMultibase` form: the secret in clear."""
        return multibase_encode(_SECRET_CODES[self.public.kind] + self._secret)

    def to_jwk(self) -> dict[str, str]:
        """The private JSON Web Key: the secret in clear."""
        return self.public.jwk | {"d": base64url_encode(self._secret)}

    def sign(self, data: bytes, /) -> bytes:
        """Sign `data`; see `Signer.sign`."""
        if self.public.kind is KeyKind.ED25519:
            return sodium.crypto_sign(data, self._secret + self.public.raw)[:64]
        curve = _CURVES[self.public.kind]
        handle = _ec_private(self._secret, self.public.kind)
        der = handle.sign(data, ec.ECDSA(curve.digest, deterministic_signing=True))
        r, s = utils.decode_dss_signature(der)
        low = min(s, curve.order - s)
        return r.to_bytes(curve.size, "big") + low.to_bytes(curve.size, "big")

    def _private_handle(self) -> ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey:
        if self.public.kind is KeyKind.ED25519:
            return ed25519.Ed25519PrivateKey.from_private_bytes(self._secret)
        return _ec_private(self._secret, self.public.kind)


def loopback_certificate(
    *, at: datetime, hosts: Sequence[str] = ("localhost", "127.0.0.1", "::1"), days: int = 30
) -> tuple[bytes, bytes]:
    """A self-signed TLS certificate and its key, both PEM, for a server on this machine."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    key = ec.generate_private_key(ec.SECP256R1())
    names = [_alternative(host) for host in hosts]
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, hosts[0])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - timedelta(minutes=5))
        .not_valid_after(at.astimezone(UTC) + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), secret


def _alternative(host: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _checked_ed25519(raw: bytes) -> bytes:
    if len(raw) != 32:
        raise Refused.because("key.malformed", "an Ed25519 public key has 32 bytes")
    if int.from_bytes(raw, "little") & (2**255 - 1) >= _ED25519_PRIME:
        raise Refused.because("key.refused", "the Ed25519 point is not in canonical form")
    try:
        sodium.crypto_sign_ed25519_pk_to_curve25519(raw)
    except (nacl.exceptions.CryptoError, RuntimeError):
        raise Refused.because(
            "key.refused", "the Ed25519 point is off the curve or of low order"
        ) from None
    return raw


def _point(curve: ec.EllipticCurve, raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, raw)
    except ValueError:
        raise Refused.because("key.refused", "the point is not on the curve") from None


def _kind_of_curve(curve: ec.EllipticCurve) -> KeyKind:
    for kind, known in _CURVES.items():
        if curve.name == known.curve.name:
            return kind
    raise Refused.because("key.refused", f"keys on the curve {curve.name} are not accepted")


def _public_from_handle(handle: object) -> PublicKey:
    from cryptography.hazmat.primitives import serialization

    if isinstance(handle, ed25519.Ed25519PublicKey):
        return PublicKey.from_raw(handle.public_bytes_raw(), kind=KeyKind.ED25519)
    if isinstance(handle, ec.EllipticCurvePublicKey):
        raw = handle.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
        return PublicKey(_kind_of_curve(handle.curve), raw, handle)
    if isinstance(handle, rsa.RSAPublicKey):
        return _checked_rsa(handle)
    raise Refused.because("key.refused", "the key is not Ed25519, P-256, P-384 or RSA")


def _checked_rsa(handle: rsa.RSAPublicKey) -> PublicKey:
    from cryptography.hazmat.primitives import serialization

    numbers = handle.public_numbers()
    if handle.key_size not in _RSA_BITS:
        raise Refused.because("key.refused", f"an RSA key of {handle.key_size} bits")
    if numbers.e < 65537 or numbers.n % 2 == 0:
        raise Refused.because("key.refused", "the RSA key has a weak exponent or modulus")
    if all(numbers.n % prime in _powers_of_65537(prime) for prime in _ROCA_PRIMES):
        raise Refused.because("key.refused", "the RSA modulus has the ROCA weakness")
    der = handle.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return PublicKey(KeyKind.RSA, der, handle)


@cache
def _powers_of_65537(prime: int) -> frozenset[int]:
    return frozenset(pow(65537, exponent, prime) for exponent in range(prime))


@lru_cache(maxsize=64)
def _ec_private(secret: bytes, kind: KeyKind) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[kind].curve)


def _public_from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    match jwk.get("kty"), jwk.get("crv"):
        case "OKP", "Ed25519":
            return PublicKey.from_raw(_jwk_bytes(jwk, "x"), kind=KeyKind.ED25519)
        case "EC", ("P-256" | "P-384") as name:
            kind = KeyKind.P256 if name == "P-256" else KeyKind.P384
            x, y = _jwk_bytes(jwk, "x"), _jwk_bytes(jwk, "y")
            if not len(x) == len(y) == _CURVES[kind].size:
                raise Refused.because("key.malformed", "a coordinate has the wrong length", "/x")
            return _public_from_handle(_point(_CURVES[kind].curve, b"\x04" + x + y))
        case "RSA", _:
            n, e = (int.from_bytes(_jwk_bytes(jwk, name), "big") for name in ("n", "e"))
            try:
                return _checked_rsa(rsa.RSAPublicNumbers(e, n).public_key())
            except ValueError as error:
                raise Refused.because("key.refused", f"the RSA key is refused: {error}") from None
        case kty, crv:
            kind_told = f"kty {kty!r}" + (f", crv {crv!r}" if crv else "")
            raise Refused.because("key.refused", f"keys of {kind_told} are not accepted", "/kty")


def _jwk_bytes(jwk: Mapping[str, Any], member: str) -> bytes:
    text = jwk.get(member)
    if not isinstance(text, str) or not text:
        raise Refused.because("key.malformed", f"the key has no text {member!r}", f"/{member}")
    return base64url_decode(text)


def _number_text(number: int) -> str:
    return base64url_encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _halves(signature: bytes) -> tuple[int, int]:
    half = len(signature) // 2
    return int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
