"""Figures of demand are asked for, kept and withdrawn: who counts them is a worker.

Every count counts everything that is loaded, and takes the place of the last in one transaction:
until then the last is shown, with its date. One that began before somebody asked again is not kept,
for what it read may be gone. Where a load is deleted, nothing is counted from it any more from that
moment on; what was counted before is shown until the next count is there, and no longer than
`LONGEST`, or not at all where whoever deletes it says so: the licence may have ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from testamur_web.labour.models import Count, Figure
from testamur_web.labour.places import forget_in_store
from testamur_web.ops import outbox

__all__ = [
    "COUNT",
    "LONGEST",
    "ask_for_count",
    "forget_leaving",
    "keep_figures",
    "leave",
    "leaving_here",
    "wanted_since",
]

COUNT: Final = "market.count"
LONGEST: Final = timedelta(hours=1)
"""Figures that rest on a deleted load are shown no longer than this, counted anew or not."""

_ONE: Final = 1


def ask_for_count(*, at: datetime) -> Count:
    """Have all figures counted anew; call it inside the transaction of what they follow from."""
    count, _is_new = Count.objects.update_or_create(pk=_ONE, defaults={"wanted_at": at})
    outbox.post(COUNT, {}, key=f"{COUNT}:{at.isoformat()}")
    return count


def leave(loaded_as: str, *, at_once: bool, at: datetime) -> Count:
    """Count nothing more from a load; what was, is hidden `at_once`, or when `LONGEST` is over.

    Call it inside the transaction in which the load is deleted.
    """
    ask_for_count(at=at)
    count = _locked()
    until = at if at_once else at + LONGEST
    count.hidden_from = min(count.hidden_from or until, until)
    count.leaving = [*dict.fromkeys([*count.leaving, loaded_as])]
    if at_once:
        Figure.objects.all().delete()
        count.counted_at, count.content = None, {}
    count.save()
    return count


def leaving_here() -> list[str]:
    """Loads that are deleted, and whose files may be there still."""
    found = Count.objects.filter(pk=_ONE).first()
    return list(found.leaving) if found else []


@transaction.atomic
def forget_leaving() -> None:
    """Delete the files of loads that are deleted. Harmless twice."""
    count = _locked()
    for loaded_as in count.leaving:
        forget_in_store(loaded_as)
    count.leaving = []
    count.save(update_fields=["leaving"])


def wanted_since() -> datetime | None:
    """When figures were asked for last: what `keep_figures` is told of the count that follows."""
    found = Count.objects.filter(pk=_ONE).first()
    return found.wanted_at if found else None


@transaction.atomic
def keep_figures(
    figures: Iterable[Figure], content: Mapping[str, Any], *, wanted: datetime | None, at: datetime
) -> bool:
    """Put them in place of all that were; False where others were asked for since `wanted`."""
    count = _locked()
    if count.wanted_at != wanted:
        return False
    Figure.objects.all().delete()
    Figure.objects.bulk_create(figures, batch_size=200)
    count.counted_at = max(at, wanted) if wanted else at
    count.hidden_from, count.content = None, dict(content)
    count.save()
    return True


def _locked() -> Count:
    count, _is_new = Count.objects.select_for_update().get_or_create(pk=_ONE)
    return count
