"""The provably cheapest, shortest or fastest way to close a gap with what a catalogue offers.

    from testamur.pathways.plan import Held, Limits, Offer, Taught, plan
    from testamur.skills.framework import Need

    python = Offer("py", "Python", gives=(Taught("coding", 4),), minutes=1200, cents={"EUR": 25000})
    found = plan([Need("coding", level=3)], offers=[python], limits=Limits(cents=30000))
    found.status, found.steps[0].offer.title, found.bound     # optimal, Python, 25000

Two stages: an integer programme chooses, a timetable orders; what fits no timetable is cut off and
it is chosen again. Everything is a value; nothing reads a clock or a file.
"""

from testamur.pathways.plan.advice import Addition, Recommendation, adds, recommend
from testamur.pathways.plan.comparing import PlanDiff, diff
from testamur.pathways.plan.frontier import alternatives
from testamur.pathways.plan.funding import Condition, Funding, Test
from testamur.pathways.plan.index import Catalogue
from testamur.pathways.plan.limits import Calendar, Limit, Limits, Objective
from testamur.pathways.plan.offers import (
    AllOf,
    AnyOf,
    HasAchievement,
    HasSkill,
    Held,
    Offer,
    Taught,
    earn,
)
from testamur.pathways.plan.planning import plan
from testamur.pathways.plan.plans import Conflict, OpenNeed, Plan, Remedy, Status, Step, Why

__all__ = [
    "Addition",
    "AllOf",
    "AnyOf",
    "Calendar",
    "Catalogue",
    "Condition",
    "Conflict",
    "Funding",
    "HasAchievement",
    "HasSkill",
    "Held",
    "Limit",
    "Limits",
    "Objective",
    "Offer",
    "OpenNeed",
    "Plan",
    "PlanDiff",
    "Recommendation",
    "Remedy",
    "Status",
    "Step",
    "Taught",
    "Test",
    "Why",
    "adds",
    "alternatives",
    "diff",
    "earn",
    "plan",
    "recommend",
]
