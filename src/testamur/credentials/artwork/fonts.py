"""Which fonts draw which characters, so that a picture never shows an empty box for a letter.

Fonts come from packages, not from the machine: the same badge is the same picture everywhere, also
where no font is installed. Noto Sans (Latin, Greek, Cyrillic, Devanagari) and Noto Sans Arabic are
requirements; others are used where somebody installed them. What a font covers is read from its
`cmap` table (OpenType 1.9), formats 4 and 12.
"""

from __future__ import annotations

import importlib.util
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

__all__ = ["FontChoice", "choose_fonts"]

_PACKAGES: Final = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
    "fontpkg_noto_sans_khmer",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
    "fontpkg_heebo",
    "noto_cjk_sans_jp_bold",
)
_UNICODE_TABLES: Final = {(0, 3): 1, (3, 1): 1, (0, 4): 2, (3, 10): 2}
"""Platform and encoding of the tables that map Unicode; the larger number covers more."""


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The font files some words need, whether the machine's own are needed too, what none draws."""

    files: tuple[str, ...]
    needs_system: bool
    missing: frozenset[str]


def choose_fonts(text: str, *, system_draws: Callable[[str], bool]) -> FontChoice:
    """The fewest fonts that draw `text`; `system_draws` is asked once for each script left over."""
    left = {character for character in text if _is_visible(character)}
    files: list[str] = []
    for path in _installed():
        drawn = {character for character in left if _covers(path, character)}
        if drawn or not files:
            files.append(str(path))
        left -= drawn
    scripts: dict[str, set[str]] = {}
    for character in left:
        scripts.setdefault(_script(character), set()).add(character)
    missing = [each for each in scripts.values() if not system_draws(min(each))]
    return FontChoice(
        tuple(files),
        needs_system=len(missing) < len(scripts),
        missing=frozenset().union(*missing),
    )


def _is_visible(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f"
    return not is_selector and unicodedata.category(character) not in {"Zs", "Cf", "Cc"}


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


@lru_cache(maxsize=1)
def _installed() -> tuple[Path, ...]:
    """The upright font files of the packages that are there, in the order of preference."""
    found: list[Path] = []
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            files = sorted(Path(folder).rglob("*.[ot]tf"))
            found += [path for path in files if "Italic" not in path.name]
    return tuple(found)


def _covers(path: Path, character: str) -> bool:
    starts, ends = _coverage(path)
    at = bisect_right(starts, ord(character)) - 1
    return at >= 0 and ord(character) <= ends[at]


@lru_cache(maxsize=len(_PACKAGES))
def _coverage(path: Path) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of each range the font draws, ascending."""
    with path.open("rb") as font:
        (tables,) = struct.unpack(">4xH6x", font.read(12))
        directory = font.read(16 * tables)
        for tag, offset, length in struct.iter_unpack(">4s4xII", directory):
            if tag == b"cmap":
                font.seek(offset)
                return _ranges(font.read(length))
    return (), ()


def _ranges(cmap: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    (count,) = struct.unpack_from(">2xH", cmap)
    best = (0, 0)
    for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count]):
        best = max(best, (_UNICODE_TABLES.get((platform, encoding), 0), offset))
    table = cmap[best[1] :]
    (kind,) = struct.unpack_from(">H", table)
    if kind == 12:
        (groups,) = struct.unpack_from(">12xI", table)
        rows = list(struct.iter_unpack(">II4x", table[16 : 16 + 12 * groups]))
        return tuple(first for first, _ in rows), tuple(last for _, last in rows)
    (doubled,) = struct.unpack_from(">6xH", table)
    ends = struct.unpack_from(f">{doubled // 2}H", table, 14)
    starts = struct.unpack_from(f">{doubled // 2}H", table, 16 + doubled)
    return starts, ends
