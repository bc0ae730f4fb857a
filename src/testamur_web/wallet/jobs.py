"""What wallets do later: deliver what was signed, and send letters about awards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from testamur_web.awards.models import Award, StatusChange
from testamur_web.ops.outbox import handles
from testamur_web.wallet import services
from testamur_web.wallet.services.surveying import MAIL, REVIEW

__all__ = [
    "begin_reviews",
    "deliver",
    "review_now",
    "send_letter",
    "send_news",
    "send_reminder",
    "send_survey",
    "spread_news",
]


@handles("award.issued")
def deliver(payload: dict[str, Any]) -> None:
    """Claim, wallet item where the holder is known, and the letter posted."""
    services.deliver_award(_award(payload), at=timezone.now())


@handles("wallet.mail")
def send_letter(payload: dict[str, Any]) -> None:
    """The letter with the link."""
    services.mail_award(_award(payload), at=timezone.now())


@handles("award.status-changed")
def spread_news(payload: dict[str, Any]) -> None:
    """A letter to each holder whose award was changed, and word to those who count it."""
    services.post_letters(payload["changes"])
    services.post_changed(payload["changes"])


@handles("wallet.status-mail")
def send_news(payload: dict[str, Any]) -> None:
    """The letter that an award was revoked, suspended or reinstated."""
    related = ("award__organisation", "award__version", "award__holder")
    services.mail_change(StatusChange.objects.select_related(*related).get(pk=payload["change"]))


@handles("wallet.expiry-mail")
def send_reminder(payload: dict[str, Any]) -> None:
    """The letter that an award expires soon."""
    services.mail_reminder(_award(payload), at=timezone.now())


@handles(MAIL)
def send_survey(payload: dict[str, Any]) -> None:
    """The letter that asks what an award was worth."""
    services.mail_survey(UUID(payload["call"]), nonce=payload["nonce"], at=timezone.now())


@handles(REVIEW)
def begin_reviews(_payload: dict[str, Any]) -> None:
    """Have definitions looked at outside of this transaction, for nobody is to wait for it."""
    review_now.enqueue()


@task()
def review_now() -> None:
    """Open the reviews of this day."""
    services.open_reviews(at=timezone.now())


def _award(payload: dict[str, Any]) -> Award:
    related = ("organisation", "version", "holder")
    return Award.objects.select_related(*related).get(pk=payload["award"])
