"""What plans do later: count what came into a wallet or changed there, and write about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.ops.outbox import handles
from testamur_web.people.models import Person
from testamur_web.plans.counting import OFFER_MAIL, recount, recount_item
from testamur_web.plans.models import StackCase
from testamur_web.plans.telling import mail_offer, mail_reopened
from testamur_web.plans.wholes import REOPENED_MAIL
from testamur_web.wallet.models import Item
from testamur_web.wallet.services.counting import CHANGED, KEPT

__all__ = ["count_changed", "count_kept", "send_offer", "send_reopened"]


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


@handles(OFFER_MAIL)
def send_offer(payload: dict[str, Any]) -> None:
    """The letter that a whole is there for the asking."""
    mail_offer(_case(payload))


@handles(REOPENED_MAIL)
def send_reopened(payload: dict[str, Any]) -> None:
    """The letter to the issuer that a whole is on hold for want of a part."""
    mail_reopened(_case(payload), change=payload["change"])


def _case(payload: dict[str, Any]) -> StackCase:
    related = ("person", "achievement__organisation", "award__version")
    return StackCase.objects.select_related(*related).get(pk=payload["case"])
