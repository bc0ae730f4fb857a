"""What is kept of trust: who vouches for whom, and what inflation there is."""

from testamur_web.trust.models.endorsements import Endorsement, EndorsementRequest
from testamur_web.trust.models.inflation import (
    InflationAlert,
    InflationCount,
    InflationThresholds,
)

__all__ = [
    "Endorsement",
    "EndorsementRequest",
    "InflationAlert",
    "InflationCount",
    "InflationThresholds",
]
