"""What is different between the plan that was kept and the one of today, in words, and why.

Each change is one sentence: what was earned, what counts no more, whose price or hours are others,
what is offered no more, what is new. Without any, both plans come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from testamur.pathways.plan import Plan, PlanDiff, Step, Why, diff
from testamur.pathways.plan.plans import hours_of, money
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.plans.models import Goal
from testamur_web.plans.planning import Planned, earned_by

__all__ = ["Before", "Change", "Kind", "changes_between"]


class Kind(StrEnum):
    """What sort of change it is."""

    GOAL = "goal"
    LIMITS = "limits"
    EARNED = "earned"
    LOST = "lost"
    PROVEN = "proven"
    REPRICED = "repriced"
    RESIZED = "resized"
    GONE = "gone"
    UNSTATED = "unstated"
    DOES_NOT_FIT = "does not fit"
    REPLACED = "replaced"
    NOT_NEEDED = "not needed"
    NEW = "new"
    OPENED = "opened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, in a sentence."""

    kind: Kind
    told: str


@dataclass(frozen=True, slots=True)
class Before:
    """The plan that was kept: for which goal, when, and the titles of what was earned, by id."""

    goal: Goal
    plan: Plan
    has_same_limits: bool
    kept_at: datetime
    earned: Mapping[str, str]


def changes_between(before: Before, planned: Planned, *, goal: Goal, at: datetime) -> list[Change]:
    """Every change from the plan that was kept to the one of today, the reasons first."""
    found = diff(before.plan, planned.plan)
    changes = list(_earned_or_lost(before, found, goal, at=at))
    changes += _proven(before, found, planned, goal)
    changes += _altered(before.plan, found, planned.plan)
    changes += _dropped(found, planned)
    changes += _added(found, planned, before.kept_at)
    changes += _opened(found, planned)
    if before.goal.pk != goal.pk and before.goal.content != goal.content:
        told = _("Your goal is %(goal)s now; the plan was for %(before)s.")
        words = {"goal": goal.label, "before": before.goal.label}
        changes.insert(0, Change(Kind.GOAL, told % words))
    if changes and not before.has_same_limits:
        told = _("You ask for other limits than those the plan was kept with.")
        changes.insert(0, Change(Kind.LIMITS, told))
    return changes


def _earned_or_lost(
    before: Before, found: PlanDiff, goal: Goal, *, at: datetime
) -> Iterator[Change]:
    for step in found.earned:
        yield Change(Kind.EARNED, _("You have earned “%(title)s”.") % {"title": step.offer.title})
    held = earned_by(goal.person, at=at)
    for key, title in before.earned.items():
        if key not in held:
            told = _("“%(title)s” counts no more: it was taken back or has ended.")
            yield Change(Kind.LOST, told % {"title": title})


def _proven(before: Before, found: PlanDiff, planned: Planned, goal: Goal) -> Iterator[Change]:
    """The skills that are proven since, by something else than a step of the plan."""
    if before.goal.content != goal.content:
        return
    needed = {need.skill for need in planned.plan.request.needs}
    by_step = {need.skill for step in found.earned for need in step.covers}
    for need in before.plan.request.needs:
        if need.skill not in needed | by_step:
            told = _("%(skill)s is proven now.")
            yield Change(Kind.PROVEN, told % {"skill": _named(need.skill, goal)})


def _altered(old: Plan, found: PlanDiff, new: Plan) -> Iterator[Change]:
    """The steps that stay, at another price or for other hours."""
    was = {step.offer.id: step for step in old.steps}
    currency = new.request.limits.currency
    is_comparable = old.request.limits.currency == currency
    for step in found.repriced if is_comparable else ():
        told = _price_told(step, was[step.offer.id].net, step.net, currency)
        yield Change(Kind.REPRICED, told)
    for step in found.kept:
        before, now = was[step.offer.id].offer.minutes, step.offer.minutes
        if before != now:
            yield Change(Kind.RESIZED, _hours_told(step, before, now))


def _dropped(found: PlanDiff, planned: Planned) -> Iterator[Change]:
    """The steps that are in the plan no more, each with its reason."""
    keys = [UUID(step.offer.id) for step in found.dropped]
    offered = {str(one.achievement_id): one for one in published().filter(achievement__in=keys)}
    needed = {need.skill for need in planned.plan.request.needs}
    for step in found.dropped:
        words = {"title": step.offer.title}
        version = offered.get(step.offer.id)
        if version is None:
            yield Change(Kind.GONE, _("“%(title)s” is not offered any more.") % words)
        elif not needed & {one.skill for one in step.offer.gives}:
            yield Change(Kind.NOT_NEEDED, _("“%(title)s” is not needed any more.") % words)
        elif version.price is None or version.hours is None:
            told = _("“%(title)s” states no price or hours any more.")
            yield Change(Kind.UNSTATED, told % words)
        else:
            yield _replaced(step, version, planned.plan)


def _replaced(step: Step, version: Version, plan: Plan) -> Change:
    """What is offered and would still help, and is not the choice or does not fit any more."""
    reason = _reason(step, version, plan.request.limits.currency)
    words = {"title": step.offer.title}
    if {need.skill for need in step.covers} & _beyond_limits(plan):
        plain = _("“%(title)s” does not fit your limits.") % words
        outcome = _("It does not fit your limits.")
        return Change(Kind.DOES_NOT_FIT, f"{reason} {outcome}" if reason else plain)
    plain = _("Instead of “%(title)s” another choice is better now.") % words
    outcome = _("Another choice is better now.")
    return Change(Kind.REPLACED, f"{reason} {outcome}" if reason else plain)


def _reason(step: Step, version: Version, currency: str) -> str:
    """The price or the hours that are others than they were, in words; "" where both are the same.

    `version` states both.
    """
    before, now = step.offer.cents.get(currency), int(100 * (version.price or 0))
    if before is not None and version.currency == currency and before != now:
        return _price_told(step, before, now, currency)
    minutes = 60 * (version.hours or 0)
    return _hours_told(step, step.offer.minutes, minutes) if step.offer.minutes != minutes else ""


def _price_told(step: Step, before: int, now: int, currency: str) -> str:
    words = {"title": step.offer.title, "currency": currency}
    told = _("The price of “%(title)s” went from %(before)s to %(now)s %(currency)s.")
    return told % (words | {"before": _plain(before), "now": _plain(now)})


def _hours_told(step: Step, before: int, now: int) -> str:
    told = _("“%(title)s” takes %(now)s hours instead of %(before)s.")
    words = {"before": hours_of(before), "now": hours_of(now), "title": step.offer.title}
    return told % words


def _beyond_limits(plan: Plan) -> set[str]:
    """The skills that stay open for the limits alone."""
    return {one.need.skill for one in plan.open if one.why in {Why.LEFT_OUT, Why.DOES_NOT_FIT}}


def _added(found: PlanDiff, planned: Planned, since: datetime) -> Iterator[Change]:
    keys = [UUID(step.offer.id) for step in found.added]
    firsts = Version.objects.filter(achievement__in=keys, number=1, published_at__gt=since)
    fresh = {str(key) for key in firsts.values_list("achievement", flat=True)}
    for step in found.added:
        skills = ", ".join(planned.names.get(need.skill, need.skill) for need in step.covers)
        words = {"title": step.offer.title, "skills": skills}
        told = _("New in the plan: “%(title)s”, for %(skills)s.")
        if step.offer.id in fresh:
            told = _("New in the catalogue and in the plan: “%(title)s”, for %(skills)s.")
        yield Change(Kind.NEW, told % words)


def _opened(found: PlanDiff, planned: Planned) -> Iterator[Change]:
    """What could be closed before, or was not open, and stays open now; and the other way round."""
    opened, beyond = set(found.opened), _beyond_limits(planned.plan)
    by_step = {need.skill for step in found.earned for need in step.covers}
    groups = (
        (Kind.OPENED, opened & by_step, _("What you earned does not prove in full: %(skills)s.")),
        (Kind.OPENED, opened & beyond - by_step, _("Open within your limits: %(skills)s.")),
        (Kind.OPENED, opened - beyond - by_step, _("Nothing closes these now: %(skills)s.")),
        (
            Kind.CLOSED,
            set(found.closed) & planned.names.keys(),
            _("There is something for these now: %(skills)s."),
        ),
    )
    for kind, skills, told in groups:
        if skills:
            names = sorted(planned.names.get(skill, skill) for skill in skills)
            yield Change(kind, told % {"skills": ", ".join(names)})


def _named(skill: str, goal: Goal) -> str:
    """What a goal calls one of its skills."""
    names = {need["skill"]: need.get("name", "") for need in goal.content["needs"]}
    return names.get(skill) or skill


def _plain(cents: int) -> str:
    return money(cents).removesuffix(".00")
