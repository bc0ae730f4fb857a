"""What every letter about an award has in common: whom it goes to, in which language, its look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from testamur_web.awards.models import Award
from testamur_web.wallet.addresses import claim_address, wallet_address

__all__ = ["address_of", "letter_about", "way_to"]

_LONGEST_SUBJECT: Final = 200


def address_of(award: Award) -> str:
    """Where letters about `award` go; "" where nobody can be written to."""
    return award.recipient_email or (award.holder.email if award.holder else "")


def way_to(award: Award, token: str) -> str:
    """Where the holder looks at `award`: their wallet, or the link of the claim with `token`."""
    return wallet_address() if award.holder_id else claim_address(token)


def letter_about(
    award: Award, template: str, *, subject: Promise, told: Mapping[str, Any], reference: str
) -> EmailMultiAlternatives:
    """The letter of `template` as text and HTML, in the language of its reader.

    `subject` may name `%(issuer)s` and `%(title)s`; `reference` makes the id of the letter, so that
    a second copy is seen as one.
    """
    organisation = award.organisation
    shown = {
        "award": award,
        "instance_name": settings.INSTANCE_NAME,
        "colour": organisation.colour,
        **told,
    }
    with translation.override(award.holder.language if award.holder else settings.LANGUAGE_CODE):
        line = str(subject) % {"issuer": organisation.name, "title": award.version.title}
        letter = EmailMultiAlternatives(
            " ".join(line.split())[:_LONGEST_SUBJECT],
            render_to_string(f"wallet/{template}.txt", shown),
            to=[address_of(award)],
            headers={"Message-ID": f"<award.{award.pk}.{reference}@testamur>"},
        )
        letter.attach_alternative(render_to_string(f"wallet/{template}.html", shown), "text/html")
    return letter
