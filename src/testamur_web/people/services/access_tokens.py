"""Access tokens of the HTTP API: made, used, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from testamur.errors import Refused
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.models import AccessToken, Organisation, Person
from testamur_web.people.queries import Bearer, person_of_token, roles_of
from testamur_web.people.tokens import hash_of, make_secret

__all__ = ["end_token", "make_token", "use_token"]

PREFIX: Final = "tmr_"
NOTED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def make_token(
    person: Person,
    *,
    organisation: Organisation | None,
    name: str,
    at: datetime,
    expires_at: datetime | None = None,
) -> str:
    """A new access token: the only time its text is known.

    With an organisation it acts with the roles `person` has there at each moment; without, only on
    what is theirs. Raises `Refused` with `member.unknown`.
    """
    if organisation is not None and not roles_of(person, organisation):
        raise Refused.because("member.unknown", "this person is no member", "/organisation")
    if expires_at is not None and expires_at <= at:
        raise Refused.because("value.out-of-range", "it would have expired already", "/expires_at")
    secret = make_secret(PREFIX)
    row = AccessToken.objects.create(
        person=person,
        organisation=organisation,
        name=words.read_name(name, at_most=100),
        token_hash=hash_of(secret),
        created_at=at,
        expires_at=expires_at,
    )
    tenant = organisation.pk if organisation else None
    record("token.make", row, by=person, tenant=tenant, at=at, name=row.name)
    return secret


def use_token(secret: str, *, at: datetime) -> Bearer | None:
    """Who sends this token, noting that it was used; None where it opens nothing."""
    bearer = person_of_token(secret, at=at)
    if bearer is not None:
        AccessToken.objects.filter(pk=bearer.token_id).filter(
            Q(last_used_at=None) | Q(last_used_at__lt=at - NOTED_EVERY)
        ).update(last_used_at=at)
    return bearer


@transaction.atomic
def end_token(token: AccessToken, *, by: Person, at: datetime) -> None:
    """From now on it opens nothing."""
    if AccessToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=at):
        record("token.end", token, by=by, tenant=token.organisation_id, at=at, name=token.name)
