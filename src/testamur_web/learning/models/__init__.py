"""What is kept of learning: cohorts, enrolments, evidence, decisions and what others attest."""

from testamur_web.learning.models.attested import (
    Attestation,
    AttestationRequest,
    PlacementEntry,
    PriorClaim,
)
from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence

__all__ = [
    "Attestation",
    "AttestationRequest",
    "Cohort",
    "Decision",
    "Enrolment",
    "Evidence",
    "PlacementEntry",
    "PriorClaim",
]
