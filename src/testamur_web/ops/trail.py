"""The audit trail: every service that changes something says so here, in its own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from testamur_web.ops.models import TrailEntry

__all__ = ["Actor", "record"]


class Actor(Protocol):
    """Whoever does something: a person, as the trail names them."""

    @property
    def pk(self) -> Any:
        """Their id."""

    @property
    def name(self) -> str:
        """Their name at the time."""


def record(
    verb: str, subject: Any, *, by: Actor | None, tenant: UUID | None, at: datetime, **detail: Any
) -> None:
    """Write down that `by` did `verb` to `subject`, a model instance; `detail` must be JSON.

    A verb says first what it is done to: `award.revoke`.
    """
    TrailEntry.objects.create(
        at=at,
        tenant=tenant,
        actor=by.pk if by else None,
        actor_name=by.name if by else "",
        verb=verb,
        subject_kind=type(subject).__name__.lower(),
        subject=str(subject.pk),
        detail=detail,
    )
