"""How often one address may ask: each judgement may take requests to others and some seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from testamur_web.ops.tallies import count_one
from testamur_web.ops.visitors import address_of

__all__ = ["MOST", "WINDOW", "may_ask"]

MOST: Final = 60
"""The most requests of one address in one window."""

WINDOW: Final = 60
"""Seconds."""


def may_ask(request: HttpRequest, *, at: datetime) -> bool:
    """Whether where this comes from may ask once more, counting that it does."""
    window = timedelta(seconds=WINDOW)
    return count_one("verify", who=address_of(request), window=window, at=at) <= MOST
