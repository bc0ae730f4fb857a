"""Who and what a credential names: the identifiers in its members, whichever way they are written.

VC-DM 2.0 §4.4, §4.7: an issuer or holder is a URL, or an object with an `id`; most members hold one
value or a list of values.
"""

from __future__ import annotations

from testamur.encoding import Json, JsonObject

__all__ = ["has_type", "id_of", "listed", "subjects_of"]


def id_of(value: Json) -> str | None:
    """The identifier in a URL or in an object with an `id`, None where there is none."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and found else None


def listed(value: Json) -> list[Json]:
    """The values of a member that may hold none, one or a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def has_type(value: Json, wanted: str) -> bool:
    """Whether `value` is an object of the type `wanted`, perhaps among others."""
    return isinstance(value, dict) and wanted in listed(value.get("type"))


def subjects_of(document: JsonObject) -> list[Json]:
    """The subjects of a credential, one or several."""
    return listed(document.get("credentialSubject"))
