"""What is wanted together: skills as circles, joined the more strongly the more often they are.

Where it is wide, circles stand around, or around the one it is about, each in a row of its own, so
that no name covers another; their order keeps those together that are often together. Where it is
narrow, they stand below each other and arcs join them. Nothing is left to chance: the same figures
give the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import pi, sin, sqrt
from typing import Final
from xml.sax.saxutils import escape

from testamur.pathways.pathmap.lettering import lines_of
from testamur_web.ui.labour.pictures.svg import Canvas, Told, framed, text

__all__ = ["Network", "Node", "Tie", "draw_network"]

_ROW: Final = 46
_TOP: Final = 40
_SIZE: Final = 13
_NAMES: Final = 184
_SMALLEST, _LARGEST = 6.0, 16.0
_THICKEST: Final = 9.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """One skill: its name, and how much it is wanted. The table beside leads to its page."""

    id: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Tie:
    """Two skills, by their ids, and how strongly they hang together, from 0 to 1."""

    one: str
    other: str
    strength: float


@dataclass(frozen=True, slots=True)
class Network:
    """Skills and what joins them; `centre` is the id of the one it is about, "" for none."""

    nodes: Sequence[Node]
    ties: Sequence[Tie]
    centre: str = ""


def draw_network(
    network: Network, told: Told, *, canvas: Canvas = Canvas.WIDE, is_alone: bool = False
) -> str:
    """At least two skills."""
    ordered = _in_order(network)
    places = _column(ordered) if canvas.is_narrow else _ring(ordered, network.centre)
    height = max(int(y) for _x, y in places.values()) + _TOP
    drawing = _Drawing(network, ordered, places, canvas)
    parts = drawing.parts()
    return framed(parts, told, size=(canvas.value, height), is_alone=is_alone)


def _in_order(network: Network) -> list[Node]:
    """Each after the one it hangs together with most, of those left; the centre comes first."""
    left = sorted(
        network.nodes, key=lambda node: (node.id != network.centre, -node.weight, node.id)
    )
    strength = _strengths(network.ties)
    ordered = left[:1]
    if network.centre:
        ordered += left[1:2]
    left = left[len(ordered) :]
    while left:
        last = ordered[-1].id
        nearest = max(left, key=lambda node: (strength.get(_pair(last, node.id), 0), node.weight))
        ordered.append(nearest)
        left.remove(nearest)
    return ordered


def _ring(nodes: Sequence[Node], centre: str) -> dict[str, Point]:
    """Down the right side and up the left, as far out as an ellipse is at that height."""
    around = [node for node in nodes if node.id != centre]
    right, left = around[: (len(around) + 1) // 2], around[(len(around) + 1) // 2 :][::-1]
    rows = max(len(right), len(left), 3)
    middle, reach = Canvas.WIDE.value / 2, Canvas.WIDE.value / 2 - _NAMES - 20
    places = {}
    for side, some in ((1, right), (-1, left)):
        for at, node in enumerate(some):
            row = at + (rows - len(some)) / 2
            x = middle + side * reach * (0.45 + 0.55 * sin(pi * (row + 0.5) / rows))
            places[node.id] = (round(x, 1), round(_TOP + _ROW * row, 1))
    if centre:
        places[centre] = (middle, round(_TOP + _ROW * (rows - 1) / 2, 1))
    return places


def _column(nodes: Sequence[Node]) -> dict[str, Point]:
    return {node.id: (132.0, float(_TOP + _ROW * at)) for at, node in enumerate(nodes)}


@dataclass(frozen=True, slots=True)
class _Drawing:
    network: Network
    nodes: Sequence[Node]
    places: dict[str, Point]
    canvas: Canvas

    def parts(self) -> Iterator[str]:
        strongest = max((tie.strength for tie in self.network.ties), default=0) or 1
        for tie in sorted(
            self.network.ties, key=lambda each: (self._is_inner(each), each.strength)
        ):
            yield self._tie(tie, tie.strength / strongest)
        heaviest = max((node.weight for node in self.nodes), default=0) or 1
        for node in self.nodes:
            yield self._node(node, sqrt(max(node.weight, 0) / heaviest))

    def _is_inner(self, tie: Tie) -> bool:
        """Whether it joins the centre, which is drawn over all others."""
        return self.network.centre in {tie.one, tie.other}

    def _tie(self, tie: Tie, share: float) -> str:
        kind = "tie" if self._is_inner(tie) or not self.network.centre else "cross"
        path = self._arc(tie) if self.canvas.is_narrow else self._curve(tie)
        most = _THICKEST if kind == "tie" else _THICKEST / 2
        width, opacity = 0.8 + (most - 0.8) * share, 0.35 + 0.5 * share
        return (
            f'<path class="chart-{kind}" d="{path}" stroke-width="{width:.1f}" '
            f'opacity="{opacity:.2f}"/>'
        )

    def _curve(self, tie: Tie) -> str:
        """Straight from the centre; from one to another bent toward the middle."""
        (x, y), (to_x, to_y) = self.places[tie.one], self.places[tie.other]
        if self._is_inner(tie):
            return f"M{x:g} {y:g}L{to_x:g} {to_y:g}"
        middle_x = Canvas.WIDE.value / 2
        middle_y = sum(place[1] for place in self.places.values()) / len(self.places)
        bend_x = (x + to_x) / 2 * 0.55 + middle_x * 0.45
        bend_y = (y + to_y) / 2 * 0.55 + middle_y * 0.45
        return f"M{x:g} {y:g}Q{bend_x:.1f} {bend_y:.1f} {to_x:g} {to_y:g}"

    def _arc(self, tie: Tie) -> str:
        ends = (self.places[tie.one], self.places[tie.other])
        (x, y), (_x, to_y) = sorted(ends, key=_height_of)
        reach = min(116.0, 26 + (to_y - y) * 0.24)
        out = x - reach * 1.3
        return f"M{x:g} {y:g}C{out:.1f} {y:g} {out:.1f} {to_y:g} {x:g} {to_y:g}"

    def _node(self, node: Node, share: float) -> str:
        x, y = self.places[node.id]
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * share
        is_centre = node.id == self.network.centre
        kind = "chart-centre" if is_centre else "chart-node"
        drawn = f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="{radius:.1f}"/>'
        drawn += "".join(self._names(node, (x, y), radius, is_centre=is_centre))
        return f"<g><title>{escape(node.name)}</title>{drawn}</g>"

    def _names(self, node: Node, place: Point, radius: float, *, is_centre: bool) -> Iterator[str]:
        x, y = place
        if is_centre and not self.canvas.is_narrow:
            # Named by the title of the picture: between its lines a name could not be read.
            return
        is_right = self.canvas.is_narrow or x >= self.canvas.value / 2
        width = self.canvas.value - x - radius - 18 if self.canvas.is_narrow else _NAMES
        names = lines_of(node.name, width=width, size=_SIZE, most=2)
        start = x + (radius + 7) * (1 if is_right else -1)
        kind = "chart-strong" if is_centre else "chart-text"
        for at, name in enumerate(names):
            height = y + 4.5 + 16 * (at - (len(names) - 1) / 2)
            yield text(name, (start, height), kind=kind, anchor="" if is_right else "end")


def _height_of(place: Point) -> float:
    return place[1]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _strengths(ties: Sequence[Tie]) -> dict[tuple[str, str], float]:
    return {_pair(tie.one, tie.other): tie.strength for tie in ties}
