"""Controller documents: which keys speak for an identifier, and for what.

DID Core 1.0 §5, Controlled Identifiers 1.0 §2. Rules kept here:

- the document's id is the identifier asked for, and each of its methods is its own;
- an id stands once; a method counts for a purpose only where the document lists it for that;
- one document of at most 1 MB and 100 methods, of a JSON media type, without private keys;
- a retired key stays published with the moment it ended, so that what it signed still verifies.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from testamur.credentials.dids.methods import VerificationMethod, read_method, refuse_private_keys
from testamur.credentials.resolution import MAX_FETCHED_BYTES
from testamur.encoding import Json, JsonObject, parse_object
from testamur.errors import Refused

__all__ = [
    "PURPOSES",
    "did_document",
    "is_controller_document",
    "is_json_type",
    "lists",
    "method_in",
    "read_document",
]

PURPOSES: Final = ("assertionMethod", "authentication")
"""The purposes a key may be asked for."""

MAX_METHODS: Final = 100

_PLACES: Final = (
    "verificationMethod",
    "assertionMethod",
    "authentication",
    "capabilityDelegation",
    "capabilityInvocation",
    "keyAgreement",
)
_DID_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
_CID_CONTEXTS: Final = ("https://www.w3.org/ns/cid/v1",)
_JSON_TYPES: Final = frozenset({"", "application/cid", "application/did", "application/json"})
_SPEC: Final = "CID 1.0 §2"


def did_document(controller: str, methods: Iterable[VerificationMethod]) -> JsonObject:
    """The document to publish for `controller`, a DID or an https URL, newest key first.

    Every method stays listed for assertion, or what it signed would cease to verify; one with an
    end (`expires` or `revoked`) is no longer listed for authentication.
    """
    published = list(methods)
    ids = [method.id for method in published]
    if any(method.controller != controller for method in published):
        raise Refused.because("did.controller-mismatch", f"a key is not {controller}'s")
    if len(set(ids)) != len(ids) or not 0 < len(ids) <= MAX_METHODS:
        raise Refused.because(
            "did.document-malformed", f"1 to {MAX_METHODS} methods, each with its own id"
        )
    current = [m.id for m in published if m.expires is None and m.revoked is None]
    return {
        "@context": list(_DID_CONTEXTS if controller.startswith("did:") else _CID_CONTEXTS),
        "id": controller,
        "verificationMethod": [method.as_json() for method in published],
        "assertionMethod": ids,
        "authentication": current,
    }


def is_json_type(media_type: str) -> bool:
    """Whether a document so labelled may be read; an unlabelled one may."""
    return media_type in _JSON_TYPES or media_type.endswith(("+json", "/json"))


def read_document(body: bytes, *, media_type: str, url: str) -> JsonObject:
    """The JSON object published at `url`, holding no private key; raises `Refused`."""
    if not is_json_type(media_type):
        raise _malformed(url, f"it is of the type {media_type[:60]!r}")
    try:
        document = parse_object(body, limit=MAX_FETCHED_BYTES)
    except Refused as refusal:
        raise _malformed(url, refusal.problem.detail) from None
    refuse_private_keys(document, url=url)
    return document


def is_controller_document(document: JsonObject) -> bool:
    """Whether the object says anything about keys; a profile without keys does not."""
    return any(place in document for place in _PLACES)


def method_in(
    document: JsonObject, controller: str, method_id: str, *, purpose: str
) -> VerificationMethod:
    """The method `method_id` in the document of `controller`, listed for `purpose`.

    Raises `Refused`: `did.document-malformed`, `did.id-mismatch`, `did.controller-mismatch`,
    `did.key-not-found`, `did.purpose` or `key.*`.
    """
    is_listed = lists(document, controller, method_id, purpose=purpose)
    value, place = _methods_of(document, controller).get(method_id, ({}, ""))
    if not place:
        raise Refused.because(
            "did.key-not-found", f"{controller[:200]} publishes no {method_id[:200]}", spec=_SPEC
        )
    if not is_listed or place not in ("verificationMethod", purpose):
        raise Refused.because("did.purpose", f"{method_id[:200]} is not listed for {purpose}")
    method = read_method(value, method_id=method_id)
    if method.controller != controller:
        raise Refused.because(
            "did.controller-mismatch",
            f"{method_id[:200]} is said to be controlled by {method.controller[:200]}",
            spec=_SPEC,
        )
    return method


def lists(document: JsonObject, controller: str, method_id: str, *, purpose: str) -> bool:
    """Whether the document of `controller` lists the method for `purpose`, by id or whole."""
    if document.get("id") != controller:
        raise Refused.because(
            "did.id-mismatch",
            f"the document of {controller[:200]} says it is {document.get('id')!r:.200}",
            spec=_SPEC,
        )
    return any(
        _absolute(value.get("id") if isinstance(value, dict) else value, controller) == method_id
        for value in _members(document, purpose, controller)
    )


def _methods_of(document: JsonObject, base: str) -> dict[str, tuple[JsonObject, str]]:
    """Every method of the document by its absolute id, with the member it stands in."""
    found: dict[str, tuple[JsonObject, str]] = {}
    for place in _PLACES:
        for value in _members(document, place, base):
            if isinstance(value, str) and place != "verificationMethod":
                continue
            method_id = _absolute(value.get("id"), base) if isinstance(value, dict) else None
            if method_id is None:
                raise _malformed(base, f"a member of {place} is not a method with an id")
            if method_id in found:
                raise _malformed(base, f"{method_id[:200]} stands twice")
            found[method_id] = (value, place)
    if len(found) > MAX_METHODS:
        raise _malformed(base, f"{len(found)} methods; at most {MAX_METHODS} are read")
    return found


def _members(document: JsonObject, place: str, base: str) -> list[Json]:
    value = document.get(place, [])
    if not isinstance(value, (list, dict, str)):
        raise _malformed(base, f"{place} is not a list")
    return value if isinstance(value, list) else [value]


def _absolute(method_id: Json, base: str) -> str | None:
    """An id as a whole URL: `#key-1` is the document's own (DID Core 1.0 §3.2.2)."""
    if not isinstance(method_id, str) or not method_id:
        return None
    return base + method_id if method_id.startswith("#") else method_id


def _malformed(url: str, what: str) -> Refused:
    return Refused.because("did.document-malformed", f"{url[:200]}: {what}", spec=_SPEC)
