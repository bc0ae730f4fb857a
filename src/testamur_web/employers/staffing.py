"""The list of staff of an organisation: who it says works there, and who of them has joined.

Naming somebody makes no account and no membership. They are invited, and join by accepting; only
whoever is a member already, by an address that they have proven, is known at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from testamur.errors import Conflict
from testamur_web.employers.models import StaffEntry
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Identifier, Organisation, Person, Role
from testamur_web.people.queries import find_person, is_open, open_invitations_of, roles_of
from testamur_web.people.services import invite, remove_member, withdraw_invitation
from testamur_web.plans.models import RoleProfile

__all__ = [
    "StaffStated",
    "add_entry",
    "bind_entries",
    "deactivate",
    "edit_entry",
    "entry_of",
    "find_entry",
    "reactivate",
    "remove_entry",
    "staff_of",
]

_RELATED: Final = ("person", "manager", "job_profile", "invitation")


@dataclass(frozen=True, slots=True)
class StaffStated:
    """What an organisation says of somebody who works there."""

    email: str
    name: str
    external_id: str = ""
    manager: StaffEntry | None = None
    job_profile: RoleProfile | None = None


def staff_of(organisation: Organisation) -> QuerySet[StaffEntry]:
    """Everybody on the list, by name; those who left among them."""
    return StaffEntry.objects.filter(organisation=organisation).select_related(*_RELATED)


def find_entry(organisation: Organisation, pk: UUID) -> StaffEntry | None:
    """An entry of an organisation's list."""
    return staff_of(organisation).filter(pk=pk).first()


def entry_of(organisation: Organisation, email: str) -> StaffEntry | None:
    """The entry with this address, in capitals or not."""
    return staff_of(organisation).filter(email__iexact=email.strip()).first()


@transaction.atomic
def add_entry(
    organisation: Organisation, stated: StaffStated, *, by: Person, at: datetime
) -> StaffEntry:
    """Name somebody, who is invited unless they are a member already.

    Raises `Refused` (`text.*`, `recipient.*`) and `Conflict` (`staff.known`).
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    entry = StaffEntry(organisation=organisation, created_at=at)
    _write(entry, stated, at)
    entry.person = _member_at(organisation, entry.email)
    entry.save(force_insert=True)
    if entry.person is None:
        _invite(entry, by=by, at=at)
    _record("staff.add", entry, by=by, at=at)
    return entry


@transaction.atomic
def edit_entry(entry: StaffEntry, stated: StaffStated, *, by: Person, at: datetime) -> StaffEntry:
    """Say something else of somebody; one who has not joined is invited at a new address.

    The account of the person stays as it is. Raises what `add_entry` does.
    """
    before = entry.email
    _write(entry, stated, at)
    entry.save()
    if entry.email != before and entry.person is None and entry.is_active:
        _withdraw(entry, by=by, at=at)
        _invite(entry, by=by, at=at)
    _record("staff.edit", entry, by=by, at=at)
    return entry


@transaction.atomic
def deactivate(entry: StaffEntry, *, by: Person, at: datetime) -> None:
    """They work there no more: their membership and an open invitation end, the account stays.

    Raises `Conflict` (`member.last-administrator`).
    """
    if not entry.is_active:
        return
    _withdraw(entry, by=by, at=at)
    if entry.person is not None and roles_of(entry.person, entry.organisation):
        remove_member(entry.organisation, person=entry.person, by=by, at=at)
    entry.places.all().delete()
    entry.is_active, entry.person, entry.changed_at = False, None, at
    entry.save()
    _record("staff.deactivate", entry, by=by, at=at)


@transaction.atomic
def reactivate(entry: StaffEntry, *, by: Person, at: datetime) -> None:
    """They work there again: they are invited anew, for nobody joins but by their own word."""
    if entry.is_active:
        return
    entry.is_active, entry.changed_at = True, at
    entry.person = _member_at(entry.organisation, entry.email)
    entry.save()
    if entry.person is None:
        _invite(entry, by=by, at=at)
    _record("staff.reactivate", entry, by=by, at=at)


@transaction.atomic
def remove_entry(entry: StaffEntry, *, by: Person, at: datetime) -> None:
    """They leave, and stand on the list no more; raises what `deactivate` does."""
    deactivate(entry, by=by, at=at)
    _record("staff.remove", entry, by=by, at=at)
    StaffEntry.objects.filter(pk=entry.pk).delete()


@transaction.atomic
def bind_entries(invitation_id: UUID) -> int:
    """Let the entry that an accepted invitation was sent for be of whoever accepted; how many."""
    rows = StaffEntry.objects.filter(
        invitation=invitation_id, invitation__accepted_by__isnull=False, person=None, is_active=True
    ).select_related("invitation")
    found = 0
    for entry in rows:
        assert entry.invitation is not None  # noqa: S101 -- for the type checker
        person = entry.invitation.accepted_by
        same = StaffEntry.objects.filter(organisation=entry.organisation_id, person=person)
        if not same.exists():
            entry.person = person
            entry.save(update_fields=["person"])
            found += 1
    return found


def _write(entry: StaffEntry, stated: StaffStated, at: datetime) -> None:
    entry.email = words.read_email(stated.email)
    entry.name = words.read_name(stated.name)
    same = StaffEntry.objects.filter(organisation=entry.organisation_id, email__iexact=entry.email)
    if same.exclude(pk=entry.pk).exists():
        raise Conflict.because("staff.known", "the address is on the list already", "/email")
    entry.external_id, entry.changed_at = stated.external_id[:200], at
    entry.manager, entry.job_profile = stated.manager, stated.job_profile


def _member_at(organisation: Organisation, email: str) -> Person | None:
    """The member who has proven this address and is on the list under no other one."""
    person = find_person(Identifier.Kind.EMAIL, email)
    if person is None or not roles_of(person, organisation):
        return None
    is_listed = StaffEntry.objects.filter(organisation=organisation, person=person).exists()
    return None if is_listed else person


def _invite(entry: StaffEntry, *, by: Person, at: datetime) -> None:
    """An invitation with other roles that is open already stays, and serves for this too."""
    open_ones = open_invitations_of(entry.organisation, at=at)
    entry.invitation = open_ones.filter(email=entry.email).first() or invite(
        entry.organisation, email=entry.email, roles=[Role.EMPLOYEE], by=by, at=at
    )
    entry.save(update_fields=["invitation"])


def _withdraw(entry: StaffEntry, *, by: Person, at: datetime) -> None:
    if entry.invitation is not None and is_open(entry.invitation, at=at):
        withdraw_invitation(entry.invitation, by=by, at=at)


def _record(verb: str, entry: StaffEntry, *, by: Person, at: datetime) -> None:
    trail.record(verb, entry, by=by, tenant=entry.organisation_id, at=at, name=entry.name)
