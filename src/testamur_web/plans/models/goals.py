"""What somebody wants to become, what they say of themselves, and the plan they keep."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

__all__ = ["MAX_LABEL", "Goal", "KeptPlan", "PlanLetters", "StatedFacts"]

MAX_LABEL: Final = 500


class Goal(models.Model):
    """A goal of one person: its needs as `testamur.pathways.goal` reads them.

    `self_assessed` holds what they say of themselves: skill to level, None where they state none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals"
    )
    label = models.CharField(max_length=MAX_LABEL)
    content = models.JSONField()
    self_assessed = models.JSONField(default=dict, blank=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-set_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(ended_at=None), name="a_person_has_one_goal_at_once"
            ),
        )

    def __str__(self) -> str:
        return self.label


class KeptPlan(models.Model):
    """A plan that somebody decided on: what they asked for, and the answer as it was then.

    `asked` and `answer` are as `records.py` writes them. `inputs` is the digest of what it was last
    reckoned from; `news` says what is different since, in words, and `declined` is the plan that
    they were offered instead and did not want.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="kept_plans")
    asked = models.JSONField()
    answer = models.JSONField()
    earned = models.JSONField(default=list)
    inputs = models.CharField(max_length=64)
    declined = models.CharField(max_length=64, blank=True)
    news = models.JSONField(default=list)
    kept_at = models.DateTimeField()
    checked_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-kept_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("goal",),
                condition=Q(ended_at=None),
                name="a_goal_has_one_kept_plan_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"plan for {self.goal}"


class PlanLetters(models.Model):
    """Whether somebody wants letters when their plan changes, and when the last one was sent."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="plan_letters",
    )
    is_wanted = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"letters about plans to {self.person}"


class StatedFacts(models.Model):
    """Facts about a person that fundings ask for, as `catalogue.facts` reads them.

    They are personal data: the person alone sees them, and deleting them leaves nothing.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="stated_facts",
    )
    content = models.JSONField()
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"facts about {self.person_id}"
