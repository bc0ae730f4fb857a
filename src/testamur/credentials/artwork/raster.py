"""Badges as PNG: the drawing rendered by resvg, with fonts that come along.

A name in a script that no font at hand can draw is left out rather than shown as empty boxes: the
badge then is an emblem without it. The name itself is in the credential, and in the SVG.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from testamur.credentials.artwork.drawing import Design, draw
from testamur.credentials.artwork.fonts import FontChoice, choose_fonts
from testamur.credentials.artwork.lettering import clusters
from testamur.errors import Refused

__all__ = ["render"]

_SIZES: Final = range(16, 4097)
_FAMILY: Final = "Noto Sans"
_NO_CHARACTER: Final = "\U0010fffd"
"""A private character that stands for what no font has."""


@lru_cache(maxsize=64)
def render(design: Design, *, size: int) -> bytes:
    """The badge as a PNG of `size` pixels a side; raises `Refused` (`image.too-large`).

    The last 64 are kept, some 100 kB each: a badge that is looked at is looked at again.
    """
    if size not in _SIZES:
        raise Refused.because("image.too-large", f"{size} pixels a side are not possible")
    fonts = choose_fonts(design.words(), system_draws=_system_draws)
    drawable = design.with_words(lambda words: _drawable(words, fonts.missing))
    return _pixels(draw(drawable), fonts, size)


def _drawable(words: str, missing: frozenset[str]) -> str:
    """The words without what no font draws; nothing when too little would be left."""
    pieces = clusters(words)
    kept = [piece for piece in pieces if missing.isdisjoint(piece)]
    return "".join(kept).strip() if 2 * len(kept) > len(pieces) else ""


@lru_cache(maxsize=256)
def _system_draws(character: str) -> bool:
    """Whether a font of this machine draws the character: it looks unlike one that none has."""
    fonts = replace(choose_fonts("", system_draws=_system_draws), needs_system=True)
    looks = [
        _pixels(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -30 40 40">'
            f'<text font-size="24" font-family="sans-serif">{each}</text></svg>',
            fonts,
            40,
        )
        for each in (character, _NO_CHARACTER)
    ]
    return looks[0] != looks[1]


def _pixels(svg: str, fonts: FontChoice, size: int) -> bytes:
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=size,
            height=size,
            font_files=list(fonts.files),
            skip_system_fonts=not fonts.needs_system,
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    )
