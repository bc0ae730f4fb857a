"""Work for later: a row written with what it follows from, done by a worker, tried again.

    post("award.mail", {"award": str(award.id)}, key=f"award.mail:{award.id}")

    @handles("award.mail")            # in an app's jobs.py
    def mail_award(payload: JsonObject) -> None: ...

A handler runs in a transaction of its own together with the mark that the row is done, and may run
again after a kill: whatever it does outside the database must be harmless twice. What fails is
tried again, later each time, and given up after `MAX_ATTEMPTS`, kept with its error.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from testamur_web.ops.models import OutboxRow

__all__ = ["deliver", "drain", "handles", "post", "post_many", "sweep"]

log: Final = logging.getLogger(__name__)

MAX_ATTEMPTS: Final = 8
FIRST_PAUSE: Final = timedelta(seconds=5)
LONG_DUE: Final = timedelta(seconds=60)
TOGETHER: Final = 25
"""So many rows that were posted together are one job: workers still share a batch."""

Handler = Callable[[dict[str, Any]], None]
_HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Name the function that does the work of rows of `kind`."""

    def register(handler: Handler) -> Handler:
        if kind in _HANDLERS:
            raise RuntimeError(f"two functions handle {kind}")
        _HANDLERS[kind] = handler
        return handler

    return register


def post(
    kind: str,
    payload: Mapping[str, Any],
    *,
    key: str,
    tenant: UUID | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Leave work for a worker; False where a row of that key was posted before.

    Call it inside the transaction of what the work follows from.
    """
    now = timezone.now()
    row, is_new = OutboxRow.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": dict(payload),
            "tenant": tenant,
            "posted_at": now,
            "due_at": due_at or now,
        },
    )
    if is_new:
        deliver.using(run_after=due_at).enqueue(str(row.pk))
    return is_new


def post_many(
    kind: str, payloads: Mapping[str, Mapping[str, Any]], *, tenant: UUID | None = None
) -> None:
    """Leave the work of many rows, each by its key, as `post` does for one.

    What another process posts meanwhile is left to it.
    """
    now = timezone.now()
    posted = set(OutboxRow.objects.filter(key__in=payloads).values_list("key", flat=True))
    new = [
        OutboxRow(
            key=key, kind=kind, payload=dict(payload), tenant=tenant, posted_at=now, due_at=now
        )
        for key, payload in payloads.items()
        if key not in posted
    ]
    rows = OutboxRow.objects.bulk_create(new, ignore_conflicts=True)
    for start in range(0, len(rows), TOGETHER):
        deliver_all.enqueue([str(row.pk) for row in rows[start : start + TOGETHER]])


@task()
def deliver_all(row_ids: list[str]) -> None:
    """Do the work of rows that were posted together, each as if it were alone."""
    for row_id in row_ids:
        deliver.func(row_id)


@task()
def deliver(row_id: str) -> None:
    """Do the work of one row, unless it is done; a failure is kept and tried again later."""
    try:
        with transaction.atomic():
            row = (
                OutboxRow.objects.select_for_update(skip_locked=True)
                .filter(pk=row_id, done_at=None, given_up_at=None)
                .first()
            )
            if row is None:
                return
            _HANDLERS[row.kind](row.payload)
            row.done_at = timezone.now()
            row.save(update_fields=["done_at"])
    except Exception as error:
        log.exception("outbox row %s failed", row_id)
        _try_again(row_id, error)


def drain() -> int:
    """Do all that is due, here and now, for seeding and tests; how many rows were done."""
    done = 0
    while True:
        due = OutboxRow.objects.filter(
            done_at=None, given_up_at=None, due_at__lte=timezone.now()
        ).values_list("pk", flat=True)[:200]
        if not due:
            return done
        for row_id in due:
            deliver.func(str(row_id))
            done += 1


def sweep() -> int:
    """Hand on again what is long due, for its worker was killed; how many rows there were."""
    lost = OutboxRow.objects.filter(
        done_at=None, given_up_at=None, due_at__lte=timezone.now() - LONG_DUE
    ).values_list("pk", flat=True)[:1000]
    for row_id in lost:
        deliver.enqueue(str(row_id))
    return len(lost)


@transaction.atomic
def _try_again(row_id: str, error: Exception) -> None:
    row = OutboxRow.objects.select_for_update().filter(pk=row_id).first()
    if row is None or row.done_at:
        return
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    if row.attempts >= MAX_ATTEMPTS:
        row.given_up_at = timezone.now()
    else:
        row.due_at = timezone.now() + FIRST_PAUSE * 2**row.attempts
        deliver.using(run_after=row.due_at).enqueue(str(row.pk))
    row.save()
