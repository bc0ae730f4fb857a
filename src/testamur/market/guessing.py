"""A first mapping for a file nobody has mapped yet, from its column names and first rows.

It is a proposal that a person looks through: source and licence are never guessed and stand as a
sentence that says so; a field that no column is named for is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from testamur.errors import Refused
from testamur.market.mapping import NEEDED, Field, FileMapping
from testamur.market.rows import LIST_SEPARATOR, columns_of, rows_of

__all__ = ["NOT_STATED", "guess_mapping"]

NOT_STATED: Final = "not stated: write it here"
"""What stands for a source and a licence that nobody stated yet."""

_LOOKED_AT: Final = 200
_WORDS: Final[Mapping[str, str]] = {
    "id": "job id, posting id, control number, identifier, id, uuid",
    "title": "business title, job title, position title, title, position, role",
    "text": "job description, description, text, body, duties, summary",
    "skills": "skills, skill uris, tags, competencies",
    "occupation": "occupation, occupation series, esco, isco, soc, job category, category",
    "region": "region, state, location, work location, city, county, country",
    "employer": "employer, company, hiring organization.name, agency, organisation, organization, "
    "department",
    "posted": "posting date, date posted, posted, open date, published, date, created, created at",
    "salary_from": "salary range from, salary from, salary min, min salary, salary",
    "salary_to": "salary range to, salary to, salary max, max salary",
    "period": "salary frequency, salary period, pay period, period, frequency",
    "currency": "salary currency, currency",
}
"""Each field, and what its column tends to be called, the likeliest first."""

_FORMS: Final = ("", "%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d", "%d %B %Y")
_SEPARATORS: Final = ("; ", ";", "|", LIST_SEPARATOR, ", ")
_LISTS: Final = ("skills", "occupation")
_BREAK: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[^a-zA-Z0-9.]+")


def guess_mapping(path: Path, *, at: date) -> FileMapping:
    """A mapping to begin with; raises `Refused` (`market.mapping-misfit` and what reading may).

    `at` is today: the day it is made, and the day the file was retrieved until somebody says which.
    """
    columns = columns_of(path)
    rows = list(islice(rows_of(path), _LOOKED_AT))
    found = _columns(columns)
    for name in NEEDED:
        if name not in found:
            told = f"no column of {path.name} looks like the {name} of a posting"
            raise Refused.because("market.mapping-misfit", told, f"/fields/{name}")
    fields = {name: _field(name, column, rows) for name, column in found.items()}
    if "salary_from" in fields:
        fields.setdefault("period", Field(value="year"))
    return FileMapping(source=NOT_STATED, licence=NOT_STATED, retrieved=at, made=at, fields=fields)


def _columns(columns: Iterable[str]) -> dict[str, str]:
    """The column of each field, each column once."""
    named = {_BREAK.sub(" ", column).strip().lower(): column for column in reversed([*columns])}
    found: dict[str, str] = {}
    for name, words in _WORDS.items():
        for word in words.split(", "):
            column = named.get(word)
            if column and column not in found.values():
                found[name] = column
                break
    return found


def _field(name: str, column: str, rows: Sequence[Mapping[str, str]]) -> Field:
    cells = [cell for row in rows if (cell := row.get(column, "").strip())]
    if name == "posted":
        return Field(column=column, form=_form(cells))
    if name in _LISTS:
        return Field(column=column, separator=_separator(cells))
    return Field(column=column)


def _form(cells: Sequence[str]) -> str:
    """The form that reads the most dates; of equals the first."""
    return max(_FORMS, key=lambda form: sum(_is_date(cell, form) for cell in cells))


def _is_date(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form) if form else datetime.fromisoformat(cell)  # noqa: DTZ007 -- a day
    except ValueError:
        return False
    return True


def _separator(cells: Sequence[str]) -> str:
    """What takes several apart, where any does; a comma only where half of the cells have it."""
    for one in _SEPARATORS:
        often = sum(one in cell for cell in cells)
        if often and (one != ", " or often * 2 > len(cells)):
            return one
    return ""
