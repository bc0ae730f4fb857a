"""What is kept of learning: cohorts, enrolments, evidence, marks and decisions."""

from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence
from testamur_web.learning.models.marking import (
    Mark,
    Marking,
    Rubric,
    RubricVersion,
    Sample,
    Trial,
)

__all__ = [
    "Cohort",
    "Decision",
    "Enrolment",
    "Evidence",
    "Mark",
    "Marking",
    "Rubric",
    "RubricVersion",
    "Sample",
    "Trial",
]
