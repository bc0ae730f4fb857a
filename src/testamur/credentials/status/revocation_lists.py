"""The 1EdTech revocation list: a plain JSON list of the credentials an issuer has revoked.

1EdTech Revocation List Status Method 1.0. The list carries no proof: it is believed because it
comes over https from where the signed credential says it is, and only for its own issuer. Both
spellings of its member (`revokedCredential`, `revokedCredentials`) are in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from testamur.credentials.identifiers import id_of, listed
from testamur.credentials.resolution import Resolver, firsthand
from testamur.credentials.status.published import fetch_status
from testamur.encoding import MAX_DOCUMENT_BYTES, Json, JsonObject, parse_object
from testamur.errors import Refused

__all__ = ["REVOCATION_LIST", "Revocation", "find_revocation"]

REVOCATION_LIST: Final = "1EdTechRevocationList"

_MEMBERS: Final = ("revokedCredentials", "revokedCredential")
_SPEC: Final = "1EdTech Revocation List 1.0"


@dataclass(frozen=True, slots=True)
class Revocation:
    """What the list says of one credential."""

    is_revoked: bool
    reason: str
    as_of: datetime


def find_revocation(entry: JsonObject, *, document: JsonObject, resolver: Resolver) -> Revocation:
    """Look the credential `document` up in the list that `entry` names.

    Raises `Unreachable` (`status.list-unreachable`, `fetch.handed-over`) or `Refused`
    (`status.entry-malformed`, `status.list-invalid`, `status.issuer-mismatch`).
    """
    url, wanted = id_of(entry), id_of(document.get("id"))
    if url is None or wanted is None:
        raise Refused.because(
            "status.entry-malformed",
            "the list or the credential has no id to look up",
            "/id",
            _SPEC,
        )
    fetched = firsthand(fetch_status(url, resolver=resolver))
    try:
        published = parse_object(fetched.body, limit=MAX_DOCUMENT_BYTES)
    except Refused as error:
        raise _invalid(error.problem.detail) from None
    if published.get("id", url) != url:
        raise _invalid("the list says that it is published elsewhere")
    if id_of(published.get("issuer")) != id_of(document.get("issuer")):
        raise Refused.because(
            "status.issuer-mismatch", "the list is not by the issuer of the credential", "/id"
        )
    reasons = [
        reason for revoked, reason in map(_read_item, _items_of(published)) if revoked == wanted
    ]
    return Revocation(bool(reasons), "; ".join(filter(None, reasons)), fetched.at)


def _items_of(published: JsonObject) -> list[Json]:
    return [item for name in _MEMBERS for item in listed(published.get(name))]


def _read_item(item: Json) -> tuple[str | None, str]:
    """The id of a revoked credential and the reason, or None where the item says not revoked."""
    if isinstance(item, str):
        return item, ""
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise _invalid("an item of the list has no id")
    is_revoked = item.get("revoked", True)
    if not isinstance(is_revoked, bool):
        raise _invalid("revoked is neither true nor false")
    reason = item.get("revocationReason", "")
    return (item["id"] if is_revoked else None), (reason if isinstance(reason, str) else "")


def _invalid(detail: str) -> Refused:
    return Refused.because("status.list-invalid", detail, "", _SPEC)
