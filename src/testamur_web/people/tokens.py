"""Secrets that stand for a right: made at random, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

__all__ = ["hash_of", "make_secret"]

BYTES: Final = 32


def make_secret(prefix: str = "") -> str:
    """A new secret of 256 random bits; `prefix` lets scanners of source code know it."""
    return prefix + secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hexadecimal; long random secrets need no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
