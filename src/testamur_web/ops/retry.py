"""Give work that was given up another chance, once somebody has mended what stood in its way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import deliver
from testamur_web.ops.trail import Actor, record

__all__ = ["given_up", "try_again"]


def given_up(tenant: UUID | None = None) -> QuerySet[OutboxRow]:
    """What is tried no more, of one tenant or (None) of all, the newest first."""
    rows = OutboxRow.objects.filter(given_up_at__isnull=False, done_at=None)
    if tenant is not None:
        rows = rows.filter(tenant=tenant)
    return rows.order_by("-given_up_at")


@transaction.atomic
def try_again(row: OutboxRow, *, by: Actor, at: datetime) -> bool:
    """Let a worker take up `row` anew; False where it was done or still waits."""
    found = OutboxRow.objects.select_for_update().filter(
        pk=row.pk, given_up_at__isnull=False, done_at=None
    )
    if not found.update(given_up_at=None, attempts=0, due_at=at):
        return False
    deliver.enqueue(str(row.pk))
    record("outbox.try-again", row, by=by, tenant=row.tenant, at=at, kind=row.kind)
    return True
