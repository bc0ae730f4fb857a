"""The picture that stands for a credential where its page is linked: 1200 x 630, drawn here.

Badge on the left, on the issuer's colour; the name of the holder, what was shown and by whom on the
right; what has ended says so across the foot, for pictures are kept by whoever fetched them.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import islice
from typing import Final

from django.core.cache import caches

from testamur.credentials.artwork import lettering
from testamur.credentials.artwork.colours import Palette, palette_of
from testamur.credentials.artwork.fonts import choose_fonts

__all__ = ["HEIGHT", "WIDTH", "SocialCard", "draw_card"]

WIDTH: Final = 1200
HEIGHT: Final = 630
_KEPT_FOR: Final = 3600
_ROOM: Final = 640
_LONG: Final = 40
_FAMILY: Final = "Noto Sans"


@dataclass(frozen=True, slots=True)
class SocialCard:
    """What a card says. `image` is the badge; `warning` is "" while all is well."""

    title: str
    name: str
    issuer: str
    date: str
    colour: str
    image_type: str
    image: bytes
    warning: str
    instance: str


def draw_card(card: SocialCard) -> bytes:
    """The card as PNG; drawn once in an hour."""
    key = f"wallet.card.{sha256(repr(card).encode()).hexdigest()}"
    kept: bytes | None = caches["local"].get(key)
    if kept is None:
        kept = _render(_svg_of(card), f"{card.title}{card.name}{card.issuer}{card.warning}")
        caches["local"].set(key, kept, _KEPT_FOR)
    return kept


def _render(svg: str, words: str) -> bytes:
    import resvg_py

    fonts = choose_fonts(words, system_draws=lambda _character: True)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=WIDTH,
            height=HEIGHT,
            font_files=list(fonts.files),
            skip_system_fonts=not fonts.needs_system,
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    )


def _svg_of(card: SocialCard) -> str:
    palette = palette_of(card.colour)
    size = 60 if len(card.title) <= _LONG else 46
    titles = _lines(card.title, size=size, most=3)
    first = 268 - (len(titles) - 1) * size * 0.62
    below = first + (len(titles) - 1) * size * 1.2
    parts = [
        _ground(palette),
        f'<image x="50" y="145" width="340" height="340" href="{_data_url(card)}"/>',
        _text(card.issuer, first - size * 1.25, 28, "#596275", weight=500),
        *(
            _text(line, first + number * size * 1.2, size, "#1d2433", weight=700)
            for number, line in enumerate(titles)
        ),
        _text(card.name, below + 78, 40, palette.deep, weight=600),
        _text(card.date, below + 124, 26, "#596275", weight=500),
        _text(card.instance, 580, 22, "#596275", weight=500),
    ]
    if card.warning:
        parts.append(
            f'<rect x="500" y="505" width="{_ROOM}" height="44" rx="8" fill="#9f1c1c"/>'
            + _text(card.warning, 536, 25, "#ffffff", weight=700, x=520)
        )
    return "".join([*parts, "</svg>"])


def _ground(palette: Palette) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{palette.glow}"/>'
        f'<stop offset="1" stop-color="{palette.deep}"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f'<rect width="440" height="{HEIGHT}" fill="url(#g)"/>'
        f'<rect x="440" width="8" height="{HEIGHT}" fill="{palette.dark}"/>'
    )


def _data_url(card: SocialCard) -> str:
    return f"data:{card.image_type};base64,{b64encode(card.image).decode()}"


def _text(words: str, y: float, size: float, fill: str, *, weight: int, x: int = 500) -> str:
    line = "".join(_lines(words, size=size, most=1))
    return (
        f'<text x="{x}" y="{y:.0f}" font-family="{_FAMILY}" font-size="{size:g}" '
        f'font-weight="{weight}" fill="{fill}">{escape(line)}</text>'
    )


def _lines(words: str, *, size: float, most: int) -> list[str]:
    """The words in at most that many lines of the room there is; what is too long ends in "…"."""
    lines = [""]
    for word in islice(lettering.clean(words).split(), 60):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and lettering.width(longer) * size > _ROOM:
            lines.append(word)
        else:
            lines[-1] = longer
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return [_cut(line, size=size) for line in kept]


def _cut(line: str, *, size: float) -> str:
    if lettering.width(line) * size <= _ROOM:
        return line
    while line and lettering.width(line + "…") * size > _ROOM:
        line = line[:-1]
    return line.rstrip() + "…"
