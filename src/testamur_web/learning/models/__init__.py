"""What is kept of learning: cohorts, enrolments, evidence and decisions."""

from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence

__all__ = ["Cohort", "Decision", "Enrolment", "Evidence"]
