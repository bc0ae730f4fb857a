"""What each column of a table holds, and how its dates are written: guessed, to be confirmed.

Headings are known in many languages (`testamur.credentials.recipients`); where a heading says
nothing, the cells may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from testamur.credentials.members import canonical_email
from testamur.credentials.recipients import DATE_ORDERS, DateForm
from testamur.credentials.recipients.columns import columns_of
from testamur.errors import Refused

__all__ = ["date_examples", "guess_columns", "guess_date_form", "read_date"]

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_THREE_NUMBERS: Final = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})\Z")
_MONTHS: Final = 12


def guess_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Which column holds which field, as far as it can be told."""
    try:
        places = dict(columns_of(headings, named={}).places)
    except Refused:
        places = _one_by_one(headings)
    _guess_by_cells("email", _is_address, places, rows, len(headings))
    _guess_by_cells("date", _is_date, places, rows, len(headings))
    return places


def guess_date_form(texts: Sequence[str]) -> str:
    """One of `DATE_ORDERS`, or "" where all are written as ISO 8601 or it cannot be told."""
    parts = [found.groups() for text in texts if (found := _THREE_NUMBERS.match(text))]
    numbers = [tuple(map(int, some)) for some in parts if len(some[0]) <= 2]
    if any(len(some[0]) == 4 for some in parts) and not numbers:
        return "" if all(map(_ISO.match, filter(None, texts))) else "year first"
    if any(first > _MONTHS for first, _, _ in numbers):
        return "day first"
    if any(second > _MONTHS for _, second, _ in numbers):
        return "month first"
    return ""


def date_examples(texts: Sequence[str]) -> Mapping[str, str]:
    """What the first date of the list means in each order: order to ISO day, where it means one."""
    told: dict[str, str] = {}
    first = next((text for text in texts if text), "")
    for order in ("", *DATE_ORDERS):
        try:
            told[order] = read_date(first, order)
        except Refused:
            continue
    return told


def read_date(text: str, order: str) -> str:
    """The day that `text` names, in the form of ISO 8601; raises `Refused`."""
    return f"{DateForm(order or None).read(text):%Y-%m-%d}"


def _one_by_one(headings: Sequence[str]) -> dict[str, int]:
    """Where two columns claim one field, the first has it."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for field in columns_of([heading], named={}).places:
            places.setdefault(field, place)
    return places


def _guess_by_cells(
    field: str,
    fits: Callable[[str], bool],
    places: dict[str, int],
    rows: Sequence[Sequence[str]],
    width: int,
) -> None:
    if field in places:
        return
    for place in range(width):
        cells = [row[place] for row in rows[:50] if place < len(row) and row[place]]
        if place not in places.values() and cells and all(map(fits, cells)):
            places[field] = place
            return


def _is_address(text: str) -> bool:
    try:
        return bool(canonical_email(text))
    except Refused:
        return False


def _is_date(text: str) -> bool:
    return bool(_ISO.match(text) or _THREE_NUMBERS.match(text))
