"""Who belongs to an organisation and what they may do; an administrator always stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.models import AccessToken, Membership, Organisation, Person, Role

__all__ = ["add_member", "remove_member", "set_roles"]


@transaction.atomic
def add_member(
    organisation: Organisation,
    *,
    person: Person,
    roles: Iterable[str],
    by: Person | None,
    at: datetime,
) -> set[Role]:
    """Give `person` these roles beside those they have; what they then have."""
    added = words.read_roles(roles)
    held = _lock(organisation, person)
    _give(organisation, person, set(added) - held, at)
    if set(added) - held:
        record(
            "member.add",
            person,
            by=by,
            tenant=organisation.pk,
            at=at,
            name=person.name,
            roles=[role.value for role in added],
        )
    return held | set(added)


@transaction.atomic
def set_roles(
    organisation: Organisation,
    *,
    person: Person,
    roles: Iterable[str],
    by: Person,
    at: datetime,
) -> set[Role]:
    """Let a member have exactly these roles; the last administrator stays one."""
    wanted = set(words.read_roles(roles))
    held = _lock(organisation, person)
    if not held:
        raise Refused.because("member.unknown", "this person is no member", "/person")
    if Role.ADMIN in held - wanted:
        _refuse_without_administrator(organisation, person)
    _take(organisation, person, held - wanted)
    _give(organisation, person, wanted - held, at)
    if held != wanted:
        record(
            "member.roles",
            person,
            by=by,
            tenant=organisation.pk,
            at=at,
            name=person.name,
            before=sorted(held),
            roles=sorted(wanted),
        )
    return wanted


@transaction.atomic
def remove_member(organisation: Organisation, *, person: Person, by: Person, at: datetime) -> None:
    """End every role of a member, and their access tokens there; `by` may be the member."""
    held = _lock(organisation, person)
    if not held:
        raise Refused.because("member.unknown", "this person is no member", "/person")
    if Role.ADMIN in held:
        _refuse_without_administrator(organisation, person)
    _take(organisation, person, held)
    AccessToken.objects.filter(organisation=organisation, person=person, ended_at=None).update(
        ended_at=at
    )
    verb = "member.leave" if by.pk == person.pk else "member.remove"
    record(verb, person, by=by, tenant=organisation.pk, at=at, name=person.name)


def _lock(organisation: Organisation, person: Person) -> set[Role]:
    """The roles `person` has, while nobody else changes any of this organisation."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    held = Membership.objects.filter(organisation=organisation, person=person)
    return {Role(role) for role in held.values_list("role", flat=True)}


def _give(organisation: Organisation, person: Person, roles: set[Role], at: datetime) -> None:
    Membership.objects.bulk_create(
        Membership(organisation=organisation, person=person, role=role, since=at)
        for role in sorted(roles)
    )


def _take(organisation: Organisation, person: Person, roles: set[Role]) -> None:
    Membership.objects.filter(organisation=organisation, person=person, role__in=roles).delete()


def _refuse_without_administrator(organisation: Organisation, leaving: Person) -> None:
    others = Membership.objects.filter(
        organisation=organisation, role=Role.ADMIN, person__is_active=True
    ).exclude(person=leaving)
    if not others.exists():
        told = f"{organisation.name} would be left without an administrator"
        raise Conflict.because("member.last-administrator", told, "/roles")
