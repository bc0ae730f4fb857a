"""What changes in plans: the goal of a person, and the wholes that they follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.errors import Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.pathways.goal import goal_in
from testamur.skills.framework import Occupation
from testamur_web.catalogue.skills import entry_of
from testamur_web.people.models import Person
from testamur_web.plans.counting import recount
from testamur_web.plans.following import (
    accept_stack,
    confirm_stack,
    follow_stack,
    leave_stack,
    refuse_stack,
)
from testamur_web.plans.models import Goal
from testamur_web.plans.rechecking import post_rechecks

__all__ = [
    "accept_stack",
    "confirm_stack",
    "follow_stack",
    "leave_goal",
    "leave_stack",
    "post_rechecks",
    "recount",
    "refuse_stack",
    "say_levels",
    "set_goal",
    "set_occupation",
]

_LEVELS: Final = range(1, 9)


@transaction.atomic
def set_goal(person: Person, wanted: Wanted, *, at: datetime) -> Goal:
    """Make it the goal of a person; one they had before ends, and is kept."""
    Person.objects.select_for_update().get(pk=person.pk)
    leave_goal(person, at=at)
    return Goal.objects.create(
        person=person, label=wanted.label, content=wanted.as_json(), set_at=at
    )


def set_occupation(person: Person, uri: str, *, at: datetime) -> Goal:
    """Make an occupation the goal; raises `Refused` (`gap.goal-unknown`) where no list has it."""
    known = entry_of(uri)
    if known is None or not isinstance(known.entry, Occupation) or not known.entry.needs:
        raise Refused.because("gap.goal-unknown", f"{uri[:120]!r} is no occupation here")
    return set_goal(person, goal_in(known.framework, uri), at=at)


def leave_goal(person: Person, *, at: datetime) -> None:
    """End the goal of a person, if there is one."""
    Goal.objects.filter(person=person, ended_at=None).update(ended_at=at)


def say_levels(goal: Goal, levels: Mapping[str, int | None]) -> None:
    """Keep what a person says of themselves, for skills that the goal asks for and no others.

    Raises `Refused` (`gap.goal-malformed`) for what is no level.
    """
    asked = {need["skill"] for need in goal.content["needs"]}
    told = {uri: level for uri, level in levels.items() if uri in asked}
    if any(level is not None and level not in _LEVELS for level in told.values()):
        raise Refused.because("gap.goal-malformed", "a level is a whole number from 1 to 8")
    goal.self_assessed = told
    goal.save(update_fields=["self_assessed"])
