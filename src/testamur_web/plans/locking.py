"""Why something can be begun or not: each thing that is asked for first, and what meets it.

It is told of the steps of a plan, of offers that would help and cannot be reached, and of one
micro-credential to one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from testamur.pathways.plan import Held, Offer, Plan
from testamur.pathways.plan.offers import earn, is_enough, remaining_of
from testamur.skills.framework import Need
from testamur_web.catalogue.requirements import Required
from testamur_web.plans.candidates import Candidate, attainable

__all__ = ["Asking", "Locked", "Opening", "asks_of", "locked_by", "opening_of"]


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that is asked for first; `step` is the number of the step that gives it.

    It is 0 where it is held before the first. `giver` is the title of what that step takes.
    """

    required: Required
    step: int
    giver: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the API shows it."""
        met = "step" if self.step else "held"
        told = {"achievement": self.required.achievement, "skill": self.required.skill}
        stated: dict[str, Any] = {name: value for name, value in told.items() if value}
        stated |= {"name": self.required.label, "met": met}
        return stated | ({"step": self.step} if self.step else {})


@dataclass(frozen=True, slots=True)
class Locked:
    """An offer that would help, and what it asks for that can neither be shown nor earned here."""

    offer: Offer
    lacks: Required

    def as_json(self) -> dict[str, Any]:
        """As the API shows it."""
        return {
            "offer": self.offer.id,
            "title": self.offer.title,
            "lacks": self.lacks.sentence,
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """A node of what is required, whether it is met, and the nodes below it."""

    required: Required
    is_met: bool
    parts: Sequence[Opening]


def opening_of(required: Required, *, having: Held) -> Opening:
    """What is required of somebody, with what of it they can show."""
    return Opening(
        required,
        _is_met(required, having),
        [opening_of(one, having=having) for one in required.parts],
    )


def asks_of(
    plan: Plan, candidates: Mapping[str, Candidate], *, having: Held
) -> dict[str, list[Asking]]:
    """What each step of a plan asks for first, and what meets it."""
    told: dict[str, list[Asking]] = {}
    earned = [having]
    for step in plan.steps:
        candidate = candidates.get(step.offer.id)
        if candidate is not None and candidate.requires is not None:
            atoms = [atom for _pointer, atom in candidate.requires.atoms()]
            asked = [_asking(atom, earned, plan) for atom in atoms]
            told[step.offer.id] = [one for one in asked if one is not None]
        earned.append(earn(earned[-1], step.offer))
    return told


def locked_by(
    needs: Iterable[Need],
    candidates: Mapping[str, Candidate],
    *,
    offers: Mapping[str, Offer],
    having: Held,
) -> list[Locked]:
    """The offers that would cover a need and that nothing here leads to, by title."""
    wanted = {need.skill: need.level for need in needs}
    reach = attainable(offers.values(), having=having)
    found = [
        Locked(offer, lacks)
        for key, offer in offers.items()
        if _helps(offer, wanted) and (lacks := _lacking(candidates[key].requires, reach.held))
    ]
    return sorted(found, key=lambda one: (one.offer.title.casefold(), one.offer.id))


def _asking(atom: Required, earned: Sequence[Held], plan: Plan) -> Asking | None:
    """What meets it: `earned` is what is held before the plan, then after each step so far.

    None for the other ways of a choice, which are not taken.
    """
    first = next((at for at, held in enumerate(earned) if _is_met(atom, held)), None)
    if first is None:
        return None
    return Asking(atom, first, plan.steps[first - 1].offer.title if first else "")


def _helps(offer: Offer, wanted: Mapping[str, int | None]) -> bool:
    return any(
        one.skill in wanted and is_enough(one.level, wanted[one.skill]) for one in offer.gives
    )


def _lacking(required: Required | None, held: Held) -> Required | None:
    """The part of what is required that is not met; None where all of it is."""
    if required is None or _is_met(required, held):
        return None
    if not required.all:
        return required
    return Required(all=tuple(one for one in required.all if not _is_met(one, held)))


def _is_met(required: Required, held: Held) -> bool:
    return remaining_of(required.as_prerequisite(), held) is None
