"""How a badge is put together: rim, guilloche, panel, emblem, words and ribbon, from back to front.

The canvas is 600 x 600 with its origin in the middle. Words keep inside the panel at their own
height, and stand only on colours whose contrast with them the palette promises. A badge without a
title that can be drawn is its emblem, large.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from typing import Final

from testamur.credentials.artwork import lettering, ornament
from testamur.credentials.artwork.colours import Palette, mix
from testamur.credentials.artwork.icons import ICONS
from testamur.credentials.artwork.ornament import Outline

__all__ = ["CANVAS", "WORDS", "Design", "draw"]

CANVAS: Final = 600
WORDS: Final = "#ffffff"
"""The colour of title and initials."""

_REACH: Final = 286
_RIM: Final = 0.962
_INSIDE: Final = 0.835
_ROUND: Final = frozenset({"rosette", "blossom"})
_FONTS: Final = "'Noto Sans','Noto Sans Arabic','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
_TITLE_SIZES: Final = range(92, 27, -2)
_ISSUER_SIZES: Final = range(25, 15, -2)
_LEVEL_SIZES: Final = range(31, 17, -2)
_SPACING: Final = 0.04
_STAR: Final = "M0-17L4.9-5.5 17-4.9 7.6 3 10.5 15 0 8.4-10.5 15-7.6 3-17-4.9-4.9-5.5Z"


@dataclass(frozen=True, slots=True)
class Design:
    """All a badge is drawn from. `name` and `about` are told to those who cannot see it.

    `digest` decides the ornaments, at least eight bytes of it. `icon` stands in the emblem in place
    of the issuer's initials.
    """

    title: str
    issuer: str
    level: str
    name: str
    about: str
    palette: Palette
    shape: str
    digest: bytes
    icon: str = field(default="", repr=False)  # a badge without one looks as it always did

    def words(self) -> str:
        """Every word that is drawn."""
        return f"{self.title} {self.issuer} {self.level}"

    def with_words(self, change: Callable[[str], str]) -> Design:
        """The same design with other words drawn; what is told stays."""
        return replace(
            self,
            title=change(self.title),
            issuer=change(self.issuer),
            level=change(self.level),
        )


@lru_cache(maxsize=64)
def draw(design: Design) -> str:
    """The badge as an SVG document; the last 64 are kept."""
    return "".join(_Drawing(design).parts())


class _Drawing:
    """One badge on its way: what its layers share."""

    def __init__(self, design: Design) -> None:
        self._design = design
        # Identifiers differ from badge to badge, so that several may stand in one page.
        self._key = "b" + hashlib.sha256(f"{design!r}{design.icon}".encode()).hexdigest()[:10]
        outline = ornament.OUTLINES[design.shape]
        self._outer = ornament.scaled(outline, _REACH)
        self._rim = ornament.scaled(outline, _REACH * _RIM)
        inside = ornament.circle if design.shape in _ROUND else outline
        self._panel: Outline = ornament.scaled(inside, _REACH * _INSIDE)
        self._edge = ornament.outline_points(self._panel)

    def parts(self) -> Iterator[str]:
        design, key = self._design, self._key
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{CANVAS}" height="{CANVAS}" '
            f'viewBox="-300 -300 {CANVAS} {CANVAS}" role="img" aria-labelledby="{key}t {key}d">'
            f'<title id="{key}t">{escape(design.name)}</title>'
            f'<desc id="{key}d">{escape(design.about)}</desc>'
        )
        yield self._definitions()
        yield self._frame()
        yield self._plate()
        if design.title:
            yield f'<g transform="translate(0 -142)">{self._emblem()}</g>'
            yield from self._words()
        else:
            yield f'<g transform="translate(0 -18) scale(2.3)">{self._emblem()}</g>'
        if design.level:
            yield self._ribbon()
        yield "</svg>"

    def _definitions(self) -> str:
        palette, key = self._design.palette, self._key
        return (
            f'<defs><linearGradient id="{key}m" x1="0" y1="0" x2="1" y2="1">'
            f'<stop offset="0" stop-color="{palette.light}"/>'
            f'<stop offset=".45" stop-color="{palette.dark}"/>'
            f'<stop offset=".55" stop-color="{palette.light}"/>'
            f'<stop offset="1" stop-color="{palette.dark}"/></linearGradient>'
            f'<linearGradient id="{key}g" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{palette.glow}"/>'
            f'<stop offset="1" stop-color="{palette.deep}"/></linearGradient></defs>'
        )

    def _frame(self) -> str:
        """The metal rim, and the guilloche between it and the panel."""
        palette, digest = self._design.palette, self._design.digest
        lines = ornament.band(
            self._panel,
            self._rim,
            crests=24 + digest[0] % 5 * 4,
            strands=4 + digest[1] % 3,
            swell=(0, 6, 8, 12)[digest[2] % 4],
        )
        return (
            f'<path d="{ornament.outline_path(self._outer)}" fill="url(#{self._key}m)"/>'
            f'<path d="{ornament.outline_path(self._rim)}" fill="{palette.deep}"/>'
            f'<g fill="none" stroke="{palette.light}" stroke-width="1.3" stroke-opacity=".62">'
            f"{_paths(lines)}</g>"
        )

    def _plate(self) -> str:
        """The panel that words stand on, edged twice."""
        key, edge = self._key, ornament.closed_curve(self._edge)
        fine = ornament.outline_path(lambda angle: self._panel(angle) - 9)
        return (
            f'<path d="{edge}" fill="url(#{key}g)" stroke="url(#{key}m)" stroke-width="4"/>'
            f'<path d="{fine}" fill="none" stroke="{self._design.palette.light}" '
            'stroke-opacity=".45"/>'
        )

    def _emblem(self) -> str:
        """The rosette with a sign or the issuer's initials, or a star where there are none."""
        palette, digest = self._design.palette, self._design.digest
        lines = ornament.rosette(62, petals=7 + digest[3] % 6, strands=4 + digest[4] % 3)
        return (
            f'<g fill="none" stroke="{palette.light}" stroke-width="1.2" stroke-opacity=".8">'
            f"{_paths(lines)}</g>"
            f'<circle r="33" fill="{palette.deep}" stroke="url(#{self._key}m)" stroke-width="2.5"/>'
            f"{self._sign()}"
        )

    def _sign(self) -> str:
        light = self._design.palette.light
        if self._design.icon:
            return (
                f'<path d="{ICONS[self._design.icon]}" fill="none" stroke="{light}" '
                'stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>'
            )
        initials = _initials(self._design.issuer)
        if initials:
            return self._line(initials, 10.8, 30, WORDS)
        return f'<path d="{_STAR}" fill="{light}"/>'

    def _words(self) -> Iterator[str]:
        """Title, a fine line, and the issuer, from top to bottom."""
        design = self._design
        top, bottom = (-76, 88) if design.level else (-70, 98)
        yield from self._block(design.title, top, bottom, fill=WORDS)
        if design.issuer:
            yield self._divider(bottom + 9)
            yield from self._block(
                design.issuer, bottom + 12, bottom + 60, fill=design.palette.tint
            )

    def _block(self, words: str, top: float, bottom: float, *, fill: str) -> Iterator[str]:
        """Words between two heights: a title in up to three lines, lesser words in two."""
        is_title = fill == WORDS
        block = lettering.set_words(
            words,
            most=3 if is_title else 2,
            rooms=lambda count, leading: self._rooms(count, leading, top=top, bottom=bottom),
            sizes=_TITLE_SIZES if is_title else _ISSUER_SIZES,
        )
        first = (top + bottom - (len(block.lines) - 1) * block.leading) / 2 + block.size * 0.35
        for number, line in enumerate(block.lines):
            y = first + number * block.leading
            yield self._line(line, y, block.size, fill, weight=700 if is_title else 600)

    def _rooms(self, count: int, leading: float, *, top: float, bottom: float) -> list[float]:
        """How wide each of `count` lines may be, centred between two heights; 0 if too high."""
        if count * leading > bottom - top:
            return [0.0] * count
        start = (top + bottom - count * leading) / 2
        return [
            self._room(start + line * leading, start + (line + 1) * leading)
            for line in range(count)
        ]

    def _room(self, top: float, bottom: float) -> float:
        return max(0.0, 2 * ornament.half_width(self._edge, top=top, bottom=bottom) - 40)

    def _divider(self, y: float) -> str:
        light = self._design.palette.light
        return (
            f'<path d="M-84 {y:g}H-12M12 {y:g}H84M0 {y - 5:g}L5 {y:g} 0 {y + 5:g}-5 {y:g}Z" '
            f'fill="{light}" stroke="{light}" stroke-opacity=".7"/>'
        )

    def _ribbon(self) -> str:
        """The level, on a ribbon of metal across the foot."""
        palette = self._design.palette
        level = lettering.fit_line(
            self._design.level, room=376, sizes=_LEVEL_SIZES, spacing=_SPACING
        )
        words = self._line(
            level.lines[0], 187 + level.size * 0.36, level.size, palette.deep, spacing=_SPACING
        )
        return (
            f'<path d="M-262 172H-186V232H-262L-238 202ZM262 172H186V232H262L238 202Z" '
            f'fill="{mix(palette.dark, "#000000", 0.36)}"/>'
            f'<path d="M-208 218L-186 232V218ZM208 218L186 232V218Z" fill="{palette.deep}"/>'
            f'<path d="M-208 156H208V218H-208Z" fill="url(#{self._key}m)"/>'
            f'<path d="M-208 161H208M-208 213H208" stroke="{palette.deep}" stroke-opacity=".35" '
            f'fill="none"/>{words}'
        )

    def _line(
        self, text: str, y: float, size: float, fill: str, *, weight: int = 700, spacing: float = 0
    ) -> str:
        """One line of words around the middle axis, no wider in any font than was measured."""
        more = ' direction="rtl"' if lettering.reads_from_right(text) else ""
        if spacing and not more:
            more = f' letter-spacing="{spacing * size:.1f}"'
        if len(text) > 1 and lettering.is_measured(text):
            length = lettering.width(text, spacing=spacing) * size
            more += f' textLength="{length:.0f}" lengthAdjust="spacingAndGlyphs"'
        return (
            f'<text y="{y:.1f}" font-family="{_FONTS}" font-size="{size:g}" '
            f'font-weight="{weight}" text-anchor="middle" fill="{fill}"{more}>{escape(text)}</text>'
        )


def _paths(lines: list[str]) -> str:
    return "".join(f'<path d="{line}"/>' for line in lines)


def _initials(issuer: str) -> str:
    """One or two letters for an issuer: of its words that begin large, if any do."""
    words = [word for word in issuer.split() if word[0].isalnum()]
    large = [word for word in words if not word[0].islower()] or words
    # Two Arabic letters would join into a syllable; one ideograph is as wide as two letters.
    is_one = bool(large) and (
        lettering.reads_from_right(large[0]) or lettering.is_wide(large[0][0])
    )
    chosen = large[: 1 if is_one else 2]
    return "".join(lettering.clusters(word)[0] for word in chosen).upper()
