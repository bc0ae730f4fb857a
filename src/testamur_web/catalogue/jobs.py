"""What a worker does for the catalogue: reads lists of skills, scores what was published before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django_tasks import task

from testamur_web.catalogue.scores import score_older_versions
from testamur_web.catalogue.uploads import hand_on, read_upload
from testamur_web.ops.outbox import handles

__all__ = ["begin_reading", "read_list", "score_older"]


@handles("list.read")
def begin_reading(payload: dict[str, Any]) -> None:
    """Hand a file on to be read outside of this transaction, and look again whether it was."""
    upload, number = UUID(payload["upload"]), payload["number"]
    hand_on(upload, number=number, enqueue=read_list.enqueue)


@handles("version.score-older")
def score_older(_payload: dict[str, Any]) -> None:
    """Score the versions that were published before there were scores."""
    score_older_versions()


@task()
def read_list(upload: str) -> None:
    """Read one file, unless somebody else does, or did."""
    read_upload(upload)
