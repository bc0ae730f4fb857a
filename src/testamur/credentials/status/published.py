"""A published status list: fetched, proven to be its issuer's, and unpacked.

Nothing here fails a credential: a list that cannot be had, is not proven, not whole or not current
leaves the status unknown. The one who holds the network must not be able to make a good credential
look revoked, nor a revoked one good. A copy that came along with the credential is as old as the
list itself says, whatever is said beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from testamur.credentials.identifiers import has_type, id_of, listed, subjects_of
from testamur.credentials.jose import credential_of_jwt, is_envelope, is_token, unwrap
from testamur.credentials.resolution import Fetched, Resolver, about
from testamur.credentials.status.lists import MIN_ENTRIES, decode_list
from testamur.encoding import (
    MAX_DOCUMENT_BYTES,
    JsonObject,
    parse_object,
    parse_timestamp,
)
from testamur.errors import Refused, TestamurError, Unreachable
from testamur.problems import Report, Verdict

__all__ = ["Examine", "StatusList", "fetch_status", "open_list"]

Examine: TypeAlias = Callable[[JsonObject | str], Report]
"""Judges a credential, given as a document or as a token: proof, dates and form."""

DEFAULT_TTL: Final = timedelta(minutes=5)
"""For how long a copy may be used whose list does not say (Bitstring Status List v1.0 §2.2)."""

_ACCEPT: Final = (
    "application/vc, application/vc+jwt, application/vc+ld+json;q=0.9, application/json;q=0.8, "
    "*/*;q=0.1"
)
_TYPES: Final = {
    "BitstringStatusListEntry": ("BitstringStatusListCredential", "BitstringStatusList"),
    "StatusList2021Entry": ("StatusList2021Credential", "StatusList2021"),
}


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list, proven and unpacked. `as_of` is when the copy was taken."""

    url: str
    issuer: str | None
    purposes: frozenset[str]
    bits: bytes
    as_of: datetime
    ttl: timedelta

    def is_stale(self, at: datetime, *, max_age: timedelta | None) -> bool:
        """Whether the copy is older than the list allows, or than `max_age` where given."""
        return at - self.as_of > (self.ttl if max_age is None else max_age)


def open_list(
    url: str, *, entry_type: str, resolver: Resolver, at: datetime, examine: Examine
) -> StatusList:
    """Fetch, prove and unpack the list at `url` that entries of `entry_type` point to.

    Raises `Unreachable` (`status.list-unreachable`, `status.list-stale`,
    `status.list-not-verified`) or `Refused` (`status.list-invalid`, `status.list-too-large`).
    """
    fetched = fetch_status(url, resolver=resolver)
    source, document = _read(fetched)
    list_type, subject_type = _TYPES[entry_type]
    if not has_type(document, list_type):
        raise _invalid(f"it is not a {list_type}", "/type")
    if document.get("id", url) != url:
        raise _invalid("it says that it is published elsewhere", "/id")
    if "credentialStatus" in document:
        raise _invalid("a status list has no status of its own", "/credentialStatus")
    as_of = _age_of(fetched, _check_current(document, at))
    _check_proven(examine(source))
    subject = _subject_of(document, subject_type)
    return StatusList(
        url=url,
        issuer=id_of(document.get("issuer")),
        purposes=_purposes_of(subject),
        bits=_bits_of(subject, is_multibase=entry_type == "BitstringStatusListEntry"),
        as_of=as_of,
        ttl=_ttl_of(subject),
    )


def fetch_status(url: str, *, resolver: Resolver) -> Fetched:
    """The document at `url`; raises `Unreachable` (`status.list-unreachable`) for every reason."""
    try:
        return resolver.fetch(url, accept=_ACCEPT, limit=MAX_DOCUMENT_BYTES)
    except TestamurError as error:
        raise Unreachable.because(
            "status.list-unreachable", about(url, error.problem), spec="BSL 1.0 §3.2"
        ) from None


def _read(fetched: Fetched) -> tuple[JsonObject | str, JsonObject]:
    """What was fetched as `examine` takes it, and as a document."""
    try:
        text = fetched.body.decode("utf-8").strip()
        token = text if is_token(text) else None
        document = parse_object(text) if token is None else {}
        if is_envelope(document):
            token = unwrap(document)
        if token is not None:
            return token, credential_of_jwt(token).document
    except (UnicodeDecodeError, TestamurError) as error:
        raise _invalid(f"it cannot be read: {error}", "") from None
    return document, document


def _check_proven(report: Report) -> None:
    if report.verdict is Verdict.VALID:
        return
    why = report.problems[0].detail if report.problems else report.verdict.value
    raise Unreachable.because(
        "status.list-not-verified", f"the list is not proven: {why}", spec="BSL 1.0 §3.2"
    )


def _check_current(document: JsonObject, at: datetime) -> datetime | None:
    """When the list begins; raises `Unreachable` where it does not hold at the moment `at`."""
    starts = _moment(document, "validFrom", "issuanceDate")
    ends = _moment(document, "validUntil", "expirationDate")
    if ends is not None and at > ends:
        raise Unreachable.because(
            "status.list-stale", f"the list ended on {ends:%Y-%m-%d %H:%M} UTC"
        )
    if starts is not None and at < starts:
        raise Unreachable.because(
            "status.list-stale", f"the list begins on {starts:%Y-%m-%d %H:%M} UTC"
        )
    return starts


def _age_of(fetched: Fetched, starts: datetime | None) -> datetime:
    if not fetched.is_handed_over:
        return fetched.at
    if starts is None:
        told = "a copy that came with the credential does not say of when it is"
        raise Unreachable.because("status.list-stale", told)
    return min(fetched.at, starts)


def _moment(document: JsonObject, *names: str) -> datetime | None:
    for name in names:
        if name in document:
            try:
                return parse_timestamp(document[name])
            except Refused as error:
                raise _invalid(error.problem.detail, f"/{name}") from None
    return None


def _subject_of(document: JsonObject, wanted: str) -> JsonObject:
    subjects = subjects_of(document)
    if len(subjects) != 1 or not isinstance(subjects[0], dict):
        raise _invalid("it has not exactly one subject", "/credentialSubject")
    subject: JsonObject = subjects[0]
    if not has_type(subject, wanted):
        raise _invalid(f"its subject is not a {wanted}", "/credentialSubject/type")
    return subject


def _purposes_of(subject: JsonObject) -> frozenset[str]:
    purposes = listed(subject.get("statusPurpose"))
    if not purposes or not all(isinstance(purpose, str) for purpose in purposes):
        raise _invalid("statusPurpose is not text", "/credentialSubject/statusPurpose")
    return frozenset(purposes)


def _bits_of(subject: JsonObject, *, is_multibase: bool) -> bytes:
    bits = decode_list(subject.get("encodedList"), is_multibase=is_multibase)
    if len(bits) * 8 < MIN_ENTRIES:
        raise _invalid(
            f"{len(bits) * 8} bits are fewer than {MIN_ENTRIES}", "/credentialSubject/encodedList"
        )
    return bits


def _ttl_of(subject: JsonObject) -> timedelta:
    ttl = subject.get("ttl")
    if ttl is None:
        return DEFAULT_TTL
    if isinstance(ttl, bool) or not isinstance(ttl, (int, float)) or ttl < 0:
        raise _invalid("ttl is not a number of milliseconds", "/credentialSubject/ttl")
    return timedelta(milliseconds=min(ttl, 1e12))


def _invalid(detail: str, pointer: str) -> Refused:
    return Refused.because("status.list-invalid", detail, pointer, "BSL 1.0 §3.2")
