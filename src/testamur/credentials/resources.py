"""What a credential points to, held against the digests it was signed with.

VC-DM 2.0 §5.3: `relatedResource`, and the digests of any other object with an `id`: evidence,
image, schema. Rules kept here:

- a digest that differs from the resource's fails the credential; where an object has both kinds of
  digest, both must fit;
- the rule speaks of resources that are retrieved. One that the resolver was not allowed to fetch is
  not retrieved, so nothing is said about it; one that was asked for and could not be had leaves the
  credential undetermined;
- a context that ships with this package must be the one the digest is of, for it is the one used;
- an embedded credential speaks for its own resources.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import orjson

from testamur.credentials.identifiers import listed
from testamur.credentials.resolution import Resolver, about
from testamur.encoding import (
    Json,
    JsonObject,
    multibase_decode,
    multibase_encode,
    parse_object,
)
from testamur.errors import Refused, TestamurError
from testamur.ld.contexts import context_bytes, is_known, load_context
from testamur.problems import Check, Outcome, Problem

__all__ = ["check_resources", "problems_of_resources", "related_resource"]

_MAX_RESOURCES: Final = 256
_MAX_RESOURCE_BYTES: Final = 16 * 1024 * 1024
_NOT_WALKED: Final = frozenset(
    {"@context", "proof", "verifiableCredential", "endorsement", "endorsementJwt"}
)
_DIGEST_MEMBERS: Final = ("digestSRI", "digestMultibase")
_SIZES: Final = {"sha256": 32, "sha384": 48, "sha512": 64}
_BY_MULTIHASH: Final = {0x12: "sha256", 0x20: "sha384", 0x13: "sha512"}
_SHA256_PREFIX: Final = b"\x12\x20"
_SRI_ITEM: Final = re.compile(r"([a-z0-9]+)-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?\Z")
_SPEC: Final = "VC-DM 2.0 §5.3"


@dataclass(frozen=True, slots=True)
class _Claim:
    """One resource and the digests that its body must have: each of the members, in one of ways.

    `digests` has an entry for each digest member; every entry is met by any of its digests.
    """

    url: str
    place: str
    digests: tuple[frozenset[tuple[str, bytes]], ...]


class _UnknownDigest(Exception):
    """A well-formed digest by an algorithm that is not computed here."""


def related_resource(url: str, *, body: bytes, media_type: str | None = None) -> JsonObject:
    """The `relatedResource` object for the document at `url`, whose bytes are `body`."""
    sri = base64.b64encode(hashlib.sha384(body).digest()).decode("ascii")
    told: JsonObject = {
        "id": url,
        "digestSRI": f"sha384-{sri}",
        "digestMultibase": multibase_encode(
            _SHA256_PREFIX + hashlib.sha256(body).digest(), base="u"
        ),
    }
    return told | ({"mediaType": media_type} if media_type else {})


def problems_of_resources(document: JsonObject) -> tuple[Problem, ...]:
    """What is wrong with how `document` states its resources and digests; ask before signing."""
    return _read(document).problems


def check_resources(document: JsonObject, *, resolver: Resolver) -> Check:
    """Compare every resource that can be had with its digests; see the rules above."""
    found = _read(document)
    if found.problems:
        return Check("resources", Outcome.FAILED, found.problems)
    problems = list(found.unknown)
    outcomes = [Outcome.UNDETERMINED for _ in problems]
    for claim in found.claims:
        outcome, problem = _compare(claim, resolver)
        outcomes.append(outcome)
        problems += [problem] if problem else []
    for worst in (Outcome.FAILED, Outcome.UNDETERMINED):
        if worst in outcomes:
            return Check("resources", worst, tuple(problems))
    unread = outcomes.count(Outcome.NOT_APPLICABLE)
    told = f"{unread} of {len(outcomes)} resources were not fetched" if unread else ""
    if Outcome.PASSED in outcomes:
        return Check("resources", Outcome.PASSED, detail=told)
    return Check("resources", Outcome.NOT_APPLICABLE, detail=told or "no digests are stated")


# -- comparing -------------------------------------------------------------------------------------


def _compare(claim: _Claim, resolver: Resolver) -> tuple[Outcome, Problem | None]:
    if is_known(claim.url) and _fits(claim, context_bytes(claim.url)):
        return Outcome.PASSED, None
    try:
        body = resolver.fetch(claim.url, limit=_MAX_RESOURCE_BYTES).body
    except TestamurError as error:
        if is_known(claim.url):
            return _differs(claim)
        if error.problem.code == "fetch.offline":
            return Outcome.NOT_APPLICABLE, None
        told = about(claim.url, error.problem)
        return Outcome.UNDETERMINED, Problem("resource.unreachable", told, claim.place, _SPEC)
    if is_known(claim.url) and not _is_copy_in_use(claim.url, body):
        return _differs(claim)
    return (Outcome.PASSED, None) if _fits(claim, body) else _differs(claim)


def _is_copy_in_use(url: str, body: bytes) -> bool:
    """Whether a fetched context says what the shipped one says, perhaps in other white space."""
    try:
        return parse_object(body) == load_context(url)
    except Refused:
        return False


def _fits(claim: _Claim, body: bytes) -> bool:
    return all(
        any(hashlib.new(name, body).digest() == digest for name, digest in accepted)
        for accepted in claim.digests
    )


def _differs(claim: _Claim) -> tuple[Outcome, Problem]:
    told = f"{claim.url[:200]} does not have the digest it was signed with"
    return Outcome.FAILED, Problem("resource.digest-mismatch", told, claim.place, _SPEC)


# -- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    claims: tuple[_Claim, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[Problem, ...]


def _read(document: JsonObject) -> _Read:
    if b'"digest' not in orjson.dumps(document) and "relatedResource" not in document:
        return _Read((), (), ())
    problems = list(_problems_of_list(document))
    claims: list[_Claim] = []
    unknown: list[Problem] = []
    for place, value in _objects_with_digests(document, ""):
        try:
            digests = tuple(
                _READERS[member](value[member]) for member in _DIGEST_MEMBERS if member in value
            )
        except _UnknownDigest as error:
            unknown.append(Problem("resource.digest-unknown", str(error), place, _SPEC))
        except Refused as error:
            problems.append(Problem(error.problem.code, error.problem.detail, place, _SPEC))
        else:
            if _is_web(value.get("id")):
                claims.append(_Claim(value["id"], place, digests))
    if len(claims) > _MAX_RESOURCES:
        told = f"{len(claims)} resources; at most {_MAX_RESOURCES} are compared"
        problems.append(Problem("resource.malformed", told, "", _SPEC))
    return _Read(tuple(claims), tuple(problems), tuple(unknown))


def _problems_of_list(document: JsonObject) -> Iterator[Problem]:
    """What `relatedResource` must keep: objects, each with an id of its own and a digest."""
    seen: set[str] = set()
    for number, item in enumerate(listed(document.get("relatedResource", []))):
        place = f"/relatedResource/{number}"
        if not isinstance(item, dict):
            yield Problem("resource.malformed", "a related resource is an object", place, _SPEC)
            continue
        url = item.get("id")
        if not isinstance(url, str) or ":" not in url:
            yield Problem("resource.malformed", "it has no id", f"{place}/id", _SPEC)
        elif url in seen:
            yield Problem("resource.malformed", f"{url[:200]} stands twice", f"{place}/id", _SPEC)
        else:
            seen.add(url)
        if not any(member in item for member in _DIGEST_MEMBERS):
            yield Problem("resource.malformed", "it has no digest", place, _SPEC)


def _objects_with_digests(value: Json, place: str) -> Iterator[tuple[str, JsonObject]]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _objects_with_digests(item, f"{place}/{number}")
    elif isinstance(value, dict):
        if any(member in value for member in _DIGEST_MEMBERS):
            yield place, value
        for name, member in value.items():
            if name not in _NOT_WALKED:
                escaped = name.replace("~", "~0").replace("/", "~1")
                yield from _objects_with_digests(member, f"{place}/{escaped}")


def _is_web(url: Json) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://"))


def _read_sri(text: Json) -> frozenset[tuple[str, bytes]]:
    """The digests of the strongest algorithm named (Subresource Integrity §3.3.3)."""
    items = text.split() if isinstance(text, str) else []
    if not items:
        raise _malformed("digestSRI is not text")
    read: list[tuple[str, bytes]] = []
    for item in items:
        parts = _SRI_ITEM.match(item)
        if parts is None:
            raise _malformed(f"{item[:100]!r} is not an algorithm and a base64 digest")
        if parts[1] in _SIZES:
            read.append((parts[1], _sri_digest(parts[1], parts[2])))
    if not read:
        raise _UnknownDigest(f"{text[:100]!r} names no algorithm that is computed here")
    strongest = max(name for name, _ in read)
    return frozenset(pair for pair in read if pair[0] == strongest)


def _sri_digest(name: str, text: str) -> bytes:
    """The bytes of a digest in base64.

    Some issuers leave the multibase letter of padded base64 (`M`) before it: that is read as meant.
    """
    size = _SIZES[name]
    length = (size + 2) // 3 * 4
    if len(text) == length + 1 and text.startswith("M"):
        text = text[1:]
    plain = text.replace("-", "+").replace("_", "/")
    try:
        digest = base64.b64decode(plain, validate=True)
    except binascii.Error:
        digest = b""
    if len(digest) != size or base64.b64encode(digest).decode("ascii") != plain:
        raise _malformed(f"{text[:100]!r} is not a {name} digest in base64")
    return digest


def _read_multibase(text: Json) -> frozenset[tuple[str, bytes]]:
    """The digest of a multihash in multibase (Controlled Identifiers 1.0 §2.4, §2.5).

    Some issuers leave out the two bytes that name SHA-256: 32 bytes in base64url, which are no
    multihash of an algorithm known here, are read as that.
    """
    if not isinstance(text, str):
        raise _malformed("digestMultibase is not text")
    try:
        data = multibase_decode(text, bases="zu")
    except Refused as error:
        raise _malformed(f"digestMultibase: {error.problem.detail}") from None
    if len(data) == _SIZES["sha256"] and text.startswith("u"):
        return frozenset({("sha256", data)})
    code, rest = _varint(data)
    size, digest = _varint(rest)
    if size != len(digest):
        raise _malformed("digestMultibase is not a multihash")
    name = _BY_MULTIHASH.get(code)
    if name is None:
        raise _UnknownDigest(f"the multihash algorithm 0x{code:x} is not computed here")
    if size != _SIZES[name]:
        raise _malformed(f"digestMultibase is a cut {name} digest")
    return frozenset({(name, digest)})


def _varint(data: bytes) -> tuple[int, bytes]:
    value = 0
    for place, byte in enumerate(data[:4]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, data[place + 1 :]
    raise _malformed("digestMultibase is not a multihash")


_READERS: Final = {"digestSRI": _read_sri, "digestMultibase": _read_multibase}


def _malformed(detail: str) -> Refused:
    return Refused.because("resource.malformed", detail, spec=_SPEC)
