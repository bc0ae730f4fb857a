"""Figures of demand are asked for, forgotten, and kept: who counts them is a worker.

Every count counts everything that is loaded. One that began before somebody asked again is not
kept, for what it read may be gone; so a figure never outlives what it was counted from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from testamur_web.labour.models import Count, Figure
from testamur_web.ops import outbox

__all__ = ["COUNT", "ask_for_count", "forget_figures", "keep_figures", "wanted_since"]

COUNT: Final = "market.count"
_ONE: Final = 1


def ask_for_count(*, at: datetime) -> None:
    """Have all figures counted anew; call it inside the transaction of what they follow from."""
    Count.objects.update_or_create(pk=_ONE, defaults={"wanted_at": at})
    outbox.post(COUNT, {}, key=f"{COUNT}:{at.isoformat()}")


def forget_figures(*, at: datetime) -> None:
    """Take all figures away at once; whoever counts now counts in vain."""
    Figure.objects.all().delete()
    Count.objects.update_or_create(
        pk=_ONE, defaults={"wanted_at": at, "counted_at": None, "content": {}}
    )


def wanted_since() -> datetime | None:
    """When figures were asked for last: what `keep_figures` is told of the count that follows."""
    found = Count.objects.filter(pk=_ONE).first()
    return found.wanted_at if found else None


@transaction.atomic
def keep_figures(
    figures: Iterable[Figure], content: Mapping[str, Any], *, wanted: datetime | None, at: datetime
) -> bool:
    """Put them in place of all that were; False where others were asked for since `wanted`."""
    count, _is_new = Count.objects.select_for_update().get_or_create(pk=_ONE)
    if count.wanted_at != wanted:
        return False
    Figure.objects.all().delete()
    Figure.objects.bulk_create(figures, batch_size=200)
    count.counted_at, count.content = at, dict(content)
    count.save()
    return True
