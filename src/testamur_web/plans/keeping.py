"""The plan that somebody decided on: kept, held against the one of today, kept anew or stayed with.

A person has one kept plan at a time. When their goal changes, the plan for the goal before stands
until they keep one for the new goal, so that it, too, is compared. What was earned of a plan is
carried over to the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from testamur.pathways.plan import Plan, diff
from testamur_web.ops.trail import record
from testamur_web.people.models import Person
from testamur_web.plans.candidates import candidates_for
from testamur_web.plans.changes import Before, Change, changes_between
from testamur_web.plans.having import facts_stated
from testamur_web.plans.models import Goal, KeptPlan
from testamur_web.plans.planning import Asked, Planned, earned_by, plan_for
from testamur_web.plans.proven import digest, wallet_state
from testamur_web.plans.records import asked_members, plan_members, read_asked, read_plan

__all__ = [
    "Comparison",
    "asked_of",
    "compare",
    "inputs_of",
    "keep_plan",
    "kept_by",
    "mark_of",
    "news_for",
    "plan_in",
    "stay_with",
]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A kept plan beside the one of today: what is different, and what was earned, by id, title.

    `mark` names the plan of today; `is_declined` says that its person stays with the kept one.
    """

    kept: KeptPlan
    plan: Plan
    changes: Sequence[Change]
    earned: Mapping[str, str]
    cents: int
    minutes: int
    mark: str
    has_one_currency: bool

    @property
    def is_declined(self) -> bool:
        """Whether this very plan was offered before, and not wanted."""
        return self.kept.declined == self.mark

    @property
    def saved(self) -> int:
        """How many hundredths less is left to pay."""
        return -self.cents


def kept_by(person: Person) -> KeptPlan | None:
    """The plan somebody keeps now."""
    kept = KeptPlan.objects.filter(goal__person=person, ended_at=None)
    return kept.select_related("goal__person").first()


def plan_in(kept: KeptPlan) -> Plan:
    """The plan as it was when it was kept."""
    return read_plan(kept.answer)


def asked_of(kept: KeptPlan) -> Asked:
    """What was asked for when it was kept."""
    return read_asked(kept.asked)


def news_for(person: Person) -> Sequence[str]:
    """What changed since somebody kept their plan, in words, as far as it was noticed."""
    kept = KeptPlan.objects.filter(goal__person=person, goal__ended_at=None, ended_at=None)
    news: list[str] | None = kept.values_list("news", flat=True).first()
    return news or []


def keep_plan(goal: Goal, asked: Asked, *, at: datetime) -> KeptPlan:
    """Plan for a goal now, and keep that plan; the one that was kept before ends."""
    inputs = inputs_of(goal, asked, at=at)
    planned = plan_for(goal, asked, at=at)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=goal.person_id)
        before = kept_by(person)
        earned = dict(compare(before, planned, goal=goal, at=at).earned) if before else {}
        KeptPlan.objects.filter(goal__person=person, ended_at=None).update(ended_at=at)
        kept = KeptPlan.objects.create(
            goal=goal,
            asked=asked_members(asked),
            answer=plan_members(planned.plan),
            earned=earned,
            inputs=inputs,
            kept_at=at,
            checked_at=at,
        )
        record("plan.keep", kept, by=person, tenant=None, at=at)
    return kept


@transaction.atomic
def stay_with(kept: KeptPlan, mark: str, *, at: datetime) -> None:
    """Stay with a kept plan: the one named by `mark` is not offered instead any more."""
    kept.declined, kept.news = mark[:64], []
    kept.save(update_fields=["declined", "news"])
    record("plan.stay", kept, by=kept.goal.person, tenant=None, at=at)


def compare(kept: KeptPlan, planned: Planned, *, goal: Goal, at: datetime) -> Comparison:
    """Hold a kept plan against the one of today."""
    plan = plan_in(kept)
    found = diff(plan, planned.plan)
    before = Before(kept.goal, plan, asked_of(kept) == planned.asked, kept.kept_at, kept.earned)
    held = earned_by(goal.person, at=at)
    still = {key: title for key, title in kept.earned.items() if key in held}
    return Comparison(
        kept,
        plan,
        changes_between(before, planned, goal=goal, at=at),
        still | {step.offer.id: step.offer.title for step in found.earned},
        found.cents,
        found.minutes,
        mark_of(planned.plan),
        plan.request.limits.currency == planned.plan.request.limits.currency,
    )


def mark_of(plan: Plan) -> str:
    """What names a plan: its steps with what they cost and take, and what stays open."""
    steps = sorted((step.offer.id, step.net, step.offer.minutes) for step in plan.steps)
    return digest((steps, sorted(one.need.skill for one in plan.open)))


def inputs_of(goal: Goal, asked: Asked, *, at: datetime) -> str:
    """What changes when anything does that a plan is reckoned from; it is cheap to ask for.

    That includes the week: what is proven fades, and a last day comes nearer.
    """
    skills = [need["skill"] for need in goal.content["needs"]]
    candidates = candidates_for(skills, on=at.date())
    offers = sorted(str(one.version.pk) for one in candidates.values())
    week = at.isocalendar()[:2]
    state = wallet_state(goal.person, at=at)
    facts = facts_stated(goal.person, at=at).on(at.date())
    return digest((goal.content, asked_members(asked), state, offers, sorted(facts.items()), week))
