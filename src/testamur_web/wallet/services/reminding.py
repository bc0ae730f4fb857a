"""The letter some weeks before an award ends, once for each award."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.awards.queries import ending_soon
from testamur_web.catalogue.queries import published
from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from testamur_web.wallet.addresses import offer_address
from testamur_web.wallet.services.claiming import make_claim
from testamur_web.wallet.services.letters import address_of, letter_about, way_to

__all__ = ["mail_reminder", "post_reminders"]

MAIL: Final = "wallet.expiry-mail"
BEFORE: Final = timedelta(days=30)
"""How long before its end the holder of an award is written to."""

_CHUNK: Final = 500


def post_reminders(*, at: datetime) -> int:
    """Post a letter for each award that ends within `BEFORE` and has none yet; how many there were.

    An award that was valid for less from its beginning needs none.
    """
    due = ending_soon(Award.objects.all(), within=BEFORE, at=at)
    due = due.filter(issued_at__lt=F("valid_until") - BEFORE).select_related("holder")
    posted = 0
    awards = [award for award in due.only(*_NEEDED) if address_of(award)]
    for start in range(0, len(awards), _CHUNK):
        some = {_key(award): award for award in awards[start : start + _CHUNK]}
        known = set(OutboxRow.objects.filter(key__in=some).values_list("key", flat=True))
        for key, award in some.items():
            if key not in known:
                told = {"award": str(award.pk)}
                posted += outbox.post(MAIL, told, key=key, tenant=award.organisation_id)
    return posted


def mail_reminder(award: Award, *, at: datetime) -> bool:
    """Send the letter; False where the award ended, was revoked or was renewed meanwhile."""
    still = ending_soon(Award.objects.filter(pk=award.pk), within=BEFORE, at=at)
    if not address_of(award) or not still.exists():
        return False
    _claim, token = make_claim(award, at=at)
    offer = published().filter(achievement=award.version.achievement_id).first()
    told = {
        "offer": offer,
        "offer_address": offer_address(offer.achievement_id) if offer else "",
        "address": way_to(award, token),
    }
    subject = _("“%(title)s” of %(issuer)s expires soon")
    reference = f"expiry.{award.pk.hex[:8]}"
    letter_about(award, "expiry_mail", subject=subject, told=told, reference=reference).send()
    return True


_NEEDED: Final = ("organisation_id", "recipient_email", "holder__email", "valid_until")


def _key(award: Award) -> str:
    return f"{MAIL}:{award.pk}"
