"""How often one address may ask: each judgement may take requests to others and some seconds."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.core.cache import cache

__all__ = ["MOST", "WINDOW", "may_ask"]

MOST: Final = 60
"""The most requests of one address in one window."""

WINDOW: Final = 60
"""Seconds."""


def may_ask(address: str) -> bool:
    """Whether this address may ask once more, counting that it does."""
    key = f"verify.pace.{sha256(address.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, WINDOW):
        return True
    try:
        return cache.incr(key) <= MOST
    except ValueError:  # it ended in between
        return True
