"""The buttons beside rows: one is taken out, or changes places with the one above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["settle_rows"]


def settle_rows(typed: Mapping[str, Any], go: str = "") -> dict[str, Any]:
    """`typed` after the button `go`, such as "remove-outcomes-1" or "up-outcomes-1", no row empty.

    The number is the row's place from 0. Every other button leaves the rows as they are.
    """
    verb, _dash, rest = go.partition("-")
    name, _dash, place = rest.rpartition("-")
    settled = dict(typed)
    if place.isdecimal() and isinstance(typed.get(name), list):
        settled[name] = _moved(typed[name], verb, int(place))
    return {
        member: [row for row in value if row != {}] if isinstance(value, list) else value
        for member, value in settled.items()
    }


def _moved(rows: list[Any], verb: str, at: int) -> list[Any]:
    moved = list(rows)
    if verb == "remove" and at < len(moved):
        del moved[at]
    elif verb == "up" and 0 < at < len(moved):
        moved[at - 1], moved[at] = moved[at], moved[at - 1]
    return moved
