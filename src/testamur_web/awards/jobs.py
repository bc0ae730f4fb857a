"""What a worker does for awards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from testamur_web.awards.bulk.running import run_chunk
from testamur_web.awards.services.deciding import award_decision
from testamur_web.awards.services.quality_statements import state_quality
from testamur_web.learning.models import Decision
from testamur_web.ops.outbox import handles

__all__ = ["give_decided_award", "run_batch", "sign_quality"]


@handles("award.give")
def give_decided_award(payload: dict[str, Any]) -> None:
    """Give and sign the award that a passing decision is for."""
    decision = Decision.objects.select_related(
        "assessor", "enrolment__person", "enrolment__cohort__version__achievement"
    ).get(pk=payload["decision"])
    award_decision(decision, at=timezone.now())


@handles("batch.run")
def run_batch(payload: dict[str, Any]) -> None:
    """Award the next rows of a batch, and leave the rest to the next time."""
    run_chunk(payload["batch"], start=payload["start"], at=timezone.now())


@handles("version.state-quality")
def sign_quality(payload: dict[str, Any]) -> None:
    """Sign the score of a version that was published."""
    state_quality(UUID(payload["version"]), at=timezone.now())
