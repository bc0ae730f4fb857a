"""Moments and periods on the command line: the clock, read once, and what people type.

The library never reads the clock; here it is read, and handed down.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from testamur.encoding import parse_timestamp
from testamur.errors import Refused

__all__ = ["now", "read_moment", "read_period"]

_PERIOD: Final = re.compile(r"([1-9][0-9]{0,5}) ?(s|m|min|h|d|days?|hours?|w|weeks?)\Z", re.ASCII)
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def now() -> datetime:
    """This moment, to the second: what is signed says no more."""
    return datetime.now(UTC).replace(microsecond=0)


def read_moment(text: str) -> datetime:
    """`2026-05-31`, which is its first moment in UTC, or `2026-05-31T14:00:00Z`.

    Raises `Refused` (`time.malformed`).
    """
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    with suppress(Refused):
        return parse_timestamp(text)
    told = f"{text!r:.40} is neither a day, as 2026-05-31 is, nor a date and time with a zone"
    raise Refused.because("time.malformed", told)


def read_period(text: str) -> timedelta:
    """`90s`, `15m`, `12h`, `30d` or `2w`; raises `Refused` (`option.malformed`)."""
    found = _PERIOD.match(text.strip())
    if not found:
        told = f"{text!r:.40} is not a period such as 15m, 12h or 30d"
        raise Refused.because("option.malformed", told)
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2][0]])
