"""What employers do later: who accepted an invitation takes their place, and letters go out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.employers import nominations
from testamur_web.employers.programmes import REMINDER
from testamur_web.employers.reminding import mail_reminder
from testamur_web.employers.staffing import bind_entries
from testamur_web.ops.outbox import handles
from testamur_web.people.services.invitations import ACCEPTED

__all__ = ["bind_staff", "send_nomination", "send_reminder"]


@handles(ACCEPTED)
def bind_staff(payload: dict[str, Any]) -> None:
    """Whoever accepted is whom the list of staff names."""
    bind_entries(UUID(payload["invitation"]))


@handles(REMINDER)
def send_reminder(payload: dict[str, Any]) -> None:
    """The letter that a programme ends soon, to whoever still has something to do."""
    mail_reminder(payload, at=timezone.now())


@handles(nominations.MAIL)
def send_nomination(payload: dict[str, Any]) -> None:
    """The letter that a colleague says something good, unless it was answered or withdrawn."""
    nominations.mail_nomination(UUID(payload["nomination"]))
