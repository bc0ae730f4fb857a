"""What an employer's side shows: roles that the university describes, one proposed to Amina."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from testamur.pathways.goal import Goal
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.profiles import create_profile
from testamur_web.plans.proposing import propose
from testamur_web.plans.services import occupation_wanted

__all__ = ["describe_roles"]

_OCCUPATIONS: Final = "http://data.europa.eu/esco/occupation/"
_ROLES: Final = (
    ("Analyst of learning data", "d3edb8f8-3a06-47a0-8fb9-9b212c006aa2", 10, 5),
    ("Research assistant, data group", "5ac65daa-0896-4193-9f0e-8b00746b78a1", 20, 6),
)
"""What each is called, the occupation it began with, how many of its skills it kept, the level."""


def describe_roles(
    organisation: Organisation, *, manager: Person, colleague: Person, at: datetime
) -> None:
    """Describe two roles, and propose the first as a goal to a colleague, who has not answered."""
    first, *_others = [
        create_profile(organisation, _wanted(title, key, many, level), by=manager, at=at)
        for title, key, many, level in _ROLES
    ]
    note = "You asked what it would take. I would be glad if you tried."
    propose(first, colleague, note=note, by=manager, at=at)


def _wanted(title: str, key: str, many: int, level: int) -> Goal:
    """The most important skills of an occupation, the essential ones at a level."""
    whole = occupation_wanted(f"{_OCCUPATIONS}{key}")
    kept = sorted(whole.needs, key=lambda need: -need.importance)[:many]
    needs = tuple(replace(need, level=level) if need.importance >= 1 else need for need in kept)
    return replace(whole, needs=needs, label=title)
