"""Altering signed credentials so that every verifier, also one that is not strict, must refuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from testamur.encoding import parse_object
from testamur.errors import Refused
from tests.alterations import ALTERATIONS

__all__ = ["TAMPERED", "tampered"]

TAMPERED = (
    "a bit is flipped",
    "a member is added",
    "a member is copied",
    "a member is removed",
    "a member is renamed",
    "a value is changed",
    "a text is changed a little",
    "the proof says something else",
)
"""Ways of altering that change what is said to everybody (see `tests.alterations`)."""


def tampered(text: str, way: str, rng: Random, count: int) -> Iterator[dict[str, Any]]:
    """The text altered in one way, as often as asked, where it still is a JSON object.

    Not with names of JSON-LD's own: their library, which is not strict, takes `@type` and a full
    IRI for the term, and passes over `@base` and its like, and over members that say nothing: null
    and empty lists. We refuse them.
    """
    found = 0
    while found < count:
        try:
            altered = parse_object(ALTERATIONS[way](text, rng))
        except Refused:
            continue
        if _passed_over(altered) == _passed_over(parse_object(text)):
            yield altered
            found += 1


def _passed_over(value: Any) -> Counter[str]:
    """How often each name of JSON-LD's own, and what says nothing, stands in a document."""
    names: Counter[str] = Counter()
    for member in value.values() if isinstance(value, dict) else value:
        if isinstance(member, dict | list):
            names += _passed_over(member)
    members = value.values() if isinstance(value, dict) else value
    names.update("nothing" for member in members if member in (None, []))
    names.update(name for name in value if isinstance(value, dict) and {"@", ":"} & set(name))
    return names
