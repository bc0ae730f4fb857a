"""How an award reaches its holder once it is signed: the claim, the wallet item, the letter."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from testamur_web.awards.models import Award
from testamur_web.awards.queries import sentence_of
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.wallet import secrets
from testamur_web.wallet.addresses import claim_address
from testamur_web.wallet.models import Claim
from testamur_web.wallet.services.claiming import make_claim, put_in_wallet

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
    if _address_of(award):
        outbox.post(
            MAIL, {"award": str(award.pk)}, key=f"{MAIL}:{award.pk}", tenant=award.organisation_id
        )
    return claim


@transaction.atomic
def mail_award(award: Award, *, at: datetime) -> bool:
    """Send the letter with the link, once; False where it was sent, or no longer should be."""
    claim, token = make_claim(award, at=at)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.sent_at is not None or award.revoked_at is not None or not _address_of(award):
        return False
    claim.sent_at = at
    claim.save(update_fields=["sent_at"])
    _letter(award, claim, token).send()
    return True


@transaction.atomic
def send_again(award: Award, *, by: Person, at: datetime) -> bool:
    """Send the letter once more, for somebody who lost it; False where there is no address."""
    claim, _token = make_claim(award, at=at)
    if not _address_of(award):
        return False
    Claim.objects.filter(pk=claim.pk).update(sent_at=None)
    outbox.post(
        MAIL,
        {"award": str(award.pk)},
        key=f"{MAIL}:{award.pk}:{at.isoformat()}",
        tenant=award.organisation_id,
    )
    trail.record("send-award-again", award, by=by, tenant=award.organisation_id, at=at)
    return True


def _address_of(award: Award) -> str:
    return award.recipient_email or (award.holder.email if award.holder else "")


def _letter(award: Award, claim: Claim, token: str) -> EmailMultiAlternatives:
    """The letter as text and HTML; its id is the award's, so that a second copy is seen as one."""
    told = {
        "award": award,
        "sentence": sentence_of(award),
        "address": claim_address(token),
        "code": secrets.shown_code(claim.code),
        "code_address": f"{settings.INSTANCE_URL}/claim/",
        "is_in_wallet": award.holder_id is not None,
        "instance_name": settings.INSTANCE_NAME,
        "colour": award.organisation.colour,
    }
    language = award.holder.language if award.holder else settings.LANGUAGE_CODE
    with translation.override(language):
        subject = _("%(issuer)s has awarded you “%(title)s”") % {
            "issuer": award.organisation.name,
            "title": award.version.title,
        }
        letter = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string("wallet/award_mail.txt", told),
            to=[_address_of(award)],
            headers={"Message-ID": f"<award.{award.pk}.{claim.pk.hex[:8]}@testamur>"},
        )
        letter.attach_alternative(render_to_string("wallet/award_mail.html", told), "text/html")
    return letter
