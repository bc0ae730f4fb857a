"""The programme of a cohort, and what is agreed about it with one learner."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.vocabulary import ComponentKind
from testamur_web.learning.models.cohorts import MAX_NAME, Cohort, Enrolment

__all__ = [
    "Accommodation",
    "Activity",
    "ActivityResult",
    "Announcement",
    "Extension",
    "LateRule",
    "Resource",
]

_MAX_URL: Final = 2_000


class LateRule(models.Model):
    """What becomes of evidence after its day; without a row it is accepted and marked as late."""

    class Late(models.TextChoices):
        ACCEPT = "accept", _("Accept it and mark it as late")
        REFUSE = "refuse", _("Refuse it")

    cohort = models.OneToOneField(
        Cohort, on_delete=models.CASCADE, primary_key=True, related_name="late_rule"
    )
    late = models.CharField(max_length=8, choices=Late.choices, default=Late.ACCEPT)
    grace_days = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.cohort}: {self.late} after {self.grace_days} days"


class Activity(models.Model):
    """One part of the work of a cohort; `due_at` is the first moment that is too late."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=24, choices=ComponentKind.choices, blank=True)
    title = models.CharField(max_length=MAX_NAME)
    hours = models.PositiveIntegerField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "title")

    def __str__(self) -> str:
        return self.title


class Resource(models.Model):
    """Something to learn from: at an address, at a place, or both; of one activity or of all."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="resources")
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="resources"
    )
    title = models.CharField(max_length=MAX_NAME)
    url = models.URLField(max_length=_MAX_URL, blank=True)
    place = models.CharField(max_length=MAX_NAME, blank=True)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.title


class Announcement(models.Model):
    """What staff say to everybody who takes part; it is told by letter once, and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(max_length=MAX_NAME)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="announcements"
    )
    posted_at = models.DateTimeField()

    class Meta:
        ordering = ("-posted_at",)

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """Another day for one learner and one activity, and why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="extensions")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="extensions")
    due_at = models.DateTimeField()
    reason = models.TextField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="given_extensions"
    )
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("given_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "enrolment"), name="one_extension_for_an_activity"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.activity}"


class Accommodation(models.Model):
    """What was agreed so that somebody can take part; private to them and the cohort's staff."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="accommodations"
    )
    what = models.TextField()
    agreed_by = models.CharField(max_length=MAX_NAME)
    extra_percent = models.PositiveSmallIntegerField(default=0)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="noted_accommodations"
    )
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("noted_at",)

    def __str__(self) -> str:
        return f"of {self.enrolment}"


class ActivityResult(models.Model):
    """What one learner reached in one activity, in percent; the newest entry counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="results")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="results")
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entered_results"
    )
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "enrolment"), name="one_result_for_an_activity"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.percent} %"
