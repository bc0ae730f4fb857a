"""Hosted badges: what the issuer publishes is the badge, and it counts only in the issuer's scope.

Rules kept here (Open Badges 2.0, HostedBadge Verification and VerificationObject):

- a copy in hand is trusted for nothing but the address of the published one;
- the copy may say less than the published one, and never more or other: JSON white space, order of
  members, `@context` and one value written as an array do not count;
- the `id` lies where the issuer's policy allows (`startsWith`, `allowedOrigins`), and without a
  policy on the issuer's own host.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import SplitResult, urlsplit

from testamur.encoding import Json, JsonObject
from testamur.errors import TestamurError
from testamur.interop.openbadges2.chain import Chain
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.linked import (
    Library,
    Linked,
    authority_of,
    is_web_address,
    reference_of,
)
from testamur.interop.openbadges2.vocabulary import SPEC, many

__all__ = ["check_scope", "compare", "published_copy"]

_SECTION: Final = f"{SPEC}, HostedBadge Verification"
_POLICY: Final = f"{SPEC}, VerificationObject"
_MAX_TOLD: Final = 8
_FOLLOWED: Final = ("/badge", "/issuer")


def published_copy(document: JsonObject, library: Library, proof: Findings) -> Linked | None:
    """Have the published copy of `document`; None, and `proof` says why, where it cannot be had."""
    address = reference_of(document)
    if not is_web_address(address):
        proof.fail(
            "openbadges2.hosted-nowhere",
            f"a hosted badge needs a web address as id, not {address[:80]!r}",
            "/id",
            _SECTION,
        )
        return None
    try:
        return library.object_at(address)
    except TestamurError as error:
        proof.because_of(error, "/id")
        return None


def compare(document: JsonObject, published: Linked, library: Library, proof: Findings) -> None:
    """Check that `document` says nothing that is not published, there or by what it links to."""
    address = in_a_sentence(published.address)
    proof.passed(f"What counts is what {address} publishes.")
    if published.address.startswith("http:"):
        proof.note(f"{address} is not protected by https.")
    if published.document.get("revoked") is True:
        return
    for where in islice(_beyond(document, published.document, "", library), _MAX_TOLD):
        proof.fail(
            "openbadges2.hosted-differs",
            "the copy says something that is not published",
            where,
            _SECTION,
        )
    carried = published.document.get("badge")
    if isinstance(carried, dict) and next(_beyond(carried, carried.get("id"), "", library), None):
        proof.note("The badge class was changed after it was copied into the badge.")


def check_scope(address: str, chain: Chain, issuer: Findings) -> None:
    """Check that `address`, the id of a hosted object, lies where its issuer may publish."""
    behind = chain.issuer
    if behind is None or not is_web_address(address):
        return
    if not behind.is_published and not is_web_address(behind.address):
        host = in_a_sentence(authority_of(address))
        issuer.note(f"The issuer has no address of its own: only {host} speaks for it.")
        return
    policy = behind.document.get("verification")
    if policy is not None and not _is_understood(policy):
        issuer.doubt(
            "openbadges2.policy-unsupported",
            "the issuer's rule for what it publishes cannot be read",
            "/badge/issuer/verification",
            _POLICY,
        )
    elif not _is_allowed(address, policy or {}, behind, chain.badge):
        issuer.fail(
            "openbadges2.out-of-scope",
            f"{in_a_sentence(address)} is not where its issuer says that its badges are published",
            "/id",
            _POLICY,
        )


def _is_understood(policy: Json) -> bool:
    return isinstance(policy, dict) and policy.get("verificationProperty", "id") in ("id", "@id")


def _is_allowed(address: str, policy: JsonObject, issuer: Linked, badge: Linked | None) -> bool:
    prefixes = [value for value in many(policy.get("startsWith")) if isinstance(value, str)]
    origins = [value for value in many(policy.get("allowedOrigins")) if isinstance(value, str)]
    if prefixes and not any(_begins_with(address, prefix) for prefix in prefixes):
        return False
    if origins:
        return authority_of(address) in map(_origin, origins)
    if prefixes:
        return True
    hosted = [address] if badge is None or not badge.is_published else [address, badge.address]
    return all(authority_of(url) == authority_of(issuer.address) for url in hosted)


def _origin(value: str) -> str:
    return authority_of(value if "://" in value else f"https://{value}")


def _begins_with(address: str, prefix: str) -> bool:
    """Whether `address` lies under `prefix`, whose host is compared whole: none other begins so."""
    if not is_web_address(prefix) or authority_of(address) != authority_of(prefix):
        return False
    given, allowed = urlsplit(address), urlsplit(prefix)
    if {".", ".."} & set(given.path.lower().replace("%2e", ".").split("/")):
        return False
    return given.scheme == allowed.scheme and _after_host(given).startswith(_after_host(allowed))


def _after_host(parts: SplitResult) -> str:
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _beyond(mine: Json, published: Json, pointer: str, library: Library) -> Iterator[str]:
    """Where `mine` says something that `published` does not."""
    mine, published = _alone(mine), _alone(published)
    match mine, published:
        case dict(), dict():
            for name in sorted(mine.keys() - {"@context"}):
                where = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
                yield from _beyond(mine[name], published.get(name), where, library)
        case dict(), str():
            yield from _beyond_link(mine, published, pointer, library)
        case str(), dict() if mine == reference_of(published):
            return
        case list(), list() if len(mine) == len(published):
            for index, (item, other) in enumerate(zip(mine, published, strict=True)):
                yield from _beyond(item, other, f"{pointer}/{index}", library)
        case _:
            yield from () if _is_same(mine, published) else (pointer,)


def _beyond_link(mine: JsonObject, published: str, pointer: str, library: Library) -> Iterator[str]:
    """Where a copy carried inside says something that the linked object does not.

    A link that was not had leaves its doubt elsewhere; a copy of anything else adds what nobody
    publishes.
    """
    if reference_of(mine) != published:
        yield pointer
        return
    linked = library.already_had(published)
    if linked is not None:
        yield from _beyond(mine, linked.document, pointer, library)
    elif not pointer.endswith(_FOLLOWED) and mine.keys() - {"id", "type", "@context"}:
        yield pointer


def _is_same(mine: Json, published: Json) -> bool:
    """Whether two plain values are the same; JSON's true is not its 1."""
    return mine is None or (
        mine == published and isinstance(mine, bool) == isinstance(published, bool)
    )


def _alone(value: Json) -> Json:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
