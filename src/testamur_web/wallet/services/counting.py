"""What is left for those who count what wallets hold: that something came, or changed.

Nothing is left where no micro-credential that is offered is made of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from testamur_web.awards.models import StatusChange
from testamur_web.catalogue.queries import published
from testamur_web.ops import outbox
from testamur_web.wallet.models import Item

__all__ = ["CHANGED", "KEPT", "post_changed", "post_kept"]

KEPT: Final = "item.kept"
CHANGED: Final = "item.changed"


def post_kept(item: Item) -> None:
    """Leave word that something came into a wallet."""
    if published().filter(is_stack=True).exists():
        outbox.post(KEPT, {"item": str(item.pk)}, key=f"{KEPT}:{item.pk}")


def post_changed(changes: Sequence[str]) -> None:
    """Leave word for each wallet in which the award of one of the changes is."""
    if not published().filter(is_stack=True).exists():
        return
    found = StatusChange.objects.filter(pk__in=changes, award__items__isnull=False)
    rows = found.values_list("pk", "award__items__holder").distinct()
    outbox.post_many(
        CHANGED,
        {f"{CHANGED}:{change}:{holder}": {"holder": str(holder)} for change, holder in rows},
    )
