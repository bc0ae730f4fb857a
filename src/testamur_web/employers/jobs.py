"""What is done later for employers: wallets are indexed, staff take their places, letters go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.employers import answering, nominations
from testamur_web.employers.contacts import ANSWER_MAIL, MAIL, mail_answer, mail_request
from testamur_web.employers.indexing import INDEX, index_person
from testamur_web.employers.match_decisions import ANSWERED
from testamur_web.employers.match_letters import mail_contest_answer, mail_ranked
from testamur_web.employers.matching import RANKED, compare_person
from testamur_web.employers.need_letters import mail_answer as mail_need_answer
from testamur_web.employers.need_letters import mail_need
from testamur_web.employers.needs import TELL
from testamur_web.employers.programmes import REMINDER
from testamur_web.employers.reminding import mail_reminder
from testamur_web.employers.saved import ALERT, mail_alert
from testamur_web.employers.staffing import bind_entries
from testamur_web.ops.outbox import handles
from testamur_web.people.services.invitations import ACCEPTED
from testamur_web.wallet.services.counting import WATCHED

__all__ = [
    "alert",
    "bind_staff",
    "index_changed",
    "index_consenting",
    "send_answer",
    "send_nomination",
    "send_reminder",
    "send_request",
    "tell_contest_answer",
    "tell_need",
    "tell_need_answer",
    "tell_ranked",
]


@handles(INDEX)
def index_consenting(payload: dict[str, Any]) -> None:
    """Make the rows of somebody who agreed to be found, or whose were made long ago."""
    index_person(UUID(payload["person"]), at=timezone.now())


@handles(WATCHED)
def index_changed(payload: dict[str, Any]) -> None:
    """Make them anew, for their wallet changed."""
    index_person(UUID(payload["holder"]), at=timezone.now())


@handles(RANKED)
def tell_ranked(payload: dict[str, Any]) -> None:
    """Compare somebody with a job, and write to them that they were."""
    matched = UUID(payload["matched"])
    if compare_person(matched, at=timezone.now()):
        mail_ranked(matched)


@handles(ANSWERED)
def tell_contest_answer(payload: dict[str, Any]) -> None:
    """Write to whoever contested that, once there is an answer."""
    mail_contest_answer(UUID(payload["contest"]))


@handles(ALERT)
def alert(payload: dict[str, Any]) -> None:
    """Look again for what an organisation looks for, and write where there is more."""
    mail_alert(UUID(payload["search"]), at=timezone.now())


@handles(MAIL)
def send_request(payload: dict[str, Any]) -> None:
    """The letter that an employer would like to talk."""
    mail_request(UUID(payload["request"]), at=timezone.now())


@handles(ANSWER_MAIL)
def send_answer(payload: dict[str, Any]) -> None:
    """The letter that somebody said yes."""
    mail_answer(UUID(payload["request"]))


@handles(ACCEPTED)
def bind_staff(payload: dict[str, Any]) -> None:
    """Whoever accepted is whom the list of staff names."""
    bind_entries(UUID(payload["invitation"]))


@handles(REMINDER)
def send_reminder(payload: dict[str, Any]) -> None:
    """The letter that a programme ends soon, to whoever still has something to do."""
    mail_reminder(payload, at=timezone.now())


@handles(answering.ANSWERED)
def tell_need_answer(payload: dict[str, Any]) -> None:
    """The letter that an issuer answers a need."""
    mail_need_answer(UUID(payload["answer"]))


@handles(TELL)
def tell_need(payload: dict[str, Any]) -> None:
    """The letters that a need is over."""
    mail_need(UUID(payload["need"]), about=payload["about"])


@handles(nominations.MAIL)
def send_nomination(payload: dict[str, Any]) -> None:
    """The letter that a colleague says something good, unless it was answered or withdrawn."""
    nominations.mail_nomination(UUID(payload["nomination"]))
