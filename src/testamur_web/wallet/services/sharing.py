"""How a holder shows what they have: only what they chose, until it expires or they stop it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from testamur.errors import Refused
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.wallet import secrets
from testamur_web.wallet.models import Item, Share, ShareView

__all__ = ["OPEN_KINDS", "count_view", "share", "stop_share"]

OPEN_KINDS: Final = (Share.Kind.PUBLIC, Share.Kind.LINKEDIN, Share.Kind.EMBED)
"""The kinds by which one item is shown on its own public page; the other kind is a secret."""

MAX_ITEMS: Final = 200
MAX_TITLE: Final = 200


@transaction.atomic
def share(
    person: Person,
    items: Sequence[Item],
    *,
    kind: str,
    title: str = "",
    expires_at: datetime | None = None,
    at: datetime,
) -> Share:
    """Share items of the person's own wallet.

    A public page, a LinkedIn entry and an embedded card show one item each, and sharing it so again
    gives the share that is there. Raises `Refused` (`share.not-yours`, `share.items`,
    `share.expiry`).
    """
    _check(person, items, kind=kind, expires_at=expires_at, at=at)
    if kind in OPEN_KINDS:
        there = person.shares.filter(kind=kind, items=items[0], stopped_at=None).first()
        if there is not None:
            return there
    made = Share.objects.create(
        holder=person,
        kind=kind,
        token=secrets.make_share_token(),
        title=title.strip()[:MAX_TITLE],
        made_at=at,
        expires_at=expires_at,
    )
    made.items.set(items)
    trail.record("share.make", made, by=person, tenant=None, at=at, kind=str(kind))
    return made


@transaction.atomic
def stop_share(share: Share, *, by: Person, at: datetime) -> Share:
    """End a share of one's own; stopping it again changes nothing.

    Raises `Refused` (`share.not-yours`).
    """
    if share.holder_id != by.pk:
        raise Refused.because("share.not-yours", "only whoever shared it can stop it")
    if Share.objects.filter(pk=share.pk, stopped_at=None).update(stopped_at=at):
        trail.record("share.stop", share, by=by, tenant=None, at=at)
    share.refresh_from_db()
    return share


@transaction.atomic
def count_view(share: Share, *, at: datetime) -> None:
    """Count that a share was looked at on this day; nothing of who looked is kept."""
    day, _ = ShareView.objects.get_or_create(share=share, day=at.date())
    ShareView.objects.filter(pk=day.pk).update(count=F("count") + 1)


def _check(
    person: Person,
    items: Sequence[Item],
    *,
    kind: str,
    expires_at: datetime | None,
    at: datetime,
) -> None:
    if any(item.holder_id != person.pk for item in items):
        raise Refused.because("share.not-yours", "only what is in your own wallet can be shared")
    if not items or len(items) > (1 if kind in OPEN_KINDS else MAX_ITEMS):
        raise Refused.because("share.items", "choose what is to be shown", "/items")
    if expires_at is not None and expires_at <= at:
        raise Refused.because("share.expiry", "it would have ended before it began", "/expires_at")
