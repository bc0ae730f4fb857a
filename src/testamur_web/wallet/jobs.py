"""What wallets do later: deliver what was signed, and send letters about awards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from testamur_web.awards.models import Award, StatusChange
from testamur_web.awards.services.keys import COMPROMISED
from testamur_web.learning.services.attesting import CONFIRMED
from testamur_web.ops.outbox import handles
from testamur_web.wallet import services
from testamur_web.wallet.models import Item
from testamur_web.wallet.services.counting import post_counted
from testamur_web.wallet.services.surveying import MAIL, REVIEW

__all__ = [
    "begin_reviews",
    "count_confirmed",
    "count_undetermined",
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


@handles(CONFIRMED)
def count_confirmed(payload: dict[str, Any]) -> None:
    """Word to those who count how somebody used what they hold: a supervisor has answered."""
    asked = payload["request"]
    post_counted(Item.objects.filter(uses__request=asked), because=f"confirmed:{asked}")


@handles(COMPROMISED)
def count_undetermined(payload: dict[str, Any]) -> None:
    """Word to those who count what a key has signed that somebody else may have."""
    key = payload["key"]
    post_counted(Item.objects.filter(award__key=key), because=f"compromised:{key}")


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
