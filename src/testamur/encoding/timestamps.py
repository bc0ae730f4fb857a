"""Moments in time as credentials write them: XML Schema 1.1 dateTimeStamp, with its zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from testamur.errors import Refused

__all__ = ["format_timestamp", "parse_timestamp"]

LONGEST: Final = len("2026-05-01T12:00:00.123456789+14:00")

_STAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):(\d\d))\Z",
    re.ASCII,
)


def parse_timestamp(text: object, pointer: str = "") -> datetime:
    """Read `2026-05-01T12:00:00Z` (or an offset up to 14 hours); seconds run 0 to 59.

    Fractions finer than a microsecond are cut off. Raises `Refused` with `time.malformed`.
    """
    moment = _moment(text) if isinstance(text, str) and len(text) <= LONGEST else None
    if moment is None:
        raise _malformed(text, pointer)
    return moment


@lru_cache(maxsize=256)
def _moment(text: str) -> datetime | None:
    """The credentials of one batch share most of their moments."""
    found = _STAMP.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.group(1, 2, 3, 4, 5, 6))
    zone = UTC if found[8] else _zone(found[9], int(found[10]), int(found[11]))
    microsecond = int((found[7] or "").ljust(6, "0")[:6])
    if zone is None:
        return None
    try:
        moment = datetime(year, month, day, hour, minute, second, microsecond, zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_timestamp(moment: datetime) -> str:
    """Write an aware `moment` in UTC to the second, ending in Z."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be written")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _zone(sign: str, hours: int, minutes: int) -> timezone | None:
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > timedelta(hours=14):
        return None
    return timezone(-offset if sign == "-" else offset)


def _malformed(text: object, pointer: str) -> Refused:
    return Refused.because(
        "time.malformed",
        f"{str(text)[:40]!r} is not a date and time with a zone",
        pointer,
        "VC-DM 2.0 §4.9",
    )
