"""How much of something there is in each of several places: a bar for each, the longest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from testamur.pathways.pathmap.lettering import BOLD, lines_of, width_of
from testamur_web.ui.labour.pictures.svg import Canvas, Told, framed, text

__all__ = ["Bar", "draw_bars"]

_ROW: Final = {Canvas.WIDE: 34, Canvas.NARROW: 50}
_NAMES: Final = 256
_SIZE: Final = 13


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is called, how long it is, and what stands at its end."""

    name: str
    value: float
    label: str


def draw_bars(
    bars: Sequence[Bar], told: Told, *, canvas: Canvas = Canvas.WIDE, is_alone: bool = False
) -> str:
    """Names stand beside the bars, or above them where it is narrow."""
    height = 16 + _ROW[canvas] * len(bars)
    parts = _parts(bars, canvas)
    return framed(parts, told, size=(canvas.value, height), is_alone=is_alone)


def _parts(bars: Sequence[Bar], canvas: Canvas) -> Iterator[str]:
    most = max((bar.value for bar in bars), default=0) or 1
    left = 16 if canvas.is_narrow else _NAMES + 16
    ends = max((width_of(bar.label, _SIZE) for bar in bars), default=0)
    room = canvas.value - left - ends - 24
    for at, bar in enumerate(bars):
        top = 8 + _ROW[canvas] * at
        y = top + (24 if canvas.is_narrow else 6)
        length = max(2, room * bar.value / most) if bar.value else 0
        width = canvas.value - 32 if canvas.is_narrow else _NAMES
        for name in lines_of(bar.name, width=width - 12, size=_SIZE * BOLD, most=1):
            place = (left, top + 16) if canvas.is_narrow else (left - 12, y + 15)
            yield text(name, place, kind="chart-strong", anchor="" if canvas.is_narrow else "end")
        yield f'<rect class="chart-rail" x="{left}" y="{y}" width="{room:g}" height="20" rx="4"/>'
        if length:
            yield (
                f'<rect class="chart-bar" x="{left}" y="{y}" width="{length:g}" height="20" '
                'rx="4"/>'
            )
        yield text(bar.label, (left + room + 8, y + 15))
