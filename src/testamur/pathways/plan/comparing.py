"""What changed between two plans, after a goal, an award, a catalogue or a price did.

What was earned since is kept and told as earned; it is neither dropped nor paid again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from testamur.pathways.plan.plans import Plan, Step, hours_of, money

__all__ = ["PlanDiff", "diff"]


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Steps that are earned, kept, added and dropped, and what it costs more (less is negative).

    `repriced` are steps that stay at another price, as they are now; `closed` and `opened` are the
    skills that were open and no longer are, and the other way round.
    """

    earned: tuple[Step, ...]
    kept: tuple[Step, ...]
    added: tuple[Step, ...]
    dropped: tuple[Step, ...]
    repriced: tuple[Step, ...]
    cents: int
    minutes: int
    closed: tuple[str, ...]
    opened: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both plans come to the same."""
        parts = (self.earned, self.added, self.dropped, self.repriced, self.closed, self.opened)
        return not any(parts)

    def as_json(self) -> dict[str, Any]:
        """The difference as `testamur plan --json` prints it."""
        steps = {
            "earned": self.earned,
            "kept": self.kept,
            "added": self.added,
            "dropped": self.dropped,
            "repriced": self.repriced,
        }
        told: dict[str, Any] = {
            name: [step.offer.id for step in several] for name, several in steps.items()
        }
        return told | {
            "cost": money(self.cents),
            "hours": hours_of(self.minutes),
            "closed": list(self.closed),
            "opened": list(self.opened),
        }


def diff(old: Plan, new: Plan) -> PlanDiff:
    """What changed from `old` to `new`; cost and hours are of what is still to be done."""
    before = {step.offer.id: step for step in old.steps}
    after = {step.offer.id: step for step in new.steps}
    held = new.request.held.achievements
    gone = [step for step in old.steps if step.offer.id not in after]
    earned = [step for step in gone if step.offer.awards in held]
    kept = [step for step in new.steps if step.offer.id in before]
    was_open = {one.need.skill for one in old.open}
    is_open = {one.need.skill for one in new.open}
    return PlanDiff(
        earned=tuple(earned),
        kept=tuple(kept),
        added=tuple(step for step in new.steps if step.offer.id not in before),
        dropped=tuple(step for step in gone if step not in earned),
        repriced=tuple(step for step in kept if step.net != before[step.offer.id].net),
        cents=new.cents - (old.cents - sum(step.net for step in earned)),
        minutes=new.minutes - (old.minutes - sum(step.offer.minutes for step in earned)),
        closed=tuple(sorted(was_open - is_open)),
        opened=tuple(sorted(is_open - was_open)),
    )
