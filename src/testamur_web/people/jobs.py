"""What people wait for after a transaction: the mail of an invitation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.ops.outbox import handles
from testamur_web.people.services import send_invitation

__all__ = ["mail_invitation"]


@handles("people.invite")
def mail_invitation(payload: dict[str, Any]) -> None:
    """Send an invitation, unless it was withdrawn or accepted meanwhile."""
    send_invitation(UUID(payload["invitation"]), at=timezone.now())
