"""Which awards end soon, and which of those nothing newer has taken the place of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from testamur_web.awards.models import Award

__all__ = ["ending_soon", "ends_within"]


def ends_within(time: timedelta, *, at: datetime) -> Q:
    """Of awards that hold: those whose validity ends within `time`."""
    holds = ~Q(credential="") & Q(revoked_at=None)
    return holds & Q(valid_until__gt=at, valid_until__lte=at + time)


def ending_soon(awards: QuerySet[Award], *, within: timedelta, at: datetime) -> QuerySet[Award]:
    """Those of the awards that end within that time and were not renewed, the earliest first.

    Renewed is what its holder, or whoever has its address, was awarded again and holds for longer.
    """
    same_person = Q(holder=OuterRef("holder")) | (
        Q(recipient_email=OuterRef("recipient_email")) & ~Q(recipient_email="")
    )
    longer = Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until"))
    again = Award.objects.filter(
        same_person,
        longer,
        version__achievement=OuterRef("version__achievement"),
        revoked_at=None,
    ).exclude(credential="")
    ending = awards.filter(ends_within(within, at=at)).filter(~Exists(again))
    return ending.order_by("valid_until", "pk")
