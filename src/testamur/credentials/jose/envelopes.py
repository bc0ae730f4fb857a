"""Tokens inside documents: EnvelopedVerifiableCredential and EnvelopedVerifiablePresentation.

VC-DM 2.0 §4.13.2 and §4.13.3: the object has the base context, exactly the one type, and its id is
a `data:` URL of the token. JWTs are read; SD-JWT and COSE envelopes are told apart as not judged.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias, TypeGuard

from testamur.credentials.identifiers import has_type, listed
from testamur.credentials.jose.claims import V2_CONTEXT
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused, Unreachable

__all__ = ["ENVELOPED_CREDENTIAL", "ENVELOPED_PRESENTATION", "envelope", "is_envelope", "unwrap"]

EnvelopeType: TypeAlias = Literal[
    "EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"
]

ENVELOPED_CREDENTIAL: Final[EnvelopeType] = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION: Final[EnvelopeType] = "EnvelopedVerifiablePresentation"

_DATA_URL: Final = re.compile(
    r"data:([a-z0-9][a-z0-9.+-]*/[a-z0-9.+-]+)((?:;[^,;]*)*),(.*)\Z", re.DOTALL
)
_READ: Final = {
    ENVELOPED_CREDENTIAL: frozenset({"vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "jwt"}),
    ENVELOPED_PRESENTATION: frozenset({"vp+jwt", "vp-ld+jwt", "vp+ld+jwt", "jwt"}),
}
_TOLD_APART: Final = ("sd-jwt", "+sd-jwt", "cose", "+cose", "+mso_mdoc")
_SPEC: Final = "VC-DM 2.0 §4.13.2"


def envelope(token: str, *, kind: EnvelopeType = ENVELOPED_CREDENTIAL) -> JsonObject:
    """The object that carries `token` inside a presentation (or a presentation on its own)."""
    media_type = "application/vc+jwt" if kind == ENVELOPED_CREDENTIAL else "application/vp+jwt"
    return {"@context": V2_CONTEXT, "id": f"data:{media_type},{token}", "type": kind}


def is_envelope(
    document: Json, *, kind: EnvelopeType = ENVELOPED_CREDENTIAL
) -> TypeGuard[JsonObject]:
    """Whether `document` means to be an envelope of that kind, well formed or not."""
    return has_type(document, kind)


def unwrap(document: JsonObject, *, kind: EnvelopeType = ENVELOPED_CREDENTIAL) -> str:
    """The token in an envelope.

    Raises `Refused` (`jose.envelope-malformed`), or `Unreachable` (`jose.sd-jwt-not-supported`,
    `jose.envelope-not-supported`) for an envelope of a securing mechanism that is not judged.
    """
    if document.get("type") not in (kind, [kind]):
        raise _malformed(f"the only type must be {kind}", "/type")
    if V2_CONTEXT not in listed(document.get("@context")):
        raise _malformed(f"the context must include {V2_CONTEXT}", "/@context")
    unread = sorted(document.keys() - {"@context", "id", "type"})
    if unread:
        raise _malformed("nothing stands beside the token", f"/{unread[0]}")
    parts = _DATA_URL.match(document["id"]) if isinstance(document.get("id"), str) else None
    if parts is None:
        raise _malformed("the id must be a data: URL of the secured document", "/id")
    media_type, parameters, token = parts.groups()
    name = media_type.removeprefix("application/")
    if name.endswith(_TOLD_APART):
        is_sd_jwt = name.endswith("sd-jwt")
        code = "jose.sd-jwt-not-supported" if is_sd_jwt else "jose.envelope-not-supported"
        raise Unreachable.because(code, f"{media_type} is not judged", "/id", _SPEC)
    if name not in _READ[kind] or parameters:
        raise _malformed(f"{media_type}{parameters} is not how a token is carried here", "/id")
    return token


def _malformed(detail: str, pointer: str) -> Refused:
    return Refused.because("jose.envelope-malformed", detail, pointer, _SPEC)
