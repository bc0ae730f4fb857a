"""What employers do later: letters about needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.employers.answering import ANSWERED
from testamur_web.employers.need_letters import mail_answer, mail_need
from testamur_web.employers.needs import TELL
from testamur_web.ops.outbox import handles

__all__ = ["tell_answer", "tell_need"]


@handles(ANSWERED)
def tell_answer(payload: dict[str, Any]) -> None:
    """The letter that an issuer answers a need."""
    mail_answer(UUID(payload["answer"]))


@handles(TELL)
def tell_need(payload: dict[str, Any]) -> None:
    """The letters that a need is over."""
    mail_need(UUID(payload["need"]), about=payload["about"])
