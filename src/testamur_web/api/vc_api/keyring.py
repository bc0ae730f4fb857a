"""The keys this service signs with: one of each kind, made on first use, kept in the state folder.

Each issues under its own did:key, so nothing needs to be published for others to verify.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from testamur.errors import Refused
from testamur.keys import KeyKind, SigningKey

__all__ = ["KINDS", "adopt_key", "make_keys", "open_key"]

KINDS: Final = (KeyKind.ED25519, KeyKind.P256, KeyKind.P384)


def make_keys(state: Path) -> None:
    """Make the keys that are not there yet; only their owner may read them."""
    for kind in KINDS:
        if not (path := _path(state, kind)).exists():
            _write_new(path, SigningKey.generate(kind).to_pem())


def adopt_key(state: Path, key: SigningKey) -> None:
    """Sign with this key from now on, in place of the one of its kind; it is kept as it is."""
    path = _path(state, key.public.kind)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, key.to_pem())
    fresh.replace(path)


@lru_cache(maxsize=16)
def open_key(state: Path, kind: KeyKind) -> SigningKey:
    """The key of that kind; raises `Refused` (`key.malformed`, `file.unreadable`)."""
    try:
        return SigningKey.from_pem(_path(state, kind).read_bytes())
    except OSError as error:
        told = f"the {kind} key cannot be read: {error.strerror}"
        raise Refused.because("file.unreadable", told) from None


def _path(state: Path, kind: KeyKind) -> Path:
    return state / f"{kind}.pem"


def _write_new(path: Path, pem: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
