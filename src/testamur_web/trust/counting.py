"""What counts of a wallet by the word of others changes: whoever counts it is left word.

An endorsement counts from when it is given to when it is withdrawn, hidden, or ends by itself; what
an issuer accepts as its own counts on the days that it says. What ends on a day to come is left for
that day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from testamur_web.ops import outbox
from testamur_web.trust.models import Endorsement, Recognition
from testamur_web.wallet.models import Item
from testamur_web.wallet.services.counting import post_counted

__all__ = [
    "COUNTED",
    "count_accepted",
    "count_vouched",
    "post_accepted",
    "post_accepted_days",
    "post_vouched",
]

COUNTED: Final = "trust.counted"
_DAY: Final = timedelta(days=1)


def post_vouched(row: Endorsement, *, because: str, due_at: datetime | None = None) -> None:
    """Leave word that an endorsement counts from now on, or no more; once for each `because`."""
    told, key = {"endorsement": str(row.pk)}, f"{COUNTED}:{row.pk}:{because}"
    outbox.post(COUNTED, told | {"because": because}, key=key, due_at=due_at)


def post_accepted(row: Recognition, *, because: str, on: date) -> None:
    """Leave word that what an issuer accepts counts otherwise from a day on."""
    told, key = {"recognition": str(row.pk)}, f"{COUNTED}:{row.pk}:{because}"
    due_at = datetime.combine(on, time(), UTC)
    outbox.post(COUNTED, told | {"because": because}, key=key, due_at=due_at)


def post_accepted_days(row: Recognition) -> None:
    """For the day on which it begins, and the one after it ends by itself."""
    post_accepted(row, because="begun", on=row.begins_on)
    if row.ends_on is not None:
        post_accepted(row, because="ended", on=row.ends_on + _DAY)


def count_vouched(pk: UUID, *, because: str) -> int:
    """Word for each wallet that holds what an endorsement is about; how many there are."""
    row = Endorsement.objects.get(pk=pk)
    return post_counted(_about(row), because=f"{pk}:{because}")


def count_accepted(pk: UUID, *, because: str) -> int:
    """Word for each wallet that holds what is accepted as something else; how many there are."""
    row = Recognition.objects.get(pk=pk)
    items = Item.objects.filter(award__version__achievement=row.achievement_id)
    return post_counted(items, because=f"{pk}:{because}") if row.achievement_id else 0


def _about(row: Endorsement) -> QuerySet[Item]:
    if row.award_id is not None:
        return Item.objects.filter(award=row.award_id)
    if row.version_id is not None:
        return Item.objects.filter(award__version=row.version_id)
    return Item.objects.none()
