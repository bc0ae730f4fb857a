"""Which published schemas our own stand in for, and which of them a document must keep anyway.

The addresses of 1EdTech's schemas are answered without a network by equivalents of our own, for
the version of the Verifiable Credentials data model that the document is written in: the file at
an address has itself been changed from version 1.1 to 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from testamur.encoding import JsonObject

__all__ = ["ENVELOPE", "PRESENTATION", "PUBLISHED", "for_version_of", "references_for"]

ENVELOPE: Final = "urn:testamur:schema:verifiable-credential#/$defs/Credential"
PRESENTATION: Final = "urn:testamur:schema:verifiable-credential#/$defs/Presentation"
_ACHIEVEMENT: Final = "urn:testamur:schema:open-badges#/$defs/AchievementCredential"
_ENDORSEMENT: Final = "urn:testamur:schema:open-badges#/$defs/EndorsementCredential"
_CLR: Final = "urn:testamur:schema:clr#/$defs/ClrCredential"

_VERSION_1: Final = "https://www.w3.org/2018/credentials/v1"
_BY_TYPE: Final[Mapping[str, str]] = {
    "OpenBadgeCredential": _ACHIEVEMENT,
    "AchievementCredential": _ACHIEVEMENT,
    "EndorsementCredential": _ENDORSEMENT,
    "ClrCredential": _CLR,
}
_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema"
_CLR_BASE: Final = "https://purl.imsglobal.org/spec/clr/v2p0/schema"

PUBLISHED: Final[Mapping[str, str]] = {
    f"{_OB}/json/ob_v3p0_achievementcredential_schema.json": _ACHIEVEMENT,
    f"{_OB}/json/ob_v3p0_anyachievementcredential_schema.json": _ACHIEVEMENT,
    f"{_OB}/achievementcredential.json": _ACHIEVEMENT,
    f"{_OB}/json/ob_v3p0_endorsementcredential_schema.json": _ENDORSEMENT,
    f"{_OB}/json/ob_v3p0_anyendorsementcredential_schema.json": _ENDORSEMENT,
    f"{_OB}/endorsementcredential.json": _ENDORSEMENT,
    f"{_CLR_BASE}/json/clr_v2p0_clrcredential_schema.json": _CLR,
    f"{_CLR_BASE}/json/clr_v2p0_anyclrcredential_schema.json": _CLR,
    f"{_CLR_BASE}/clrcredential.json": _CLR,
}
"""Address of a published schema to the definition of ours that answers for it."""


def for_version_of(document: JsonObject, reference: str) -> str:
    """The definition `reference` of the data model whose context `document` names first."""
    contexts = document.get("@context")
    is_old = isinstance(contexts, list) and contexts[:1] == [_VERSION_1]
    return f"{reference}V1" if is_old else reference


def references_for(document: JsonObject) -> list[str]:
    """The definitions that `document` must keep because of its `type`, whatever schema it names."""
    types = document.get("type")
    names = types if isinstance(types, list) else [types]
    found = {_BY_TYPE[name] for name in names if isinstance(name, str) and name in _BY_TYPE}
    return [for_version_of(document, reference) for reference in sorted(found or {ENVELOPE})]
