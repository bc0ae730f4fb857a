"""What is kept of trust: figures of inflation, their thresholds, and what is alerted."""

from testamur_web.trust.models.inflation import (
    InflationAlert,
    InflationCount,
    InflationThresholds,
)

__all__ = ["InflationAlert", "InflationCount", "InflationThresholds"]
