"""Goals and plans, the wholes people are on the way to, and the roles organisations describe."""

from testamur_web.plans.models.goals import Goal, KeptPlan, PlanLetters, StatedFacts
from testamur_web.plans.models.profiles import (
    GoalProposal,
    OrganisationFigures,
    ProfileVersion,
    RoleProfile,
)
from testamur_web.plans.models.stacks import StackCase

__all__ = [
    "Goal",
    "GoalProposal",
    "KeptPlan",
    "OrganisationFigures",
    "PlanLetters",
    "ProfileVersion",
    "RoleProfile",
    "StackCase",
    "StatedFacts",
]
