"""What a credential says about where its status stands: one entry, read strictly.

Bitstring Status List v1.0 §2.1, and StatusList2021, which differs in names alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from testamur.credentials.status.lists import MAX_STATUS_SIZE
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused
from testamur.problems import Problem

__all__ = ["BITSTRING_TYPES", "StatedStatus", "read_entry", "status_type"]

BITSTRING_TYPES: Final = ("BitstringStatusListEntry", "StatusList2021Entry")
"""The entry types whose status stands in a bitstring."""

_INDEX: Final = re.compile(r"(?:0|[1-9][0-9]{0,39})\Z", re.ASCII)
_HEX: Final = re.compile(r"0x[0-9a-fA-F]{1,4}\Z", re.ASCII)
_SPEC: Final = "BSL 1.0 §2.1"


@dataclass(frozen=True, slots=True)
class StatedStatus:
    """One entry: which value of which list is meant, and what the values mean.

    `problems` are faults that do not hinder looking the value up.
    """

    type: str
    list_url: str
    purpose: str
    index: int
    size: int
    messages: Mapping[int, str]
    problems: tuple[Problem, ...] = ()


def status_type(entry: Json) -> str:
    """The type of a `credentialStatus`; raises `Refused` (`status.entry-malformed`)."""
    kind = entry.get("type") if isinstance(entry, dict) else None
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    if not isinstance(kind, str) or not kind:
        raise _malformed("a status is an object with one type", "/type")
    return kind


def read_entry(entry: JsonObject) -> StatedStatus:
    """Read an entry of one of `BITSTRING_TYPES`; raises `Refused` (`status.entry-malformed`)."""
    list_url = _text(entry, "statusListCredential")
    if entry.get("id", "") == list_url:
        raise _malformed("the id of an entry must not be that of its list", "/id")
    index, problems = _read_index(entry.get("statusListIndex"))
    size = entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MAX_STATUS_SIZE:
        raise _malformed(f"statusSize must be from 1 to {MAX_STATUS_SIZE}", "/statusSize")
    return StatedStatus(
        type=status_type(entry),
        list_url=list_url,
        purpose=_text(entry, "statusPurpose"),
        index=index,
        size=size,
        messages=_read_messages(entry, size),
        problems=problems,
    )


def _text(entry: JsonObject, member: str) -> str:
    value = entry.get(member)
    if not isinstance(value, str) or not value:
        raise _malformed(f"{member} must be text", f"/{member}")
    return value


def _read_index(value: Json) -> tuple[int, tuple[Problem, ...]]:
    if isinstance(value, str) and _INDEX.match(value):
        return int(value), ()
    refused = _malformed(
        f"statusListIndex {value!r:.60} must be a whole number in text", "/statusListIndex"
    )
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value, (refused.problem,)
    raise refused


def _read_messages(entry: JsonObject, size: int) -> Mapping[int, str]:
    """What each value means, by value; what a bit means where nothing is said."""
    if "statusMessage" not in entry:
        if size == 1:
            return {0: "unset", 1: "set"}
        raise _malformed("statusMessage must say what each value means", "/statusMessage")
    listed = entry["statusMessage"]
    if not isinstance(listed, list) or len(listed) != 1 << size:
        raise _malformed(f"statusMessage must have {1 << size} members", "/statusMessage")
    meanings: dict[int, str] = {}
    for place, item in enumerate(listed):
        status = item.get("status") if isinstance(item, dict) else None
        message = item.get("message") if isinstance(item, dict) else None
        if not (isinstance(status, str) and _HEX.match(status) and isinstance(message, str)):
            raise _malformed("a message has a status like 0x0", f"/statusMessage/{place}")
        if meanings.setdefault(int(status, 16), message) != message:
            raise _malformed(f"{status} has two meanings", f"/statusMessage/{place}")
    return meanings


def _malformed(detail: str, pointer: str) -> Refused:
    return Refused.because("status.entry-malformed", detail, pointer, _SPEC)
