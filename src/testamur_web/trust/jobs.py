"""What a worker does for trust: letters, announced ends, and once a day it counts inflation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from testamur_web.ops.outbox import handles
from testamur_web.trust.asking import MAIL
from testamur_web.trust.counting import COUNTED, count_accepted, count_vouched
from testamur_web.trust.giving import GIVEN_MAIL, WITHDRAWN_MAIL
from testamur_web.trust.inflation import COUNT
from testamur_web.trust.inflation_counting import count_inflation
from testamur_web.trust.letters import (
    mail_given,
    mail_holder,
    mail_request,
    mail_unrecognised,
    mail_withdrawn,
)
from testamur_web.trust.recognising import (
    END,
    HOLDER_MAIL,
    HOLDERS,
    UNRECOGNISED_MAIL,
    end_recognition,
    tell_holders,
)

__all__ = [
    "begin_counting",
    "count_again",
    "count_now",
    "end_announced",
    "send_given",
    "send_request",
    "send_to_holder",
    "send_unrecognised",
    "send_withdrawn",
    "tell_who_holds",
]


@handles(COUNT)
def begin_counting(_payload: dict[str, Any]) -> None:
    """Have it counted outside of this transaction, for nobody is to wait for it."""
    count_now.enqueue()


@task()
def count_now() -> None:
    """Count everything anew."""
    count_inflation(at=timezone.now())


@handles(COUNTED)
def count_again(payload: dict[str, Any]) -> None:
    """Word to those who count wallets in which something counts otherwise from now on."""
    because = payload["because"]
    if "endorsement" in payload:
        count_vouched(UUID(payload["endorsement"]), because=because)
    else:
        count_accepted(UUID(payload["recognition"]), because=because)


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


@handles(UNRECOGNISED_MAIL)
def send_unrecognised(payload: dict[str, Any]) -> None:
    """The letter that somebody will accept it no more."""
    mail_unrecognised(UUID(payload["recognition"]))


@handles(HOLDERS)
def tell_who_holds(payload: dict[str, Any]) -> None:
    """A letter for everybody who holds what will be accepted no more."""
    tell_holders(UUID(payload["recognition"]))


@handles(HOLDER_MAIL)
def send_to_holder(payload: dict[str, Any]) -> None:
    """The letter to one of them."""
    mail_holder(UUID(payload["recognition"]), UUID(payload["person"]))


@handles(END)
def end_announced(payload: dict[str, Any]) -> None:
    """The day has come for which a recognition was withdrawn."""
    end_recognition(UUID(payload["recognition"]), at=timezone.now())
