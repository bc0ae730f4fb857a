"""A receipt: what was verified, when, with which result, signed by whoever verified it.

    text = receipt_of(facts, issuer=did, signer=key, at=now)
    read_receipt(text, resolver=web, at=later).facts

It is JSON with its facts in the clear, under `receipt`, and the same facts as a signed token
(RFC 7515) under `signed`. What is read back is what the token says; facts beside it that say
something else are refused. A receipt tells what was found at its moment, and nothing of any later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from testamur.credentials.dids import resolve_method
from testamur.credentials.issue import verification_method_of
from testamur.credentials.jose import Jws, parse_jws, sign_jwt
from testamur.credentials.jose.claims import numeric_moment
from testamur.credentials.jose.compact import verify_parts
from testamur.credentials.resolution import Resolver
from testamur.encoding import JsonObject, compact_json, format_timestamp, parse_object
from testamur.errors import Refused
from testamur.interop.standing import Row
from testamur.keys import Signer
from testamur.problems import Report, Verdict

__all__ = [
    "MAX_RECEIPT_BYTES",
    "Receipt",
    "fact_of_one",
    "facts_of_many",
    "read_receipt",
    "receipt_of",
]

MAX_RECEIPT_BYTES: Final = 8 * 1024 * 1024

_TYPE: Final = "verification-receipt+jwt"
_CLAIMS: Final = frozenset({"iss", "iat"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose signature holds: who signed it, when, and what it says."""

    issuer: str
    signed_at: datetime
    facts: JsonObject


def receipt_of(facts: JsonObject, *, issuer: str, signer: Signer, at: datetime) -> str:
    """The receipt of `facts`, signed in the name of `issuer`."""
    claims: JsonObject = {"iss": issuer, "iat": int(at.timestamp()), **facts}
    header = {"typ": _TYPE, "kid": verification_method_of(issuer, signer)}
    return compact_json(
        {"receipt": facts, "signed": sign_jwt(claims, signer=signer, header=header)}
    )


def read_receipt(text: str | bytes, *, resolver: Resolver, at: datetime) -> Receipt:
    """The receipt, if its signature holds at the moment `at`.

    Raises `Refused` (`receipt.malformed`, `receipt.not-signed`, `json.*`, `jose.*`, `did.*`) or
    `Unreachable` (`fetch.*`).
    """
    document = parse_object(text, limit=MAX_RECEIPT_BYTES)
    token = document.get("signed")
    if not isinstance(token, str):
        raise Refused.because("receipt.malformed", "it holds no signed token", "/signed")
    jws = parse_jws(token, limit=MAX_RECEIPT_BYTES)
    claims = parse_object(jws.payload, limit=MAX_RECEIPT_BYTES)
    issuer, signed_at = claims.get("iss"), numeric_moment(claims, "iat")
    if jws.typ != _TYPE or not isinstance(issuer, str) or signed_at is None:
        raise Refused.because("receipt.malformed", "the token in it is no receipt", "/signed")
    _check_signature(jws, issuer, signed_at, resolver=resolver, at=at)
    facts = {name: value for name, value in claims.items() if name not in _CLAIMS}
    if document.get("receipt") not in (None, facts):
        told = "what stands in the clear is not what was signed"
        raise Refused.because("receipt.not-signed", told, "/receipt")
    return Receipt(issuer, signed_at, facts)


def facts_of_many(rows: Sequence[JsonObject], *, at: datetime) -> JsonObject:
    """What a receipt says of many, each as `fact_of_one` tells it."""
    counted = Counter(row["verdict"] for row in rows)
    return {
        "type": "VerificationReceipt",
        "checkedAt": format_timestamp(at.replace(microsecond=0)),
        "count": len(rows),
        "verdicts": {one.value: counted[one.value] for one in Verdict},
        "rows": list(rows),
    }


def fact_of_one(name: str, report: Report, row: Row) -> JsonObject:
    """What it says of one of many: by its digest, and of its content the issuer and the title."""
    told: dict[str, Any] = {
        "name": name,
        "sha256": row.digest,
        "verdict": report.verdict.value,
        "answers": [answer.outcome.value for answer in report.answers],
        "problems": [problem.code for problem in report.problems][:20],
        "title": row.claim,
        "issuer": row.issuer,
        "checkedAt": format_timestamp(report.at.replace(microsecond=0)),
    }
    if report.status_as_of is not None:
        told["statusAsOf"] = format_timestamp(report.status_as_of)
    return told


def _check_signature(
    jws: Jws, issuer: str, signed_at: datetime, *, resolver: Resolver, at: datetime
) -> None:
    kid = jws.header.get("kid")
    if not isinstance(kid, str) or kid.partition("#")[0] != issuer:
        told = "the token does not name a key of who it says signed it"
        raise Refused.because("jose.key-not-bound", told, "/signed")
    method = resolve_method(kid, resolver=resolver, purpose="assertionMethod", at=at)
    is_own = method.controller == issuer and method.is_confirmed and not method.is_handed_over
    if not is_own or method.is_lost(at):
        told = f"the key is not known to be {issuer[:200]}'s, or is lost to others"
        raise Refused.because("jose.key-not-bound", told, "/signed")
    if method.is_ended(signed_at):
        raise Refused.because("proof.key-retired", "the key was not in use then", "/signed")
    verify_parts(jws, key=method.key)
