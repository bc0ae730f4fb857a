"""What is kept of trust: who vouches for whom, who accepts what, and what inflation there is."""

from testamur_web.trust.models.checks import IssuerCheck
from testamur_web.trust.models.endorsements import Endorsement, EndorsementRequest
from testamur_web.trust.models.inflation import (
    InflationAlert,
    InflationCount,
    InflationThresholds,
)
from testamur_web.trust.models.register import Recognition

__all__ = [
    "Endorsement",
    "EndorsementRequest",
    "InflationAlert",
    "InflationCount",
    "InflationThresholds",
    "IssuerCheck",
    "Recognition",
]
