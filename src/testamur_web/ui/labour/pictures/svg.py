"""What every picture of demand is made of: a frame that says what it shows, words, scales, style.

Classes alone say what is what. A page has colours for them, light and dark (demand.css); a picture
that stands alone carries `ALONE`, in plain colours that every program for pictures understands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import ceil, floor, log10
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.formats import number_format

from testamur.pathways.pathmap.lettering import lines_of

__all__ = ["ALONE", "Canvas", "Told", "framed", "line_through", "number", "text", "ticks_up_to"]

ALONE: Final = """
.chart{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
background:#fff}.chart-text{fill:#4d5a6b}.chart-strong{fill:#121a26;font-weight:650}
.chart-grid{stroke:#dde2e9}.chart-axis{stroke:#7d8898}.chart-band{fill:#e6eefa;stroke:none}
.chart-edge{fill:none;stroke:#1c4e8f;stroke-dasharray:2 4}
.chart-counted{fill:none;stroke:#7d8898;stroke-width:1.5}.chart-dot{fill:#7d8898}
.chart-line{fill:none;stroke:#1c4e8f;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.chart-here{fill:#1c4e8f;stroke:#fff;stroke-width:2}.chart-bar{fill:#1c4e8f}
.chart-rail{fill:#eef1f5}.chart-tie{fill:none;stroke:#1c4e8f}.chart-cross{fill:none;stroke:#7d8898}
.chart-node{fill:#fff;stroke:#1c4e8f;stroke-width:2.5}.chart-centre{fill:#1c4e8f}
.heat-0{fill:#f4f6f9}.heat-1{fill:#dce8f8}.heat-2{fill:#b4cef0}.heat-3{fill:#7ba6de}
.heat-4{fill:#33659f}.heat-5{fill:#123765}.heat-light{fill:#121a26}.heat-dark{fill:#fff}
.heat-none{fill:none;stroke:#7d8898;stroke-dasharray:2 3}
"""

_LINE: Final = 18
_NICE: Final = (1, 2, 2.5, 5, 10)


class Canvas(Enum):
    """How wide a picture is, in its own units, which are pixels where it is shown in full."""

    WIDE = 760
    NARROW = 360

    @property
    def is_narrow(self) -> bool:
        """Whether it is for the width of a telephone."""
        return self is Canvas.NARROW


@dataclass(frozen=True, slots=True)
class Told:
    """What a picture is called, what it says, and where it comes from if it stands alone."""

    title: str
    says: str
    source: str = ""


def framed(parts: Iterable[str], told: Told, *, size: tuple[int, int], is_alone: bool) -> str:
    """The picture, `size` wide and high; `is_alone` where it carries its style along."""
    width, height = size
    below = lines_of(told.source, width=width - 24, size=13, most=4) if is_alone else []
    style = f"<style>{ALONE}</style>" if is_alone else ""
    whole = height + (_LINE * len(below) + 8 if below else 0)
    own = f'width="{width}" height="{whole}" ' if is_alone else ""
    drawn = [*parts, *(text(line, (12, height + _LINE * at)) for at, line in enumerate(below, 1))]
    says = f"{told.says} {told.source}".strip()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
        f'aria-label={quoteattr(told.title)} {own}viewBox="0 0 {width} {whole}">'
        f"<title>{escape(told.title)}</title><desc>{escape(says)}</desc>{style}"
        f'<g aria-hidden="true">{"".join(drawn)}</g></svg>'
    )


def text(words: str, at: tuple[float, float], *, kind: str = "chart-text", anchor: str = "") -> str:
    """Words that stand at a point: `anchor` is start, middle or end of them."""
    x, y = at
    placed = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="13"{placed}>{escape(words)}</text>'


def number(value: float) -> str:
    """A number as people of the language of the page write it, whole where it is large."""
    places = 0 if value == int(value) or abs(value) >= 100 else 1
    return str(number_format(round(value, places), places, use_l10n=True, force_grouping=True))


def ticks_up_to(most: float, *, at_most: int = 5) -> list[float]:
    """Round numbers from nothing to `most` or a little above, evenly apart."""
    if most <= 0:
        return [0, 1]
    bare = most / at_most
    size = 10 ** floor(log10(bare))
    step = max(1, next(size * nice for nice in _NICE if size * nice >= bare * 0.999))
    return [step * each for each in range(ceil(most / step) + 1)]


def line_through(points: Iterable[tuple[float, float]]) -> str:
    """The `d` of a path from point to point."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
