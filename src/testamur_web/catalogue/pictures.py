"""Pictures of achievements: what an uploaded file may be, and how one is drawn where there is none.

An upload is kept as it came but for what is no picture: an SVG is sanitised, of a PNG the chunks
that hold text, times or colour profiles are left out. What credentials show is never decoded or
encoded anew; only the small picture of lists is.
"""

from __future__ import annotations

import base64
import hashlib
import io
import struct
from dataclasses import dataclass
from html import escape
from typing import Final

from testamur.credentials.artwork import badge_png, badge_svg
from testamur.credentials.artwork.colours import contrast, palette_of
from testamur.credentials.bake import image_type_of, sanitise_svg
from testamur.credentials.bake.png import SIGNATURE, read_chunks
from testamur.errors import Refused
from testamur_web.catalogue.definition import Definition, Design
from testamur_web.catalogue.vocabulary import OutcomeLevel

__all__ = [
    "UPLOAD_BYTES",
    "Contrast",
    "Picture",
    "check_upload",
    "contrast_of",
    "draw_png",
    "draw_svg",
    "svg_around",
    "svg_pixels",
    "thumbnail_of",
]

UPLOAD_BYTES: Final = 512 * 1024
"""No uploaded picture above this is kept: every credential's image repeats it."""

LEAST_SIDE: Final = 200
MOST_SIDE: Final = 2_048
THUMBNAIL: Final = 144
"""The side of the picture that lists show, in pixels: twice what it takes, for sharp screens."""
SMALL_THUMBNAIL: Final = 96
"""The same of the lists of staff, which show it smaller."""

_ASPECT: Final = 1.34
_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
    | {b"IDAT", b"IEND"}
)
_SVG: Final = "image/svg+xml"
_PNG: Final = "image/png"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: `image/png` or `image/svg+xml`, named by the SHA-256 of its data."""

    media_type: str
    data: bytes

    @property
    def digest(self) -> str:
        """The name of the picture."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Contrast:
    """The contrast (WCAG 2.2) of white words on a colour as asked for, and as it is drawn."""

    colour: str
    asked: float
    drawn_colour: str
    drawn: float

    @property
    def is_darkened(self) -> bool:
        """Whether the colour is too light for its words, and drawn darker."""
        return self.drawn_colour.lower() != self.colour.lower()


def check_upload(data: bytes) -> Picture:
    """The picture in an uploaded file, cleaned; raises `Refused` (`image.*`)."""
    if len(data) > UPLOAD_BYTES:
        told = f"the file has {len(data):,} bytes; at most {UPLOAD_BYTES:,} are accepted"
        raise Refused.because("image.too-large", told, "/image")
    if image_type_of(data) == _SVG:
        picture = Picture(_SVG, sanitise_svg(data))
        svg_pixels(picture.data, size=64)
        return picture
    chunks = read_chunks(data)
    _check_sides(*struct.unpack(">II", chunks[0].data(data)[:8]))
    kept = [data[chunk.start : chunk.end] for chunk in chunks if chunk.kind in _KEPT_CHUNKS]
    return Picture(_PNG, SIGNATURE + b"".join(kept))


def draw_svg(definition: Definition, *, issuer: str, seed: str) -> str:
    """The generated picture of a definition, told by its alternative text."""
    return badge_svg(
        definition.image.design.text or definition.title or "?",
        issuer=issuer,
        level=_rank(definition),
        seed=seed,
        palette=definition.image.design.colour or None,
        shape=definition.image.design.shape or None,
        icon=definition.image.design.icon or None,
    )


def draw_png(definition: Definition, *, issuer: str, seed: str, size: int = 600) -> bytes:
    """The same picture as a PNG of `size` pixels a side."""
    return badge_png(
        definition.image.design.text or definition.title or "?",
        issuer=issuer,
        level=_rank(definition),
        seed=seed,
        palette=definition.image.design.colour or None,
        shape=definition.image.design.shape or None,
        icon=definition.image.design.icon or None,
        size=size,
    )


def svg_around(png: bytes, *, alt: str) -> str:
    """An SVG that shows a PNG, so that every achievement has both."""
    packed = base64.b64encode(png).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600" '
        f'role="img" aria-label="{escape(alt)}"><title>{escape(alt)}</title>'
        f'<image width="600" height="600" href="data:image/png;base64,{packed}"/></svg>'
    )


def svg_pixels(svg: bytes, *, size: int = 600) -> bytes:
    """A sanitised SVG as a PNG; raises `Refused` (`image.malformed`) where it draws nothing."""
    import resvg_py

    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg.decode(), width=size, height=size, skip_system_fonts=True
            )
        )
    except ValueError as error:
        raise Refused.because("image.malformed", f"the SVG cannot be drawn: {error}") from None


def thumbnail_of(png: bytes, *, side: int = THUMBNAIL) -> bytes:
    """The small picture of lists, in WebP; raises `Refused` (`image.malformed`)."""
    from PIL import Image

    small = io.BytesIO()
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
            shown = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        told = f"the picture cannot be decoded ({type(error).__name__})"
        raise Refused.because("image.malformed", told) from None
    shown.thumbnail((side, side))
    shown.save(small, "WEBP", quality=80)
    return small.getvalue()


def contrast_of(design: Design) -> Contrast | None:
    """How well words are read on the colour of a design; None where the drawing chooses it."""
    if not design.colour:
        return None
    palette = palette_of(design.colour)
    asked = design.colour if design.colour.startswith("#") else palette.glow
    return Contrast(
        asked,
        round(contrast("#ffffff", asked), 1),
        palette.glow,
        round(contrast("#ffffff", palette.glow), 1),
    )


def _rank(definition: Definition) -> str | None:
    """The level on the ribbon: that of the outcomes where they share one, else the EQF level."""
    levels = {outcome.level for outcome in definition.outcomes}
    if len(levels) == 1 and (level := levels.pop()) in OutcomeLevel.values:
        return str(OutcomeLevel(level).label)
    return f"EQF {definition.eqf_level}" if definition.eqf_level else None


def _check_sides(width: int, height: int) -> None:
    if max(width, height) > MOST_SIDE:
        told = f"the PNG has {width} x {height} pixels; at most {MOST_SIDE} a side are accepted"
        raise Refused.because("image.too-large", told, "/image")
    if min(width, height) < LEAST_SIDE or max(width, height) > _ASPECT * min(width, height):
        told = f"the PNG has {width} x {height} pixels"
        raise Refused.because("image.too-small", told, "/image")
