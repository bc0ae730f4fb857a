"""What employers do later: who accepted an invitation takes their place, and letters go out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testamur_web.employers.staffing import bind_entries
from testamur_web.ops.outbox import handles
from testamur_web.people.services.invitations import ACCEPTED

__all__ = ["bind_staff"]


@handles(ACCEPTED)
def bind_staff(payload: dict[str, Any]) -> None:
    """Whoever accepted is whom the list of staff names."""
    bind_entries(UUID(payload["invitation"]))
