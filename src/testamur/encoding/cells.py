"""Cells of tables that go to people: a spreadsheet shows them, and computes none."""

from __future__ import annotations

from typing import Final

__all__ = ["harmless"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def harmless(cell: object) -> str:
    """A cell as text; one that a spreadsheet would compute begins with an apostrophe."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
