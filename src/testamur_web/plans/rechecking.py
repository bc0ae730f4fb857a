"""Whom to count anew: whoever holds what is accepted from today on, and once a day others.

Once a day: whoever was given a whole, and whose parts may have ended without anybody here.

A part that another system issued is taken back there, and one that expires does so by itself; what
is revoked on this instance is counted at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from testamur_web.ops import outbox
from testamur_web.plans.models import StackCase
from testamur_web.trust.models import Recognition
from testamur_web.wallet.models import Item
from testamur_web.wallet.services.counting import CHANGED, KEPT

__all__ = ["post_accepted", "post_rechecks"]

_RECENT: Final = timedelta(days=2)
_CHUNK: Final = 500


def post_rechecks(*, at: datetime) -> int:
    """Leave word for each of them, once a day however often it is called; how many there are."""
    ended = Q(award__valid_until__gt=at - _RECENT, award__valid_until__lte=at)
    foreign = Q(award=None, trust=Item.Trust.VERIFIED)
    holders = Item.objects.filter(ended | foreign).values("holder")
    cases = StackCase.objects.filter(person__in=holders).exclude(award=None)
    people = list(cases.order_by("person").values_list("person", flat=True).distinct())
    for start in range(0, len(people), _CHUNK):
        some = people[start : start + _CHUNK]
        rows = {f"{CHANGED}:{at:%Y-%m-%d}:{one}": {"holder": str(one)} for one in some}
        outbox.post_many(CHANGED, rows)
    return len(people)


def post_accepted(recognition: UUID) -> int:
    """Leave word for whoever holds what counts as something else since now; how many there are."""
    row = Recognition.objects.filter(pk=recognition, withdrawn_on=None).first()
    if row is None or row.achievement_id is None:
        return 0
    items = Item.objects.filter(award__version__achievement=row.achievement_id)
    keys = [str(pk) for pk in items.order_by("pk").values_list("pk", flat=True)]
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        outbox.post_many(KEPT, {f"{KEPT}:{row.pk}:{one}": {"item": one} for one in some})
    return len(keys)
