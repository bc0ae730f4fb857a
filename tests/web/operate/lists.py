"""A worker that reads the lists that operators bring, here and now."""

from __future__ import annotations

from testamur_web.catalogue.jobs import read_list
from testamur_web.catalogue.models import ListUpload
from testamur_web.ops.outbox import drain

__all__ = ["work"]


def work() -> None:
    """Hand on what waits, and read it."""
    drain()
    for upload in ListUpload.objects.filter(finished_at=None):
        read_list.func(str(upload.pk))
