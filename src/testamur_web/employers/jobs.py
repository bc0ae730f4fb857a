"""What employers' rooms do later: index wallets, and write letters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.employers.indexing import INDEX, index_person
from testamur_web.ops.outbox import handles
from testamur_web.wallet.services.counting import WATCHED

__all__ = ["index_changed", "index_consenting"]


@handles(INDEX)
def index_consenting(payload: dict[str, Any]) -> None:
    """Make the rows of somebody who agreed to be found, or whose were made long ago."""
    index_person(UUID(payload["person"]), at=timezone.now())


@handles(WATCHED)
def index_changed(payload: dict[str, Any]) -> None:
    """Make them anew, for their wallet changed."""
    index_person(UUID(payload["holder"]), at=timezone.now())
