"""Colours of a badge, and the proof that its words can be read on them.

Contrast is that of WCAG 2.2 §1.4.3: relative luminance of sRGB, 4.5 : 1 at least. A palette made
from one brand colour is darkened until white words have that contrast on its lightest place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from testamur.errors import Refused

__all__ = ["LEAST_CONTRAST", "PALETTES", "Palette", "contrast", "mix", "palette_of"]

LEAST_CONTRAST: Final = 4.5
"""What WCAG 2.2 asks of words of any size (level AA)."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_BLACK: Final = "#000000"
_WHITE: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one badge, each `#rrggbb`.

    `glow` is the lightest and `deep` the darkest place behind words; `tint` are the lesser words on
    them (the title is white); `light` and `dark` make the metal of rim and ribbon, and words on
    the ribbon are `deep`.
    """

    name: str
    glow: str
    deep: str
    tint: str
    light: str
    dark: str


_GOLD: Final = ("#ffe9ad", "#e0ac43")
_SILVER: Final = ("#f7f9fc", "#b3becd")
_COPPER: Final = ("#ffdcc2", "#e09a6d")
_CHAMPAGNE: Final = ("#fbf1d9", "#d3b987")

PALETTES: Final = {
    palette.name: palette
    for palette in (
        Palette("indigo", "#4653c0", "#191e5e", "#dfe3ff", *_GOLD),
        Palette("ocean", "#1a6aa6", "#08304f", "#d7ecfb", *_SILVER),
        Palette("teal", "#0e736d", "#043634", "#d2f3ee", *_CHAMPAGNE),
        Palette("forest", "#2b7344", "#0d3420", "#dbf3df", *_GOLD),
        Palette("plum", "#7d3c9c", "#341150", "#f1e0fa", *_SILVER),
        Palette("burgundy", "#a52a4b", "#4a0c26", "#fbdde5", *_CHAMPAGNE),
        Palette("ember", "#ad4717", "#531b08", "#ffe5d6", *_CHAMPAGNE),
        Palette("graphite", "#4c586b", "#171d29", "#e3e8f0", *_COPPER),
    )
}
"""The palettes that ship, by name."""


def palette_of(colour: str) -> Palette:
    """The palette of that name, or one made from a brand colour `#rrggbb`.

    Raises `Refused` (`image.colour`).
    """
    if colour in PALETTES:
        return PALETTES[colour]
    if not _HEX.fullmatch(colour):
        raise Refused.because(
            "image.colour",
            f"{colour!r} is neither #rrggbb nor one of {', '.join(PALETTES)}",
        )
    glow = colour.lower()
    while contrast(tint := mix(glow, _WHITE, 0.9), glow) < LEAST_CONTRAST:
        glow = mix(glow, _BLACK, 0.04)
    return Palette(colour.lower(), glow, mix(glow, _BLACK, 0.58), tint, *_CHAMPAGNE)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:  # noqa: PLR2004 - where sRGB changes from a line to a curve
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
