"""Goals and plans, wholes and qualifications people are on the way to, roles of organisations."""

from testamur_web.plans.models.goals import Goal, KeptPlan, PlanLetters, StatedFacts
from testamur_web.plans.models.profiles import (
    GoalProposal,
    OrganisationFigures,
    ProfileVersion,
    RoleProfile,
)
from testamur_web.plans.models.qualifications import (
    MAX_TITLE,
    Application,
    Evidence,
    ExemptionDecision,
    Following,
    Qualification,
    QualificationUnit,
    UnitMapping,
)
from testamur_web.plans.models.stacks import StackCase

__all__ = [
    "MAX_TITLE",
    "Application",
    "Evidence",
    "ExemptionDecision",
    "Following",
    "Goal",
    "GoalProposal",
    "KeptPlan",
    "OrganisationFigures",
    "PlanLetters",
    "ProfileVersion",
    "Qualification",
    "QualificationUnit",
    "RoleProfile",
    "StackCase",
    "StatedFacts",
    "UnitMapping",
]
