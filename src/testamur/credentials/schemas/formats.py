"""The string formats that are asserted, in our own schemas and in other people's.

Each is a test that takes time in proportion to the text. Formats not named here are annotations
(JSON Schema 2020-12, Validation §7.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from testamur.encoding import parse_timestamp
from testamur.errors import Refused

__all__ = ["FORMATS", "is_date", "is_email", "is_timestamp", "is_url"]

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20\x7f<>\"{}|\\^`]++")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL: Final = re.compile(r"[^\x00-\x20\x7f@]++@[^\x00-\x20\x7f@]++")
_PLAIN_STAMP: Final = re.compile(
    r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z"
)


def is_url(text: str) -> bool:
    """Whether `text` is an absolute URL or IRI: a scheme, something after it, no blank inside."""
    return _URL.fullmatch(text) is not None


def is_timestamp(text: str) -> bool:
    """Whether `text` is a date and time with a zone, as `parse_timestamp` reads it."""
    if _PLAIN_STAMP.fullmatch(text):  # the usual case, at a tenth of the cost
        return True
    try:
        parse_timestamp(text)
    except Refused:
        return False
    return True


def is_date(text: str) -> bool:
    """Whether `text` is a day that exists, written YYYY-MM-DD."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_email(text: str) -> bool:
    """Whether `text` has one @ between a name and a host, and no blank."""
    return _EMAIL.fullmatch(text) is not None


FORMATS: Final[Mapping[str, tuple[Callable[[str], bool], str]]] = {
    "uri": (is_url, "an absolute URL"),
    "iri": (is_url, "an absolute URL"),
    "date-time": (is_timestamp, "a date and time with a zone"),
    "date": (is_date, "a date"),
    "email": (is_email, "an e-mail address"),
}
"""Format name to its test and to what a sound value is."""
