"""Which awards have reached their holders, and which wait to be claimed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import proven_addresses_of
from testamur_web.wallet.models import Claim

__all__ = ["claimed_of", "unclaimed_for", "unclaimed_of"]

UNCLAIMED: Final = timedelta(days=14)
"""After how long an award that nobody claimed is told to its issuer."""


def claimed_of(organisation: Organisation) -> QuerySet[Claim]:
    """The awards of an organisation that are in a wallet."""
    return Claim.objects.filter(award__organisation=organisation, claimed_at__isnull=False)


def unclaimed_of(organisation: Organisation, *, at: datetime) -> QuerySet[Claim]:
    """Those that hold and that nobody claimed in two weeks."""
    return Claim.objects.filter(
        award__organisation=organisation,
        award__revoked_at=None,
        claimed_at=None,
        made_at__lt=at - UNCLAIMED,
    )


def unclaimed_for(person: Person) -> QuerySet[Claim]:
    """What waits for somebody under an address that they have proven."""
    return Claim.objects.filter(
        award__recipient_email__in=list(proven_addresses_of(person)),
        award__holder=None,
        award__revoked_at=None,
        award__issued_at__isnull=False,
        claimed_at=None,
    )
