"""Make and describe organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from testamur.errors import Conflict, Refused
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.models import Membership, Organisation, Person, Role

__all__ = ["create_organisation", "edit_organisation"]

_READERS: Final[dict[str, Callable[..., Any]]] = {
    "name": words.read_name,
    "kinds": words.read_kinds,
    "description": words.read_prose,
    "url": words.read_url,
    "email": lambda text, pointer: words.read_email(text, pointer) if text else "",
    "country": words.read_country,
    "linkedin_id": words.read_linkedin_id,
    "colour": words.read_colour,
}


@transaction.atomic
def create_organisation(
    *, name: str, slug: str, kinds: Iterable[str], by: Person, at: datetime, **more: str
) -> Organisation:
    """Make an organisation whose first administrator is `by`.

    `more` may hold description, url, email, country, linkedin_id and colour. Raises `Conflict`
    with `organisation.slug-taken`, or `Refused` for what cannot stand.
    """
    stated = _read({"name": name, "kinds": list(kinds), **more})
    organisation = Organisation(slug=words.read_slug(slug), created_at=at, **stated)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:
        told = f"another organisation has the address {slug!r}"
        raise Conflict.because("organisation.slug-taken", told, "/slug") from error
    Membership.objects.create(organisation=organisation, person=by, role=Role.ADMIN, since=at)
    record("organisation.create", organisation, by=by, tenant=organisation.pk, at=at, slug=slug)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, by: Person, at: datetime, **changes: Any
) -> Organisation:
    """Change what an organisation says of itself; its slug stays, for addresses hold it."""
    stated = {
        field: value
        for field, value in _read(changes).items()
        if getattr(organisation, field) != value
    }
    if stated:
        for field, value in stated.items():
            setattr(organisation, field, value)
        organisation.save(update_fields=list(stated))
        record(
            "organisation.edit",
            organisation,
            by=by,
            tenant=organisation.pk,
            at=at,
            fields=sorted(stated),
        )
    return organisation


def _read(stated: dict[str, Any]) -> dict[str, Any]:
    if strange := sorted(stated.keys() - _READERS):
        told = f"{strange[0]!r} cannot be stated of an organisation"
        raise Refused.because("value.unknown-choice", told, f"/{strange[0]}")
    return {field: _READERS[field](value, f"/{field}") for field, value in stated.items()}
