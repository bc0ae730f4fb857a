"""What of an organisation's people somebody looks after: all of them, or a team and those below it.

Whoever manages the organisation looks after all. Whoever is named manager of a team, on the list of
staff, and has no such role looks after that team and the teams below it, and after nobody else: who
came into a programme with one of them and is in one of them still.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from testamur_web.employers.models import Team
from testamur_web.people.models import Organisation, Person, Role

__all__ = ["Scope", "Teams", "led_by", "organisations_led_by", "scope_of", "with_those_below"]

Teams = AbstractSet[UUID] | None
"""The teams that are looked at; None for the whole organisation."""

_MANAGING: Final = frozenset({Role.MANAGER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody looks after in an organisation."""

    organisation: Organisation
    teams: Teams = None

    @property
    def is_whole(self) -> bool:
        """Whether it is everybody in it, with what is spent and planned."""
        return self.teams is None


def scope_of(person: Person, organisation: Organisation, roles: Iterable[Role]) -> Scope | None:
    """What a member with these roles looks after there; None where it is nobody."""
    if _MANAGING & set(roles):
        return Scope(organisation)
    teams = led_by(person, organisation)
    return Scope(organisation, teams) if teams else None


def led_by(person: Person, organisation: Organisation) -> frozenset[UUID]:
    """The teams that somebody is named manager of, and all below them."""
    teams = Team.objects.filter(organisation=organisation)
    led = teams.filter(manager__person=person, manager__is_active=True)
    return with_those_below(organisation, led.values_list("pk", flat=True))


def with_those_below(organisation: Organisation, teams: Iterable[UUID]) -> frozenset[UUID]:
    """Teams of an organisation, and all below them."""
    found = set(teams)
    if not found:
        return frozenset()
    below = defaultdict(set)
    rows = Team.objects.filter(organisation=organisation, parent__isnull=False)
    for team, parent in rows.values_list("pk", "parent"):
        below[parent].add(team)
    due = list(found)
    while due:
        new = below[due.pop()] - found
        found |= new
        due.extend(new)
    return frozenset(found)


def organisations_led_by(person: Person) -> list[Organisation]:
    """The organisations in which a member is named manager of a team, by name."""
    named = Organisation.objects.filter(
        teams__manager__person=person,
        teams__manager__is_active=True,
        memberships__person=person,
    )
    return list(named.distinct().order_by("name"))
