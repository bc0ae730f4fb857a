"""The JSON-LD contexts: which are known, where each was taken from, and that none has changed.

Rules kept here:

- a context is found by its exact URL; nothing is fetched, ever;
- the bytes are those of a published package, pinned by SHA-256 in `pins.json` and checked the
  first time a process reads them;
- two URLs may share one file; what the package does not carry is written in `SOURCES.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from testamur.encoding import JsonObject, parse_object
from testamur.errors import Refused

__all__ = ["KNOWN", "Pin", "context_bytes", "is_known", "load_context"]


@dataclass(frozen=True, slots=True)
class Pin:
    """One context as it ships: its URL, its file here, and the package it was taken from.

    `package` is `npm:NAME`, `pypi:NAME`, or `testamur` for a context of our own writing.
    """

    url: str
    file: str
    sha256: str
    package: str
    version: str
    licence: str


def is_known(url: str) -> bool:
    """Whether a context of exactly this URL ships with the package."""
    return url in KNOWN


@cache
def load_context(url: str) -> JsonObject:
    """The context document of `url`, `{"@context": …}`; shared, so never to be changed.

    Raises `Refused` with `context.unknown` where none is pinned, or `context.changed` where the
    file is not the one that was pinned.
    """
    return parse_object(context_bytes(url))


def context_bytes(url: str) -> bytes:
    """The context document of `url` byte for byte as published; raises like `load_context`."""
    pin = KNOWN.get(url)
    if pin is None:
        raise Refused.because(
            "context.unknown", f"no context {url[:200]!r} ships with Testamur", "/@context"
        )
    content = _read(pin.file)
    if hashlib.sha256(content).hexdigest() != pin.sha256:
        raise Refused.because(
            "context.changed", f"the shipped copy of {url} is not the pinned one", "/@context"
        )
    return content


def _read(file: str) -> bytes:
    return Path(__file__).with_name(file).read_bytes()


def _read_pins() -> Mapping[str, Pin]:
    rows = json.loads(_read("pins.json"))["pins"]
    pins = [Pin(**{name: row[name] for name in Pin.__dataclass_fields__}) for row in rows]
    return MappingProxyType({pin.url: pin for pin in pins})


KNOWN: Final = _read_pins()
"""Every pinned context by its URL."""
