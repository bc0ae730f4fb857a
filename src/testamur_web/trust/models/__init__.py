"""What is kept of trust: who vouches, who accepts what, whom others name, and what inflation is."""

from testamur_web.trust.models.checks import IssuerCheck
from testamur_web.trust.models.endorsements import Endorsement, EndorsementRequest
from testamur_web.trust.models.inflation import (
    InflationAlert,
    InflationCount,
    InflationThresholds,
)
from testamur_web.trust.models.register import Recognition
from testamur_web.trust.models.registries import RegistryEntry, TrustRegistry

__all__ = [
    "Endorsement",
    "EndorsementRequest",
    "InflationAlert",
    "InflationCount",
    "InflationThresholds",
    "IssuerCheck",
    "Recognition",
    "RegistryEntry",
    "TrustRegistry",
]
