"""The buttons beside rows: one is taken out, moved up, or given the address of its skill.

Then the rows become what a draft keeps of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from testamur_web.catalogue.skills import find_skill
from testamur_web.ui.issuer.editor.term_rows import FOLDED, fold

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
    kept = {
        member: [row for row in value if row != {}] if isinstance(value, list) else value
        for member, value in settled.items()
    }
    return kept | {name: fold(name, kept[name]) for name in FOLDED if name in kept}


def _moved(rows: list[Any], verb: str, at: int) -> list[Any]:
    moved = list(rows)
    if verb == "remove" and at < len(moved):
        del moved[at]
    elif verb == "adopt" and at < len(moved):
        moved[at] = _adopted(moved[at])
    elif verb == "up" and 0 < at < len(moved):
        moved[at - 1], moved[at] = moved[at], moved[at - 1]
    return moved


def _adopted(row: dict[str, Any]) -> dict[str, Any]:
    """The outcome with the address that a published one gives to the same skill."""
    found = find_skill(str(row.get("skill") or ""))
    if found is None:
        return row
    return {**row, "skill_uri": found.skill_uri, "framework": found.framework}
