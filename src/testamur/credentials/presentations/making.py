"""Presentations as a holder makes them: which credentials, for whom, in answer to what.

VC-DM 2.0 §4.13. A token inside a 2.0 presentation stands in an envelope; inside a 1.1 presentation
it is the text itself. A presentation is signed for authentication and nothing else, and bound to
the challenge and domain its verifier gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from testamur.credentials import jose
from testamur.credentials.jose.claims import V2_CONTEXT
from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.encoding import JsonObject, copy_json
from testamur.errors import Refused
from testamur.keys import Signer

__all__ = [
    "MAX_CREDENTIALS",
    "V1_CONTEXT",
    "Asked",
    "build_presentation",
    "sign_presentation",
    "sign_presentation_jwt",
]

MAX_CREDENTIALS: Final = 100
"""The most credentials in one presentation."""

V1_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verifier asks of a presentation; None means not asked.

    `challenge` must be new for each request, and `domain` names the verifier; together they keep a
    presentation from being used again, here or elsewhere. With `subject_is_holder` every
    credential must be about who presents it.
    """

    challenge: str | None = None
    domain: str | None = None
    subject_is_holder: bool = False


def build_presentation(
    credentials: Sequence[JsonObject | str],
    *,
    holder: str | None = None,
    id: str | None = None,  # noqa: A002 - the specification's own name
    version: Literal["2.0", "1.1"] = "2.0",
) -> JsonObject:
    """An unsigned presentation of `credentials`, each a signed document or a token."""
    if len(credentials) > MAX_CREDENTIALS:
        raise Refused.because(
            "presentation.malformed",
            f"{len(credentials)} credentials; at most {MAX_CREDENTIALS}",
            "/verifiableCredential",
        )
    is_v2 = version == "2.0"
    document: JsonObject = {
        "@context": [V2_CONTEXT if is_v2 else V1_CONTEXT],
        "type": ["VerifiablePresentation"],
    }
    if id is not None:
        document["id"] = id
    if holder is not None:
        document["holder"] = holder
    if credentials:
        document["verifiableCredential"] = [
            jose.envelope(credential)
            if is_v2 and isinstance(credential, str)
            else copy_json(credential)
            for credential in credentials
        ]
    return document


def sign_presentation(
    document: JsonObject,
    *,
    signer: Signer,
    options: ProofOptions,
    asked: Asked | None = None,
    inline_contexts: bool = False,
) -> JsonObject:
    """A new presentation with a Data Integrity proof for authentication.

    `asked` gives the challenge and domain, in place of those of `options`.
    """
    bound = replace(options, purpose="authentication")
    if asked is not None:
        bound = replace(bound, challenge=asked.challenge, domain=asked.domain)
    return sign_document(document, signer=signer, options=bound, inline_contexts=inline_contexts)


def sign_presentation_jwt(
    document: JsonObject,
    *,
    signer: Signer,
    kid: str,
    asked: Asked,
    made: datetime | None = None,
    expires: datetime | None = None,
) -> str:
    """The presentation as a token: `nonce` is the challenge and `aud` the domain."""
    claims: dict[str, Any] = {"nonce": asked.challenge, "aud": asked.domain}
    for name, moment in (("iat", made), ("exp", expires)):
        claims[name] = moment and int(moment.timestamp())
    stated = {name: value for name, value in claims.items() if value is not None}
    return jose.sign_presentation(document, signer=signer, kid=kid, claims=stated)
