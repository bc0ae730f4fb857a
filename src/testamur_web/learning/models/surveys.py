"""Surveys of participants, kept so that nobody can join an answer to whoever gave it, and reviews.

The right to answer and the answer are rows that share nothing but the version and the wave: no key,
no moment, no text. `SurveyCall` says that a right was spent and never when; `SurveyAnswer` and
`SurveyRemark` hold neither person nor award nor moment. What was written and what was ticked are
apart as well. An answer counts once `is_counted`, and that is set for at least five together.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.people.models import Organisation

__all__ = [
    "DEFAULT_MONTHS",
    "DefinitionReview",
    "ReviewTerms",
    "SurveyAnswer",
    "SurveyCall",
    "SurveyRemark",
    "Wave",
]

MAX_DONE: Final = 4_000
DEFAULT_MONTHS: Final = 24


class Wave(models.TextChoices):
    """When somebody is asked: they are the same questions."""

    AFTER = "after-award", _("Two weeks after the award")
    LATER = "six-months", _("Six months after the award")


class SurveyCall(models.Model):
    """The right of whoever holds one award to answer once in one wave.

    `award` is its id and no key: learning knows nothing of awards.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    award = models.UUIDField()
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="survey_calls")
    wave = models.CharField(max_length=12, choices=Wave.choices)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_spent = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("award", "wave"), name="an_award_is_asked_once_a_wave"),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.wave}"


class SurveyAnswer(models.Model):
    """What one unknown participant ticked: 1 to 5, or None for "cannot say"."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="survey_answers")
    wave = models.CharField(max_length=12, choices=Wave.choices)
    certified = models.PositiveSmallIntegerField(null=True)
    workload = models.PositiveSmallIntegerField(null=True)
    used = models.PositiveSmallIntegerField(null=True)
    helped = models.PositiveSmallIntegerField(null=True)
    is_counted = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = tuple(
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}) | Q(**{name: None}),
                name=f"survey_{name}_is_1_to_5",
            )
            for name in ("certified", "workload", "used", "helped")
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.wave}"


class SurveyRemark(models.Model):
    """What one unknown participant wrote; nothing says which answer it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="survey_remarks")
    wave = models.CharField(max_length=12, choices=Wave.choices)
    text = models.TextField()
    is_counted = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.version}: {self.wave}"


class DefinitionReview(models.Model):
    """That somebody should look at a definition again: why, who, until when, and what was done.

    `facts` are the figures that opened it, by name, as they were then, or the words (`why`) of
    whoever asked for it.
    """

    class Reason(models.TextChoices):
        LOW = "low-result", _("Participants judged it low")
        LITTLE_USE = "little-use", _("Few holders have a confirmed use at work")
        FADING_USE = "fading-use", _("Fewer holders note that they use it")
        AGE = "age", _("It has had no new version for a long time")
        DEMAND = "falling-demand", _("Work asks for what it certifies less than before")
        ASKED = "asked", _("Somebody of the organisation asked for it")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="definition_reviews"
    )
    reason = models.CharField(max_length=20, choices=Reason.choices)
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="definition_reviews",
    )
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done = models.CharField(max_length=MAX_DONE, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "reason"),
                condition=Q(closed_at=None),
                name="one_open_review_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.achievement}: {self.reason}"


class ReviewTerms(models.Model):
    """After how many months without a new version a definition is reviewed; 24 without a row."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="review_terms"
    )
    months = models.PositiveSmallIntegerField(default=DEFAULT_MONTHS)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.months} months"
