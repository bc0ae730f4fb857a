"""What learners wait for after a transaction: their mails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.learning.models import Enrolment
from testamur_web.learning.services.enrolments import post_invitation
from testamur_web.learning.services.mail import mail_appeal, mail_decision, mail_invitation
from testamur_web.ops.outbox import handles

__all__ = ["invite_each", "send_appeal", "send_decision", "send_invitation"]


@handles("cohort.invite")
def invite_each(payload: dict[str, Any]) -> None:
    """Of a portion of a list, leave one mail each."""
    found = Enrolment.objects.select_related("cohort").filter(pk__in=payload["enrolments"])
    for enrolment in found.filter(person=None):
        post_invitation(enrolment)


@handles("enrolment.invite")
def send_invitation(payload: dict[str, Any]) -> None:
    """Send one invitation."""
    mail_invitation(UUID(payload["enrolment"]), nonce=payload["nonce"])


@handles("decision.tell")
def send_decision(payload: dict[str, Any]) -> None:
    """Tell one learner of a decision."""
    mail_decision(UUID(payload["decision"]))


@handles("appeal.tell")
def send_appeal(payload: dict[str, Any]) -> None:
    """Tell one learner what became of their appeal."""
    mail_appeal(UUID(payload["appeal"]), state=payload["state"])
