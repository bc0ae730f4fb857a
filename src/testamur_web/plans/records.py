"""A plan and what was asked for, as a row keeps them: written once, read back into the same values.

What an offer asked for first, and who might have paid for it, is not kept: a step says who does.
Nothing is kept of the facts about a person that a funding asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from testamur.pathways.plan import (
    Calendar,
    Conflict,
    Held,
    Limit,
    Limits,
    Objective,
    OpenNeed,
    Plan,
    Status,
    Step,
    Why,
)
from testamur.pathways.plan.plans import Request, hours_of, money
from testamur.pathways.plan.reading import read_needs, read_offers
from testamur.skills.framework import Need
from testamur_web.plans.planning import Asked

__all__ = ["asked_members", "plan_members", "read_asked", "read_plan"]


def asked_members(asked: Asked) -> dict[str, str]:
    """What was asked for, as text by name, without what is no limit; the same as in an address."""
    told = {name: getattr(asked, name) for name in _ASKED}
    return {name: str(value) for name, value in told.items() if value not in {None, ""}}


def read_asked(members: Mapping[str, str]) -> Asked:
    """What `asked_members` wrote."""
    return Asked(**{name: read(members[name]) for name, read in _ASKED.items() if name in members})


def plan_members(plan: Plan) -> dict[str, Any]:
    """A plan as JSON, from which `read_plan` makes it again."""
    request = plan.request
    return {
        "status": plan.status.value,
        "proven": plan.is_proven,
        "bound": plan.bound,
        "objective": request.objective.value,
        "needs": [_need_members(need) for need in request.needs],
        "achievements": sorted(request.held.achievements),
        "limits": _limit_members(request.limits),
        "steps": [_step_members(step) for step in plan.steps],
        "open": [one.as_json() for one in plan.open],
        "conflict": plan.conflict.as_json() if plan.conflict else None,
    }


def read_plan(members: Mapping[str, Any]) -> Plan:
    """What `plan_members` wrote; what would have helped against a conflict is not kept."""
    needs = {need.skill: need for need in read_needs(members["needs"])}
    conflict = members["conflict"]
    return Plan(
        Request(
            tuple(needs.values()),
            Held(achievements=frozenset(members["achievements"])),
            _read_limits(members["limits"]),
            Objective(members["objective"]),
        ),
        Status(members["status"]),
        steps=tuple(_read_step(one, needs) for one in members["steps"]),
        open=tuple(_read_open(one) for one in members["open"]),
        bound=members["bound"],
        is_proven=members["proven"],
        conflict=Conflict(_read_names(conflict), conflict["sentence"]) if conflict else None,
    )


def _need_members(need: Need) -> dict[str, Any]:
    return {"skill": need.skill, "level": need.level, "importance": need.importance}


def _limit_members(limits: Limits) -> dict[str, Any]:
    calendar = limits.calendar
    return {
        "currency": limits.currency,
        "cents": limits.cents,
        "minutes": limits.minutes,
        "calendar": calendar
        and {
            "begins": calendar.begins.isoformat(),
            "minutes_per_week": calendar.minutes_per_week,
            "deadline": calendar.deadline and calendar.deadline.isoformat(),
        },
    } | {name: _sorted(getattr(limits, name)) for name in _SETS}


def _read_limits(members: Mapping[str, Any]) -> Limits:
    calendar = members["calendar"]
    sets = {name: members[name] and frozenset(members[name]) for name in _SETS}
    return Limits(
        currency=members["currency"],
        cents=members["cents"],
        minutes=members["minutes"],
        calendar=Calendar(
            date.fromisoformat(calendar["begins"]),
            calendar["minutes_per_week"],
            _read_day(calendar["deadline"]),
        )
        if calendar
        else None,
        **sets,
    )


def _step_members(step: Step) -> dict[str, Any]:
    offer = step.offer
    return {
        "offer": {
            "id": offer.id,
            "title": offer.title,
            "gives": [{"skill": one.skill, "level": one.level} for one in offer.gives],
            "hours": hours_of(offer.minutes),
            "price": {name: money(cents) for name, cents in offer.cents.items()},
            **{name: getattr(offer, name) or None for name in _NAMES},
        },
        "price": step.price,
        "net": step.net,
        "funding": step.funding,
        "covers": [need.skill for need in step.covers],
        "opens": list(step.opens),
        "weeks": step.weeks and list(step.weeks),
        "begins": step.begins and step.begins.isoformat(),
        "ends": step.ends and step.ends.isoformat(),
    }


def _read_step(members: Mapping[str, Any], needs: Mapping[str, Need]) -> Step:
    [offer] = read_offers([members["offer"]])
    return Step(
        offer,
        price=members["price"],
        net=members["net"],
        funding=members["funding"],
        covers=tuple(needs[skill] for skill in members["covers"]),
        opens=tuple(members["opens"]),
        weeks=members["weeks"] and (members["weeks"][0], members["weeks"][1]),
        begins=_read_day(members["begins"]),
        ends=_read_day(members["ends"]),
    )


def _read_open(members: Mapping[str, Any]) -> OpenNeed:
    [need] = read_needs([members])
    return OpenNeed(need, Why(members["why"]), members["sentence"], _read_names(members))


def _read_names(members: Mapping[str, Any]) -> tuple[Limit, ...]:
    return tuple(Limit(name) for name in members["limits"])


def _read_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _sorted(values: frozenset[str] | None) -> list[str] | None:
    return None if values is None else sorted(values)


_NAMES: Final = ("achievement", "language", "mode", "place")
_SETS: Final = ("languages", "modes", "places")
_ASKED: Final[Mapping[str, Callable[[str], Any]]] = {
    "objective": Objective,
    "currency": str,
    "budget": Decimal,
    "hours": int,
    "hours_per_week": int,
    "by": date.fromisoformat,
    "mode": str,
    "place": str,
    "language": str,
}
