"""What identifies a person: added, verified, ended, bound to somebody else.

Only a verified address, or a number its organisation gave, ever finds a person: what somebody
merely states of themselves is a note. No account is ever merged with another.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from testamur.errors import Conflict, Refused
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.models import Identifier, Organisation, Person

__all__ = ["add_identifier", "add_number", "end_identifier", "rebind_number", "verify_email"]


@transaction.atomic
def add_identifier(
    person: Person,
    *,
    kind: str,
    value: str,
    by: Person | None,
    at: datetime,
    verified: bool = False,
) -> Identifier:
    """Note what identifies `person`; `verified` where it was proven to be theirs.

    Adding what they have is harmless, and verifies it where it was not. Raises `Conflict` with
    `identifier.taken` where it is verified as somebody else's.
    """
    plain = words.read_identifier(kind, value)
    held = Identifier.objects.filter(
        person=person, kind=kind, value=plain, given_by=None, ended_at=None
    ).first()
    if held and (held.verified_at or not verified):
        return held
    row = held or Identifier(person=person, kind=kind, value=plain)
    row.verified_at = at if verified else None
    _save(row)
    verb = "identifier.verify" if verified else "identifier.add"
    record(verb, row, by=by, tenant=None, at=at, kind=kind, person=str(person.pk))
    return row


@transaction.atomic
def verify_email(person: Person, *, email: str, by: Person | None, at: datetime) -> Identifier:
    """`email` was proven to be theirs: it signs them in, and finds them, from now on."""
    address = words.read_email(email)
    try:
        with transaction.atomic():
            EmailAddress.objects.update_or_create(
                user=person, email=address, defaults={"verified": True}
            )
    except IntegrityError as error:
        raise _taken(address) from error
    return add_identifier(
        person, kind=Identifier.Kind.EMAIL, value=address, by=by, at=at, verified=True
    )


@transaction.atomic
def end_identifier(identifier: Identifier, *, by: Person, at: datetime) -> None:
    """From now on it finds nobody, and an address signs nobody in.

    The last way to sign in stays: raises `Conflict` with `identifier.needed`.
    """
    row = Identifier.objects.select_for_update().get(pk=identifier.pk)
    if row.ended_at:
        return
    if row.kind == Identifier.Kind.EMAIL and row.verified_at:
        _refuse_to_lock_out(row)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    if row.kind == Identifier.Kind.EMAIL:
        _forget_address(row.person, row.value)
    tenant = row.given_by_id
    record("identifier.end", row, by=by, tenant=tenant, at=at, kind=row.kind)


@transaction.atomic
def add_number(
    organisation: Organisation, *, person: Person, value: str, by: Person, at: datetime
) -> Identifier:
    """Bind a number that `organisation` gives to `person`."""
    kind = Identifier.Kind.STUDENT_NUMBER
    plain = words.read_identifier(kind, value)
    row = Identifier(person=person, kind=kind, value=plain, given_by=organisation, verified_at=at)
    _save(row)
    record("number.add", row, by=by, tenant=organisation.pk, at=at, number=plain, name=person.name)
    return row


@transaction.atomic
def rebind_number(
    identifier: Identifier, *, person: Person, by: Person, at: datetime
) -> Identifier:
    """A number of an organisation stands for `person` from now on; what it stood for is kept."""
    row = Identifier.objects.select_for_update().get(pk=identifier.pk)
    if row.given_by is None or row.ended_at:
        raise Refused.because("identifier.ended", "the number stands for nobody", "/value")
    if row.person_id == person.pk:
        return row
    end_identifier(row, by=by, at=at)
    return add_number(row.given_by, person=person, value=row.value, by=by, at=at)


def _save(row: Identifier) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _taken(row.value) from error


def _taken(value: str) -> Conflict:
    return Conflict.because("identifier.taken", f"{value!r} stands for somebody else", "/value")


def _refuse_to_lock_out(row: Identifier) -> None:
    others = Identifier.objects.filter(
        person=row.person, kind=row.kind, verified_at__isnull=False, ended_at=None
    ).exclude(pk=row.pk)
    if not row.person.has_usable_password() and not others.exists():
        told = "without a password or another address nobody could sign in to this account"
        raise Conflict.because("identifier.needed", told, "/value")


def _forget_address(person: Person, value: str) -> None:
    EmailAddress.objects.filter(user=person, email=value).delete()
    if person.email == value:
        other = EmailAddress.objects.filter(user=person, verified=True).first()
        if other:
            other.set_as_primary()
        else:
            person.email = ""
            person.save(update_fields=["email"])
