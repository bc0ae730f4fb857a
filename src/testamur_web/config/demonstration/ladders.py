"""The ladder of the demonstration: technicians of Brightworks, from fitter to site lead.

Those who hold what a solar installer needs work there; five took a role as their goal, and four of
them let Dara see how far they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from testamur.pathways.goal import Goal
from testamur.skills.framework import OPTIONAL, Need
from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.employers.ladders import create_ladder
from testamur_web.people import services as people
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans.profiles import create_profile
from testamur_web.plans.proposing import accept, propose

__all__ = ["climb"]

_RUNGS: Final = (
    ("Solar fitter", ("Solar installer",)),
    ("Site electrician", ("Solar installer", "Electrical plans")),
    (
        "Site lead",
        ("Solar installer", "Electrical plans", "Programmable controllers", "Leading a team"),
    ),
)
"""What each role is called, and the micro-credentials whose skills it asks for."""
_ON_THE_WAY: Final = (0, 0, 0, 1, 2)
"""The rung that each colleague has as their goal; the last of them shows nothing."""


def climb(
    organisation: Organisation, titled: Mapping[str, Version], *, manager: Person, at: datetime
) -> None:
    """Describe three roles, put them on a ladder, and let colleagues take them as goals."""
    roles = [
        create_profile(organisation, _goal(title, parts, titled), by=manager, at=at)
        for title, parts in _RUNGS
    ]
    create_ladder(organisation, "Solar technicians", [role.pk for role in roles], by=manager, at=at)
    colleagues = _colleagues(titled["Solar installer"], at)
    for place, (colleague, rung) in enumerate(zip(colleagues, _ON_THE_WAY, strict=False)):
        people.add_member(organisation, person=colleague, roles=[Role.ASSESSOR], by=manager, at=at)
        proposal = propose(roles[rung], colleague, by=manager, at=at)
        accept(proposal, shares_progress=place < len(_ON_THE_WAY) - 1, at=at)


def _goal(title: str, parts: Sequence[str], titled: Mapping[str, Version]) -> Goal:
    """The skills of some definitions; what the last brings beyond its first skill is desirable."""
    needs: dict[str, Need] = {}
    names: dict[str, str] = {}
    for part in parts:
        outcomes = definition_of(titled[part]).outcomes
        names |= {one.skill_uri: one.skill for one in outcomes if one.skill_uri}
        for place, skill in enumerate(titled[part].skills.order_by("pk")):
            need = Need(skill.uri, level=skill.level)
            is_extra = part == parts[-1] and place > 0 and len(parts) > 1
            needs.setdefault(skill.uri, replace(need, importance=OPTIONAL) if is_extra else need)
    return Goal(tuple(needs.values()), label=title, names=names)


def _colleagues(version: Version, at: datetime) -> list[Person]:
    """Some who hold it, those of whom it is newest first."""
    held = Award.objects.filter(version=version, revoked_at=None, suspended_at=None)
    held = held.exclude(valid_until__lte=at).filter(holder__username__startswith="learner-")
    newest = held.select_related("holder").order_by("-awarded_at", "holder__username")
    return [award.holder for award in newest[: len(_ON_THE_WAY)] if award.holder]
