"""How wide words are, and how they are set so that they always fit.

Nothing is asked of a font: widths stand in a table, in thousandths of the font size, measured on
a bold humanist sans serif (the widest style a badge uses) and for scripts without a row of their
own taken on the wide side. Lines break at spaces, after hyphens and strokes, between ideographs,
and inside a word only when nothing else helps; combining marks stay with their letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = [
    "Lines",
    "clean",
    "clusters",
    "fit_line",
    "is_measured",
    "is_wide",
    "reads_from_right",
    "set_words",
    "width",
]

_ADVANCES: Final = {
    260: " \u00a0",
    290: "ijl'.:!,;’‘·",
    330: "-()[]J`‐‑",
    400: "fItr/\\{}",
    490: 'zsc?"“”*|',
    560: "LEFS_–",
    580: "vyxTZ0123456789+<=>^~$€",
    630: "aekobdgpqPYu",
    665: "CVhnRKB#X&",
    710: "AGD",
    780: "UHOQN",
    910: "wM@%",
    980: "mW—…",
}
_WIDTHS: Final = {character: size for size, row in _ADVANCES.items() for character in row}
_WIDE_CYRILLIC: Final = frozenset("ЖМШЩЮФЫЊЉжмшщюфыњљ")
_BY_SCRIPT: Final = {
    "GREEK": (720, 630),
    "CYRILLIC": (740, 665),
    "ARABIC": (690, 690),
    "HEBREW": (620, 620),
    "DEVANAGARI": (730, 730),
    "THAI": (640, 640),
}
_TALL: Final = frozenset({"ARABIC", "DEVANAGARI", "HEBREW", "THAI"})
_SHARES: Final = tuple(share / 20 for share in range(7, 21))
_IDEOGRAPH: Final = 1000
_PICTURE: Final = 1250
_UNKNOWN: Final = 800
_ELLIPSIS: Final = "…"
_HYPHEN: Final = "-"
_LONGEST: Final = 300
_JOINERS: Final = frozenset("\u200d\u034f\u2060")
_HIDDEN: Final = frozenset("\u061c\u200e\u200f\ufeff")
_BREAK_AFTER: Final = frozenset("-‐–—/·")
_NO_LINE_START: Final = frozenset("、。，．・：；？！）］｝」』】〕〉》ーっッ!?,.;:)]}")


@dataclass(frozen=True, slots=True)
class Lines:
    """Words as they are set: their lines, the font size, and the height from line to line."""

    lines: tuple[str, ...]
    size: float
    leading: float


class _Piece(NamedTuple):
    """Letters that stay on one line: how wide, and how wide at its end, with what hyphen."""

    text: str
    width: float
    at_end: float
    hyphen: str


def clean(text: str) -> str:
    """The text as it may be drawn: one kind of space, nothing invisible that steers direction."""
    kept = "".join(
        "\ufffd" if _is_unwritable(character) else character
        for character in unicodedata.normalize("NFC", text)
        if character not in _HIDDEN
        and not "\u202a" <= character <= "\u202e"
        and not "\u2066" <= character <= "\u2069"
    )
    return " ".join(kept.split())


def _is_unwritable(character: str) -> bool:
    """Whether XML cannot carry the character, or nobody could see it."""
    if character.isspace():
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & 0xFFFE == 0xFFFE


def clusters(text: str) -> list[str]:
    """The text in pieces that must not be parted: a letter with its marks, a joined emoji."""
    pieces: list[str] = []
    for character in text:
        if pieces and (
            _clings(character) or pieces[-1][-1] in _JOINERS or _pairs(pieces[-1], character)
        ):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _clings(character: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_tag = "\U000e0020" <= character <= "\U000e007f"
    return (
        is_skin_tone or is_tag or character in _JOINERS or unicodedata.category(character)[0] == "M"
    )


def _pairs(piece: str, character: str) -> bool:
    """Whether two letters make a flag."""
    return len(piece) == 1 and all(
        "\U0001f1e6" <= one <= "\U0001f1ff" for one in (piece, character)
    )


def is_measured(text: str) -> bool:
    """Whether every width comes from the table rather than from a guess about a script."""
    return all(_base(character) in _WIDTHS for character in text)


def reads_from_right(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX #9 P2)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def width(text: str, *, spacing: float = 0) -> float:
    """The width of the text at font size 1, in bold, with `spacing` added for each letter."""
    pieces = clusters(text)
    return sum(_cluster_width(piece) for piece in pieces) / 1000 + spacing * len(pieces)


@lru_cache(maxsize=4096)
def _cluster_width(piece: str) -> int:
    base = _base(piece[0])
    if base in _WIDTHS:
        return _WIDTHS[base]
    if is_wide(base):
        is_picture = unicodedata.category(base) == "So"
        return _PICTURE if is_picture else _IDEOGRAPH
    if unicodedata.category(base)[0] == "M" or unicodedata.category(base) == "Cf":
        return 0
    if base in _WIDE_CYRILLIC:
        return 960
    upper, lower = _BY_SCRIPT.get(_script(base), (_UNKNOWN, _UNKNOWN))
    return upper if base.isupper() else lower


def _script(character: str) -> str:
    """The script of a character, as far as its name begins with it."""
    return unicodedata.name(character, "").partition(" ")[0]


def _base(character: str) -> str:
    """The letter under an accent: é is as wide as e."""
    return unicodedata.normalize("NFD", character)[0]


def fit_line(text: str, *, room: float, sizes: Sequence[float], spacing: float = 0) -> Lines:
    """One line in the largest of `sizes` that fits into `room`, cut with an ellipsis if none does.

    `spacing` is what is added between letters, in units of the font size.
    """
    pieces = clusters(text)
    for size in sizes:
        if width(text, spacing=spacing) * size <= room:
            return Lines((text,), size, size)
    smallest = sizes[-1]
    return Lines((_cut(pieces, room / smallest, spacing),), smallest, smallest)


def _cut(pieces: list[str], room: float, spacing: float = 0) -> str:
    left = room - width(_ELLIPSIS) - spacing
    kept = []
    for piece in pieces:
        left -= _cluster_width(piece) / 1000 + spacing
        if left < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + _ELLIPSIS


def set_words(
    text: str,
    *,
    most: int,
    rooms: Callable[[int, float], list[float]],
    sizes: Sequence[float],
) -> Lines:
    """Set words in balanced lines, at `most` so many, as large as they fit.

    `rooms(lines, leading)` says how wide each line may be; `sizes` go from large to small. Words
    stay whole where any size allows it; then they are broken; then the end is cut with an ellipsis.
    """
    leading = _leading_of(text)
    narrowest = rooms(most, sizes[-1] * leading)
    words = _words(text)
    broken = _broken(words, min(narrowest) / sizes[-1] - width(_HYPHEN))
    choices = [_measured(words), _measured(broken)]
    for pieces in choices:
        for size in sizes:
            for count in range(1, most + 1):
                lines = _balanced(pieces, [each / size for each in rooms(count, size * leading)])
                if lines:
                    return Lines(tuple(lines), size, size * leading)
    lines = _cropped(choices[-1], [each / sizes[-1] for each in narrowest])
    return Lines(tuple(lines), sizes[-1], sizes[-1] * leading)


def _leading_of(text: str) -> float:
    """Line height over font size: more for scripts with marks above and below."""
    return 1.36 if any(_script(character) in _TALL for character in text) else 1.15


def _words(text: str) -> list[str]:
    """Pieces between which a line may break; a space belongs to the piece before it."""
    joined: list[str] = []
    for piece in clusters(text)[:_LONGEST]:
        if joined and not _may_break(joined[-1][-1], piece[0]):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _broken(words: list[str], widest: float) -> list[str]:
    """The same, but words that are wider than `widest` may be broken anywhere."""
    pieces: list[str] = []
    for word in words:
        bare = word.rstrip()
        if width(bare) <= widest:
            pieces.append(word)
        else:
            letters = clusters(bare)
            pieces += [*letters[:-1], letters[-1] + word[len(bare) :]]
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_LINE_START:
        return False
    return before == " " or before in _BREAK_AFTER or is_wide(before) or is_wide(after)


def is_wide(character: str) -> bool:
    """Whether the character fills a square: ideographs, kana, hangul, most pictures."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _measured(texts: list[str]) -> list[_Piece]:
    pieces = []
    for text, after in zip(texts, [*texts[1:], ""], strict=True):
        hyphen = _HYPHEN if after and _parts_word(text, after) else ""
        pieces.append(_Piece(text, width(text), width(text.rstrip() + hyphen), hyphen))
    return pieces


def _parts_word(before: str, after: str) -> bool:
    """Whether a break between two pieces parts a word of an alphabet that uses hyphens."""
    return all(one.lower() != one.upper() for one in (before[-1], after[0]))


def _balanced(pieces: list[_Piece], rooms: list[float]) -> list[str] | None:
    """Lines that fill their rooms alike, or nothing when the pieces do not fit.

    The rooms are narrowed together as far as the pieces still fit.
    """
    if sum(piece.width for piece in pieces) > sum(rooms) + 1:
        return None
    for share in _SHARES:
        lines, rest = _filled(pieces, [room * share for room in rooms])
        if not rest and all(lines):
            return lines
    return None


def _filled(pieces: list[_Piece], rooms: list[float]) -> tuple[list[str], list[_Piece]]:
    """One line after the other, each as full as it gets; and the pieces left over."""
    lines: list[str] = []
    at = 0
    for room in rooms:
        start, used = at, 0.0
        while at < len(pieces) and used + pieces[at].at_end <= room:
            used += pieces[at].width
            at += 1
        line = "".join(piece.text for piece in pieces[start:at]).rstrip()
        lines.append(line + pieces[at - 1].hyphen if line else line)
    return lines, pieces[at:]


def _cropped(pieces: list[_Piece], rooms: list[float]) -> list[str]:
    """Lines filled one after the other, the last cut with an ellipsis."""
    lines, rest = _filled(pieces, rooms[:-1])
    return [*lines, _cut(clusters("".join(piece.text for piece in rest)), rooms[-1])]
