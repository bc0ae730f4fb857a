"""How far a batch is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from testamur_web.awards.models import Batch, BatchRow

__all__ = ["Progress", "progress_of"]


@dataclass(frozen=True, slots=True)
class Progress:
    """The rows by state, and the share that is through."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        """Rows that are awarded, or will be."""
        return self.counts.get(BatchRow.State.READY, 0)

    @property
    def issued(self) -> int:
        """Rows that are awarded."""
        return self.counts.get(BatchRow.State.ISSUED, 0)

    @property
    def to_issue(self) -> int:
        """Rows that are awarded or ready."""
        return self.ready + self.issued

    @property
    def in_need(self) -> int:
        """Rows that need somebody."""
        return sum(self.counts.get(state, 0) for state in ("wrong", "duplicate", "failed"))


def progress_of(batch: Batch) -> Progress:
    """The rows of the batch, counted by state."""
    found = batch.rows.order_by().values_list("state").annotate(Count("pk"))
    return Progress(dict(found))
