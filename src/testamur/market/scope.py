"""What a figure is asked of: which postings, within which months, and how sure of their skills."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from testamur.encoding import JsonObject
from testamur.errors import Refused

__all__ = ["LEAST", "Scope", "month_after", "months_between"]

LEAST: Final = 0.5
"""How likely a posting must ask for a skill to be counted: likelier than not."""

_MONTH: Final = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of the postings: "" and () mean all. Months are written `2026-05`, both counted in.

    Raises `Refused` (`market.scope-malformed`).
    """

    region: str = ""
    occupation: str = ""
    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = field(default=())
    least: float = LEAST
    """How likely a posting must ask for a skill to be counted."""

    def __post_init__(self) -> None:
        for name, month in (("since", self.since), ("until", self.until)):
            if month and not _MONTH.fullmatch(month):
                told = f"{month!r:.20} is no month such as 2026-05"
                raise Refused.because("market.scope-malformed", told, f"/{name}")
        if self.since and self.until and self.since > self.until:
            told = f"{self.since} is after {self.until}"
            raise Refused.because("market.scope-malformed", told, "/since")
        if not 0 <= self.least <= 1:
            told = f"a likelihood is between 0 and 1, not {self.least}"
            raise Refused.because("market.scope-malformed", told, "/least")

    def as_json(self) -> JsonObject:
        """The scope, what is not narrowed left out."""
        told: JsonObject = {
            "region": self.region,
            "occupation": self.occupation,
            "since": self.since,
            "until": self.until,
            "sources": list(self.sources),
        }
        return {name: value for name, value in told.items() if value} | {"least": self.least}


def month_after(month: str, count: int = 1) -> str:
    """The month `count` after another; before it where `count` is negative."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both counted in."""
    count = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    return tuple(month_after(first, at) for at in range(count))
