"""Who may be found by an organisation for a purpose at a moment: one query, asked each time.

    rows = agreeing(acme, Purpose.SEARCH, at=now, showing={Part.SKILLS, Part.REGION})
    rows.filter(country="AT")

Every query about people begins here. Consent is part of it, so that what was withdrawn is gone from
the very next one. A filter by what somebody does not show would tell it, so `showing` names all
that is asked about; `visible_to` says of each row what of it may be seen.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from testamur_web.employers.consent import live_at
from testamur_web.employers.models import Block, Consent, Findable, Part, Purpose
from testamur_web.people.models import Organisation

__all__ = ["agreeing", "visible_to"]


def agreeing(
    organisation: Organisation, purpose: Purpose, *, at: datetime, showing: Collection[Part] = ()
) -> QuerySet[Findable]:
    """Those who agreed to be seen for a purpose, and show all these parts.

    A consent is a value and no `Exists`, so that a database looks for it person by person, and
    never reads those of everybody to show twenty.
    """
    blocked = Block.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at),
        person=OuterRef("person"),
        organisation=organisation,
        since__lte=at,
    )
    rows = Findable.objects.filter(~Exists(blocked), person__is_active=True)
    agreed = _agreed(organisation, purpose, at)
    asked = [agreed.filter(**{f"shows_{part.value}": True}) for part in sorted(showing)] or [agreed]
    consents = {
        f"consent_{place}": Subquery(one.order_by().values("pk")[:1])
        for place, one in enumerate(asked)
    }
    return rows.alias(**consents).filter(**{f"{name}__isnull": False for name in consents})


def visible_to(
    organisation: Organisation, purpose: Purpose, *, at: datetime, showing: Collection[Part] = ()
) -> QuerySet[Findable]:
    """The same, each with `shows_PART` of every part."""
    agreed = _agreed(organisation, purpose, at)
    shown = {
        f"shows_{part.value}": Exists(agreed.filter(**{f"shows_{part.value}": True}))
        for part in Part
    }
    return agreeing(organisation, purpose, at=at, showing=showing).annotate(**shown)


def _agreed(organisation: Organisation, purpose: Purpose, at: datetime) -> QuerySet[Consent]:
    """The consents of one person that hold for an organisation."""
    whom = Q(organisation=None) | Q(organisation=organisation)
    return Consent.objects.filter(whom, live_at(at), person=OuterRef("person"), purpose=purpose)
