"""Where each node of a map stands, and how the lines between them run.

- `wide`: what can be earned is a column of cards on the left, one below the other; what they are
  needed for stands to the right of them, one column for each level of clauses, the whole last;
- `narrow`: one card below the other, each inside what it is needed for.

Each clause stands beside its own cards alone, so nothing overlaps and no line runs through a card.
The same map has the same places, whatever runs it. All is in pixels of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from testamur.pathways.pathmap.nodes import Joint, Kind, MapNode, PathMap

__all__ = ["Box", "Layout", "Line", "narrow", "wide"]

CARD: Final = (328, 72)
CLAUSE: Final = (208, 56)
WHOLE: Final = (240, 144)
GAP: Final = 44
BETWEEN: Final = 12
THEN: Final = 30
EDGE: Final = 4
HIGHEST: Final = 260
"""How far down the middle of the whole is at most, so that it is seen without scrolling."""

NARROW: Final = 358
NARROW_CLAUSE: Final = 48
NARROW_WHOLE: Final = 132
INDENT: Final = 16


class Box(NamedTuple):
    """The place of a node: its left upper corner and its size."""

    node: MapNode
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + self.height


class Line(NamedTuple):
    """A line through corners, from what is needed to what it is needed for."""

    points: tuple[tuple[int, int], ...]
    joint: Joint
    is_on_way: bool


@dataclass(slots=True)
class Layout:
    """Boxes in the order in which they are read, lines, and the size of it all."""

    width: int
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def lines_by_weight(self) -> list[Line]:
        """The lines, those of the way last, so that they lie above."""
        return sorted(self.lines, key=lambda line: line.is_on_way)


def is_card(node: MapNode) -> bool:
    """Whether a node is drawn as a card: nothing is inside it."""
    return not node.children


# --------------------------------------------------------------------------------- left to right


def wide(drawn: PathMap) -> Layout:
    """The map from left to right."""
    columns = _columns_in(drawn.root)
    width = 2 * EDGE + CARD[0] + (columns - 1) * (GAP + CLAUSE[0]) + GAP + WHOLE[0]
    placing = _Wide(Layout(width), columns)
    placing.place(drawn.root, EDGE)
    layout = placing.layout
    _append(layout, drawn.over, EDGE, CARD[0])
    layout.height = max(box.bottom for box in layout.boxes) + EDGE
    return layout


def _columns_in(node: MapNode) -> int:
    """How many columns stand before this node; cards are the first."""
    return 1 + max(map(_columns_in, node.children)) if node.children else 0


@dataclass(slots=True)
class _Wide:
    layout: Layout
    columns: int

    def place(self, node: MapNode, top: int) -> tuple[Box, int]:
        """Put a node and all inside it below `top`; its box, and where the next may begin."""
        if is_card(node) and node.kind is not Kind.WHOLE:
            box = Box(node, EDGE, top, *CARD)
            self.layout.boxes.append(box)
            return box, box.bottom
        at = len(self.layout.boxes)
        children, end = self._inside(node, top)
        box = self._clause(node, top, end)
        self.layout.boxes.insert(at, box)
        self._join(box, children)
        return box, max(end, box.bottom if node.kind is Kind.WHOLE else end)

    def _inside(self, node: MapNode, top: int) -> tuple[list[Box], int]:
        children: list[Box] = []
        end = top
        for child in node.children:
            if children:
                end += THEN if node.kind is Kind.ORDER else BETWEEN
            before = end
            box, end = self.place(child, end)
            if children and node.kind is Kind.ORDER:
                is_on_way = children[-1].node.is_on_way and child.is_on_way
                self.layout.lines.append(_then(EDGE + CARD[0] // 2, before, is_on_way=is_on_way))
            children.append(box)
        return children, end

    def _clause(self, node: MapNode, top: int, end: int) -> Box:
        size = WHOLE if node.kind is Kind.WHOLE else CLAUSE
        column = self.columns if node.kind is Kind.WHOLE else _columns_in(node)
        x = EDGE + CARD[0] + GAP + (column - 1) * (CLAUSE[0] + GAP)
        y = (top + end - size[1]) // 2
        if node.kind is Kind.WHOLE:
            x = self.layout.width - EDGE - WHOLE[0]
            y = max(EDGE, min(y, HIGHEST - size[1] // 2))
        return Box(node, x, y, *size)

    def _join(self, box: Box, children: Sequence[Box]) -> None:
        trunk = box.x - GAP // 2
        for child in children:
            ends = [(child.right, child.middle), (trunk, child.middle)]
            points = (*ends, (trunk, box.middle), (box.x, box.middle))
            self.layout.lines.append(_needs(points, child))


# ---------------------------------------------------------------------------------- top to bottom


def narrow(drawn: PathMap) -> Layout:
    """The map from top to bottom, in the width of a telephone."""
    layout = Layout(NARROW)
    end = _down(layout, drawn.root, EDGE, 0)
    layout.height = end + EDGE
    _append(layout, drawn.over, EDGE, NARROW - 2 * EDGE)
    layout.height = max(box.bottom for box in layout.boxes) + EDGE
    return layout


def _down(layout: Layout, node: MapNode, top: int, depth: int) -> int:
    """Put a node below `top`, and all inside it below that; where the next may begin."""
    x = EDGE + depth * INDENT
    height = CARD[1] if is_card(node) else NARROW_CLAUSE
    height = NARROW_WHOLE if node.kind is Kind.WHOLE else height
    box = Box(node, x, top, NARROW - EDGE - x, height)
    layout.boxes.append(box)
    end = box.bottom
    trunk = x + INDENT // 2
    for at, child in enumerate(node.children):
        is_after = at > 0 and node.kind is Kind.ORDER
        end += THEN if is_after else BETWEEN
        if is_after:
            is_on_way = node.children[at - 1].is_on_way and child.is_on_way
            layout.lines.append(_then(NARROW // 2, end, is_on_way=is_on_way))
        inside = CARD[1] if is_card(child) else NARROW_CLAUSE
        middle = end + inside // 2
        points = ((x + INDENT, middle), (trunk, middle), (trunk, box.bottom))
        layout.lines.append(_needs(points, child))
        end = _down(layout, child, end, depth + 1)
    return end


def _append(layout: Layout, nodes: Sequence[MapNode], x: int, width: int) -> None:
    """Cards below all others."""
    for node in nodes:
        top = max(box.bottom for box in layout.boxes) + BETWEEN
        layout.boxes.append(Box(node, x, top, width, CARD[1]))


def _needs(points: tuple[tuple[int, int], ...], child: Box | MapNode) -> Line:
    node = child.node if isinstance(child, Box) else child
    kept = tuple(one for at, one in enumerate(points) if at == 0 or one != points[at - 1])
    return Line(kept, Joint.NEEDS, node.is_on_way)


def _then(x: int, below: int, *, is_on_way: bool) -> Line:
    """An arrow down through the space above `below`."""
    return Line(((x, below - THEN + 4), (x, below - 4)), Joint.THEN, is_on_way)
