"""What a credential counts as beside itself: what those whose achievement it is say of it.

An equivalent is so to an achievement of whoever accepts it (ADR 36), so nobody's word reaches
further than their own achievements. It counts on the days on which it holds, and on no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from testamur_web.catalogue.addresses import achievement_at
from testamur_web.trust.models import Recognition
from testamur_web.trust.recognised import every_recognition, holding_on
from testamur_web.trust.recognising import address_of

__all__ = ["Equivalent", "equivalents_among"]


@dataclass(frozen=True, slots=True)
class Equivalent:
    """`address` names what is accepted; it counts as the achievement `of` an organisation."""

    row: Recognition
    address: str
    of: UUID
    organisation: UUID


def equivalents_among(names: Iterable[str], *, at: datetime) -> list[Equivalent]:
    """What any of these achievements counts as at a moment, by the addresses that they have."""
    several = set(names)
    keys = {key for name in several if (key := achievement_at(name))}
    named = Q(achievement__in=keys) | Q(address__in=several - {""})
    rows = every_recognition().filter(named, holding_on(at.date()), equal_to__isnull=False)
    return [
        Equivalent(row, address_of(row), row.equal_to_id, row.organisation_id)
        for row in rows
        if row.equal_to_id is not None
    ]
