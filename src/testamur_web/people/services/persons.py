"""Make, rename, close and reopen accounts."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import IntegrityError, transaction
from django.urls import reverse

from testamur.errors import Conflict, Refused
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.models import Person
from testamur_web.people.services.identifiers import verify_email

__all__ = ["close_account", "create_person", "edit_person", "make_password_link", "reopen_account"]


@transaction.atomic
def create_person(
    *,
    username: str,
    name: str,
    at: datetime,
    email: str = "",
    password: str | None = None,
) -> Person:
    """An account made by the instance itself, whose `email` counts as verified."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                words.read_username(username),
                password=password,
                name=words.read_name(name),
                email=words.read_email(email) if email else "",
                date_joined=at,
            )
    except IntegrityError as error:
        raise Conflict.because("person.username-taken", "somebody has it", "/username") from error
    record("person.create", person, by=None, tenant=None, at=at)
    if email:
        verify_email(person, email=email, by=None, at=at)
        EmailAddress.objects.filter(user=person).update(primary=True)
    return person


@transaction.atomic
def edit_person(person: Person, *, name: str, by: Person, at: datetime) -> None:
    """Change the name an account shows; credentials keep the name they were signed with."""
    plain = words.read_name(name)
    if plain != person.name:
        person.name = plain
        person.save(update_fields=["name"])
        record("person.edit", person, by=by, tenant=None, at=at, fields=["name"])


@transaction.atomic
def close_account(person: Person, *, by: Person, at: datetime) -> None:
    """Nobody signs in to it any more; nothing of it is lost. An operator keeps their own."""
    if person.pk == by.pk:
        raise Refused.because("person.own-account", "an operator cannot close their own account")
    _set_active(person, is_active=False)
    record("person.close", person, by=by, tenant=None, at=at)


@transaction.atomic
def reopen_account(person: Person, *, by: Person, at: datetime) -> None:
    """They sign in again as before."""
    _set_active(person, is_active=True)
    record("person.reopen", person, by=by, tenant=None, at=at)


@transaction.atomic
def make_password_link(person: Person, *, by: Person, at: datetime) -> str:
    """The path of a link that sets a new password once, for an operator to hand over."""
    uid, key = user_pk_to_url_str(person), default_token_generator.make_token(person)
    record("person.password-link", person, by=by, tenant=None, at=at)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})


def _set_active(person: Person, *, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
