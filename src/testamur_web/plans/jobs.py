"""What learners wait for after a decision: their letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.ops.outbox import handles
from testamur_web.plans.letters import mail_exemption

__all__ = ["tell_exemption"]


@handles("exemption.tell")
def tell_exemption(payload: dict[str, Any]) -> None:
    """Tell one learner of a decision about an exemption."""
    mail_exemption(UUID(payload["decision"]))
