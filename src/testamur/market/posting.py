"""One posting as it counts: a row of any file, read by its mapping, or why it cannot be.

Rules kept here: an empty cell is "not stated" and becomes None, never 0; a pay of 0 is not stated;
a pay is told by the year with the factor that the mapping states; text is not kept, only a digest
of it, by which repeats are known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.market.mapping import Field, FileMapping
from testamur.problems import Problem

__all__ = ["Posting", "posting_of"]

FIRST_DAY: Final = date(1990, 1, 1)
_MOST_PAY: Final = 1e9
_MOST_SKILLS: Final = 200
_LONGEST: Final = 500
_SPACES: Final = re.compile(r"\s+")
_AMOUNT: Final = re.compile(r"[^0-9-]{0,4}?(-?[0-9][0-9.,' ]*) ?(?:[A-Z]{3}|[€$£])?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting, normalised. `pay` is the middle of what is offered, by the year, in `currency`.

    `digest` is of employer, title and text, "" where there is no text; `text` is what skills are
    looked for in and is not kept; `skills` are those that the source names itself.
    """

    id: str
    title: str
    posted: date
    occupation: str | None
    region: str | None
    employer: str | None
    pay: float | None
    currency: str | None
    skills: tuple[str, ...]
    text: str
    digest: str

    def as_json(self) -> JsonObject:
        """The posting as a dry run shows it."""
        return {
            "id": self.id,
            "title": self.title,
            "posted": self.posted.isoformat(),
            "occupation": self.occupation,
            "region": self.region,
            "employer": self.employer,
            "pay": self.pay,
            "currency": self.currency,
            "skills": list(self.skills),
            "text": self.text[:120],
        }


def posting_of(
    row: Mapping[str, str], mapping: FileMapping, *, until: date
) -> tuple[Posting, Problem | None]:
    """The posting that a row states, and what is wrong with its pay, which then is not stated.

    `until` is the last day that a posting can have been published. Raises `Refused`
    (`market.row-incomplete`, `market.row-date`), its pointer the field.
    """
    cells = {name: _cell(row, one) for name, one in mapping.fields.items()}
    title = cells["title"]
    if not title:
        raise _refused("market.row-incomplete", "it has no title", "title")
    posted = _posted(cells["posted"], mapping.fields["posted"], until=until)
    pay, currency, fault = None, None, None
    try:
        pay, currency = _paid(cells, mapping)
    except Refused as refused:
        fault = refused.problem
    text, employer = cells.get("text", ""), cells.get("employer", "")
    posting = Posting(
        id=cells.get("id", "") or _without_id(cells),
        title=title,
        posted=posted,
        occupation=_first(cells, mapping, "occupation"),
        region=_first(cells, mapping, "region"),
        employer=employer or None,
        pay=pay,
        currency=currency,
        skills=tuple(dict.fromkeys(_several(cells, mapping, "skills")))[:_MOST_SKILLS],
        text=text,
        digest=_digest(employer, title, text) if text else "",
    )
    return posting, fault


def _refused(code: str, detail: str, name: str) -> Refused:
    return Refused(Problem(code, detail, f"/{name}"))


def _cell(row: Mapping[str, str], one: Field) -> str:
    if one.value:
        return one.value
    cell = row.get(one.column, "").replace("\x00", "")
    return cell.strip() if one.separator else _SPACES.sub(" ", cell).strip()


def _posted(text: str, one: Field, *, until: date) -> date:
    if not text:
        raise _refused("market.row-incomplete", "it does not say when it was published", "posted")
    try:
        day = (
            datetime.strptime(text, one.form).date()  # noqa: DTZ007 -- a day has no zone
            if one.form
            else datetime.fromisoformat(text).date()
        )
    except ValueError:
        told = f"{text!r:.40} is no date" + (f" of the form {one.form}" if one.form else "")
        raise _refused("market.row-date", told, "posted") from None
    if not FIRST_DAY <= day <= until:
        told = f"{day} is before {FIRST_DAY} or after the file was retrieved, {until}"
        raise _refused("market.row-date", told, "posted")
    return day


def _several(cells: Mapping[str, str], mapping: FileMapping, name: str) -> Iterator[str]:
    one = mapping.fields.get(name)
    cell = cells.get(name, "")
    for part in cell.split(one.separator) if one and one.separator else [cell]:
        if told := _SPACES.sub(" ", part).strip():
            yield told[:_LONGEST]


def _first(cells: Mapping[str, str], mapping: FileMapping, name: str) -> str | None:
    return next(_several(cells, mapping, name), None)


def _paid(cells: Mapping[str, str], mapping: FileMapping) -> tuple[float | None, str | None]:
    pay = _pay(cells, mapping)
    return pay, None if pay is None else _currency(cells.get("currency", ""))


def _currency(text: str) -> str:
    if not text:
        raise _refused("market.row-pay", "its pay has no currency", "currency")
    if not _CURRENCY.fullmatch(text.upper()):
        raise _refused(
            "market.row-pay", f"{text!r:.20} is no currency of three letters", "currency"
        )
    return text.upper()


def _pay(cells: Mapping[str, str], mapping: FileMapping) -> float | None:
    """The middle of the pay, by the year; None where it is not stated."""
    found = [_amount(cells.get(name, ""), name) for name in ("salary_from", "salary_to")]
    amounts = [one for one in found if one]
    if not amounts:
        return None
    if amounts != sorted(amounts):
        raise _refused("market.row-pay", "its least pay is more than its most", "salary_from")
    word = cells.get("period", "").casefold()
    period = mapping.periods.get(word)
    if period is None:
        raise _refused("market.row-pay", f"its pay is for no known period: {word!r:.30}", "period")
    if period not in mapping.year:
        told = f"the mapping does not say how many times a {period} makes a year"
        raise _refused("market.row-pay", told, "period")
    return round(sum(amounts) / len(amounts) * mapping.year[period], 2)


def _amount(text: str, name: str) -> float | None:
    if not text:
        return None
    found = _AMOUNT.fullmatch(text)
    bare = re.sub("[' ]", "", found[1]) if found else ""
    try:
        amount = float(_POINTED[_has_comma_decimals(bare)](bare))
    except ValueError:
        raise _refused("market.row-pay", f"{text!r:.40} is no amount", name) from None
    if not 0 <= amount <= _MOST_PAY:
        raise _refused("market.row-pay", f"{text!r:.40} is out of reach", name)
    return amount or None


def _has_comma_decimals(text: str) -> bool:
    """Whether the comma is the sign of decimals: `1.234,50` and `17,9`, but not `52,524`."""
    whole, comma, rest = text.rpartition(",")
    return bool(comma) and ("." in whole or (len(rest) != 3 and "." not in rest))


_POINTED: Final[Mapping[bool, Callable[[str], str]]] = {
    True: lambda text: text.replace(".", "").replace(",", "."),
    False: lambda text: text.replace(",", ""),
}


def _digest(*texts: str) -> str:
    folded = "\n".join(_SPACES.sub(" ", text).strip().casefold() for text in texts)
    return hashlib.sha256(folded.encode()).hexdigest()[:32]


def _without_id(cells: Mapping[str, str]) -> str:
    """A name for a posting that its source gives none: two rows alike in all are one."""
    return f"sha256:{_digest(*(cells[name] for name in sorted(cells)))}"
