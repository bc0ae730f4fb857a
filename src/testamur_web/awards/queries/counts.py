"""How the awards of an organisation stand, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from testamur_web.awards.models import Batch, BatchRow
from testamur_web.awards.queries.ending import ends_within
from testamur_web.people.models import Organisation

__all__ = ["SOON", "Given", "Needy", "count_given", "count_needy"]

SOON: Final = timedelta(days=60)
"""How long before its end an award is counted as ending."""
LATE: Final = timedelta(minutes=10)
RECENT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Needy:
    """What should be looked at: rows of tables to repair, awards unsigned for long or ending."""

    wrong_rows: int
    unsigned: int
    ending: int


@dataclass(frozen=True, slots=True)
class Given:
    """How many were signed in all and in the last 30 days, and how many were revoked since."""

    all: int
    recent: int
    revoked: int


def count_needy(organisation: Organisation, *, at: datetime) -> Needy:
    """What needs whoever registers awards, at that moment."""
    wrong = BatchRow.objects.filter(
        batch__organisation=organisation,
        batch__state=Batch.State.DRAFT,
        state=BatchRow.State.WRONG,
    )
    unsigned = Q(issued_at=None, revoked_at=None, created_at__lt=at - LATE)
    counted = organisation.awards.aggregate(
        unsigned=Count("pk", filter=unsigned),
        ending=Count("pk", filter=ends_within(SOON, at=at)),
    )
    return Needy(wrong.count(), **counted)


def count_given(organisation: Organisation, *, at: datetime) -> Given:
    """What was awarded until that moment."""
    counted = organisation.awards.filter(issued_at__isnull=False).aggregate(
        all=Count("pk"),
        recent=Count("pk", filter=Q(issued_at__gte=at - RECENT)),
        revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
    )
    return Given(**counted)
