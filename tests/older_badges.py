"""Badges of Open Badges 2.0 and a web that publishes what stands behind them, for tests.

Example University issues, Ada is awarded, and a Quality Board endorses. `HOSTED` is proven by being
published, `SIGNED` by a JWS.
"""

import json

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from testamur.credentials.jose import sign_jws
from testamur.interop.openbadges2 import examine_openbadges2
from testamur.keys import SigningKey
from tests.shared_data import PROJECT
from tests.simulated_web import NOON, SimulatedWeb

CONTEXT = "https://w3id.org/openbadges/v2"
UNI = "https://uni.example"
VECTORS = PROJECT / "tests" / "vectors" / "openbadges2"

ISSUER = {
    "@context": CONTEXT,
    "type": "Issuer",
    "id": f"{UNI}/issuer",
    "name": "Example University",
    "url": UNI,
    "email": "badges@uni.example",
}
BADGE = {
    "@context": CONTEXT,
    "type": "BadgeClass",
    "id": f"{UNI}/badges/python",
    "name": "Python basics",
    "description": "Writes small programs.",
    "image": f"{UNI}/badges/python.png",
    "criteria": {"id": f"{UNI}/badges/python/criteria", "narrative": "Pass the exam."},
    "tags": ["python", "programming"],
    "alignment": {
        "targetName": "Python",
        "targetUrl": "https://esco.example/python",
        "targetFramework": "ESCO",
        "targetCode": "S5.6.1",
    },
    "issuer": f"{UNI}/issuer",
}
HOSTED = {
    "@context": CONTEXT,
    "type": "Assertion",
    "id": f"{UNI}/awards/1",
    "recipient": {"type": "email", "hashed": False, "identity": "ada@learner.example"},
    "badge": f"{UNI}/badges/python",
    "issuedOn": "2026-03-01T09:00:00Z",
    "expires": "2030-03-01T09:00:00Z",
    "evidence": {"id": f"{UNI}/work/1", "narrative": "A sorted list."},
    "verification": {"type": "hosted"},
}
SIGNED = HOSTED | {
    "id": "urn:uuid:52e4c6b3-8c13-4fa8-8482-a5cf34ef37a9",
    "verification": {"type": "SignedBadge", "creator": f"{UNI}/keys/1"},
}
ENDORSEMENT = {
    "@context": CONTEXT,
    "type": "Endorsement",
    "id": "https://board.example/endorsements/1",
    "claim": {"id": f"{UNI}/issuer", "endorsementComment": "Teaches well."},
    "issuer": "https://board.example/profile",
    "issuedOn": "2025-01-01T00:00Z",
    "verification": {"type": "HostedBadge"},
}
BOARD = ISSUER | {
    "id": "https://board.example/profile",
    "name": "Quality Board",
    "url": "https://board.example",
}
OLDER = {
    "1.1": HOSTED | {"@context": "https://w3id.org/openbadges/v1"},
    "1.0": {"uid": "1", "recipient": {}, "badge": "https://a.example/b", "verify": {}},
    "0.5": {"recipient": "sha256$ab", "badge": {"version": "0.5.0", "name": "Old"}},
}


def without(document, *names):
    return {name: member for name, member in document.items() if name not in names}


def web(*documents):
    """A web where each document, badge class and issuer is published at its own id."""
    published = SimulatedWeb()
    for document in (ISSUER, BADGE, BOARD, *documents):
        published.publish(document["id"], document)
    return published


def examine(source, published=None, **more):
    resolver = published if published is not None else web(source)
    return examine_openbadges2(source, resolver=resolver, at=NOON, **more)


def codes(report):
    return [problem.code for problem in report.problems]


def pem_of(public):
    numbers = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public.raw)
    return numbers.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


KEY = SigningKey.generate("p256")
OTHER_KEY = SigningKey.generate("p256")
KEY_DOCUMENT = {
    "@context": CONTEXT,
    "type": "CryptographicKey",
    "id": f"{UNI}/keys/1",
    "owner": f"{UNI}/issuer",
    "publicKeyPem": pem_of(KEY.public),
}
SIGNING_ISSUER = ISSUER | {"publicKey": f"{UNI}/keys/1", "revocationList": f"{UNI}/revoked"}
REVOKED = {
    "@context": CONTEXT,
    "type": "RevocationList",
    "id": f"{UNI}/revoked",
    "revokedAssertions": [],
}


def signed(document, key=KEY):
    return sign_jws(json.dumps(document).encode(), signer=key, header={})


def signing_web(*documents):
    return web(SIGNING_ISSUER, KEY_DOCUMENT, REVOKED, *documents)
