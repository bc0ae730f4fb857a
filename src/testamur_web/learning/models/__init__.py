"""What is kept of learning: cohorts and their programme, enrolments, evidence and decisions."""

from testamur_web.learning.models.appeals import Appeal, AppealTerms
from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence
from testamur_web.learning.models.programme import (
    Accommodation,
    Activity,
    ActivityResult,
    Announcement,
    Extension,
    LateRule,
    Resource,
)

__all__ = [
    "Accommodation",
    "Activity",
    "ActivityResult",
    "Announcement",
    "Appeal",
    "AppealTerms",
    "Cohort",
    "Decision",
    "Enrolment",
    "Evidence",
    "Extension",
    "LateRule",
    "Resource",
]
