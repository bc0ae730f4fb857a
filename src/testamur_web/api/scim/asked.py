"""What a directory asks: filters, pages, users, groups and changes, read into values or refused.

Attributes that are not kept here are left unread where they come along with others (RFC 7644 §3.3);
a change whose path names one is refused, or a directory would believe it was made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest

from testamur_web.api.scim.answers import ScimError

__all__ = ["MOST", "Change", "Sought", "changes_in", "flag", "group_said", "sought_in", "user_said"]

MOST: Final = 200
"""So many resources are listed at once."""

_MOST_CHANGES: Final = 1_000
_FILTER: Final = re.compile(
    r'\s*([A-Za-z]{1,40})\s+eq\s+("(?:[^"\\]|\\.){0,400}")\s*', re.IGNORECASE
)
_MEMBER: Final = re.compile(r'members\[\s*value\s+eq\s+("[^"\\]{1,100}")\s*\]', re.IGNORECASE)
_CORE: Final = re.compile(r"urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):", re.IGNORECASE)
_OPS: Final = frozenset({"add", "replace", "remove"})


@dataclass(frozen=True, slots=True)
class Sought:
    """A filter by one attribute (in small letters), and which page."""

    attribute: str
    value: str
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute that is added, replaced or removed; `value` is None where none is said."""

    op: str
    path: str
    value: Any


def sought_in(request: HttpRequest, *attributes: str) -> Sought:
    """What a list is asked for; raises `ScimError` (`invalidFilter`, `invalidValue`)."""
    text = request.GET.get("filter", "")
    start = max(1, _whole(request.GET.get("startIndex", "1")))
    count = min(MOST, max(0, _whole(request.GET.get("count", str(MOST)))))
    if not text:
        return Sought("", "", start, count)
    found = _FILTER.fullmatch(text)
    if found is None or found[1].lower() not in attributes:
        told = f"a filter is one of {', '.join(attributes)}, then eq and a text"
        raise ScimError(400, told, "invalidFilter")
    try:
        value = json.loads(found[2])
    except ValueError:
        raise ScimError(400, "the text of the filter is no JSON", "invalidFilter") from None
    return Sought(found[1].lower(), _text(value), start, count)


def user_said(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a user: `email`, `name`, `external_id`, `is_active`, where each is said."""
    said: dict[str, Any] = {}
    given = {key.lower(): value for key, value in body.items()}
    if "username" in given:
        said["email"] = _text(given["username"])
    if name := _name_in(given):
        said["name"] = name
    if "externalid" in given:
        said["external_id"] = _text(given["externalid"])
    if "active" in given:
        said["is_active"] = flag(given["active"])
    return said


def group_said(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a group: `name`, `external_id` and `members`, where each is said."""
    said: dict[str, Any] = {}
    given = {key.lower(): value for key, value in body.items()}
    if "displayname" in given:
        said["name"] = _text(given["displayname"])
    if "externalid" in given:
        said["external_id"] = _text(given["externalid"])
    if "members" in given:
        said["members"] = _members(given["members"])
    return said


def changes_in(body: Mapping[str, Any]) -> list[Change]:
    """The operations of a PATCH in their order (RFC 7644 §3.5.2)."""
    operations = {key.lower(): value for key, value in body.items()}.get("operations")
    if not isinstance(operations, list) or not 0 < len(operations) <= _MOST_CHANGES:
        raise ScimError(400, "Operations is a list of changes", "invalidSyntax")
    return [change for one in operations for change in _changes(one)]


def flag(value: Any) -> bool:
    """True or false; some directories write it as a text."""
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise ScimError(400, "active is true or false", "invalidValue")
    return value


def _changes(one: Any) -> Iterator[Change]:
    if not isinstance(one, Mapping):
        raise ScimError(400, "an operation is an object", "invalidSyntax")
    op = str(one.get("op", "")).lower()
    if op not in _OPS:
        raise ScimError(400, "op is add, replace or remove", "invalidSyntax")
    path, value = one.get("path"), one.get("value")
    if path is None:
        if op == "remove" or not isinstance(value, Mapping):
            raise ScimError(400, "without a path, value says what to change", "noTarget")
        yield Change(op, "", value)
        return
    plain = _CORE.sub("", _text(path))
    member = _MEMBER.fullmatch(plain)
    if member and op == "remove":
        yield Change(op, "members", [{"value": json.loads(member[1])}])
        return
    yield Change(op, plain.lower(), value)


def _members(value: Any) -> list[UUID]:
    rows: Sequence[Any] = value if isinstance(value, list) else [value]
    if len(rows) > 20_000 or not all(isinstance(row, Mapping) for row in rows):
        raise ScimError(400, "members are objects with a value", "invalidValue")
    return [_id(row.get("value")) for row in rows]


def _id(value: Any) -> UUID:
    try:
        return UUID(_text(value))
    except ValueError:
        raise ScimError(400, "a member is the id of a user", "invalidValue") from None


def _name_in(given: Mapping[str, Any]) -> str:
    """The display name, else the whole name, else its parts."""
    if given.get("displayname"):
        return _text(given["displayname"])
    name = given.get("name")
    if not isinstance(name, Mapping):
        return ""
    parts = {key.lower(): value for key, value in name.items()}
    if parts.get("formatted"):
        return _text(parts["formatted"])
    return " ".join(_text(parts[key]) for key in ("givenname", "familyname") if parts.get(key))


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ScimError(400, "a text is asked for", "invalidValue")
    return value


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text, re.ASCII):
        raise ScimError(400, "startIndex and count are whole numbers", "invalidValue")
    return int(text)
