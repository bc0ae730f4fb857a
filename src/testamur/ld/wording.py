"""The wording of a shape: the text of its documents, written around the slots and read back.

Texts are compact JSON in one order of members. A text that is read back differs from what is
written here in the slots' strings alone, and these stand in it as they are: so it is JSON, no
member stands twice in it, and it says nothing that a document of the shape would not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TypeVar

import orjson

from testamur.errors import Refused

__all__ = ["Wording", "picker"]

_Text = TypeVar("_Text", str, bytes)


class Wording:
    """A text with marks in its slots, to be filled and to be recognised."""

    __slots__ = ("_first", "_in_text_order", "_later", "_pieces", "_slot_order", "_slots")

    def __init__(self, pieces: Sequence[str], slots: Sequence[int]) -> None:
        """The text `pieces`, between which stand these slots, each of them once."""
        self._slots = tuple(slots)
        self._pieces = [""] * (2 * len(pieces) - 1)
        self._pieces[::2] = pieces
        self._first, *later = pieces
        self._later = [(piece, len(piece)) for piece in later]
        self._in_text_order = picker(slots)
        self._slot_order = picker([slots.index(slot) for slot in range(len(slots))])

    @classmethod
    def of(cls, marked: str, mark: re.Pattern[str]) -> Wording:
        """Cut `marked` at every `mark`, which captures the number of a slot."""
        parts = mark.split(marked)
        return cls(parts[::2], [int(slot) for slot in parts[1::2]])

    def with_last_member(self, before: str, after: str) -> Wording:
        """The wording of these objects with a member more, in which stands one slot more."""
        *others, last = self._pieces[::2]
        pieces = [*others, f"{last.removesuffix('}')},{before}", f"{after}}}"]
        return Wording(pieces, [*self._slots, len(self._slots)])

    def write(self, values: Sequence[str]) -> str:
        """The text with `values` in the slots, in the slots' order; raises `Refused`."""
        return self.write_plain([_json_text(value) for value in values])

    def write_plain(self, values: Sequence[str]) -> str:
        """The same for values that stand in JSON as they are."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._in_text_order(values)
        return "".join(pieces)

    def read(self, text: str) -> tuple[str, ...] | None:
        """What stands in the slots of `text`, in their order; None where it is worded otherwise.

        Nothing is unescaped: what was read is what was meant only where all of it is plain.
        """
        if not text.startswith(self._first):
            return None
        at, found = len(self._first), []
        for piece, length in self._later:
            end = text.find('"', at)
            if end < 0 or not text.startswith(piece, end):
                return None
            found.append(text[at:end])
            at = end + length
        return self._slot_order(found) if at == len(text) else None


def picker(places: Sequence[int]) -> Callable[[Sequence[_Text]], tuple[_Text, ...]]:
    """What takes the things at these places out of a sequence, always as a tuple."""
    if len(places) == 1:
        only = places[0]
        return lambda things: (things[only],)
    return itemgetter(*places) if places else lambda _things: ()


def _json_text(value: str) -> str:
    """What stands between the quotation marks of a JSON string."""
    try:
        return orjson.dumps(value).decode()[1:-1]
    except TypeError:
        raise Refused.because("json.malformed", "a value holds a lone surrogate") from None
