"""Whether a badge was taken back.

Rules kept here (Open Badges 2.0, Revoking Hosted Assertions, RevocationList):

- a hosted badge is revoked by what its address answers: `revoked: true`, or that it is gone;
- a signed badge is revoked by the list its issuer's profile names, by `id` or by the older `uid`;
  an entry is an identifier, or an object that may say `revoked: false` of itself;
- a list that cannot be had leaves a doubt: it is never taken for an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from testamur.encoding import Json, JsonObject
from testamur.errors import TestamurError
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.linked import Library, Linked
from testamur.interop.openbadges2.vocabulary import SPEC, many, text_of, types_of

__all__ = ["check_own_word", "check_revocation_list", "is_gone"]

_SECTION: Final = f"{SPEC}, RevocationList"


def is_gone(proof: Findings) -> bool:
    """Whether the address of a hosted badge answered that the badge is gone for good."""
    return any(problem.code == "fetch.gone" for problem in proof.unsure)


def check_own_word(document: JsonObject, status: Findings) -> None:
    """Check what the badge, as its issuer publishes or signed it, says of itself."""
    status.passed()
    if document.get("revoked") is True:
        _revoked(document.get("revocationReason"), "/revoked", status)


def check_revocation_list(
    document: JsonObject, issuer: Linked, library: Library, status: Findings
) -> datetime | None:
    """Check the list the issuer publishes for signed badges; gives the moment of the copy used."""
    address = issuer.document.get("revocationList")
    if not isinstance(address, str):
        status.note("The issuer publishes no revocation list.")
        return None
    try:
        found = library.object_at(address)
    except TestamurError as error:
        status.doubt(
            "status.list-unreachable",
            f"the revocation list cannot be had: {error}",
            "/badge/issuer/revocationList",
            _SECTION,
        )
        return None
    if "RevocationList" not in types_of(found.document):
        status.doubt(
            "openbadges2.type-unknown",
            f"{in_a_sentence(address)} is no RevocationList",
            "/badge/issuer/revocationList",
            _SECTION,
        )
        return None
    status.passed()
    names = {document.get(name) for name in ("id", "uid") if isinstance(document.get(name), str)}
    for entry_names, reason in _entries(found.document):
        if names & entry_names:
            _revoked(reason, "/id", status)
            break
    return found.at


def _entries(revocation_list: JsonObject) -> Iterator[tuple[set[str], Json]]:
    for entry in many(revocation_list.get("revokedAssertions")):
        match entry:
            case str():
                yield {entry}, None
            case dict() if entry.get("revoked") is not False:
                names = (entry.get("id"), entry.get("uid"))
                yield (
                    {name for name in names if isinstance(name, str)},
                    entry.get("revocationReason"),
                )


def _revoked(reason: Json, pointer: str, status: Findings) -> None:
    told = in_a_sentence(text_of(reason))
    status.fail(
        "status.revoked",
        f"the issuer has revoked the badge: {told}" if told else "the issuer has revoked the badge",
        pointer,
        _SECTION,
    )
