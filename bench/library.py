"""Our own work and that of the Python libraries beside us, as pieces to be timed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from typing import Any, Final

import nacl.bindings as sodium
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof
from openvc.keys import Ed25519SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from pyld import jsonld

from bench.cast import KEY, OPTIONS, did_key_values, document_of, press, texts, values
from bench.clock import Work
from testamur import Offline, Policy, sign
from testamur.credentials.proofs import verify_text
from testamur.credentials.resolution import Fetched
from testamur.interop.intake import examine
from testamur.ld import Shape, canonicalise
from testamur.ld.contexts import KNOWN, load_context
from tests.sample_credential import ISSUED, SLOTS

__all__ = ["bulk", "others", "unknown_shapes"]

MANY: Final = 1_000
SOME: Final = 40


def each(function: Callable[[Any], object], things: Sequence[Any]) -> Work:
    """Work that calls `function` once for each of `things`."""

    def run() -> None:
        for thing in things:
            function(thing)

    return Work(run, len(things))


def bulk() -> dict[str, Work]:
    """Signing and verifying at their limit, and ours in bulk."""
    message = bytes(64)
    public, secret = sodium.crypto_sign_seed_keypair(bytes(range(32)))
    signed = sodium.crypto_sign(message, secret)
    pyca = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    pyca_public, pyca_signature = pyca.public_key(), pyca.sign(message)
    by_mail, by_did = values(MANY), did_key_values(MANY)
    pressed = press()
    pressed_dids = press()
    signed_texts = texts(by_mail)
    canonical = canonicalise(document_of(1)).nquads
    offline = Offline()
    proof_only = Policy(proof_only=True)
    documents = [document_of(number) for number in range(100)]
    turns = range(MANY)

    def check_proof_of(text: str) -> None:
        results = verify_text(text, resolver=offline, at=ISSUED)
        if results[0].outcome != "passed":
            raise AssertionError(results[0])

    def report_on(text: str) -> None:
        if examine(text, resolver=offline, at=ISSUED, policy=proof_only).verdict != "valid":
            raise AssertionError(text)

    return {
        "limit: sign, libsodium": each(lambda _: sodium.crypto_sign(message, secret), turns),
        "limit: verify, libsodium": each(lambda _: sodium.crypto_sign_open(signed, public), turns),
        "sign, PyCA": each(lambda _: pyca.sign(message), turns),
        "verify, PyCA": each(lambda _: pyca_public.verify(pyca_signature, message), turns),
        "SHA-256 of the canonical form": each(lambda _: hashlib.sha256(canonical).digest(), turns),
        "issue in bulk, eddsa-rdfc-2022": Work(lambda: [*pressed.sign_all(by_mail)], MANY),
        "issue in bulk, recipients by did:key": Work(
            lambda: [*pressed_dids.sign_all(by_did)], MANY
        ),
        "issue one by one, eddsa-jcs-2022": each(
            lambda document: sign(document, signer=KEY, at=ISSUED, proof="eddsa-jcs-2022"),
            documents,
        ),
        "issue one by one, VC-JWT": each(
            lambda document: sign(document, signer=KEY, at=ISSUED, proof="jwt"), documents
        ),
        "verify the proof of a text": each(check_proof_of, signed_texts),
        "report on form, proof and issuer": each(report_on, signed_texts),
        "full report, status included": _full_reports(),
    }


def _full_reports() -> Work:
    """Everything a verifier asks, with the issuer's status list at hand."""
    from testamur.credentials.status import Window, build_list, status_credential

    url = "https://uni.example/status/1"
    window = Window(ISSUED, ISSUED + timedelta(days=30))
    unsigned = status_credential(
        url,
        issuer=KEY.public.did_key,
        purpose="revocation",
        encoded_list=build_list([]),
        window=window,
    )
    text = sign(unsigned, signer=KEY, at=ISSUED).text
    later = ISSUED + timedelta(days=1)
    resolver = Offline({url: Fetched(url, text.encode(), "application/vc", later)})
    signed_texts = texts(values(200))

    def report_on(signed: str) -> None:
        report = examine(signed, resolver=resolver, at=later)
        if report.verdict != "valid":
            raise AssertionError(report.problems)

    return each(report_on, signed_texts)


def others() -> dict[str, Work]:
    """The Python libraries that issue and verify the same proof."""
    documents = [document_of(number) for number in range(SOME)]
    signed = [json.loads(text) for text in texts(values(SOME))]
    for document in signed:
        document["proof"] = document["proof"][0]
    pem = KEY.to_pem()
    public_pem = _public_pem(pem)
    method = OPTIONS.verification_method
    suite = DataIntegrityProofSuite()
    key = Ed25519SigningKey.from_jwk(KEY.to_jwk(), method)
    more = {url: load_context(url) for url in KNOWN}
    return {
        "openbadgeslib: issue": each(
            lambda document: add_data_integrity_proof(
                document, pem, method, created=ISSUED, extra_contexts=more
            ),
            documents,
        ),
        "openbadgeslib: verify": each(
            lambda document: verify_data_integrity_proof(document, public_pem, extra_contexts=more),
            signed,
        ),
        "openvc-core: issue": each(
            lambda document: suite.add_proof(
                document,
                signing_key=key,
                verification_method=method,
                created=ISSUED,
                extra_contexts=more,
            ),
            documents,
        ),
        "openvc-core: verify": each(
            lambda document: suite.verify(
                document,
                public_key_jwk=KEY.public.jwk,
                extra_contexts=more,
                now=ISSUED + timedelta(days=1),
            ),
            signed,
        ),
    }


def unknown_shapes() -> dict[str, Work]:
    """Documents of shapes never seen before: ours, and PyLD alone."""
    fresh = count()

    def never_seen() -> dict[str, Any]:
        number = next(fresh)
        document = document_of(number)
        document["credentialSubject"]["achievement"]["tag"] = [
            f"tag {number} {at}" for at in range(number % 7 + 1)
        ]
        return document

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    return {
        "unknown shape, canonical form": each(lambda _: canonicalise(never_seen()), range(SOME)),
        "PyLD: canonical form": each(
            lambda _: jsonld.normalize(never_seen(), options), range(SOME)
        ),
        "compile a shape": each(lambda at: Shape(document_of(at), SLOTS), range(10)),
    }


def _load(url: str, _options: object) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": load_context(url),
    }


def _public_pem(pem: bytes) -> bytes:
    from cryptography.hazmat.primitives import serialization

    private = serialization.load_pem_private_key(pem, None)
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
