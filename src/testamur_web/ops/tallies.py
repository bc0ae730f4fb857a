"""What is counted to keep somebody from doing it too often: by every process in the same rows.

Who they are is kept as a digest, and only until their time is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db.models import Case, F, When

from testamur_web.ops.models import Tally

__all__ = ["clear_ended_tallies", "count_of", "count_one"]

_DIGITS: Final = 32


def count_one(what: str, *, who: str, window: timedelta, at: datetime) -> int:
    """Count once more that `who` did `what`; how often within the `window` since they began."""
    found = Tally.objects.filter(key=_key(what, who))
    has_ended = {"ends_at__lte": at}
    changes = {
        "count": Case(When(**has_ended, then=1), default=F("count") + 1),
        "ends_at": Case(When(**has_ended, then=at + window), default=F("ends_at")),
    }
    if not found.update(**changes):
        new = Tally(key=_key(what, who), ends_at=at + window)
        Tally.objects.bulk_create([new], ignore_conflicts=True)
        found.update(**changes)
    return count_of(what, who=who, at=at)


def count_of(what: str, *, who: str, at: datetime) -> int:
    """How often `who` did `what` lately."""
    found = Tally.objects.filter(key=_key(what, who), ends_at__gt=at)
    return found.values_list("count", flat=True).first() or 0


def clear_ended_tallies(*, at: datetime) -> None:
    """Forget whose time is over."""
    Tally.objects.filter(ends_at__lte=at).delete()


def _key(what: str, who: str) -> str:
    return f"{what}:{sha256(who.encode()).hexdigest()[:_DIGITS]}"
