"""What a proof says about itself: written from `ProofOptions`, read back strictly.

Rules kept here (VC Data Integrity 1.0 §2.1, §4.4):

- every member a suite relies on has exactly one accepted form, whether the suite signs it or not;
- a proof is bound to its purpose, and where a verifier states them to its domain and challenge;
- a proof that was bound to a domain or a challenge does not stand where none was asked for, unless
  it authenticates a presentation, whose verifier alone knows what it asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from testamur.encoding import Json, JsonObject, copy_json, format_timestamp, parse_timestamp
from testamur.errors import Refused

__all__ = [
    "DATA_INTEGRITY",
    "Expected",
    "ProofOptions",
    "StatedProof",
    "check_stated",
    "read_proof",
]

DATA_INTEGRITY: Final = "DataIntegrityProof"
AUTHENTICATION: Final = "authentication"
SPEC: Final = "VC-DI 1.0 §2.1"

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")
_REQUIRED: Final = frozenset({"type", "verificationMethod", "proofPurpose", "proofValue"})
_TEXTS: Final = (*sorted(_REQUIRED), "cryptosuite", "challenge", "nonce")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOptions:
    """What a new proof shall say. `None` means not stated; moments are written to the second."""

    cryptosuite: str
    verification_method: str
    created: datetime | None = None
    purpose: str = "assertionMethod"
    expires: datetime | None = None
    domain: str | tuple[str, ...] | None = None
    challenge: str | None = None
    nonce: str | None = None
    previous_proof: str | tuple[str, ...] | None = None
    id: str | None = None

    def as_json(self) -> JsonObject:
        """The members of the proof but its value, checked; raises `Refused` (`proof.malformed`)."""
        members: JsonObject = copy_json(_members(self))
        return members


@dataclass(frozen=True, slots=True, eq=False)
class StatedProof:
    """A proof as it was read, equal to itself alone: its members have their form, no more is known.

    `options` are all members but `proofValue`; `suite` names the cryptosuite, or the proof type
    of the time before cryptosuites; `previous` are the ids of the proofs this one covers.
    """

    options: JsonObject
    suite: str
    value: str
    method: str
    purpose: str
    created: datetime | None
    expires: datetime | None
    domain: frozenset[str]
    challenge: str | None
    previous: frozenset[str]
    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a verifier expects of a proof: when it is judged, what for, and what it was asked.

    An empty `domain` and a `challenge` of None mean not asked. A proof may be made up to `skew`
    after `at`, for clocks that differ.
    """

    at: datetime
    purpose: str
    domain: frozenset[str]
    challenge: str | None
    skew: timedelta


def read_proof(proof: Json) -> StatedProof:
    """Read one proof; raises `Refused` (`proof.malformed`, `time.malformed`).

    Problems point to it as `/proof`: whoever has it from a list knows its place there.
    """
    if not isinstance(proof, dict) or not proof:
        raise _malformed("a proof is an object with members")
    is_data_integrity = proof.get("type") == DATA_INTEGRITY
    for name in _TEXTS:
        value = proof.get(name)
        is_absent = name not in proof and name not in _REQUIRED
        if not (isinstance(value, str) and value) and not is_absent:
            raise _malformed(f"the proof must say its {name} as text", f"/proof/{name}")
    if is_data_integrity and "cryptosuite" not in proof:
        raise _malformed("the proof must say its cryptosuite", "/proof/cryptosuite")
    options = dict(proof)
    return StatedProof(
        suite=proof["cryptosuite"] if is_data_integrity else proof["type"],
        value=options.pop("proofValue"),
        options=options,
        method=_absolute(proof, "verificationMethod"),
        purpose=proof["proofPurpose"],
        created=_moment(proof, "created"),
        expires=_moment(proof, "expires"),
        domain=_texts(proof, "domain"),
        challenge=proof.get("challenge"),
        previous=_texts(proof, "previousProof"),
        id=_absolute(proof, "id") if "id" in proof else None,
    )


def check_stated(proof: StatedProof, expected: Expected) -> None:
    """Hold what `proof` states against what its verifier expects; raises `Refused`."""
    if proof.purpose != expected.purpose:
        raise Refused.because(
            "proof.purpose-mismatch",
            f"the proof was made for {proof.purpose[:80]!r}, not for {expected.purpose!r}",
            "/proof/proofPurpose",
            "VC-DI 1.0 §4.4",
        )
    if proof.created is not None and proof.created - expected.at > expected.skew:
        raise Refused.because(
            "proof.not-yet-made", "the proof says it is of the future", "/proof/created", SPEC
        )
    if proof.expires is not None and proof.expires <= expected.at:
        raise Refused.because("proof.expired", "the proof has expired", "/proof/expires", SPEC)
    _check_binding(proof, expected)


def _check_binding(proof: StatedProof, expected: Expected) -> None:
    is_claim = proof.purpose != AUTHENTICATION
    if (expected.domain or is_claim) and proof.domain != expected.domain:
        told = ", ".join(sorted(proof.domain))[:200] or "no domain"
        raise Refused.because(
            "proof.domain-mismatch",
            f"the proof is bound to {told}",
            "/proof/domain",
            "VC-DI 1.0 §4.4",
        )
    is_asked = expected.challenge is not None
    if (is_asked or is_claim) and proof.challenge != expected.challenge:
        raise Refused.because(
            "proof.challenge-mismatch",
            "the proof does not answer the challenge that was given",
            "/proof/challenge",
            "VC-DI 1.0 §4.4",
        )


@lru_cache(maxsize=256)
def _members(options: ProofOptions) -> JsonObject:
    stated = {
        "type": DATA_INTEGRITY,
        "id": options.id,
        "cryptosuite": options.cryptosuite,
        "created": options.created and format_timestamp(options.created),
        "expires": options.expires and format_timestamp(options.expires),
        "verificationMethod": options.verification_method,
        "proofPurpose": options.purpose,
        "domain": _list_of(options.domain),
        "challenge": options.challenge,
        "nonce": options.nonce,
        "previousProof": _list_of(options.previous_proof),
    }
    members = {name: value for name, value in stated.items() if value is not None}
    read_proof(members | {"proofValue": "z"})
    return members


def _list_of(value: str | tuple[str, ...] | None) -> str | list[str] | None:
    return list(value) if isinstance(value, tuple) else value


def _texts(proof: JsonObject, name: str) -> frozenset[str]:
    """One text or a list of different ones, as a set; the empty set where not stated."""
    if name not in proof:
        return frozenset()
    value = proof[name]
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise _malformed(f"{name} must be a text or a list of texts", f"/proof/{name}")
    if len(set(texts)) != len(texts):
        raise _malformed(f"{name} names the same value twice", f"/proof/{name}")
    return frozenset(texts)


def _moment(proof: JsonObject, name: str) -> datetime | None:
    return parse_timestamp(proof[name], f"/proof/{name}") if name in proof else None


def _absolute(proof: JsonObject, name: str) -> str:
    value = proof[name]
    if not isinstance(value, str) or not _ABSOLUTE.match(value):
        raise _malformed(f"the proof's {name} must be an absolute URL", f"/proof/{name}")
    return value


def _malformed(detail: str, pointer: str = "/proof") -> Refused:
    return Refused.because("proof.malformed", detail, pointer, SPEC)
