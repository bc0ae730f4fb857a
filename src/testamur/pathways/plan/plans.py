"""The answer: what to take, when, for what, and how sure that is.

Values only. A plan remembers what it was asked, so that it can be held against another one, and
says of every need either which step covers it or why it stays open.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from testamur.pathways.plan.limits import Limit, Limits, Objective
from testamur.pathways.plan.offers import Held, Offer
from testamur.skills.framework import Need

__all__ = [
    "Conflict",
    "OpenNeed",
    "Plan",
    "Remedy",
    "Request",
    "Status",
    "Step",
    "Why",
    "hours_of",
    "money",
]


class Status(StrEnum):
    """How sure the answer is."""

    OPTIMAL = "optimal"
    BEST_FOUND = "best found"
    INFEASIBLE = "infeasible"


class Why(StrEnum):
    """Why a need stays open."""

    NOT_OFFERED = "not offered"
    LEVEL_TOO_LOW = "level too low"
    OUT_OF_REACH = "out of reach"
    DOES_NOT_FIT = "does not fit"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: for which needs, with what in hand, within what, and best by what."""

    needs: tuple[Need, ...]
    held: Held
    limits: Limits
    objective: Objective


@dataclass(frozen=True, slots=True)
class Step:
    """One offer to take. `covers` are the needs it is taken for, `opens` what needs it first.

    `price` and `net` are hundredths, and `funding` names who pays the rest. `weeks` are the first
    and the last week, 1 being the first of the plan; they and the dates are None without calendar.
    """

    offer: Offer
    _: KW_ONLY
    price: int
    net: int
    funding: str = ""
    covers: tuple[Need, ...] = ()
    opens: tuple[str, ...] = ()
    weeks: tuple[int, int] | None = None
    begins: date | None = None
    ends: date | None = None

    @property
    def paid(self) -> int:
        """What `funding` pays of the price."""
        return self.price - self.net

    def as_json(self) -> dict[str, Any]:
        """The step as `testamur plan --json` prints it."""
        told: dict[str, Any] = {
            "offer": self.offer.id,
            "title": self.offer.title,
            "hours": hours_of(self.offer.minutes),
            "price": money(self.price),
            "pays": money(self.net),
            "covers": [need.skill for need in self.covers],
            "opens": list(self.opens),
        }
        if self.funding:
            told["funding"] = self.funding
        if self.weeks and self.begins and self.ends:
            told |= {
                "weeks": list(self.weeks),
                "begins": self.begins.isoformat(),
                "ends": self.ends.isoformat(),
            }
        return told


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need that no step covers, and why; `limits` are those that stand in its way."""

    need: Need
    why: Why
    sentence: str
    limits: tuple[Limit, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The need as `testamur plan --json` prints it."""
        return {
            "skill": self.need.skill,
            "level": self.need.level,
            "importance": self.need.importance,
            "why": self.why.value,
            "sentence": self.sentence,
            "limits": [limit.value for limit in self.limits],
        }


@dataclass(frozen=True, slots=True)
class Remedy:
    """The same limits with one of them, or a few, loosened just so far that all can be covered."""

    limits: Limits
    changed: tuple[Limit, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fewest limits that cannot be kept together, in words, and what would do instead."""

    limits: tuple[Limit, ...]
    sentence: str
    remedies: tuple[Remedy, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The conflict as `testamur plan --json` prints it."""
        return {
            "limits": [limit.value for limit in self.limits],
            "sentence": self.sentence,
            "remedies": [
                {"change": [limit.value for limit in one.changed], "sentence": one.sentence}
                for one in self.remedies
            ],
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they are taken, and how good that is.

    `bound` is what no plan can be below: hundredths, minutes or weeks, as the objective counts.
    Where `conflict` says that not everything can be covered, the steps cover the most important
    that can be, and `is_proven` that nothing more important can.
    """

    request: Request
    status: Status
    _: KW_ONLY
    steps: tuple[Step, ...] = ()
    open: tuple[OpenNeed, ...] = ()
    bound: int = 0
    is_proven: bool = True
    conflict: Conflict | None = None

    @property
    def cents(self) -> int:
        """What it costs the learner, in hundredths."""
        return sum(step.net for step in self.steps)

    @property
    def minutes(self) -> int:
        """The time of all steps."""
        return sum(step.offer.minutes for step in self.steps)

    @property
    def weeks(self) -> int | None:
        """How many weeks it takes; None without a calendar."""
        if self.request.limits.calendar is None:
            return None
        return max((step.weeks[1] for step in self.steps if step.weeks), default=0)

    @property
    def ends(self) -> date | None:
        """The last day of its last week; None without a calendar or without steps."""
        return max((step.ends for step in self.steps if step.ends), default=None)

    @property
    def value(self) -> int:
        """What the objective counts: hundredths, minutes or weeks."""
        match self.request.objective:
            case Objective.CHEAPEST:
                return self.cents
            case Objective.SHORTEST:
                return self.minutes
            case Objective.FASTEST:
                return self.weeks or 0

    @property
    def gap(self) -> Decimal:
        """How far off the bound it is at most, as a share of its value; 0 where it is proven."""
        if self.value <= self.bound or not self.value:
            return Decimal(0)
        share = Decimal(self.value - self.bound) / Decimal(self.value)
        return share.quantize(Decimal("0.0001"))

    def as_json(self) -> dict[str, Any]:
        """The plan as `testamur plan --json` prints it; money and hours are exact text."""
        told: dict[str, Any] = {
            "status": self.status.value,
            "proven": self.is_proven,
            "objective": self.request.objective.value,
            "currency": self.request.limits.currency,
            "cost": money(self.cents),
            "hours": hours_of(self.minutes),
            "weeks": self.weeks,
            "ends": self.ends.isoformat() if self.ends else None,
            "bound": self._told_bound(),
            "gap": str(self.gap),
            "steps": [step.as_json() for step in self.steps],
            "open": [need.as_json() for need in self.open],
        }
        if self.conflict:
            told["conflict"] = self.conflict.as_json()
        return told

    def _told_bound(self) -> str | int:
        match self.request.objective:
            case Objective.CHEAPEST:
                return money(self.bound)
            case Objective.SHORTEST:
                return hours_of(self.bound)
            case Objective.FASTEST:
                return self.bound


def money(cents: int) -> str:
    """Hundredths as people write them: `1240.00`."""
    return str(Decimal(cents).scaleb(-2).quantize(Decimal("0.01")))


def hours_of(minutes: int) -> str:
    """Minutes as hours, exact to the hundredth: `40` or `1.5`."""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
    return f"{hours:f}".rstrip("0").rstrip(".")
