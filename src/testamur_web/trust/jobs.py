"""What is done later about endorsements: the letters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.ops.outbox import handles
from testamur_web.trust.asking import MAIL
from testamur_web.trust.giving import GIVEN_MAIL, WITHDRAWN_MAIL
from testamur_web.trust.letters import mail_given, mail_request, mail_withdrawn

__all__ = ["send_given", "send_request", "send_withdrawn"]


@handles(MAIL)
def send_request(payload: dict[str, Any]) -> None:
    """The letter to whoever is asked."""
    mail_request(UUID(payload["request"]))


@handles(GIVEN_MAIL)
def send_given(payload: dict[str, Any]) -> None:
    """The letter that somebody vouches."""
    mail_given(UUID(payload["endorsement"]))


@handles(WITHDRAWN_MAIL)
def send_withdrawn(payload: dict[str, Any]) -> None:
    """The letter that somebody vouches no more."""
    mail_withdrawn(UUID(payload["endorsement"]))
