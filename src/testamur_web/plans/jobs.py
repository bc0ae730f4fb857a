"""What people wait for after a transaction: the letter that a goal is proposed to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.ops.outbox import handles
from testamur_web.plans import proposing

__all__ = ["send_proposal"]


@handles(proposing.MAIL)
def send_proposal(payload: dict[str, Any]) -> None:
    """Send it, unless it was answered or withdrawn meanwhile."""
    proposing.mail_proposal(UUID(payload["proposal"]))
