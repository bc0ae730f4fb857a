"""What attacks on verification are made with: an honest issuer, somebody else's key, and a judge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.credentials.resolution import Offline, Resolver
from testamur.credentials.verify import STRICT, Policy, examine
from testamur.encoding import compact_json, copy_json
from testamur.keys import SigningKey
from testamur.problems import Outcome, Report

__all__ = [
    "CHEN",
    "EXTENSIONS",
    "NOW",
    "OB",
    "UNI",
    "V2",
    "badge",
    "codes_of",
    "endorsement",
    "judged",
    "method_of",
    "signed",
]

NOW: Final = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
UNI: Final = SigningKey.from_seed(b"\1" * 32)
"""The key of the honest issuer, whose did:key issues the badges here."""
CHEN: Final = SigningKey.from_seed(b"\2" * 32)
"""Somebody else's key."""

V2: Final = "https://www.w3.org/ns/credentials/v2"
OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
_ACHIEVEMENT: Final = {
    "id": "https://uni.example/achievements/python",
    "type": ["Achievement"],
    "name": "Python basics",
    "description": "Writes small programs.",
    "criteria": {"narrative": "Pass the exam."},
}


def badge(achievement: Mapping[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """An unsigned badge by `UNI`, with these members of the achievement and of the credential."""
    document: dict[str, Any] = {
        "@context": [V2, OB, EXTENSIONS],
        "id": "urn:uuid:11111111-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": UNI.public.did_key, "type": ["Profile"], "name": "University"},
        "validFrom": "2026-05-01T00:00:00Z",
        "name": "Python basics",
        "credentialSubject": {
            "id": "mailto:ada@uni.example",
            "type": ["AchievementSubject"],
            "achievement": {**_ACHIEVEMENT, **(achievement or {})},
        },
    }
    return copy_json(document | members)


def endorsement(about: str, *, by: SigningKey = CHEN, **members: Any) -> dict[str, Any]:
    """A signed endorsement of what has the identifier `about`."""
    document = {
        "@context": [V2, OB],
        "id": "urn:uuid:22222222-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": by.public.did_key, "type": ["Profile"], "name": "Quality body"},
        "validFrom": "2026-05-01T00:00:00Z",
        "name": "Endorsement",
        "credentialSubject": {
            "id": about,
            "type": ["EndorsementSubject"],
            "endorsementComment": "Sound.",
        },
    }
    return signed(document | members, by=by)


def method_of(key: SigningKey) -> str:
    """The verification method of a key under its did:key."""
    return f"{key.public.did_key}#{key.public.multikey}"


def signed(
    document: dict[str, Any],
    *,
    by: SigningKey = UNI,
    suite: str = "eddsa-rdfc-2022",
    method: str | None = None,
    inline_contexts: bool = False,
    **options: Any,
) -> dict[str, Any]:
    """The document with one proof more."""
    stated = ProofOptions(
        cryptosuite=suite,
        verification_method=method or method_of(by),
        **{"created": NOW - timedelta(days=30)} | options,
    )
    return sign_document(
        {"proof": []} | document, signer=by, options=stated, inline_contexts=inline_contexts
    )


def judged(
    document: Any,
    *,
    resolver: Resolver | None = None,
    policy: Policy = STRICT,
    at: datetime = NOW,
) -> Report:
    """The report on a document, handed over as text."""
    text = compact_json(document) if isinstance(document, dict) else document
    return examine(text, resolver=resolver or Offline(), at=at, policy=policy)


def codes_of(report: Report) -> set[str]:
    """The codes of all that is wrong or unknown; notes on what was not counted are left out."""
    return {
        problem.code
        for check in report.checks
        if check.outcome is not Outcome.NOT_APPLICABLE
        for problem in check.problems
    }
