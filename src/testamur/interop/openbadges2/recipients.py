"""Whether a badge was awarded to the person who is said to hold it.

Rules kept here (Open Badges 2.0, IdentityObject and IdentityHash):

- a hashed identity is `sha256$` or `md5$` and the hex digest of identity and salt, joined;
- the letters of an e-mail address are compared as given, and then in lower case, since issuers
  hashed either; every other identity is compared as given;
- MD5 is accepted because the version allows it, and told as weak.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from testamur.encoding import Json
from testamur.interop.openbadges2.findings import Findings
from testamur.interop.openbadges2.vocabulary import SPEC

__all__ = ["check_recipient"]

_SECTION: Final = f"{SPEC}, IdentityObject"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


_DIGESTS: Final[Mapping[str, Callable[[bytes], str]]] = {"md5": _md5, "sha256": _sha256}


def check_recipient(identity: Json, claimed: str, findings: Findings) -> None:
    """Check that the IdentityObject `identity` means `claimed`, an e-mail address or the like."""
    if not isinstance(identity, dict) or not isinstance(identity.get("identity"), str):
        findings.doubt(
            "openbadges2.malformed", "the badge does not say whose it is", "/recipient", _SECTION
        )
        return
    said: str = identity["identity"]
    spellings = {claimed, claimed.lower()} if identity.get("type") == "email" else {claimed}
    if identity.get("hashed"):
        algorithm, _, digest = said.partition("$")
        if algorithm not in _DIGESTS:
            findings.doubt(
                "openbadges2.recipient-unsupported",
                f"the recipient is hashed with {algorithm[:20]!r}, not with sha256 or md5",
                "/recipient/identity",
                _SECTION,
            )
            return
        if algorithm == "md5":
            findings.note("The recipient is hashed with MD5, which is weak.")
        salt = identity.get("salt") or ""
        hashed = {_DIGESTS[algorithm](f"{spelling}{salt}".encode()) for spelling in spellings}
        is_theirs = digest.lower() in hashed
    else:
        is_theirs = bool({said, said.lower()} & spellings)
    if is_theirs:
        findings.passed()
        return
    findings.fail(
        "openbadges2.recipient-mismatch",
        "the badge was awarded to somebody else than was asked about",
        "/recipient/identity",
        _SECTION,
    )
