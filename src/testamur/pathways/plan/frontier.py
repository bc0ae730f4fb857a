"""What else could be had: less time for more money, each the cheapest for its time.

The ends are the cheapest plan and the shortest; between them the hours are stepped down evenly, and
for each step the cheapest plan within them is proven. What another one beats in both is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from testamur.pathways.plan.index import Catalogue
from testamur.pathways.plan.limits import Objective
from testamur.pathways.plan.offers import Offer
from testamur.pathways.plan.planning import SECONDS, plan
from testamur.pathways.plan.plans import Plan, Request, Status

__all__ = ["alternatives"]


def alternatives(
    found: Plan, *, offers: Catalogue | Iterable[Offer], count: int = 4, seconds: float = SECONDS
) -> tuple[Plan, ...]:
    """At most `count` plans for the same request, the cheapest first; none where it has no plan."""
    if found.status is Status.INFEASIBLE or not found.steps:
        return ()
    catalogue = offers if isinstance(offers, Catalogue) else Catalogue(offers)
    asked = replace(found.request, objective=Objective.CHEAPEST)
    cheapest = _planned(asked, catalogue, seconds)
    shortest = _planned(replace(asked, objective=Objective.SHORTEST), catalogue, seconds)
    span = cheapest.minutes - shortest.minutes
    plans = [cheapest]
    for part in range(1, max(count - 1, 1)):
        most = cheapest.minutes - span * part // max(count - 1, 1)
        within = replace(asked, limits=replace(asked.limits, minutes=most))
        plans.append(_planned(within, catalogue, seconds))
    plans.append(shortest)
    return _undominated(plans)[:count]


def _planned(request: Request, catalogue: Catalogue, seconds: float) -> Plan:
    return plan(
        request.needs,
        offers=catalogue,
        held=request.held,
        limits=request.limits,
        objective=request.objective,
        seconds=seconds,
    )


def _undominated(plans: list[Plan]) -> tuple[Plan, ...]:
    """The plans by price, each shorter than all cheaper ones."""
    kept: list[Plan] = []
    for one in sorted(plans, key=lambda each: (each.cents, each.minutes)):
        if one.status is not Status.INFEASIBLE and (not kept or one.minutes < kept[-1].minutes):
            kept.append(one)
    return tuple(kept)
