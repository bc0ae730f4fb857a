"""What the demand for a skill means for whoever is signed in: held, or what would close the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from testamur_web.catalogue.models import Version
from testamur_web.catalogue.skills import offers_of_skills
from testamur_web.people.models import Person
from testamur_web.plans.having import having_of

__all__ = ["OwnStanding", "own_standing"]


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """Whether somebody can show a skill, at which EQF level, and which offers certify it."""

    is_held: bool
    level: int | None
    offers: Sequence[Version]


def own_standing(person: Person, uri: str, *, at: datetime) -> OwnStanding:
    """What somebody holds that is valid now, and what the catalogue offers."""
    skills = having_of(person, at=at).skills
    return OwnStanding(uri in skills, skills.get(uri), offers_of_skills([uri]).get(uri, [])[:6])
