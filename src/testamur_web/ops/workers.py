"""Which workers live: each says so every few seconds, in a row of its own."""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import Error, connection
from django.utils import timezone

from testamur_web.ops.models import WorkerSign

__all__ = ["last_sign", "living_workers", "say_alive", "say_alive_from_now_on"]

log: Final = logging.getLogger(__name__)

EVERY: Final = 15.0
"""Seconds between two signs."""

ALIVE: Final = timedelta(seconds=60)
"""Whoever was silent for longer is taken for gone."""

_KEPT: Final = timedelta(days=1)


def living_workers(*, at: datetime) -> int:
    """How many workers said so within the last minute."""
    return WorkerSign.objects.filter(seen_at__gt=at - ALIVE).count()


def last_sign() -> datetime | None:
    """When any worker last said that it lives; None where none did within the last day."""
    newest = WorkerSign.objects.first()
    return newest.seen_at if newest else None


def say_alive(*, at: datetime) -> None:
    """Leave the sign of this process, and clear away those of the long gone."""
    name = f"{platform.node()[:80]}:{os.getpid()}"
    WorkerSign.objects.update_or_create(name=name, defaults={"seen_at": at})
    WorkerSign.objects.filter(seen_at__lte=at - _KEPT).delete()


def say_alive_from_now_on() -> None:
    """Leave it every few seconds, whatever this process is busy with, until it ends."""
    threading.Thread(target=_keep_saying, daemon=True, name="testamur-alive").start()


def _keep_saying() -> None:
    while True:
        try:
            say_alive(at=timezone.now())
        except Error as error:
            log.warning("the sign of life could not be written: %s", error)
        finally:
            connection.close()
        time.sleep(EVERY)
