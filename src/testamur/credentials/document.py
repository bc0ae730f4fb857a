"""The signed text of a credential: kept to the byte, read for what it says.

The text is the truth; whatever is shown beside it is derived from it and never written back.
"""

from __future__ import annotations

from dataclasses import dataclass

from testamur.credentials.identifiers import has_type, id_of
from testamur.credentials.jose import credential_of_jwt, is_token
from testamur.encoding import Json, JsonObject, parse_object

__all__ = ["Credential", "kind_of", "name_of"]


@dataclass(frozen=True, slots=True)
class Credential:
    """One signed credential: JSON with its proofs, or a compact JWT. Nothing is verified yet."""

    text: str

    @property
    def document(self) -> JsonObject:
        """What the text says, freshly read; raises `Refused` for what is no credential."""
        if is_token(self.text):
            return credential_of_jwt(self.text).document
        return parse_object(self.text)

    @property
    def id(self) -> str:
        """The credential's own identifier, "" where it has none."""
        return id_of(self.document) or ""


def kind_of(document: JsonObject) -> str:
    """What kind of credential a person would call this."""
    for name, kind in _KINDS.items():
        if has_type(document, name):
            return kind
    return "Verifiable Credential"


def name_of(value: Json) -> str:
    """The name of an issuer, achievement or credential in one line, "" where it has none."""
    name = value.get("name") if isinstance(value, dict) else None
    if isinstance(name, list) and name:
        name = name[0]
    if isinstance(name, dict):
        name = name.get("@value")
    return " ".join(name.split())[:200] if isinstance(name, str) else ""


_KINDS = {
    "OpenBadgeCredential": "Open Badges 3.0",
    "AchievementCredential": "Open Badges 3.0",
    "EndorsementCredential": "Open Badges 3.0 endorsement",
    "ClrCredential": "CLR 2.0",
    "BitstringStatusListCredential": "Bitstring status list",
    "VerifiablePresentation": "Verifiable Presentation",
}
