"""Whose wallets employers have watched: of whoever may be found, or counts in a programme."""

from __future__ import annotations

from testamur_web.employers.models import Findable, KeptStanding
from testamur_web.people.models import Person
from testamur_web.wallet.services.counting import unwatch, watch

__all__ = ["settle_watch"]


def settle_watch(person: Person) -> None:
    """Have word left of whatever changes in a wallet while something is kept of it."""
    is_found = Findable.objects.filter(person=person).exists()
    if is_found or KeptStanding.objects.filter(proposal__person=person).exists():
        watch(person)
    else:
        unwatch(person)
