"""E-mail addresses of an account: stated, then proven through the mail, then preferred or ended."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction

from testamur.errors import Conflict
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.models import Identifier, Person
from testamur_web.people.services.identifiers import end_identifier

__all__ = ["add_address", "end_address", "prefer_address"]

MOST: Final = 20


@transaction.atomic
def add_address(person: Person, *, email: str, by: Person, at: datetime) -> EmailAddress:
    """Note an address that `person` states: it finds nobody until it is proven.

    Nothing tells whether it belongs to another account; proving it would be refused.
    """
    address = words.read_email(email)
    mine = EmailAddress.objects.filter(user=person)
    if mine.count() >= MOST:
        raise Conflict.because("identifier.too-many", f"at most {MOST} addresses", "/email")
    row, is_new = mine.get_or_create(user=person, email=address)
    if is_new:
        record("address.add", person, by=by, tenant=None, at=at)
    return row


@transaction.atomic
def end_address(address: EmailAddress, *, by: Person, at: datetime) -> None:
    """From now on it signs nobody in and finds nobody; the last way to sign in stays."""
    identifier = Identifier.objects.filter(
        person=address.user_id, kind=Identifier.Kind.EMAIL, value=address.email, ended_at=None
    ).first()
    if identifier:
        end_identifier(identifier, by=by, at=at)
    else:
        record("address.end", by, by=by, tenant=None, at=at)
    if address.pk and EmailAddress.objects.filter(pk=address.pk).exists():
        address.remove()


@transaction.atomic
def prefer_address(address: EmailAddress, *, by: Person, at: datetime) -> None:
    """What this instance sends goes there; only a proven address can be preferred."""
    if not address.verified:
        raise Conflict.because("identifier.unproven", "open the link in the mail first", "/email")
    address.set_as_primary()
    record("address.prefer", by, by=by, tenant=None, at=at)
