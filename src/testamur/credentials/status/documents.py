"""Status lists and status entries as an issuer writes them; signing them is the caller's.

Bitstring Status List v1.0 §2. A list says for how long it holds (`validUntil`) and for how long a
copy of it may be kept (`ttl`); publishing it again with new dates is the refresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from testamur.credentials.status.lists import MAX_STATUS_SIZE
from testamur.encoding import JsonObject, copy_json, format_timestamp
from testamur.errors import Refused

__all__ = ["Window", "status_credential", "status_entry"]

_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True)
class Window:
    """From when and until when a list holds, and how long a copy of it may be used."""

    start: datetime
    end: datetime | None = None
    ttl: timedelta | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise Refused.because("status.window-refused", "the list would end before it begins")
        if self.ttl is not None and self.ttl <= timedelta(0):
            raise Refused.because("status.window-refused", "a copy could never be used")


def status_entry(
    list_url: str,
    *,
    index: int,
    purpose: str = "revocation",
    messages: Sequence[str] = (),
    reference: str = "",
) -> JsonObject:
    """The `credentialStatus` that points to the entry `index` of the list at `list_url`.

    `messages` say what the values 0, 1, 2 ... mean: 2, 4, 8 ... of them, which decides the size
    of the entry in bits. `reference` is a page that explains them.
    """
    if index < 0:
        raise Refused.because("status.row-refused", f"an entry at {index} cannot be written")
    entry: JsonObject = {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if messages or purpose == "message":
        meanings = list(messages) or ["unset", "set"]
        entry["statusSize"] = _size_for(meanings)
        entry["statusMessage"] = [
            {"status": hex(value), "message": message} for value, message in enumerate(meanings)
        ]
    if reference:
        entry["statusReference"] = reference
    return entry


def status_credential(
    url: str,
    *,
    issuer: str | JsonObject,
    purpose: str | Sequence[str],
    encoded_list: str,
    window: Window,
) -> JsonObject:
    """The unsigned status list credential to publish at `url`; several purposes share its bits."""
    subject: JsonObject = {
        "id": f"{url}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose if isinstance(purpose, str) else list(purpose),
        "encodedList": encoded_list,
    }
    if window.ttl is not None:
        subject["ttl"] = window.ttl // timedelta(milliseconds=1)
    document: JsonObject = {
        "@context": [_CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": copy_json(issuer),
        "validFrom": format_timestamp(window.start),
    }
    if window.end is not None:
        document["validUntil"] = format_timestamp(window.end)
    return document | {"credentialSubject": subject}


def _size_for(messages: Sequence[str]) -> int:
    size = (len(messages) - 1).bit_length()
    if len(messages) != 1 << size or not 1 <= size <= MAX_STATUS_SIZE:
        raise Refused.because(
            "status.row-refused",
            f"{len(messages)} messages; an entry of n bits has 2^n",
            "/statusMessage",
            "BSL 1.0 §2.1",
        )
    return size
