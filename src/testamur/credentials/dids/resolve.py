"""From the URL of a verification method to its key, by the kind of URL.

`did:key`, `did:jwk`: the key is the URL. `did:web`: the document at the address the DID stands for.
`https`: a controller document that holds the key; or a key document, whose controller is asked
whether the key is its own; or the 1EdTech form `controller#key`, where the URL itself carries the
key and claims the controller.

Rules kept here:

- a controller that publishes keys has the last word: a key it does not list is refused;
- a claim that nobody could check is accepted only in the 1EdTech form, or for a key document of
  the controller's own origin, and comes back as not confirmed;
- nothing is fetched over plain http, and nothing at all for a key that is its own URL;
- a key of which any document was handed over, and not fetched, says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from testamur.credentials.dids.documents import (
    PURPOSES,
    is_controller_document,
    is_json_type,
    lists,
    method_in,
    read_document,
)
from testamur.credentials.dids.methods import VerificationMethod, is_key_object, read_method
from testamur.credentials.dids.web import did_web_url
from testamur.credentials.locations import read_location
from testamur.credentials.resolution import Fetched, Resolver
from testamur.encoding import JsonObject, base64url_decode, parse_object
from testamur.errors import Refused, Unreachable
from testamur.keys import PublicKey

__all__ = ["resolve_method"]

_ACCEPT: Final = "application/did+json, application/did+ld+json, application/json;q=0.9, */*;q=0.1"
_MAX_URL: Final = 2048
_REMEMBERED_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """Who may be asked, for which purpose, at which moment; and what was had."""

    resolver: Resolver
    purpose: str
    at: datetime
    had: list[Fetched] = field(default_factory=list)

    def fetch(self, url: str) -> Fetched:
        copy = self.resolver.fetch(url, accept=_ACCEPT)
        self.had.append(copy)
        return copy

    def marked(self, method: VerificationMethod) -> VerificationMethod:
        if not any(copy.is_handed_over for copy in self.had):
            return method
        return replace(method, is_handed_over=True)


def resolve_method(
    url: str, *, resolver: Resolver, purpose: str, at: datetime
) -> VerificationMethod:
    """The verification method at `url`, published for `purpose`, as `resolver` finds it.

    `purpose` is "assertionMethod" or "authentication". `at` is the moment of the judgement, and so
    the `as_of` of a key that its own URL carries. Raises `Refused` (`did.*`, `key.*`,
    `encoding.malformed`, `fetch.blocked`) or `Unreachable` (`fetch.*`).
    """
    if purpose not in PURPOSES:
        raise Refused.because("did.purpose", f"keys are not looked up for {purpose[:60]!r}")
    if len(url) > _MAX_URL:
        raise _malformed(url)
    if url.startswith(("did:key:", "did:jwk:")):
        return _method_in(url, at)
    inquiry = _Inquiry(resolver, purpose, at)
    if url.startswith("did:web:"):
        return inquiry.marked(_did_web_method(url, inquiry))
    if url.startswith("https:"):
        return inquiry.marked(_https_method(url, inquiry))
    raise Refused.because("did.method-unsupported", f"keys are not looked up at {url[:200]!r}")


@lru_cache(maxsize=64)
def _method_in(url: str, at: datetime) -> VerificationMethod:
    """The method whose key the URL itself holds; many credentials are judged at one moment."""
    read = _did_key_method if url.startswith("did:key:") else _did_jwk_method
    return replace(read(url), as_of=at)


@lru_cache(maxsize=1024)
def _did_key_method(url: str) -> VerificationMethod:
    """did:key method specification §3.1: the fragment, where there is one, repeats the key."""
    did, hash_sign, fragment = url.partition("#")
    multikey = did.removeprefix("did:key:")
    if hash_sign and fragment != multikey:
        raise _malformed(url)
    return VerificationMethod(f"{did}#{multikey}", did, PublicKey.from_multikey(multikey))


@lru_cache(maxsize=1024)
def _did_jwk_method(url: str) -> VerificationMethod:
    """did:jwk method specification: the one method is `#0`."""
    did, hash_sign, fragment = url.partition("#")
    if hash_sign and fragment != "0":
        raise _malformed(url)
    jwk = parse_object(base64url_decode(did.removeprefix("did:jwk:")))
    return VerificationMethod(f"{did}#0", did, PublicKey.from_jwk(jwk))


def _did_web_method(url: str, inquiry: _Inquiry) -> VerificationMethod:
    did = url.partition("#")[0]
    copy = inquiry.fetch(did_web_url(did))
    method = _published_method(copy, did, url, inquiry.purpose)
    if method is None:
        raise _not_found(url, did)
    return method


def _https_method(url: str, inquiry: _Inquiry) -> VerificationMethod:
    read_location(url)
    base, _, fragment = url.partition("#")
    claimed = _key_in(fragment)
    if claimed is not None:
        return _claimed_method(url, claimed, inquiry)
    copy = inquiry.fetch(base)
    method = _published_method(copy, base, url, inquiry.purpose)
    return method or _key_document_method(copy, url, inquiry)


def _claimed_method(url: str, key: PublicKey, inquiry: _Inquiry) -> VerificationMethod:
    """1EdTech `controller#key`: the controller is asked; what it does not deny is accepted."""
    controller = url.partition("#")[0]
    claim = VerificationMethod(url, controller, key, is_confirmed=False, as_of=inquiry.at)
    try:
        copy = inquiry.fetch(controller)
    except Unreachable:
        return claim
    if not is_json_type(copy.media_type):
        return claim
    published = _published_method(copy, controller, url, inquiry.purpose)
    if published is not None and published.key != key:
        raise Refused.because(
            "did.document-malformed", f"{controller[:200]} publishes another key as {url[:200]}"
        )
    return published or claim


def _key_document_method(copy: Fetched, url: str, inquiry: _Inquiry) -> VerificationMethod:
    """Controlled Identifiers 1.0 §3.3: a key on its own counts if its controller lists it."""
    document = read_document(copy.body, media_type=copy.media_type, url=copy.url)
    if not is_key_object(document):
        raise _not_found(url, copy.url)
    if document.get("id") != url:
        raise Refused.because(
            "did.id-mismatch", f"the key at {url[:200]} says it is {document.get('id')!r:.200}"
        )
    method = read_method(document, method_id=url)
    return replace(method, is_confirmed=_is_listed(method, inquiry), as_of=copy.at)


def _is_listed(method: VerificationMethod, inquiry: _Inquiry) -> bool:
    """Whether the controller lists the key; False where nobody can say, and the origin is one.

    Raises `Refused` where the controller denies the key, or stands elsewhere and says nothing;
    `Unreachable` where it stands elsewhere and cannot be asked.
    """
    address = _address_of(method.controller)
    is_near = read_location(address).origin == read_location(method.id).origin
    try:
        copy = inquiry.fetch(address)
    except Unreachable:
        if is_near:
            return False
        raise
    document: JsonObject = {}
    if is_json_type(copy.media_type):
        document = read_document(copy.body, media_type=copy.media_type, url=copy.url)
    if not is_controller_document(document):
        if is_near:
            return False
        raise Refused.because(
            "did.controller-mismatch", f"{method.controller[:200]} does not know {method.id[:200]}"
        )
    if not lists(document, method.controller, method.id, purpose=inquiry.purpose):
        raise Refused.because(
            "did.purpose", f"{method.controller[:200]} does not list {method.id[:200]}"
        )
    return True


def _address_of(controller: str) -> str:
    if controller.startswith("did:web:"):
        return did_web_url(controller)
    if controller.startswith("https://") and "#" not in controller:
        return controller
    raise Refused.because(
        "did.controller-mismatch", f"{controller[:200]!r} cannot be asked about a key"
    )


def _published_method(
    copy: Fetched, controller: str, method_id: str, purpose: str
) -> VerificationMethod | None:
    """The method in the controller's own document; None where that says nothing about keys."""
    read = _remembered_method if len(copy.body) <= _REMEMBERED_BYTES else _read_method
    method = read(copy.body, copy.media_type, controller, method_id, purpose)
    return method and replace(method, as_of=copy.at)


def _read_method(
    body: bytes, media_type: str, controller: str, method_id: str, purpose: str
) -> VerificationMethod | None:
    document = read_document(body, media_type=media_type, url=controller)
    if not is_controller_document(document):
        return None
    return method_in(document, controller, method_id, purpose=purpose)


_remembered_method = lru_cache(maxsize=256)(_read_method)


def _key_in(fragment: str) -> PublicKey | None:
    if not fragment.startswith("z"):
        return None
    try:
        return PublicKey.from_multikey(fragment)
    except Refused:
        return None


def _malformed(url: str) -> Refused:
    return Refused.because("did.malformed", f"{url[:200]!r} is not the URL of a key")


def _not_found(url: str, where: str) -> Refused:
    return Refused.because("did.key-not-found", f"{where[:200]} publishes no {url[:200]}")
