"""What a worker does for awards."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from testamur_web.awards.services.deciding import award_decision
from testamur_web.learning.models import Decision
from testamur_web.ops.outbox import handles

__all__ = ["give_decided_award"]


@handles("award.give")
def give_decided_award(payload: dict[str, Any]) -> None:
    """Give and sign the award that a passing decision is for."""
    decision = Decision.objects.select_related(
        "assessor", "enrolment__person", "enrolment__cohort__version__achievement"
    ).get(pk=payload["decision"])
    award_decision(decision, at=timezone.now())
