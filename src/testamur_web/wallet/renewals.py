"""What of a wallet ends soon, and where its holder earns it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from testamur_web.awards.models import Award
from testamur_web.awards.queries import ending_soon
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Person
from testamur_web.wallet.models import Item
from testamur_web.wallet.queries import Card, State, items_of

__all__ = ["NEAR", "Renewal", "renewals_of"]

NEAR: Final = timedelta(days=90)
"""How long before its end something stands among what is to be renewed."""

_HOLDS: Final = {State.VALID, State.SUSPENDED, State.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Renewal:
    """One credential that ends soon; `offer` is what is published of it now, None where nothing."""

    item: Item
    ends_at: datetime
    offer: Version | None

    @property
    def is_another_version(self) -> bool:
        """Whether what is offered now is not the version that is held."""
        award = self.item.award
        return bool(award and self.offer and self.offer.pk != award.version_id)


def renewals_of(person: Person, *, at: datetime) -> list[Renewal]:
    """What ends within `NEAR` and was not renewed, the earliest first; from elsewhere as well."""
    awards = Award.objects.filter(items__holder=person)
    ending = set(ending_soon(awards, within=NEAR, at=at).values_list("pk", flat=True))
    cards, _total = items_of(person, at=at)
    near = [card for card in cards if _is_near(card, at) and card.item.award_id in {None, *ending}]
    achievements = {card.item.award.version.achievement_id for card in near if card.item.award}
    offers = {one.achievement_id: one for one in published().filter(achievement__in=achievements)}
    told = [
        Renewal(
            card.item,
            card.valid_until,
            offers.get(card.item.award.version.achievement_id) if card.item.award else None,
        )
        for card in near
        if card.valid_until is not None
    ]
    return sorted(told, key=lambda one: one.ends_at)


def _is_near(card: Card, at: datetime) -> bool:
    until = card.valid_until
    return until is not None and at < until <= at + NEAR and card.state in _HOLDS
