"""What the badge objects of Open Badges 2.0 must hold, as one table.

Rules kept here:

- a member is required where the specification prints it bold, but for the image of a badge class,
  which the official validator does without;
- a timestamp is ISO 8601 with its zone; seconds may be left out (Open Badges 2.0, DateTime);
- members of no known name are carried along and not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from testamur.encoding import Json, JsonObject, parse_timestamp
from testamur.errors import Refused
from testamur.interop.openbadges2.linked import is_web_address, reference_of
from testamur.interop.openbadges2.vocabulary import (
    SPEC,
    changed_terms,
    has_context,
    many,
    types_of,
)
from testamur.problems import Problem

__all__ = ["complaints_about", "context_complaints", "read_timestamp"]

_STAMP: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?([.,]\d{1,9})?(Z|[+-]\d\d):?(\d\d)?\Z", re.ASCII
)
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z|_:\S+\Z")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\Z")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_IDENTITY_TYPES: Final = frozenset({"id", "email", "url", "telephone"})
_VERIFICATION_TYPES: Final = frozenset({"HostedBadge", "SignedBadge"})


class _Member(NamedTuple):
    """One row of the table: a member, what its values are, whether it must and may be several."""

    name: str
    wrong: Callable[[Json], str]
    is_required: bool = False
    is_many: bool = False


def read_timestamp(text: Json, pointer: str = "") -> datetime:
    """Read an ISO 8601 moment with zone, seconds optional; raises `Refused` (`time.malformed`)."""
    found = _STAMP.match(text) if isinstance(text, str) else None
    if not found:
        return parse_timestamp(text, pointer)
    minutes, seconds, fraction, zone, zone_minutes = found.groups()
    zone = zone if zone == "Z" else f"{zone}:{zone_minutes or '00'}"
    fraction = (fraction or "").replace(",", ".")
    return parse_timestamp(f"{minutes}{seconds or ':00'}{fraction}{zone}", pointer)


def context_complaints(
    document: JsonObject, pointer: str = "", *, is_alone: bool
) -> Iterator[Problem]:
    """What is wrong with the `@context`, which a document that stands alone must have."""
    where = f"{pointer}/@context"
    if is_alone and not has_context(document):
        yield Problem(
            "openbadges2.malformed", "the Open Badges 2.0 context is not named", where, SPEC
        )
    for term in changed_terms(document):
        yield Problem(
            "context.refused", f"an inline context changes what {term[:80]!r} means", where, SPEC
        )


def complaints_about(document: JsonObject, kind: str, pointer: str = "") -> Iterator[Problem]:
    """What is wrong with the members of a badge object of class `kind`.

    `kind` is a class of the vocabulary, Profile for any issuer, or an extension whose rules are
    known.
    """
    for member in _CLASSES[kind]:
        where = f"{pointer}/{member.name}"
        value = document.get(member.name)
        if value is None:
            if member.is_required:
                yield Problem(
                    "openbadges2.malformed", f"{kind} has no {member.name}", where, _section(kind)
                )
            continue
        if isinstance(value, list) and not member.is_many:
            yield Problem(
                "openbadges2.malformed",
                f"{member.name} is given several times",
                where,
                _section(kind),
            )
            continue
        for complaint in filter(None, map(member.wrong, many(value))):
            yield Problem(
                "openbadges2.malformed", f"{member.name} {complaint}", where, _section(kind)
            )


def _section(kind: str) -> str:
    return f"{SPEC}, {kind}"


def _text(value: Json) -> str:
    is_tagged = isinstance(value, dict) and isinstance(value.get("@value"), str)
    return "" if is_tagged or isinstance(value, str) else "is not text"


def _text_or_number(value: Json) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_number else _text(value)


def _degrees(most: int) -> Callable[[Json], str]:
    def wrong(value: Json) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if is_number and abs(value) <= most else f"is not a number up to {most} degrees"

    return wrong


def _boolean(value: Json) -> str:
    return "" if isinstance(value, bool) else "is neither true nor false"


def _timestamp(value: Json) -> str:
    try:
        read_timestamp(value)
    except Refused:
        return f"is not an ISO 8601 date and time with a zone: {str(value)[:40]!r}"
    return ""


def _language(value: Json) -> str:
    is_tag = isinstance(value, str) and _LANGUAGE.match(value)
    return "" if is_tag else "is not a language tag (BCP 47)"


def _iri(value: Json) -> str:
    return "" if isinstance(value, str) and _IRI.match(value) else "is not an IRI"


def _url(value: Json) -> str:
    is_url = isinstance(value, str) and is_web_address(value)
    return "" if is_url else "is not an http or https address"


def _email(value: Json) -> str:
    return "" if isinstance(value, str) and _EMAIL.match(value) else "is not an e-mail address"


def _link(value: Json) -> str:
    """An IRI, or an object; an `id` in the object must be an IRI."""
    if isinstance(value, dict):
        return _iri(value["id"]) if "id" in value else ""
    return _iri(value)


def _reference(value: Json) -> str:
    """An IRI, or an object that has one."""
    return _iri(reference_of(value))


def _object_of(kind: str) -> Callable[[Json], str]:
    def wrong(value: Json) -> str:
        if not isinstance(value, dict):
            return "is not an object"
        first = next(complaints_about(value, kind), None)
        return f"is not well made: {first.detail}" if first else ""

    return wrong


def _object_or(alone: Callable[[Json], str], kind: str) -> Callable[[Json], str]:
    in_object = _object_of(kind)
    return lambda value: in_object(value) if isinstance(value, dict) else alone(value)


def _string(value: Json) -> str:
    return "" if isinstance(value, str) else "is not text"


def _identity_type(value: Json) -> str:
    if not isinstance(value, str):
        return "is not text"
    return "" if value in _IDENTITY_TYPES or _IRI.match(value) else "is not a profile identifier"


def _verification(value: Json) -> str:
    if not isinstance(value, dict):
        return "is not an object"
    if not _VERIFICATION_TYPES & set(types_of(value)):
        return "is neither HostedBadge nor SignedBadge"
    return _reference(value["creator"]) if "creator" in value else ""


def _policy(value: Json) -> str:
    return "" if isinstance(value, dict) else _iri(value)


def _endorsement(value: Json) -> str:
    return "" if isinstance(value, str) else _reference(value)


def _required(name: str, wrong: Callable[[Json], str]) -> _Member:
    return _Member(name, wrong, is_required=True)


def _several(name: str, wrong: Callable[[Json], str]) -> _Member:
    return _Member(name, wrong, is_many=True)


_TYPE: Final = _Member("type", _string, is_required=True, is_many=True)
_COMMON: Final = (
    _required("id", _iri),
    _TYPE,
    _Member("image", _link),
    _Member("@language", _language),
    _several("related", _link),
    _Member("version", _text_or_number),
    _several("endorsement", _endorsement),
)
_CLASSES: Final[Mapping[str, tuple[_Member, ...]]] = {
    "Assertion": (
        *_COMMON,
        _required("recipient", _object_of("IdentityObject")),
        _required("badge", _link),
        _required("verification", _verification),
        _required("issuedOn", _timestamp),
        _Member("expires", _timestamp),
        _Member("narrative", _text),
        _several("evidence", _object_or(_iri, "Evidence")),
        _Member("revoked", _boolean),
        _Member("revocationReason", _text),
    ),
    "BadgeClass": (
        *_COMMON,
        _required("name", _text),
        _required("description", _text),
        _required("criteria", _object_or(_iri, "Criteria")),
        _required("issuer", _link),
        _several("alignment", _object_of("AlignmentObject")),
        _several("tags", _text),
    ),
    "Profile": (
        *_COMMON,
        _required("name", _text),
        _required("url", _url),
        _required("email", _email),
        _Member("description", _text),
        _Member("telephone", _text),
        _several("publicKey", _reference),
        _Member("verification", _policy),
        _Member("revocationList", _url),
    ),
    "Endorsement": (
        *_COMMON,
        _required("claim", _object_of("EndorsementClaim")),
        _required("issuer", _link),
        _required("verification", _verification),
        _required("issuedOn", _timestamp),
    ),
    "EndorsementClaim": (_required("id", _iri), _Member("endorsementComment", _text)),
    "IdentityObject": (
        _required("type", _identity_type),
        _required("identity", _text),
        _Member("hashed", _boolean),
        _Member("salt", _string),
    ),
    "Evidence": (
        _Member("id", _iri),
        _Member("narrative", _text),
        _Member("name", _text),
        _Member("description", _text),
        _Member("genre", _text),
        _Member("audience", _text),
    ),
    "Criteria": (_Member("id", _iri), _Member("narrative", _text)),
    "AlignmentObject": (
        _required("targetName", _text),
        _required("targetUrl", _url),
        _Member("targetDescription", _text),
        _Member("targetFramework", _text),
        _Member("targetCode", _text),
    ),
    "CryptographicKey": (
        _TYPE,
        _Member("id", _iri),
        _Member("owner", _iri),
        _required("publicKeyPem", _text),
    ),
    # Extensions of the community's list, by the name of their type.
    "Accessibility": (
        _required("url", _iri),
        _required("accessibilityFeature", _text),
        _Member("accessibilityAPI", _text),
        _Member("accessibilityControl", _text),
        _Member("accessibilityHazard", _text),
    ),
    "ApplyLink": (_required("url", _iri),),
    "ExampleExtension": (_required("exampleProperty", _text),),
    "GeoCoordinates": (
        _Member("name", _text),
        _required("description", _text),
        _required("geo", _object_of("Place")),
    ),
    "OriginalCreator": (_required("url", _iri),),
    "Place": (_required("latitude", _degrees(90)), _required("longitude", _degrees(180))),
}
