"""Following a qualification, and taking what is open of it as a goal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.db import transaction

from testamur.errors import Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import ESSENTIAL, Need
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.plans.models import Following, Goal, Qualification
from testamur_web.plans.progress import LearnerProgress, LearnerUnit, learner_progress
from testamur_web.plans.services import set_goal

__all__ = ["aim_at", "follow", "goal_toward", "leave"]


@transaction.atomic
def follow(qualification: Qualification, *, person: Person, at: datetime) -> Following:
    """Let the organisation see how far somebody is; following twice is following once."""
    Person.objects.select_for_update().get(pk=person.pk)
    made, is_new = Following.objects.get_or_create(
        qualification=qualification, person=person, ended_at=None, defaults={"began_at": at}
    )
    if is_new:
        _record("following.begin", made, by=person, at=at)
    return made


@transaction.atomic
def leave(qualification: Qualification, *, person: Person, at: datetime) -> None:
    """Be seen no more; what was asked of the organisation stays with it."""
    for row in qualification.followings.filter(person=person, ended_at=None):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _record("following.end", row, by=person, at=at)


def aim_at(qualification: Qualification, *, person: Person, at: datetime) -> Goal:
    """Make what is open of it the goal of somebody; raises `Refused` as `goal_toward`."""
    return set_goal(person, goal_toward(learner_progress(person, qualification, at=at)), at=at)


def goal_toward(found: LearnerProgress) -> Wanted:
    """The skills of what counts toward the open mandatory units.

    Each is asked for at the highest level that is stated, and matters by the credits of its largest
    unit, against those of the largest of all. Raises `Refused` (`qualification.no-skills`).
    """
    units = [one for one in found.units if one.unit.is_mandatory and one.told.open > 0]
    most = max((one.unit.credits for one in units), default=1)
    needs: dict[str, Need] = {}
    for one in units:
        weight = float(one.unit.credits / most) * ESSENTIAL
        for uri, level in _skills_of(one):
            needs[uri] = _joined(needs.get(uri), Need(uri, level=level, importance=weight))
    if not needs:
        told = f"no skill is named toward {found.qualification.title!r}"
        raise Refused.because("qualification.no-skills", told)
    return Wanted(
        tuple(needs[uri] for uri in sorted(needs)),
        id=f"{settings.INSTANCE_URL}/qualifications/{found.qualification.pk}/",
        label=found.qualification.title,
        names=MappingProxyType(_names_in(units)),
    )


def _skills_of(unit: LearnerUnit) -> Iterable[tuple[str, int | None]]:
    for version in _versions(unit):
        for skill in version.skills.all():
            yield skill.uri, skill.level


def _joined(before: Need | None, need: Need) -> Need:
    if before is None:
        return need
    level = max(before.level or 0, need.level or 0) or None
    return Need(need.skill, level=level, importance=max(before.importance, need.importance))


def _names_in(units: Iterable[LearnerUnit]) -> dict[str, str]:
    return {
        outcome.skill_uri: outcome.skill
        for unit in units
        for version in _versions(unit)
        for outcome in definition_of(version).outcomes
        if outcome.skill_uri
    }


def _versions(unit: LearnerUnit) -> list[Version]:
    return [version for _mapping, version in unit.offers if version is not None]


def _record(verb: str, following: Following, *, by: Person, at: datetime) -> None:
    qualification = following.qualification
    trail.record(
        verb,
        following,
        by=by,
        tenant=qualification.organisation_id,
        at=at,
        qualification=qualification.title,
    )
