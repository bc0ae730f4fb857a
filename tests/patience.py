"""How long something hostile may take: a deadline that a busy machine keeps, and no attack does.

Speed is measured in bench/. Here a limit tells what is bounded from what is not: what these tests
hand over costs minutes, or never ends, wherever nothing stops it. So the deadline leaves ten times
the processor time that is wanted, and counts no time that others had.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["within"]

_ROOM: Final = 10


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block wants `seconds` of processor time at most; ten times that is no bound at all."""
    started = time.process_time()
    yield
    spent = time.process_time() - started
    assert spent < _ROOM * seconds, f"{spent:.1f} s of processor time, where {seconds} s are wanted"
