"""What a worker does for trust: once a day it counts inflation."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from testamur_web.ops.outbox import handles
from testamur_web.trust.inflation import COUNT
from testamur_web.trust.inflation_counting import count_inflation

__all__ = ["begin_counting", "count_now"]


@handles(COUNT)
def begin_counting(_payload: dict[str, Any]) -> None:
    """Have it counted outside of this transaction, for nobody is to wait for it."""
    count_now.enqueue()


@task()
def count_now() -> None:
    """Count everything anew."""
    count_inflation(at=timezone.now())
