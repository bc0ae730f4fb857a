"""A mapping: which column of a file of postings says what, and where the file comes from.

A JSON document of version 1, dated, which a person can read, keep and change:

    {"version": 1, "made": "2026-05-01",
     "source": "City jobs", "licence": "Public domain", "retrieved": "2026-04-30",
     "fields": {"title": {"column": "Business Title"},
                "region": {"value": "New York City"},
                "skills": {"column": "tags", "separator": ";"},
                "posted": {"column": "Posting Date", "form": "%Y-%m-%d"}},
     "year": {"hour": 2080, "day": 260}}

A field is taken from a column, or is one value for the whole file. `form` is that of
`datetime.strptime`; without it a date is read as ISO 8601 writes it. `year` says how many hours,
days or weeks of pay make a year, so that no figure rests on a guess of ours; where a period is not
in it, a salary of that period cannot be told by the year and is refused. `periods` says which word
of the file means which period.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from testamur.encoding import JsonObject, parse_json
from testamur.errors import Refused

__all__ = ["FIELDS", "NEEDED", "PERIODS", "Field", "FileMapping", "mapping_of", "read_mapping"]

VERSION: Final = 1

FIELDS: Final[Table[str, str]] = {
    "id": "what the source calls the posting",
    "title": "the title of the job",
    "text": "what the posting says",
    "skills": "skills that the source names itself, as identifiers",
    "occupation": "the kind of work",
    "region": "where the work is",
    "employer": "who looks for somebody",
    "posted": "the day it was published",
    "salary_from": "the least pay",
    "salary_to": "the most pay",
    "period": "what the pay is for: hour, day, week, month or year",
    "currency": "the currency of the pay, three letters",
}
"""Each field of a posting, and what it means."""

NEEDED: Final = ("title", "posted")
"""What every posting must say."""

PERIODS: Final = ("hour", "day", "week", "month", "year")

_USUAL_YEAR: Final = MappingProxyType({"year": 1.0, "month": 12.0})
_WORDS: Final = MappingProxyType(
    dict(zip(PERIODS, PERIODS, strict=True))
    | {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}
    | {"annual": "year", "annually": "year", "yearly": "year", "per annum": "year"}
)
_LONGEST: Final = 500
_MEMBERS: Final = frozenset(
    {"version", "made", "source", "licence", "attribution", "retrieved"}
    | {"fields", "year", "periods", "language"}
)


@dataclass(frozen=True, slots=True)
class Field:
    """Where one field comes from: a column, or one value for all; "" where it is not that."""

    column: str = ""
    value: str = ""
    form: str = ""
    separator: str = ""

    def as_json(self) -> JsonObject:
        """The field as a mapping states it."""
        told = {
            "column": self.column,
            "value": self.value,
            "form": self.form,
            "separator": self.separator,
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How one kind of file is read, and the words that every figure from it carries."""

    source: str
    licence: str
    retrieved: date
    made: date
    fields: Table[str, Field]
    attribution: str = ""
    language: str = ""
    year: Table[str, float] = field(default_factory=lambda: _USUAL_YEAR)
    """How many of each period make a year."""
    periods: Table[str, str] = field(default_factory=lambda: _WORDS)
    """What a word of the file means, folded to lower case: a period."""

    def as_json(self) -> JsonObject:
        """The document of it."""
        told: JsonObject = {
            "version": VERSION,
            "made": self.made.isoformat(),
            "source": self.source,
            "licence": self.licence,
            "attribution": self.attribution,
            "retrieved": self.retrieved.isoformat(),
            "language": self.language,
            "fields": {name: one.as_json() for name, one in self.fields.items()},
            "year": dict(self.year),
            "periods": {
                word: period for word, period in self.periods.items() if word not in _WORDS
            },
        }
        return {name: value for name, value in told.items() if value not in ("", {})}

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, but for the day it was made: the same saying, the same load."""
        told = {name: value for name, value in self.as_json().items() if name != "made"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def read_mapping(text: bytes | str) -> FileMapping:
    """The mapping that a JSON text states; raises `Refused` (`market.mapping-malformed`)."""
    return mapping_of(parse_json(text.encode() if isinstance(text, str) else text))


def mapping_of(told: object) -> FileMapping:
    """The mapping that a JSON value states; raises `Refused` (`market.mapping-malformed`)."""
    if not isinstance(told, dict):
        raise _malformed("a mapping is a JSON object")
    if told.get("version") != VERSION:
        raise _malformed(f"its version is not {VERSION}", "/version")
    if unknown := sorted(set(told) - _MEMBERS):
        raise _malformed(f"{unknown[0]!r:.60} is no member of a mapping", f"/{unknown[0]:.60}")
    return FileMapping(
        source=_text(told, "source", is_needed=True),
        licence=_text(told, "licence", is_needed=True),
        attribution=_text(told, "attribution"),
        language=_text(told, "language"),
        retrieved=_day(told, "retrieved"),
        made=_day(told, "made"),
        fields=_fields(told.get("fields")),
        year={**_USUAL_YEAR, **_year(told.get("year", {}))},
        periods={**_WORDS, **_periods(told.get("periods", {}))},
    )


def _malformed(detail: str, pointer: str = "") -> Refused:
    return Refused.because("market.mapping-malformed", detail, pointer)


def _text(told: Table[str, Any], name: str, *, is_needed: bool = False, at: str = "") -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _malformed(f"{name} is a text of at most {_LONGEST} characters", f"{at}/{name}")
    if is_needed and not value.strip():
        raise _malformed(f"it does not state its {name}", f"{at}/{name}")
    return value if name in {"separator", "column"} else value.strip()


def _day(told: Table[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(told[name])
    except (KeyError, TypeError, ValueError):
        raise _malformed(f"{name} is a day, such as 2026-05-01", f"/{name}") from None


def _fields(told: object) -> dict[str, Field]:
    if not isinstance(told, dict):
        raise _malformed("fields is an object: each field and where it comes from", "/fields")
    if unknown := sorted(set(told) - set(FIELDS)):
        raise _malformed(f"no field is called {unknown[0]!r:.60}", f"/fields/{unknown[0]:.60}")
    fields = {name: _field(told[name], name) for name in FIELDS if name in told}
    for name in NEEDED:
        if name not in fields:
            raise _malformed(f"it does not say where the {name} stands", f"/fields/{name}")
    if not fields["posted"].column:
        raise _malformed("one day for the whole file is no date of a posting", "/fields/posted")
    return fields


def _field(told: object, name: str) -> Field:
    at = f"/fields/{name}"
    if not isinstance(told, dict) or set(told) - {"column", "value", "form", "separator"}:
        raise _malformed(f"{name} has column or value, and form or separator", at)
    members = ("column", "value", "form", "separator")
    found = Field(*(_text(told, member, at=at) for member in members))
    if bool(found.column) == bool(found.value):
        raise _malformed(f"{name} names either a column or a value", at)
    return found


def _year(told: object) -> dict[str, float]:
    if not isinstance(told, dict) or set(told) - set(PERIODS):
        raise _malformed("year says how many hours, days, weeks or months make one", "/year")
    for name, count in told.items():
        if isinstance(count, bool) or not isinstance(count, int | float) or not 0 < count <= 8784:
            raise _malformed(f"a year has no {count!r:.30} of {name}", f"/year/{name}")
    return {name: float(count) for name, count in told.items()}


def _periods(told: object) -> dict[str, str]:
    if not isinstance(told, dict) or set(map(str, told.values())) - set(PERIODS):
        raise _malformed(f"periods says which word means {', '.join(PERIODS)}", "/periods")
    return {word.strip().casefold(): period for word, period in told.items()}
