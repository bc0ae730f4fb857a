"""How the instance fares: whether it can answer, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from testamur_web.ops.models import OutboxRow
from testamur_web.ops.workers import living_workers

__all__ = ["Health", "health"]

LATE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether it can answer; how many outbox rows wait, wait long, were given up; who works."""

    is_ready: bool
    waiting: int = 0
    late: int = 0
    given_up: int = 0
    workers: int = 0


def health(*, at: datetime) -> Health:
    """How it is now; raises `django.db.Error` where the database does not answer."""
    if not has_current_tables():
        return Health(is_ready=False)
    waiting = OutboxRow.objects.filter(done_at=None, given_up_at=None, due_at__lte=at)
    return Health(
        is_ready=True,
        waiting=waiting.count(),
        late=waiting.filter(due_at__lte=at - LATE).count(),
        given_up=OutboxRow.objects.filter(given_up_at__isnull=False).count(),
        workers=living_workers(at=at),
    )


def has_current_tables() -> bool:
    """Whether every migration of this version was made; raises `django.db.Error`."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
