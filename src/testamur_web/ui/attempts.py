"""How often somebody may guess: misses are counted by the address they come from.

A claim code has 50 bits, so that guessing is hopeless anyway; this keeps those who try from being a
burden. Only misses count: whoever has the right link is never held up by their own visits.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

__all__ = ["MOST_MISSES", "WINDOW", "has_guessed_too_often", "note_miss"]

MOST_MISSES: Final = 20
WINDOW: Final = 600
"""Seconds after which misses are forgotten."""


def has_guessed_too_often(request: HttpRequest, what: str) -> bool:
    """Whether this address has missed too often in the last ten minutes."""
    return int(cache.get(_key(request, what), 0)) >= MOST_MISSES


def note_miss(request: HttpRequest, what: str) -> None:
    """Count one miss."""
    key = _key(request, what)
    if not cache.add(key, 1, WINDOW):
        try:
            cache.incr(key)
        except ValueError:  # it ended in between
            cache.set(key, 1, WINDOW)


def _key(request: HttpRequest, what: str) -> str:
    address = str(request.META.get("REMOTE_ADDR", ""))
    return f"attempts.{what}.{sha256(address.encode()).hexdigest()[:32]}"
