"""How an award reaches its holder once it is signed: the claim, the wallet item, the letter."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.awards.queries import sentence_of
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.wallet import secrets
from testamur_web.wallet.addresses import claim_address
from testamur_web.wallet.models import Claim
from testamur_web.wallet.services.claiming import make_claim, put_in_wallet
from testamur_web.wallet.services.letters import address_of, letter_about

__all__ = ["deliver_award", "mail_award", "send_again"]

MAIL: Final = "wallet.mail"


@transaction.atomic
def deliver_award(award: Award, *, at: datetime) -> Claim:
    """Make the claim of a signed award, and its wallet item where the holder is known.

    The letter is posted for later, so that a mail server that is down delays nothing else. Doing it
    again changes nothing.
    """
    claim, _token = make_claim(award, at=at)
    if award.holder is not None:
        put_in_wallet(award, person=award.holder, at=at)
        Claim.objects.filter(pk=claim.pk, claimed_at=None).update(claimed_at=at)
    if address_of(award):
        outbox.post(
            MAIL, {"award": str(award.pk)}, key=f"{MAIL}:{award.pk}", tenant=award.organisation_id
        )
    return claim


@transaction.atomic
def mail_award(award: Award, *, at: datetime) -> bool:
    """Send the letter with the link, once; False where it was sent, or no longer should be."""
    claim, token = make_claim(award, at=at)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.sent_at is not None or award.revoked_at is not None or not address_of(award):
        return False
    claim.sent_at = at
    claim.save(update_fields=["sent_at"])
    _letter(award, claim, token).send()
    return True


@transaction.atomic
def send_again(award: Award, *, by: Person, at: datetime) -> bool:
    """Send the letter once more, for somebody who lost it; False where there is no address."""
    claim, _token = make_claim(award, at=at)
    if not address_of(award):
        return False
    Claim.objects.filter(pk=claim.pk).update(sent_at=None)
    outbox.post(
        MAIL,
        {"award": str(award.pk)},
        key=f"{MAIL}:{award.pk}:{at.isoformat()}",
        tenant=award.organisation_id,
    )
    trail.record("award.send-again", award, by=by, tenant=award.organisation_id, at=at)
    return True


def _letter(award: Award, claim: Claim, token: str) -> EmailMultiAlternatives:
    told = {
        "sentence": sentence_of(award),
        "address": claim_address(token),
        "code": secrets.shown_code(claim.code),
        "code_address": f"{settings.INSTANCE_URL}/claim/",
        "is_in_wallet": award.holder_id is not None,
    }
    subject = _("%(issuer)s has awarded you “%(title)s”")
    reference = claim.pk.hex[:8]
    return letter_about(award, "award_mail", subject=subject, told=told, reference=reference)
