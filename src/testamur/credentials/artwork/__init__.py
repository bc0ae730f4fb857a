"""A picture for an achievement that has none: drawn from its name, readable, and always the same.

The drawing follows from the words and the seed alone. Shape, colours and the guilloche are derived
from a hash of the achievement's identifier, so that two achievements look different and one always
looks like itself; nothing is fetched, no font is embedded, no script runs. Words fit whatever they
are, in any script, and stand out from what is behind them by 4.5 : 1 at least (WCAG 2.2).

    svg = badge_svg("Python basics", issuer="Example University", level="Foundation")
    png = badge_png("Python basics", issuer="Example University", seed=achievement_id)
"""

from __future__ import annotations

import hashlib
from typing import Final

from testamur.credentials.artwork.colours import PALETTES, palette_of
from testamur.credentials.artwork.drawing import Design, draw
from testamur.credentials.artwork.icons import ICONS
from testamur.credentials.artwork.lettering import clean
from testamur.credentials.artwork.ornament import OUTLINES
from testamur.errors import Refused

__all__ = ["ICON_NAMES", "PALETTE_NAMES", "SHAPE_NAMES", "badge_png", "badge_svg"]

PALETTE_NAMES: Final = tuple(PALETTES)
"""The colours a badge may be asked for by name; any `#rrggbb` is accepted as well."""

SHAPE_NAMES: Final = tuple(OUTLINES)
"""The shapes a badge may be asked for."""

ICON_NAMES: Final = tuple(ICONS)
"""The signs a badge may be asked for, in place of the issuer's initials."""


def badge_svg(  # noqa: PLR0913 - one keyword for each thing a person may choose
    name: str,
    *,
    issuer: str,
    level: str | None = None,
    seed: str | None = None,
    palette: str | None = None,
    shape: str | None = None,
    icon: str | None = None,
) -> str:
    """The badge as an SVG document of 600 x 600 with `role="img"`, title and description.

    `seed` is best the achievement's identifier; without it, name and issuer decide. `palette` is
    one of `PALETTE_NAMES` or a brand colour `#rrggbb`, darkened as far as its words need; `shape`
    is one of `SHAPE_NAMES`, `icon` one of `ICON_NAMES`. Raises `Refused` (`image.nameless`,
    `image.colour`, `image.shape`, `image.icon`).
    """
    return draw(_design(name, issuer, level, seed=seed, palette=palette, shape=shape, icon=icon))


def badge_png(  # noqa: PLR0913 - one keyword for each thing a person may choose
    name: str,
    *,
    issuer: str,
    level: str | None = None,
    seed: str | None = None,
    palette: str | None = None,
    shape: str | None = None,
    icon: str | None = None,
    size: int = 600,
) -> bytes:
    """The same badge as a PNG of `size` pixels a side, on a transparent ground.

    The fonts come with the library, for Latin, Greek, Cyrillic, Devanagari and Arabic script; for
    others those of the machine or of optional packages are used, and words that nothing can draw
    are left out. Raises `Refused` as `badge_svg` does, and `image.too-large` on an absurd size.
    """
    from testamur.credentials.artwork.raster import render

    design = _design(name, issuer, level, seed=seed, palette=palette, shape=shape, icon=icon)
    return render(design, size=size)


def _design(  # noqa: PLR0913 - as above
    name: str,
    issuer: str,
    level: str | None,
    *,
    seed: str | None,
    palette: str | None,
    shape: str | None,
    icon: str | None,
) -> Design:
    title, by, rank = clean(name), clean(issuer), clean(level or "")
    if not title:
        raise Refused.because("image.nameless", "a badge is drawn from a name, and there is none")
    if shape is not None and shape not in OUTLINES:
        raise Refused.because("image.shape", f"{shape!r} is not one of {', '.join(OUTLINES)}")
    if icon is not None and icon not in ICONS:
        raise Refused.because("image.icon", f"{icon!r} is not one of {', '.join(ICONS)}")
    digest = hashlib.sha256((seed or f"{by}\n{title}").encode()).digest()
    return Design(
        title=title,
        issuer=by,
        level=rank,
        name=title,
        about=" · ".join(part for part in (title, rank, by) if part),
        palette=palette_of(palette or PALETTE_NAMES[digest[0] % len(PALETTE_NAMES)]),
        shape=shape or SHAPE_NAMES[digest[1] % len(SHAPE_NAMES)],
        digest=digest[2:],
        icon=icon or "",
    )
