"""How far holders use what an achievement certifies: people are counted, and nothing else is told.

Holders are those who have it in their wallet, for only they can note a use; somebody who holds two
versions counts once, from the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from testamur_web.catalogue.models import Achievement
from testamur_web.learning.services import UseOf
from testamur_web.wallet.models import Item, Use
from testamur_web.wallet.uses import was_confirmed

__all__ = ["achievements_held", "use_of"]

SETTLED: Final = timedelta(days=182)
YEAR: Final = timedelta(days=365)


def achievements_held() -> Iterator[Achievement]:
    """Every achievement that is still offered and that somebody has in their wallet."""
    held = Item.objects.exclude(award=None).values("award__version__achievement")
    found = Achievement.objects.filter(pk__in=held, withdrawn_at=None)
    return found.select_related("organisation", "created_by").iterator()


def use_of(achievement: Achievement, *, at: datetime) -> UseOf:
    """The holders of an achievement, and how many of them use it."""
    items = Item.objects.filter(award__version__achievement=achievement, award__revoked_at=None)
    settled = _held_before(items, at - SETTLED)
    long_held = _held_before(items, at - YEAR)
    noted = Use.objects.filter(item__in=items).select_related("item", "request__attestation")
    uses = list(noted.defer("text", "item__credential"))
    confirmed = {use.item.holder_id for use in uses if was_confirmed(use, at=at)}
    lately = {use.item.holder_id for use in uses if at - YEAR < use.noted_at <= at}
    before = {use.item.holder_id for use in uses if at - 2 * YEAR < use.noted_at <= at - YEAR}
    return UseOf(
        settled=len(settled),
        confirmed=len(settled & confirmed),
        long_held=len(long_held),
        lately=len(long_held & lately),
        before=len(long_held & before),
    )


def _held_before(items: QuerySet[Item], moment: datetime) -> set[UUID]:
    return set(items.filter(awarded_at__lte=moment).values_list("holder", flat=True))
