"""From which figure on somebody is told: thresholds of the parts of the index, and alerts.

A threshold is stated for the value of a part, as the index reckons with it, and for the index
itself; None means that nobody is told. What an organisation does not change keeps its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from testamur.quality.inflation import Index

__all__ = ["DEFAULTS", "INDEX", "Alert", "alerts_of"]

INDEX: Final = "index"
"""What the index itself is called among thresholds."""

DEFAULTS: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "overlap": Decimal("0.8"),
        "nothing_new": Decimal("0.3"),
        "passing": Decimal("0.98"),
        "drift": Decimal("0.1"),
        "shortfall": Decimal("0.5"),
        "per_person": Decimal(8),
        "saturation": Decimal(2),
        INDEX: Decimal(50),
    }
)
"""Near-duplicates; a third that adds nothing; nearly everybody passes; half of the hours."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A part of an index, or the index, that has reached its threshold."""

    name: str
    value: Decimal
    threshold: Decimal


def alerts_of(
    index: Index, thresholds: Mapping[str, Decimal | None] = DEFAULTS
) -> tuple[Alert, ...]:
    """Every part that has reached its threshold, in the order of the parts, and then the index."""
    return tuple(
        Alert(name, value, limit)
        for name, value in _values(index)
        if (limit := thresholds.get(name)) is not None and value >= limit
    )


def _values(index: Index) -> Iterator[tuple[str, Decimal]]:
    for part in index.parts:
        if part.figure.value is not None:
            yield part.rule.name, part.figure.value
    if index.value is not None:
        yield INDEX, index.value
