"""How many people are wanted with each skill: asked of whoever counts demand, in a room above.

@reads_wanted                         # in that room's jobs.py
def wanted_by_skill() -> Mapping[str, int]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["reads_wanted", "wanted_here"]

Reader = Callable[[], Mapping[str, int]]
_READERS: list[Reader] = []


def reads_wanted(reader: Reader) -> Reader:
    """Name the function that knows how many people are wanted, by the URI of a skill."""
    _READERS.append(reader)
    return reader


def wanted_here() -> dict[str, int]:
    """How many are wanted; nothing where nobody counts demand."""
    return {uri: count for reader in _READERS for uri, count in reader().items()}
