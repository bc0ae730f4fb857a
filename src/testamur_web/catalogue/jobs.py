"""What a worker does for the catalogue: reads lists, scores what is older, writes to experts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django_tasks import task

from testamur_web.catalogue.review_mail import mail_review, mail_review_request
from testamur_web.catalogue.reviewing import ASK, TELL
from testamur_web.catalogue.scores import score_older_versions
from testamur_web.catalogue.uploads import hand_on, read_upload
from testamur_web.ops.outbox import handles

__all__ = ["ask_for_review", "begin_reading", "read_list", "score_older", "tell_review"]


@handles("list.read")
def begin_reading(payload: dict[str, Any]) -> None:
    """Hand a file on to be read outside of this transaction, and look again whether it was."""
    upload, number = UUID(payload["upload"]), payload["number"]
    hand_on(upload, number=number, enqueue=read_list.enqueue)


@handles("version.score-older")
def score_older(_payload: dict[str, Any]) -> None:
    """Score the versions that were published before there were scores."""
    score_older_versions()


@handles(ASK)
def ask_for_review(payload: dict[str, Any]) -> None:
    """Send one letter to an expert."""
    mail_review_request(UUID(payload["request"]), nonce=payload["nonce"])


@handles(TELL)
def tell_review(payload: dict[str, Any]) -> None:
    """Tell both sides that an expert has answered."""
    mail_review(UUID(payload["request"]))


@task()
def read_list(upload: str) -> None:
    """Read one file, unless somebody else does, or did."""
    read_upload(upload)
