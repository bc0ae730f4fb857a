"""How often somebody may guess: misses are counted by the address they come from.

A claim code has 50 bits, so that guessing is hopeless anyway; this keeps those who try from being a
burden. Only misses count: whoever has the right link is never held up by their own visits.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from testamur_web.ops.tallies import count_of, count_one
from testamur_web.ops.visitors import address_of

__all__ = ["MOST_MISSES", "WINDOW", "has_guessed_too_often", "note_miss"]

MOST_MISSES: Final = 20
WINDOW: Final = 600
"""Seconds after which misses are forgotten."""


def has_guessed_too_often(request: HttpRequest, what: str) -> bool:
    """Whether this address has missed too often in the last ten minutes."""
    misses = count_of(f"miss.{what}", who=address_of(request), at=timezone.now())
    return misses >= MOST_MISSES


def note_miss(request: HttpRequest, what: str) -> None:
    """Count one miss."""
    window = timedelta(seconds=WINDOW)
    count_one(f"miss.{what}", who=address_of(request), window=window, at=timezone.now())
