"""The parts of a micro-credential as a bar: how wide each is, in a picture 1000 units wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from testamur_web.catalogue.definition import Component

__all__ = ["Bar", "bars_of"]

WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """One part: where it begins, how wide it is, its colour (1 to 6), its share in percent."""

    component: Component
    begins: int
    width: int
    colour: int
    share: int


def bars_of(components: Sequence[Component]) -> list[Bar]:
    """A bar for each part with hours; none at all where no part states any."""
    stated = [component for component in components if component.hours]
    hours = [component.hours or 0 for component in stated]
    total = sum(hours)
    edges = [0, *(round(WIDTH * upto / total) for upto in accumulate(hours))]
    return [
        Bar(
            component=component,
            begins=edges[at],
            width=edges[at + 1] - edges[at],
            colour=at % 6 + 1,
            share=round(100 * hours[at] / total),
        )
        for at, component in enumerate(stated)
    ]
