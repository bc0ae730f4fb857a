"""What plans do later: write to somebody that theirs has changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.ops.outbox import handles
from testamur_web.plans import following

__all__ = ["send_news"]


@handles(following.MAIL)
def send_news(payload: dict[str, Any]) -> None:
    """The letter that a plan has changed."""
    following.mail_news(UUID(payload["plan"]), at=timezone.now())
