"""A map as a picture: SVG of cards, clauses and lines, for a page or to stand alone.

What each state is, is told three times: by a sign, in words and by colour. Classes alone say what
is what; a page gives them its own colours, and a picture that stands alone carries `ALONE`. Nodes
are links where the page has an address for them, in the order in which they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from testamur.pathways.pathmap.layout import Box, Layout, Line, narrow, wide
from testamur.pathways.pathmap.lettering import BOLD, lines_of
from testamur.pathways.pathmap.nodes import Joint, Kind, MapNode, PathMap, State
from testamur.pathways.pathmap.words import ENGLISH, Words

__all__ = ["ALONE", "Pen", "draw"]

_CURVE: Final = 10
_SMALL: Final = 12.5
_SIGNS: Final = {
    State.EARNED: "M4 8.5l2.8 2.8L12 5.6",
    State.EXPIRING: "M8 4v4.2l2.8 1.8",
    State.IN_PROGRESS: "M8 4a4 4 0 0 1 0 8z",
    State.AVAILABLE: "M8 4.4v7.2M4.4 8h7.2",
    State.LOCKED: "M5.2 7.6h5.6v4H5.2zM6.2 7.6V6.2a1.8 1.8 0 0 1 3.6 0v1.4",
    State.NOT_OFFERED: "M4.8 4.8l6.4 6.4M11.2 4.8l-6.4 6.4",
}

ALONE: Final = """
.map{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
background:#f7f8fa;color:#121a26}
.map-box{fill:#fff;stroke:#7d8898}.map-name{fill:#121a26;font-weight:600}.map-fact{fill:#4d5a6b}
.map-line{fill:none;stroke:#7d8898;stroke-width:1.5}.map-sign{fill:none;stroke:#4d5a6b}
.map-disc{fill:#eef1f5;stroke:none}.map-rail{fill:#eef1f5}.map-bar{fill:#17643c}
.map-arrow,.map-then{fill:#7d8898}.on-way>.map-box{stroke:#1c4e8f;stroke-width:2.5}
.map-line.on-way{stroke:#1c4e8f;stroke-width:3.5}.on-way>.map-arrow{fill:#1c4e8f}
.map-step{fill:#1c4e8f}.map-number{fill:#fff;font-weight:700}.map-clause>.map-box{fill:#f7f8fa}
.is-earned>.map-box{fill:#e2f4e9;stroke:#17643c}.is-earned>.map-sign{stroke:#fff}
.is-earned>.map-disc{fill:#17643c}.is-expiring>.map-box{fill:#fcf0d4;stroke:#7a4a00}
.is-expiring>.map-disc{fill:#7a4a00}.is-expiring>.map-sign{stroke:#fff}
.is-progress>.map-disc{fill:#e6eefa}.is-progress>.map-sign{stroke:#1c4e8f;fill:#1c4e8f}
.is-open>.map-sign{stroke:#1c4e8f}.is-open>.map-disc{fill:#e6eefa}
.is-locked>.map-box{fill:#eef1f5;stroke-dasharray:6 4}
.is-missing>.map-box{fill:#eef1f5;stroke-dasharray:2 4}
.map-whole>.map-box{fill:#fff;stroke:#1c4e8f;stroke-width:2.5}
"""

_CLASSES: Final = {
    State.EARNED: "is-earned",
    State.EXPIRING: "is-expiring",
    State.IN_PROGRESS: "is-progress",
    State.AVAILABLE: "is-open",
    State.LOCKED: "is-locked",
    State.NOT_OFFERED: "is-missing",
}


def _nowhere(_node: MapNode) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Pen:
    """How a map is drawn: its words, where nodes lead to ("" for nowhere), and its style.

    `style` is what stands in the picture itself: `ALONE`, or "" in a page that has its own.
    """

    words: Words = ENGLISH
    link: Callable[[MapNode], str] = _nowhere
    style: str = ALONE


def draw(drawn: PathMap, *, is_narrow: bool = False, pen: Pen = Pen()) -> str:
    """The map as SVG: from left to right, or from top to bottom in the width of a telephone."""
    layout = narrow(drawn) if is_narrow else wide(drawn)
    return "\n".join(_Drawing(layout, pen).parts(drawn))


@dataclass(frozen=True, slots=True)
class _Drawing:
    layout: Layout
    pen: Pen

    def parts(self, drawn: PathMap) -> Iterator[str]:
        width, height = self.layout.width, self.layout.height
        told = quoteattr(self.pen.words.map_of.format(drawn.root.title))
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="group" aria-label={told} '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        )
        if self.pen.style:
            yield f"<style>{self.pen.style}</style>"
        yield '<g aria-hidden="true">'
        yield from map(self._line, self.layout.lines_by_weight())
        yield "</g>"
        for box in self.layout.boxes:
            yield from self._node(box)
        yield "</svg>"

    def _line(self, line: Line) -> str:
        on_way = " on-way" if line.is_on_way else ""
        if line.joint is Joint.NEEDS:
            return f'<path class="map-line{on_way}" d="{_rounded(line.points)}"/>'
        (x, y), (_, end) = line.points
        told = escape(self.pen.words.then)
        return (
            f'<g class="map-after{on_way}"><path class="map-arrow" d="M{x - 5} {end - 7}h10'
            f'l-5 7zM{x - 1} {y}h2v{end - y - 6}h-2z"/>'
            f'<text class="map-then" x="{x + 12}" y="{(y + end) // 2 + 4}" font-size="12">'
            f"{told}</text></g>"
        )

    def _node(self, box: Box) -> Iterator[str]:
        node = box.node
        href = self.pen.link(node)
        kind = "whole" if node.kind is Kind.WHOLE else "clause" if node.children else "card"
        on_way = " on-way" if node.is_on_way and kind != "whole" else ""
        told = quoteattr(self.pen.words.sentence_of(node))
        opening = f"a href={quoteattr(href)}" if href else 'g role="img"'
        yield f'<{opening} class="map-{kind} {_CLASSES[node.state]}{on_way}" aria-label={told}>'
        yield f"<title>{escape(self.pen.words.sentence_of(node))}</title>"
        yield (
            f'<rect class="map-box" x="{box.x}" y="{box.y}" width="{box.width}" '
            f'height="{box.height}" rx="{10 if kind != "clause" else box.height // 2}"/>'
        )
        yield from self._whole(box) if kind == "whole" else self._inside(box)
        yield "</a>" if href else "</g>"

    def _inside(self, box: Box) -> Iterator[str]:
        """Sign, name and facts of a card or a clause, in the middle of its height."""
        node, words = box.node, self.pen.words
        size, most = (15, 1) if node.children else (15, 2)
        room = box.width - 62 - (26 if node.step else 0)
        names = lines_of(words.name_of(node), width=room, size=size * BOLD, most=most)
        facts = lines_of(
            " · ".join(words.facts_of(node)), width=box.width - 62, size=_SMALL, most=1
        )
        y = box.middle - (len(names) * 19 + 18) // 2 + 15
        yield _sign(node.state, box.x + 14, box.middle - 14)
        for name in names:
            yield _text("map-name", box.x + 50, y, name, size)
            y += 19
        yield from (_text("map-fact", box.x + 50, y, fact, _SMALL) for fact in facts)
        if node.step:
            yield from _step(node.step, box.right - 18, box.y + 18)

    def _whole(self, box: Box) -> Iterator[str]:
        """The name of the whole, how much of it is there, and what is left."""
        node, words = box.node, self.pen.words
        room, x, bar = box.width - 36, box.x + 18, box.bottom - 62
        names = lines_of(words.name_of(node), width=room, size=17 * BOLD, most=2)
        for at, name in enumerate(names):
            yield _text("map-name", x, box.y + (32 if len(names) > 1 else 42) + 22 * at, name, 17)
        percent = int(100 * node.share)
        yield _bar("map-rail", x, bar, room)
        if percent:
            yield _bar("map-bar", x, bar, max(8, room * percent // 100))
        for at, told in enumerate(words.standing_of(node)):
            for line in lines_of(told, width=room, size=_SMALL, most=1):
                yield _text("map-fact", x, bar + 28 + 18 * at, line, _SMALL)


def _rounded(points: tuple[tuple[int, int], ...]) -> str:
    """A path through corners, each of them rounded."""
    path = [f"M{points[0][0]} {points[0][1]}"]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _toward(at, before), _toward(at, after)
        path.append(f"L{first[0]} {first[1]}Q{at[0]} {at[1]} {second[0]} {second[1]}")
    path.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(path)


def _toward(at: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The point on the way from a corner to the next where its curve begins."""
    away = [b - a for a, b in zip(at, other, strict=True)]
    reach = min(_CURVE, max(map(abs, away)) // 2)
    return (
        at[0] + (reach if away[0] > 0 else -reach if away[0] < 0 else 0),
        at[1] + (reach if away[1] > 0 else -reach if away[1] < 0 else 0),
    )


def _sign(state: State, x: int, y: int) -> str:
    ring = f'<circle class="map-disc" cx="{x + 14}" cy="{y + 14}" r="13"/>'
    place = f'transform="translate({x + 1} {y + 1}) scale(1.625)"'
    return (
        f'{ring}<path class="map-sign" {place} d="{_SIGNS[state]}" stroke-width="1.4" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _bar(kind: str, x: int, y: int, width: int) -> str:
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="8" rx="4"/>'


def _step(number: int, x: int, y: int) -> Iterator[str]:
    yield f'<circle class="map-step" cx="{x}" cy="{y}" r="12"/>'
    yield _text("map-number", x, y + 4, str(number), 12, more=' text-anchor="middle"')


def _text(kind: str, x: int, y: int, text: str, size: float, *, more: str = "") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}"{more}>{escape(text)}</text>'
