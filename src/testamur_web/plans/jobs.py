"""What plans do later: count what came into a wallet or changed there, and write about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.ops.outbox import handles
from testamur_web.people.models import Person
from testamur_web.plans import proposing, watching
from testamur_web.plans.counting import OFFER_MAIL, recount, recount_item
from testamur_web.plans.letters import mail_exemption
from testamur_web.plans.models import StackCase
from testamur_web.plans.rechecking import post_accepted
from testamur_web.plans.telling import mail_offer, mail_reopened
from testamur_web.plans.wholes import REOPENED_MAIL
from testamur_web.trust.recognising import BEGIN
from testamur_web.wallet.models import Item
from testamur_web.wallet.services.counting import CHANGED, KEPT

__all__ = [
    "count_accepted",
    "count_changed",
    "count_kept",
    "send_news",
    "send_offer",
    "send_proposal",
    "send_reopened",
    "tell_exemption",
]


@handles(KEPT)
def count_kept(payload: dict[str, Any]) -> None:
    """Count a new credential toward the wholes that it could be a part of."""
    item = Item.objects.select_related("holder").filter(pk=payload["item"]).first()
    if item is not None:
        recount_item(item, at=timezone.now())


@handles(CHANGED)
def count_changed(payload: dict[str, Any]) -> None:
    """Count again toward the wholes that somebody is on the way to, or was given."""
    recount(Person.objects.get(pk=UUID(payload["holder"])), at=timezone.now())


@handles(BEGIN)
def count_accepted(payload: dict[str, Any]) -> None:
    """Count anew for whoever holds what counts as something else from today on."""
    post_accepted(UUID(payload["recognition"]))


@handles(OFFER_MAIL)
def send_offer(payload: dict[str, Any]) -> None:
    """The letter that a whole is there for the asking."""
    mail_offer(_case(payload))


@handles(REOPENED_MAIL)
def send_reopened(payload: dict[str, Any]) -> None:
    """The letter to the issuer that a whole is on hold for want of a part."""
    mail_reopened(_case(payload), change=payload["change"])


@handles(watching.MAIL)
def send_news(payload: dict[str, Any]) -> None:
    """The letter that a plan has changed."""
    watching.mail_news(UUID(payload["plan"]), at=timezone.now())


@handles(proposing.MAIL)
def send_proposal(payload: dict[str, Any]) -> None:
    """The letter that a goal is proposed, unless it was answered or withdrawn meanwhile."""
    proposing.mail_proposal(UUID(payload["proposal"]))


@handles("exemption.tell")
def tell_exemption(payload: dict[str, Any]) -> None:
    """The letter about a decision on an exemption."""
    mail_exemption(UUID(payload["decision"]))


def _case(payload: dict[str, Any]) -> StackCase:
    related = ("person", "achievement__organisation", "award__version")
    return StackCase.objects.select_related(*related).get(pk=payload["case"])
