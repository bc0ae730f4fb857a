"""What learners wait for after a transaction: their mails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.learning.models import Announcement, Enrolment
from testamur_web.learning.services.attestation_mail import mail_answer, mail_request
from testamur_web.learning.services.attesting import ASK, TELL
from testamur_web.learning.services.enrolments import post_invitation
from testamur_web.learning.services.mail import (
    mail_announcement,
    mail_appeal,
    mail_decision,
    mail_invitation,
)
from testamur_web.ops.outbox import handles, post_many

__all__ = [
    "announce_each",
    "ask_for_attestation",
    "invite_each",
    "send_announcement",
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


@handles("announcement.post")
def announce_each(payload: dict[str, Any]) -> None:
    """Leave one letter for each who takes part; whoever is only invited reads it when they come."""
    said = Announcement.objects.select_related("cohort").get(pk=payload["announcement"])
    states = Enrolment.State
    there = said.cohort.enrolments.exclude(state__in=(states.INVITED, states.WITHDRAWN))
    letters = {
        f"announcement.tell:{said.pk}:{pk}": {"announcement": str(said.pk), "enrolment": str(pk)}
        for pk in there.values_list("pk", flat=True)
    }
    post_many("announcement.tell", letters, tenant=said.cohort.organisation_id)


@handles("announcement.tell")
def send_announcement(payload: dict[str, Any]) -> None:
    """Send one announcement to one learner."""
    mail_announcement(UUID(payload["announcement"]), UUID(payload["enrolment"]))
