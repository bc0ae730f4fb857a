"""Appeals: what a learner holds against a decision, and what became of it."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models.cohorts import Decision
from testamur_web.people.models import Organisation

__all__ = ["DEFAULT_DAYS", "Appeal", "AppealTerms"]

DEFAULT_DAYS: Final = 28


class AppealTerms(models.Model):
    """How many days learners have to contest, and an organisation to answer; 28 without a row."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="appeal_terms"
    )
    days = models.PositiveSmallIntegerField(default=DEFAULT_DAYS)
    answer_days = models.PositiveSmallIntegerField(default=DEFAULT_DAYS)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.days} and {self.answer_days} days"


class Appeal(models.Model):
    """One decision contested; `evidence` holds the digests of what was pointed at."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        UPHELD = "upheld", _("The decision stands")
        OVERTURNED = "overturned", _("The decision was wrong")
        REMITTED = "remitted", _("To be decided anew")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    reasons = models.TextField()
    evidence = models.JSONField(default=list)
    filed_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_appeals",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("filed_at",)
        constraints = (
            models.UniqueConstraint(
                "decision",
                condition=~Q(state="withdrawn"),
                name="a_decision_is_contested_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision}: {self.state}"
