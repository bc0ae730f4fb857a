"""A badge to sign, keys to sign it with, and one call that judges it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from testamur.credentials.proofs import ProofOptions, sign_document, verify_proofs
from testamur.credentials.resolution import Offline
from testamur.keys import SigningKey

MADE = datetime(2026, 5, 1, 12, tzinfo=UTC)
AT = MADE + timedelta(days=30)

KEYS = {
    "ed25519": SigningKey.from_seed(bytes(range(32))),
    "p256": SigningKey.from_seed(bytes(range(32)), kind="p256"),
    "p384": SigningKey.from_seed(bytes(range(48)), kind="p384"),
}

SIGNED_WITH = [
    ("eddsa-rdfc-2022", "ed25519"),
    ("eddsa-jcs-2022", "ed25519"),
    ("ecdsa-rdfc-2019", "p256"),
    ("ecdsa-rdfc-2019", "p384"),
    ("ecdsa-jcs-2019", "p256"),
    ("ecdsa-jcs-2019", "p384"),
]

VC2 = "https://www.w3.org/ns/credentials/v2"
VC1 = "https://www.w3.org/2018/credentials/v1"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DI2 = "https://w3id.org/security/data-integrity/v2"
VC2_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def badge(*, contexts=(VC2, OB3)):
    """An Open Badge with nodes that have no id, a list, and a text that looks like RDF."""
    return {
        "@context": list(contexts),
        "id": "urn:uuid:7f0e7a3c-5b2b-4b0f-9d55-6f1f0c6c0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Basics of Python",
        "issuer": {"id": "https://uni.example/", "type": ["Profile"], "name": "Université"},
        "validFrom": "2026-05-01T12:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://uni.example/a/py",
                "type": ["Achievement"],
                "name": "Basics of Python",
                "description": "Says _:c14n0 and\n<urn:bnid:n0> .",
                "criteria": {"narrative": "Pass the exam."},
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "Python",
                        "targetUrl": "https://skills.example/python",
                    },
                    {
                        "type": ["Alignment"],
                        "targetName": "Testing",
                        "targetUrl": "https://skills.example/testing",
                    },
                ],
                "resultDescription": [
                    {
                        "id": "urn:uuid:7f0e7a3c-5b2b-4b0f-9d55-6f1f0c6c0002",
                        "type": ["ResultDescription"],
                        "name": "Grade",
                        "resultType": "LetterGrade",
                        "allowedValue": ["A", "B", "C"],
                    }
                ],
            },
        },
    }


def method_of(key):
    return f"{key.public.did_key}#{key.public.multikey}"


def options_for(suite, key, **stated):
    given = {"cryptosuite": suite, "verification_method": method_of(key), "created": MADE}
    return ProofOptions(**(given | stated))


def signed_badge(suite="eddsa-rdfc-2022", kind="ed25519", document=None, **stated):
    key = KEYS[kind]
    return sign_document(
        badge() if document is None else document,
        signer=key,
        options=options_for(suite, key, **stated),
    )


def judged(document, **asked):
    """Outcomes of all proofs, and the codes of all problems."""
    given = {"resolver": Offline(), "at": AT}
    results = verify_proofs(document, **(given | asked))
    codes = [problem.code for result in results for problem in result.problems]
    return [result.outcome.value for result in results], codes


def codes_of(document, **asked):
    return judged(document, **asked)[1]
