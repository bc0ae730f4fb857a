"""What is left for those who count what wallets hold: that something came, or changed.

Nothing is left where no micro-credential that is offered is made of others. Of a wallet that is
watched word is left whatever changes in it (`WATCHED`), or in what makes it count more or less:
whoever begins to watch handles that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from testamur_web.awards.models import StatusChange
from testamur_web.catalogue.queries import published
from testamur_web.ops import outbox
from testamur_web.people.models import Person
from testamur_web.wallet.models import Item, Watch

__all__ = [
    "CHANGED",
    "KEPT",
    "WATCHED",
    "post_changed",
    "post_counted",
    "post_kept",
    "post_removed",
    "unwatch",
    "watch",
    "watch_all",
]

KEPT: Final = "item.kept"
CHANGED: Final = "item.changed"
WATCHED: Final = "wallet.watched"
_CHUNK: Final = 500


def watch(person: Person) -> None:
    """Leave word from now on of whatever changes in a wallet."""
    Watch.objects.get_or_create(holder=person)


def watch_all(people: Iterable[UUID]) -> None:
    """The same for many; who is watched already stays so."""
    Watch.objects.bulk_create([Watch(holder_id=one) for one in set(people)], ignore_conflicts=True)


def unwatch(person: Person) -> None:
    """Leave word no more."""
    Watch.objects.filter(holder=person).delete()


def post_kept(item: Item) -> None:
    """Leave word that something came into a wallet."""
    if published().filter(is_stack=True).exists():
        outbox.post(KEPT, {"item": str(item.pk)}, key=f"{KEPT}:{item.pk}")
    _post_watched([(f"kept:{item.pk}", item.holder_id)])


def post_removed(item: Item) -> None:
    """Leave word that something is taken out of a wallet that is watched."""
    _post_watched([(f"removed:{item.pk}", item.holder_id)])


def post_changed(changes: Sequence[str]) -> None:
    """Leave word for each wallet in which the award of one of the changes is."""
    found = StatusChange.objects.filter(pk__in=changes, award__items__isnull=False)
    rows = list(found.values_list("pk", "award__items__holder").distinct())
    _post_watched([(f"{change}:{holder}", holder) for change, holder in rows])
    if not published().filter(is_stack=True).exists():
        return
    outbox.post_many(
        CHANGED,
        {f"{CHANGED}:{change}:{holder}": {"holder": str(holder)} for change, holder in rows},
    )


def post_counted(items: QuerySet[Item], *, because: str) -> int:
    """Leave word for each wallet that is watched and holds one of these; how many there are.

    They count otherwise than before, `because` of what is said here once.
    """
    watches = Watch.objects.filter(holder__in=items.order_by().values("holder"))
    holders = list(watches.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(holders), _CHUNK):
        some = holders[start : start + _CHUNK]
        rows = {f"{WATCHED}:{because}:{one}": {"holder": str(one)} for one in some}
        outbox.post_many(WATCHED, rows)
    return len(holders)


def _post_watched(news: Sequence[tuple[str, UUID]]) -> None:
    """Leave word of each piece of news, by its key, where that wallet is watched."""
    watched = set(
        Watch.objects.filter(holder__in={holder for _, holder in news}).values_list(
            "holder", flat=True
        )
    )
    told = {f"{WATCHED}:{key}": {"holder": str(one)} for key, one in news if one in watched}
    if told:
        outbox.post_many(WATCHED, told)
