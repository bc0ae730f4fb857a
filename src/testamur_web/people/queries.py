"""What is known of persons, organisations, members, invitations, access tokens and the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone

from testamur.errors import Refused
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import (
    AccessToken,
    Identifier,
    Invitation,
    Membership,
    Organisation,
    Person,
    Role,
)
from testamur_web.people.tokens import hash_of
from testamur_web.people.words import read_identifier

__all__ = [
    "Bearer",
    "Member",
    "TrailLine",
    "addresses_of",
    "count_of_instance",
    "find_by_username",
    "find_invitation",
    "find_person",
    "identifiers_of",
    "is_open",
    "members_of",
    "numbers_of",
    "open_invitations_of",
    "organisations_like",
    "organisations_of",
    "people_like",
    "person_of_token",
    "proven_addresses_of",
    "roles_of",
    "tokens_of",
    "told_of",
    "trail_of",
    "trail_verbs_of",
]


@dataclass(frozen=True, slots=True)
class Member:
    """A person and all their roles in one organisation."""

    person: Person
    roles: tuple[Role, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who sends an access token; `organisation` is None for what is theirs alone."""

    person: Person
    organisation: Organisation | None
    roles: frozenset[Role]
    token_id: UUID


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One thing that was done, in words; `kind` is what it was done to."""

    at: datetime
    who: str
    verb: str
    kind: str
    told: dict[str, str]


# ----------------------------------------------------------------------------------- membership


def roles_of(person: Person, organisation: Organisation) -> set[Role]:
    """The roles of `person` in `organisation`; empty for whoever is no member."""
    held = Membership.objects.filter(person=person.pk, organisation=organisation)
    return {Role(role) for role in held.values_list("role", flat=True)}


def organisations_of(person: Person) -> list[tuple[Organisation, tuple[Role, ...]]]:
    """The organisations `person` belongs to, by name, each with their roles there."""
    rows = Membership.objects.filter(person=person).select_related("organisation")
    held: dict[UUID, tuple[Organisation, set[str]]] = {}
    for row in rows.order_by("organisation__name"):
        held.setdefault(row.organisation_id, (row.organisation, set()))[1].add(row.role)
    return [(organisation, _in_order(roles)) for organisation, roles in held.values()]


def members_of(organisation: Organisation) -> list[Member]:
    """The members of an organisation by name, each once."""
    rows = Membership.objects.filter(organisation=organisation).select_related("person")
    grouped: dict[UUID, list[Membership]] = {}
    for row in rows.order_by("person__name", "person__username"):
        grouped.setdefault(row.person_id, []).append(row)
    return [
        Member(
            person=held[0].person,
            roles=_in_order({row.role for row in held}),
            since=min(row.since for row in held),
        )
        for held in grouped.values()
    ]


def _in_order(roles: set[str]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


# ---------------------------------------------------------------------------------- invitations


def is_open(invitation: Invitation, *, at: datetime) -> bool:
    """Whether it can still be accepted."""
    return invitation.accepted_at is None and invitation.expires_at > at


def find_invitation(token: str, *, at: datetime) -> Invitation | None:
    """The open invitation whose token this is."""
    rows = Invitation.objects.filter(token_hash=hash_of(token), accepted_at=None, expires_at__gt=at)
    return rows.select_related("organisation", "invited_by").first()


def open_invitations_of(organisation: Organisation, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations nobody has accepted yet, the newest first."""
    rows = organisation.invitations.filter(accepted_at=None, expires_at__gt=at)
    return rows.select_related("invited_by").order_by("-invited_at")


# ---------------------------------------------------------------------------------- identifiers


def find_person(kind: str, value: str, *, given_by: Organisation | None = None) -> Person | None:
    """Whom a verified identifier, or a number that `given_by` gave, stands for.

    What a person only states of themselves finds nobody.
    """
    try:
        plain = read_identifier(kind, value)
    except Refused:
        return None
    row = (
        Identifier.objects.annotate(folded=Lower("value"))
        .filter(
            kind=kind,
            folded=Lower(Value(plain)),  # not `iexact`: PostgreSQL has one capital for both i
            given_by=given_by,
            ended_at=None,
            verified_at__isnull=False,
            person__is_active=True,
        )
        .select_related("person")
        .first()
    )
    return row.person if row else None


def find_by_username(username: str) -> Person | None:
    """The person who signs in by this name."""
    return Person.objects.filter(username=username.strip().lower(), is_active=True).first()


def proven_addresses_of(person: Person) -> QuerySet[Identifier, str]:
    """The e-mail addresses that a person has proven to be theirs and still keeps."""
    proven = person.identifiers.filter(
        kind=Identifier.Kind.EMAIL, verified_at__isnull=False, ended_at=None
    )
    return proven.values_list("value", flat=True)


def addresses_of(person: Person) -> list[EmailAddress]:
    """The e-mail addresses of an account, the preferred one first, then those that are proven."""
    return list(EmailAddress.objects.filter(user=person).order_by("-primary", "-verified", "email"))


def identifiers_of(person: Person) -> QuerySet[Identifier]:
    """What identifies `person` now; addresses among it only where they were proven."""
    rows = Identifier.objects.filter(person=person, ended_at=None).select_related("given_by")
    return rows.order_by("kind", "value")


def numbers_of(organisation: Organisation) -> QuerySet[Identifier]:
    """The numbers an organisation gave, with whom each stands for."""
    rows = Identifier.objects.filter(given_by=organisation, ended_at=None)
    return rows.select_related("person").order_by("value")


# -------------------------------------------------------------------------------- access tokens


def person_of_token(secret: str, *, at: datetime) -> Bearer | None:
    """Who sends this access token; None where it is unknown, ended, expired, or outlived a right.

    A token of an organisation opens nothing once its person is no member there.
    """
    row = (
        AccessToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=at),
            token_hash=hash_of(secret),
            ended_at=None,
            person__is_active=True,
        )
        .select_related("person", "organisation")
        .first()
    )
    if row is None:
        return None
    roles = roles_of(row.person, row.organisation) if row.organisation else set()
    if row.organisation and not roles:
        return None
    return Bearer(row.person, row.organisation, frozenset(roles), row.pk)


def tokens_of(person: Person) -> QuerySet[AccessToken]:
    """The access tokens of `person` that still open something, the newest first."""
    rows = AccessToken.objects.filter(person=person, ended_at=None).select_related("organisation")
    return rows.order_by("-created_at")


# ------------------------------------------------------------------------------------ the trail


def trail_of(
    tenant: UUID | None,
    *,
    verb: str = "",
    actor: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[TrailEntry]:
    """What was done in one organisation (None: for the instance), the newest first.

    `verb` and what it begins with, part of the name of who did it, and days inclusive narrow it.
    """
    rows = TrailEntry.objects.filter(tenant=tenant)
    if verb:
        rows = rows.filter(verb=verb)
    if actor:
        rows = rows.filter(actor_name__icontains=actor)
    if first:
        rows = rows.filter(at__gte=_midnight(first))
    if last:
        rows = rows.filter(at__lt=_midnight(last) + timedelta(days=1))
    return rows.order_by("-at", "pk")


def told_of(entry: TrailEntry) -> TrailLine:
    """One row of a trail as a person reads it."""
    told = {
        key.replace("_", " "): ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in entry.detail.items()
    }
    return TrailLine(entry.at, entry.actor_name, entry.verb, entry.subject_kind, told)


def trail_verbs_of(tenant: UUID | None) -> Sequence[str]:
    """The verbs that stand in a trail."""
    rows = TrailEntry.objects.filter(tenant=tenant)
    return sorted(set(rows.order_by().values_list("verb", flat=True).distinct()))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


# --------------------------------------------------------------------------------- the instance


def count_of_instance() -> dict[str, int]:
    """How many accounts are open, and how many organisations there are."""
    return {
        "people": Person.objects.filter(is_active=True).count(),
        "organisations": Organisation.objects.count(),
    }


def organisations_like(text: str) -> QuerySet[Organisation]:
    """Organisations whose name or slug holds `text`, each with its number of `people`."""
    rows = Organisation.objects.annotate(people=Count("memberships__person", distinct=True))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(slug__icontains=text))
    return rows.order_by("name")


def people_like(text: str) -> QuerySet[Person]:
    """Persons whose name, user name or address holds `text`, for operators."""
    rows = Person.objects.annotate(organisations=Count("memberships__organisation", distinct=True))
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(username__icontains=text) | Q(email__icontains=text)
        )
    return rows.order_by("name", "username")
