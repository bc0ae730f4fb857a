"""Dates as people write them in a list, read in one declared way or not at all.

Rules kept here:

- ISO 8601 (`2026-05-31`, `2026-05-31T14:00+02:00`) is always read; anything else only in the order
  or `strptime` form that the caller declares, never by what would happen to fit;
- a day means its first moment in the zone of the list, or in UTC where none is declared;
- a time of day needs a zone; a local time that the clocks skipped or ran through twice is refused.
"""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from testamur.errors import Refused

__all__ = ["DATE_ORDERS", "DateForm"]

DATE_ORDERS: Final = ("day first", "month first", "year first")
"""The orders that can be declared by name; any other form is written for `strptime`."""

_FIRST_YEAR: Final = 1900
_LAST_MINUTE: Final = 59
_ORDER_OF: Final = {"day first": "dmy", "month first": "mdy", "year first": "ymd"}

_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)? ?(Z|[+-]\d\d(?::?\d\d)?)?)?\Z",
    re.ASCII,
)
_LONG_YEAR: Final = re.compile(r"[+-]?\d{5,}-\d\d-\d\d", re.ASCII)
_DAY_NUMBER: Final = re.compile(r"\d{4,5}(?:[.,]\d+)?\Z", re.ASCII)
_PARTS: Final = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateForm:
    """How the dates of one list are written, and where its clocks stand.

    `written` is one of `DATE_ORDERS`, a form for `strptime` that holds a year, or None for ISO
    8601 alone. Raises `Refused` with `value.unknown-choice` for any other.
    """

    written: str | None = None
    _: KW_ONLY
    zone: tzinfo | None = None

    def __post_init__(self) -> None:
        if self.written is None or self.written in DATE_ORDERS:
            return
        sample = datetime(2026, 5, 31, 14, 30, tzinfo=UTC)
        try:
            told = datetime.strptime(sample.strftime(self.written), self.written).date()  # noqa: DTZ007
        except ValueError:
            told = None
        if told != sample.date():
            wanted = f"{', '.join(map(repr, DATE_ORDERS))} or a form such as '%d.%m.%Y'"
            raise Refused.because(
                "value.unknown-choice", f"{self.written!r:.40} is not {wanted}", "/dateFormat"
            )

    def read(self, text: str) -> datetime:
        """The moment that `text` names, in UTC; raises `Refused` with a `date.*` problem."""
        if found := _ISO.match(text):
            return self._moment(text, _iso_moment(text, found), has_time=found[4] is not None)
        _refuse_numbers(text)
        if self.written in _ORDER_OF:
            moment = datetime.combine(_in_order(text, _ORDER_OF[self.written]), time())
            return self._moment(text, moment, has_time=False)
        if self.written:
            return self._moment(text, _in_form(text, self.written), has_time=self._tells_time())
        if _PARTS.match(text):
            told = f"{text!r:.40} can be read as day, month or year first"
            raise Refused.because("date.undeclared", told)
        raise _malformed(text, "is not a date written like 2026-05-31")

    def _tells_time(self) -> bool:
        return bool(re.search(r"%-?[HIcXTRr]", self.written or ""))

    def _moment(self, text: str, moment: datetime, *, has_time: bool) -> datetime:
        if moment.year < _FIRST_YEAR:
            raise _impossible(text, f"lies before the year {_FIRST_YEAR}")
        if moment.tzinfo is None:
            moment = self._placed(text, moment) if has_time else self._first_moment(moment)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise _impossible(text, "lies outside the calendar") from None

    def _first_moment(self, day: datetime) -> datetime:
        return day.replace(tzinfo=self.zone or UTC)

    def _placed(self, text: str, local: datetime) -> datetime:
        if self.zone is None:
            told = f"{text!r:.40} names a time of day without its zone"
            raise Refused.because("date.no-zone", told)
        earlier, later = (local.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        if earlier.utcoffset() == later.utcoffset():
            return earlier
        back = earlier.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
        if back == local:
            told = f"{text!r:.40} came twice that day, when the clocks went back"
            raise Refused.because("date.undeclared", told)
        raise _impossible(text, "was skipped that day, when the clocks went forward")


def _iso_moment(text: str, found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        zone = _iso_zone(found[7])
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        raise _impossible(text, "does not exist in the calendar or on the clock") from None


def _iso_zone(offset: str | None) -> tzinfo | None:
    """The zone of `Z`, `+02`, `+0200` or `+02:00`; raises `ValueError` beyond 14 hours."""
    if offset in (None, "Z"):
        return UTC if offset else None
    digits = offset[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead > timedelta(hours=14) or int(digits[2:]) > _LAST_MINUTE:
        raise ValueError(offset)
    return timezone(-ahead if offset[0] == "-" else ahead)


def _refuse_numbers(text: str) -> None:
    if _LONG_YEAR.match(text):
        raise _impossible(text, "has a year of more than four digits")
    if _DAY_NUMBER.match(text):
        told = "is the number by which a spreadsheet counts days; show the column as dates"
        raise _malformed(text, told)


def _in_order(text: str, order: str) -> date:
    found = _PARTS.match(text)
    if not found:
        raise _malformed(text, "is not a date of three numbers")
    parts = dict(zip(order, (found[1], found[3], found[4]), strict=True))
    if len(parts["y"]) != len("2026"):
        told = f"{text!r:.40} does not write its year in four digits"
        raise Refused.because("date.undeclared", told)
    try:
        return date(*(int(parts[part]) for part in "ymd"))
    except ValueError:
        raise _impossible(text, "does not exist in the calendar") from None


def _in_form(text: str, form: str) -> datetime:
    try:
        if text.isascii():
            return datetime.strptime(text, form)  # noqa: DTZ007 -- the zone is placed after
    except ValueError:
        pass
    raise _malformed(text, f"is not a date written like {form!r}")


def _malformed(text: str, told: str) -> Refused:
    return Refused.because("date.malformed", f"{text!r:.40} {told}")


def _impossible(text: str, told: str) -> Refused:
    return Refused.because("date.impossible", f"{text!r:.40} {told}")
