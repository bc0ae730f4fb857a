"""Letters that were given up: what each is about, whom it was for, and whether that can be mended.

A letter whose reader is named by an award or an enrolment can be sent to another address. That of
an account is its owner's to change, and that of a member's invitation an administrator's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award, StatusChange
from testamur_web.learning.models import Decision, Enrolment
from testamur_web.ops.models import OutboxRow

__all__ = ["Subject", "Unsent", "subject_of", "unsent_of"]

Subject = Award | Enrolment

_KINDS: Final[dict[str, str | Promise]] = {
    "wallet.mail": _("Letter about an award"),
    "wallet.status-mail": _("Letter about a change of status"),
    "enrolment.invite": _("Invitation to a cohort"),
    "cohort.invite": _("Invitations to a cohort"),
    "decision.tell": _("Letter about a decision"),
    "people.invite": _("Invitation of a member"),
}
_CORRECTABLE: Final = {"wallet.mail", "enrolment.invite", "decision.tell"}


@dataclass(frozen=True, slots=True)
class Unsent:
    """One letter that was given up; `address` is "" where none is known, or none is of use."""

    row: OutboxRow
    what: str | Promise
    name: str
    address: str
    is_correctable: bool


def subject_of(row: OutboxRow) -> Subject | None:
    """The award or enrolment that names the reader of a letter; None where nothing does."""
    find = _SUBJECTS.get(row.kind)
    found = find(row) if find else None
    belongs = found is not None and _tenant_of(found) == row.tenant
    return found if belongs else None


def unsent_of(rows: Iterable[OutboxRow]) -> list[Unsent]:
    """The letters behind the rows, and any other work by the name of its kind."""
    return [_unsent(row) for row in rows]


def _unsent(row: OutboxRow) -> Unsent:
    name, address = _reader_of(subject_of(row))
    can_be = bool(address) and row.kind in _CORRECTABLE
    return Unsent(row, _KINDS.get(row.kind, row.kind), name, address, is_correctable=can_be)


def _reader_of(subject: Subject | None) -> tuple[str, str]:
    """The name and the address that can be written to; a revoked award is announced no more."""
    match subject:
        case Award():
            return subject.recipient_name, "" if subject.revoked_at else subject.recipient_email
        case Enrolment():
            return subject.name, subject.email
    return "", ""


def _tenant_of(subject: Subject) -> UUID:
    if isinstance(subject, Award):
        return subject.organisation_id
    return subject.cohort.organisation_id


def _award(row: OutboxRow) -> Award | None:
    return Award.objects.filter(pk=row.payload.get("award")).first()


def _changed(row: OutboxRow) -> Award | None:
    found = StatusChange.objects.select_related("award").filter(pk=row.payload.get("change"))
    change = found.first()
    return change.award if change else None


def _enrolment(row: OutboxRow) -> Enrolment | None:
    found = Enrolment.objects.select_related("cohort")
    return found.filter(pk=row.payload.get("enrolment")).first()


def _decided(row: OutboxRow) -> Enrolment | None:
    found = Decision.objects.select_related("enrolment__cohort")
    decision = found.filter(pk=row.payload.get("decision")).first()
    return decision.enrolment if decision else None


_SUBJECTS: Final[dict[str, Callable[[OutboxRow], Subject | None]]] = {
    "wallet.mail": _award,
    "wallet.status-mail": _changed,
    "enrolment.invite": _enrolment,
    "decision.tell": _decided,
}
