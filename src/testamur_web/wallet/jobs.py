"""What wallets do later: deliver what was signed, and send the letter about it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from testamur_web.awards.models import Award
from testamur_web.ops.outbox import handles
from testamur_web.wallet import services

__all__ = ["deliver", "send_letter"]


@handles("award.issued")
def deliver(payload: dict[str, Any]) -> None:
    """Claim, wallet item where the holder is known, and the letter posted."""
    services.deliver_award(_award(payload), at=timezone.now())


@handles("wallet.mail")
def send_letter(payload: dict[str, Any]) -> None:
    """The letter with the link."""
    services.mail_award(_award(payload), at=timezone.now())


def _award(payload: dict[str, Any]) -> Award:
    related = ("organisation", "version", "holder")
    return Award.objects.select_related(*related).get(pk=payload["award"])
