"""Secrets that stand for a right: at random or from a nonce, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

__all__ = ["hash_of", "link_token", "make_secret"]

BYTES: Final = 32


def make_secret(prefix: str = "") -> str:
    """A new secret of 256 random bits; `prefix` lets scanners of source code know it."""
    return prefix + secrets.token_urlsafe(BYTES)


def link_token(purpose: str, row: UUID, *, nonce: str) -> str:
    """The secret of the link in a letter about a row: 256 bits in hexadecimal.

    It follows from the nonce and the key of the instance, so that a letter that is written twice
    has the same link. `purpose` keeps those of different letters apart, and is never renamed: links
    that were sent would end.
    """
    return salted_hmac(purpose, f"{row}:{nonce}", algorithm="sha256").hexdigest()


def hash_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hexadecimal; long random secrets need no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
