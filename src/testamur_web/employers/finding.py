"""Who may be found by an organisation for a purpose at a moment: one query, asked each time.

    rows = visible_to(acme, Purpose.SEARCH, at=now)
    rows.filter(shows_region=True, country="AT")

Every query about people begins here. Consent is part of it, so that what was withdrawn is gone from
the very next one, and each row says what of it may be seen: a filter by what somebody does not show
must ask for `shows_PART` as well, or it would tell it.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from testamur_web.employers.consent import live_at
from testamur_web.employers.models import Block, Consent, Findable, Part, Purpose
from testamur_web.people.models import Organisation

__all__ = ["visible_to"]


def visible_to(
    organisation: Organisation, purpose: Purpose, *, at: datetime, showing: Part | None = None
) -> QuerySet[Findable]:
    """Those who agreed to be seen for a purpose, each with `shows_PART` of every part.

    With `showing` only those who show that part. The consent is a value and no `Exists`, so that a
    database looks for it person by person, and never reads those of everybody to show twenty.
    """
    agreed = _agreed(organisation, purpose, at)
    if showing is not None:
        agreed = agreed.filter(**{f"shows_{showing.value}": True})
    blocked = Block.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at),
        person=OuterRef("person"),
        organisation=organisation,
        since__lte=at,
    )
    shown = {
        f"shows_{part.value}": Exists(
            _agreed(organisation, purpose, at).filter(**{f"shows_{part.value}": True})
        )
        for part in Part
    }
    rows = Findable.objects.filter(~Exists(blocked), person__is_active=True)
    rows = rows.alias(consent=Subquery(agreed.order_by().values("pk")[:1]))
    return rows.filter(consent__isnull=False).annotate(**shown)


def _agreed(organisation: Organisation, purpose: Purpose, at: datetime) -> QuerySet[Consent]:
    """The consents of one person that hold for an organisation."""
    whom = Q(organisation=None) | Q(organisation=organisation)
    return Consent.objects.filter(whom, live_at(at), person=OuterRef("person"), purpose=purpose)
