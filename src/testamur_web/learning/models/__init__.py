"""What is kept of learning: cohorts, enrolments, evidence and decisions."""

from testamur_web.learning.models.appeals import Appeal, AppealTerms
from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence

__all__ = ["Appeal", "AppealTerms", "Cohort", "Decision", "Enrolment", "Evidence"]
