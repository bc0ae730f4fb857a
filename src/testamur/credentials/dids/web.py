"""did:web: which https address stands for an identifier (did:web method specification §2.5.2).

One identifier, one address, one spelling: lower case names, `%3A` before a port, path parts of
unreserved letters or of percent-encoded UTF-8 beyond ASCII. An encoded `/`, `.` or `@` is refused,
and so is every host that could be read as an IP address.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from testamur.credentials.locations import is_host_name, read_location
from testamur.errors import Refused

__all__ = ["did_web_of", "did_web_url"]

_PREFIX: Final = "did:web:"
_MAX_DID: Final = 1024
_HOST: Final = re.compile(r"(?P<host>[a-z0-9.-]+)(?:%3A(?P<port>[1-9][0-9]{0,4}))?\Z")
_PART: Final = re.compile(r"(?:[A-Za-z0-9._-]|%[89A-F][0-9A-F])+\Z")
_SPEC: Final = "did:web §2.5.2"


def did_web_url(did: str) -> str:
    """The https URL of the document of `did`; raises `Refused` (`did.malformed`)."""
    if not did.startswith(_PREFIX) or len(did) > _MAX_DID:
        raise _malformed(did)
    authority, *parts = did.removeprefix(_PREFIX).split(":")
    found = _HOST.match(authority)
    if not found or not is_host_name(found["host"]) or int(found["port"] or 443) > 65535:
        raise _malformed(did)
    if not all(map(_is_path_part, parts)):
        raise _malformed(did)
    host = found["host"] + (f":{found['port']}" if found["port"] else "")
    return f"https://{'/'.join([host, *(parts or ['.well-known'])])}/did.json"


def did_web_of(url: str) -> str:
    """The did:web whose document stands at `url`, with or without its `/did.json`.

    `https://uni.example` is `did:web:uni.example`; `https://uni.example/a` did:web:uni.example:a.
    """
    location = read_location(url)
    path = location.target.removesuffix("/did.json").strip("/")
    parts = [] if path in ("", ".well-known") else path.split("/")
    did = _PREFIX + ":".join([location.authority.replace(":", "%3A"), *parts])
    if location.scheme != "https" or not did_web_url(did).startswith(f"{location.origin}/"):
        raise _malformed(url)
    return did


def _is_path_part(part: str) -> bool:
    if not _PART.match(part) or part in (".", ".."):
        return False
    try:
        unquote_to_bytes(part).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _malformed(did: str) -> Refused:
    return Refused.because(
        "did.malformed", f"{did[:200]!r} is not a did:web identifier", spec=_SPEC
    )
