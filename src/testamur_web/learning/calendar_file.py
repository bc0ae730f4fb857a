"""A calendar as a file for other programs (RFC 5545): what is due is an event of one moment.

The same entry has the same UID whenever the file is made, so that reading it again corrects what a
calendar holds. Lines are folded at 75 octets (§3.1), texts escaped (§3.3.11), times in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from testamur_web.learning.schedule import Entry

__all__ = ["calendar_of"]

_FOLD: Final = 75
_ESCAPES: Final = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""})


def calendar_of(entries: Iterable[Entry], *, name: str, host: str, owner: str, at: datetime) -> str:
    """The text of the file; `owner` tells the entries of one learner from those of another."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Testamur//Cohort calendar//EN"]
    lines += [f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _event(entry, host=host, owner=owner, at=at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(entry: Entry, *, host: str, owner: str, at: datetime) -> Iterator[str]:
    told = _("Opens: %(title)s") if entry.what == "opens" else _("Due: %(title)s")
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}-{entry.what}-{owner}@{host}"
    yield f"DTSTAMP:{_utc(at)}"
    yield f"DTSTART:{_utc(entry.at)}"
    yield f"SUMMARY:{_text(told % {'title': entry.title})}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, each after the first beginning with a space."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _FOLD:
            yield part
            part, size = " ", 1
        part += letter
        size += width
    yield part
