"""Who may ask for a word, who may give one, and whose word counts for nothing.

Nobody vouches for themselves: neither an issuer and whoever works there for what it issues, nor a
holder for what they hold, also not in the name of an organisation that they sign for.
"""

from __future__ import annotations

from testamur.errors import Refused
from testamur_web.people.models import Organisation, OrganisationKind, Person, Role
from testamur_web.people.queries import organisations_of, roles_of
from testamur_web.trust.models import Endorsement
from testamur_web.trust.subjects import Subject

__all__ = [
    "SIGNING",
    "is_own_praise",
    "is_theirs",
    "may_accredit",
    "may_sign_for",
    "refuse_own",
    "speakers_of",
]

SIGNING = frozenset({Role.MANAGER, Role.ADMIN})
"""Whoever has one of these roles speaks for an organisation."""


def may_sign_for(person: Person, organisation: Organisation) -> bool:
    """Whether somebody speaks for an organisation."""
    return bool(roles_of(person, organisation) & SIGNING)


def speakers_of(person: Person) -> list[Organisation]:
    """The organisations that somebody speaks for."""
    return [one for one, roles in organisations_of(person) if SIGNING.intersection(roles)]


def is_theirs(subject: Subject, *, person: Person) -> bool:
    """Whether somebody decides what is asked for and shown of it: its holder, or its issuer's."""
    if subject.award is not None:
        return subject.holder == person
    return may_sign_for(person, subject.owner)


def refuse_own(subject: Subject, *, organisation: Organisation | None, by: Person) -> None:
    """Raise `Refused` (`endorsement.own`) where whoever speaks would speak for themselves.

    Nobody who works for the issuer signs for another organisation, either.
    """
    if _is_own(subject, organisation, by) or roles_of(by, subject.owner):
        told = f"{organisation or by} would vouch for what is their own"
        raise Refused.because("endorsement.own", told)


def is_own_praise(row: Endorsement, subject: Subject) -> bool:
    """Whether what was given has become, or always was, somebody's word for themselves."""
    return _is_own(subject, row.organisation, row.by)


def may_accredit(organisation: Organisation | None) -> bool:
    """Whether an organisation says of itself that it is a quality body."""
    return organisation is not None and OrganisationKind.QUALITY_BODY in organisation.kinds


def _is_own(subject: Subject, organisation: Organisation | None, by: Person) -> bool:
    if subject.holder == by:
        return True
    if organisation is not None:
        return organisation == subject.owner
    return bool(roles_of(by, subject.owner))
