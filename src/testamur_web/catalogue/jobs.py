"""What a worker does for the catalogue: it reads the lists of skills that operators bring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django_tasks import task

from testamur_web.catalogue.uploads import hand_on, read_upload
from testamur_web.ops.outbox import handles

__all__ = ["begin_reading", "read_list"]


@handles("list.read")
def begin_reading(payload: dict[str, Any]) -> None:
    """Hand a file on to be read outside of this transaction, and look again whether it was."""
    upload, number = UUID(payload["upload"]), payload["number"]
    hand_on(upload, number=number, enqueue=read_list.enqueue)


@task()
def read_list(upload: str) -> None:
    """Read one file, unless somebody else does, or did."""
    read_upload(upload)
