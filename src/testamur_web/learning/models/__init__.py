"""What is kept of learning: cohorts, enrolments, evidence, marks, decisions and appeals."""

from testamur_web.learning.models.appeals import Appeal, AppealTerms
from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence
from testamur_web.learning.models.marking import Mark, Marking, Rubric, RubricVersion

__all__ = [
    "Appeal",
    "AppealTerms",
    "Cohort",
    "Decision",
    "Enrolment",
    "Evidence",
    "Mark",
    "Marking",
    "Rubric",
    "RubricVersion",
]
