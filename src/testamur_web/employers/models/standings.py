"""What somebody has proven of the role of a programme, kept while they let it be seen.

A row is gone with the word it was made by. Whether it may be shown is asked at each look, never
read from here.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from testamur_web.plans.models import GoalProposal

__all__ = ["KeptStanding"]


class KeptStanding(models.Model):
    """How far a goal is that was proposed, and what of it is proven `since` a launch.

    `before` are the skills that were proven at that moment, `proven` says when each that is proven
    now was proven first. It waits for a worker while `counted_at` is before `asked_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    proposal = models.ForeignKey(GoalProposal, on_delete=models.CASCADE, related_name="standings")
    since = models.DateTimeField()
    asked_at = models.DateTimeField(db_index=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    before = models.JSONField(default=list)
    proven = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("proposal", "since"), name="one_standing_of_a_launch"),
        )

    def __str__(self) -> str:
        return f"{self.percent} % of {self.proposal_id}"
