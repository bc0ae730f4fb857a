"""How the instance fares: whether it can answer, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from testamur_web.ops.models import OutboxRow

__all__ = ["Health", "health"]

LATE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether it can answer; how many outbox rows wait, wait long, were given up."""

    is_ready: bool
    waiting: int
    late: int
    given_up: int


def health(*, at: datetime) -> Health:
    """How it is now; raises `django.db.Error` where the database does not answer."""
    executor = MigrationExecutor(connection)
    is_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not is_current:
        return Health(is_ready=False, waiting=0, late=0, given_up=0)
    waiting = OutboxRow.objects.filter(done_at=None, given_up_at=None, due_at__lte=at)
    return Health(
        is_ready=True,
        waiting=waiting.count(),
        late=waiting.filter(due_at__lte=at - LATE).count(),
        given_up=OutboxRow.objects.filter(given_up_at__isnull=False).count(),
    )
