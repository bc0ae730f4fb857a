"""What learners wait for after a transaction: their mails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.learning.models import Enrolment
from testamur_web.learning.services.attestation_mail import mail_answer, mail_request
from testamur_web.learning.services.attesting import ASK, TELL
from testamur_web.learning.services.enrolments import post_invitation
from testamur_web.learning.services.mail import mail_appeal, mail_decision, mail_invitation
from testamur_web.ops.outbox import handles

__all__ = [
    "ask_for_attestation",
    "invite_each",
    "send_appeal",
    "send_decision",
    "send_invitation",
    "tell_answer",
]


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


@handles(ASK)
def ask_for_attestation(payload: dict[str, Any]) -> None:
    """Send one letter to a supervisor."""
    mail_request(UUID(payload["request"]), nonce=payload["nonce"])


@handles(TELL)
def tell_answer(payload: dict[str, Any]) -> None:
    """Tell both that a supervisor has answered."""
    mail_answer(UUID(payload["request"]))
