"""Places in status lists: each dealt once, in an order that tells nobody who was awarded when."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.db.models import Max

from testamur.credentials.status import shuffled_place
from testamur_web.awards.models import StatusList
from testamur_web.people.models import Organisation

__all__ = ["deal_places"]


def deal_places(
    organisation: Organisation | None, *, issuer: str, purpose: str, count: int
) -> Iterator[tuple[StatusList, int]]:
    """`count` places of the lists of `issuer`; a full list is followed by another.

    The caller holds the lock on the organisation, or on the key of the instance, and keeps what it
    got in the same transaction: a place that is dealt and not kept is never dealt again.
    """
    remaining = count
    while remaining:
        status_list = _open_list(organisation, issuer, purpose)
        first, until = status_list.dealt, min(status_list.size, status_list.dealt + remaining)
        status_list.dealt = until
        status_list.save(update_fields=["dealt"])
        remaining -= until - first
        key, url = bytes(status_list.order_seed), str(status_list.pk)
        for number in range(first, until):
            yield status_list, shuffled_place(number, key=key, list_url=url)


def _open_list(organisation: Organisation | None, issuer: str, purpose: str) -> StatusList:
    lists = StatusList.objects.filter(organisation=organisation, purpose=purpose)
    newest = lists.filter(issuer=issuer).order_by("-number").first()
    if newest is not None and newest.dealt < newest.size:
        return newest
    last: int = lists.aggregate(last=Max("number"))["last"] or 0
    return StatusList.objects.create(
        organisation=organisation,
        purpose=purpose,
        issuer=issuer,
        number=last + 1,
        order_seed=secrets.token_bytes(32),
    )
