"""Credentials and presentations as JWTs: which payloads are one, and what their claims must say.

Three forms are read, told apart by `typ` and payload:

- `vc+jwt`, `vp+jwt`: the payload is the document itself (VC-JOSE-COSE §3.1); `nbf`, `exp` and
  `iat` are about the signature;
- a `vc` or `vp` claim (VC-DM 1.1 §6.3.1): `iss`, `sub`, `jti`, `nbf` and `exp` are the document's
  issuer, subject, id and dates; what the document leaves out is filled in from them;
- the Open Badges 3.0 form (§8.2): the credential's members stand at the top beside the same claims.

Rules kept in all: a claim and a member that speak of the same thing say exactly the same; a token
holds one document, so nobody reads another one out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from testamur.credentials.identifiers import has_type, id_of, listed, subjects_of
from testamur.credentials.jose.compact import Jws, media_name, parse_jws, sign_jwt
from testamur.encoding import (
    JsonObject,
    copy_json,
    format_timestamp,
    parse_object,
    parse_timestamp,
)
from testamur.errors import Refused
from testamur.keys import Signer

__all__ = [
    "JwtForm",
    "OpenedJwt",
    "credential_of_jwt",
    "open_credential",
    "open_presentation",
    "presentation_of_jwt",
    "sign_credential",
    "sign_presentation",
]

JwtForm: TypeAlias = Literal["vc+jwt", "vc-claim", "openbadges"]
"""How a credential is written as a JWT; see the three forms above."""

V2_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"

_DOCUMENT_CLAIMS: Final = ("iss", "sub", "jti", "nbf", "exp")
_REGISTERED: Final = frozenset({*_DOCUMENT_CLAIMS, "aud", "iat", "nonce", "cnf"})
_OF_A_DOCUMENT: Final = frozenset({"@context", "credentialSubject", "verifiableCredential"})
_NOT_STATED: Final = frozenset({"", "jwt"})
_CONTENT: Final = frozenset({"json", "ld+json"})


class _Kind(NamedTuple):
    """What is told apart by kind of document."""

    word: str
    claim: str
    document_type: str
    media_names: frozenset[str]
    content_names: frozenset[str]


_CREDENTIAL: Final = _Kind(
    "credential",
    "vc",
    "VerifiableCredential",
    frozenset({"vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "vc+ld+json+jwt"}),
    frozenset({"vc", "vc+json", "vc+ld+json", "vc-ld"}) | _CONTENT,
)
_PRESENTATION: Final = _Kind(
    "presentation",
    "vp",
    "VerifiablePresentation",
    frozenset({"vp+jwt", "vp-ld+jwt", "vp+ld+jwt", "vp+ld+json+jwt"}),
    frozenset({"vp", "vp+json", "vp+ld+json", "vp-ld"}) | _CONTENT,
)


class OpenedJwt(NamedTuple):
    """What a token says; nothing is verified but that it does not contradict itself.

    `document` holds no JWT claims; `claims` are all others of the payload.
    """

    document: JsonObject
    header: JsonObject
    claims: JsonObject


def credential_of_jwt(token: str) -> OpenedJwt:
    """The credential a token carries, unverified; raises `Refused` (`jose.*`, `json.*`)."""
    return open_credential(parse_jws(token))


def presentation_of_jwt(token: str) -> OpenedJwt:
    """The presentation a token carries, unverified; raises `Refused` (`jose.*`, `json.*`)."""
    return open_presentation(parse_jws(token))


def open_credential(jws: Jws) -> OpenedJwt:
    """`credential_of_jwt` for a token already taken apart."""
    opened, is_about_signature = _opened(jws, _CREDENTIAL)
    document = opened.document
    _agree_on_issuer(document, opened.claims)
    _agree_on_text(document, "id", opened.claims, "jti")
    _agree_on_subject(document, opened.claims)
    if not is_about_signature:
        starts, ends = _validity_members(document)
        _agree_on_moment(document, starts, opened.claims, "nbf")
        _agree_on_moment(document, ends, opened.claims, "exp")
    return opened


def open_presentation(jws: Jws) -> OpenedJwt:
    """`presentation_of_jwt` for a token already taken apart."""
    opened, _ = _opened(jws, _PRESENTATION)
    _agree_on_holder(opened.document, opened.claims)
    _agree_on_text(opened.document, "id", opened.claims, "jti")
    return opened


def sign_credential(
    document: JsonObject, *, signer: Signer, kid: str, form: JwtForm | None = None
) -> str:
    """A token that carries `document`, signed with the key published at the URL `kid`.

    Without a `form`, VC 2.0 credentials are written as `vc+jwt` and VC 1.1 ones with a `vc`
    claim. A credential may keep its embedded proof inside.
    """
    is_v2 = _is_v2(document)
    form = form or ("vc+jwt" if is_v2 else "vc-claim")
    if form != "vc-claim" and not is_v2:
        raise Refused.because(
            "jose.typ-mismatch", f"a VC 1.1 credential is not written as {form}", "/@context"
        )
    _refuse_taken_names(document)
    typ = "vc+jwt" if form == "vc+jwt" else "JWT"
    payload = {"vc": document} if form == "vc-claim" else dict(document)
    if form != "vc+jwt":
        payload |= _claims_of(document)
    header = {"kid": kid, "typ": typ} | ({"cty": "vc"} if typ == "vc+jwt" else {})
    return sign_jwt(payload, signer=signer, header=header)


def sign_presentation(
    document: JsonObject, *, signer: Signer, kid: str, claims: Mapping[str, Any]
) -> str:
    """A token that carries the presentation `document`, signed with the key at the URL `kid`.

    `claims` are those about the signature: `nonce`, `aud`, `iat`, `exp`. A VC 2.0 presentation is
    written as `vp+jwt`, a VC 1.1 one with a `vp` claim.
    """
    told = {"iss": id_of(document.get("holder")), "jti": id_of(document.get("id"))}
    stated = {name: value for name, value in told.items() if value is not None} | dict(claims)
    _refuse_taken_names(document)
    if _is_v2(document):
        header = {"kid": kid, "typ": "vp+jwt", "cty": "vp"}
        return sign_jwt({**document, **stated}, signer=signer, header=header)
    return sign_jwt({**stated, "vp": document}, signer=signer, header={"kid": kid, "typ": "JWT"})


def numeric_moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    """The NumericDate claim `name` as a moment, None where absent; raises `Refused`.

    `iat` may also be a date and time in text, as some issuers write it: it never decides alone.
    """
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if name == "iat" and isinstance(value, str):
        return parse_timestamp(value, "/iat")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            pass
    raise Refused.because(
        "jose.claim-malformed", f"{name} must be a number of seconds", f"/{name}", "RFC 7519 §2"
    )


# -- reading ---------------------------------------------------------------------------------------


def _opened(jws: Jws, kind: _Kind) -> tuple[OpenedJwt, bool]:
    """The document and claims of a token, and whether its dates are about the signature."""
    typ = jws.typ
    if typ not in kind.media_names | _NOT_STATED:
        raise _wrong_type(kind, f"typ {jws.header['typ']!r} is not that of a {kind.word}")
    content = media_name(jws.header.get("cty", ""), pointer="/header/cty")
    if content and content not in kind.content_names:
        raise _wrong_type(kind, f"cty {jws.header['cty']!r} is not a {kind.word}", "/header/cty")
    payload = parse_object(jws.payload)
    wrapped = sorted({"vc", "vp"} & payload.keys())
    if typ in kind.media_names and wrapped:
        raise Refused.because(
            "jose.claim-mismatch",
            f"the claim {wrapped[0]!r} must not stand in a {kind.word} of typ {typ}",
            f"/{wrapped[0]}",
            "VC-JOSE-COSE §3.1.3",
        )
    if wrapped and wrapped != [kind.claim]:
        raise _wrong_type(kind, f"the payload has the claim {wrapped[-1]!r}", "/payload")
    document, claims = _split(payload, kind.claim if wrapped else None)
    if "@context" not in document or not has_type(document, kind.document_type):
        raise _wrong_type(kind, f"the payload is not a {kind.document_type}", "/payload")
    return OpenedJwt(document, jws.header, claims), typ in kind.media_names


def _split(payload: JsonObject, wrapper: str | None) -> tuple[JsonObject, JsonObject]:
    if wrapper is not None:
        document = payload[wrapper]
        if not isinstance(document, dict):
            raise Refused.because("jose.claim-malformed", "must be an object", f"/{wrapper}")
        if beside := sorted(_OF_A_DOCUMENT & payload.keys()):
            told = f"a document of its own stands beside the claim {wrapper!r}"
            raise Refused.because("jose.claim-mismatch", told, f"/{beside[0]}")
        claims = {name: value for name, value in payload.items() if name != wrapper}
        return copy_json(document), claims
    document = {name: value for name, value in payload.items() if name not in _REGISTERED}
    return document, {name: value for name, value in payload.items() if name in _REGISTERED}


def _wrong_type(kind: _Kind, detail: str, pointer: str = "/header/typ") -> Refused:
    return Refused.because("jose.typ-mismatch", detail, pointer, f"RFC 8725 §3.11 ({kind.word})")


# -- agreement -------------------------------------------------------------------------------------


def _agree_on_issuer(document: JsonObject, claims: JsonObject) -> None:
    issuer = document.get("issuer")
    if isinstance(issuer, dict) and "id" in issuer:
        _agree_on_text(issuer, "id", claims, "iss", place="/issuer/id")
    elif isinstance(issuer, dict):
        issuer |= {"id": claims["iss"]} if "iss" in claims else {}
    else:
        _agree_on_text(document, "issuer", claims, "iss")


def _agree_on_holder(document: JsonObject, claims: JsonObject) -> None:
    holder = document.get("holder")
    if isinstance(holder, dict):
        _agree_on_text(holder, "id", claims, "iss", place="/holder/id")
    else:
        _agree_on_text(document, "holder", claims, "iss")


def _agree_on_subject(document: JsonObject, claims: JsonObject) -> None:
    if "sub" not in claims:
        return
    subjects = subjects_of(document)
    if len(subjects) != 1 or not isinstance(subjects[0], dict):
        raise _mismatch("sub", "/credentialSubject", "there is not exactly one subject")
    _agree_on_text(subjects[0], "id", claims, "sub", place="/credentialSubject/id")


def _agree_on_text(
    members: JsonObject, member: str, claims: JsonObject, claim: str, *, place: str = ""
) -> None:
    """Fill in `member` from `claim` where it is absent; refuse where they differ."""
    if claim not in claims:
        return
    value = claims[claim]
    if not isinstance(value, str) or not value:
        raise Refused.because("jose.claim-malformed", f"{claim} must be text", f"/{claim}")
    if members.setdefault(member, value) != value:
        raise _mismatch(claim, place or f"/{member}", f"it differs from {member!r}")


def _agree_on_moment(document: JsonObject, member: str, claims: JsonObject, claim: str) -> None:
    """Like `_agree_on_text`; a claim in whole seconds agrees with a date that has fractions."""
    moment = numeric_moment(claims, claim)
    if moment is None:
        return
    if member not in document:
        document[member] = format_timestamp(moment)
        return
    stated = parse_timestamp(document[member], f"/{member}")
    if moment not in {stated, stated.replace(microsecond=0)}:
        raise _mismatch(claim, f"/{member}", f"it differs from {member!r}")


def _mismatch(claim: str, pointer: str, detail: str) -> Refused:
    return Refused.because(
        "jose.claim-mismatch", f"claim {claim!r}: {detail}", pointer, "VC-DM 1.1 §6.3.1"
    )


# -- writing ---------------------------------------------------------------------------------------


def _refuse_taken_names(document: JsonObject) -> None:
    if taken := sorted((_REGISTERED | {"vc", "vp"}) & document.keys()):
        raise Refused.because(
            "jose.claim-mismatch", "a member would be read as a claim", f"/{taken[0]}"
        )


def _claims_of(document: JsonObject) -> JsonObject:
    """The claims that say what the document says."""
    starts, ends = _validity_members(document)
    subject = document.get("credentialSubject")
    told = {
        "iss": id_of(document.get("issuer")),
        "sub": id_of(subject) if isinstance(subject, dict) else None,
        "jti": id_of(document.get("id")),
        "nbf": _seconds_of(document, starts),
        "exp": _seconds_of(document, ends),
    }
    return {name: value for name, value in told.items() if value is not None}


def _seconds_of(document: JsonObject, member: str) -> int | None:
    if member not in document:
        return None
    return int(parse_timestamp(document[member], f"/{member}").timestamp())


def _validity_members(document: JsonObject) -> tuple[str, str]:
    return ("validFrom", "validUntil") if _is_v2(document) else ("issuanceDate", "expirationDate")


def _is_v2(document: JsonObject) -> bool:
    return V2_CONTEXT in listed(document.get("@context"))
