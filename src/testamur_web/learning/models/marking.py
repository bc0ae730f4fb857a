"""Rubrics, how a cohort is marked with one, and the marks; versions and marks are never changed."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models.cohorts import MAX_NAME, Cohort, Decision, Enrolment
from testamur_web.people.models import Organisation

__all__ = ["Mark", "Marking", "Rubric", "RubricVersion", "Sample", "Trial"]


class Rubric(models.Model):
    """A grid of criteria and levels that an organisation keeps; what it says is in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rubrics")
    title = models.CharField(max_length=MAX_NAME)
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "created_at")

    def __str__(self) -> str:
        return self.title


class RubricVersion(models.Model):
    """What a rubric said from one day on; whoever was marked with it was marked with this."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("rubric", "number"), name="a_rubric_has_each_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rubric} {self.number}"


class Marking(models.Model):
    """How the work of one cohort is marked; a cohort without one is decided by findings alone."""

    cohort = models.OneToOneField(
        Cohort, on_delete=models.CASCADE, primary_key=True, related_name="marking"
    )
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="markings")
    has_second = models.BooleanField(default=False)
    is_blind = models.BooleanField(default=False)
    needs_trial = models.BooleanField(default=False)
    threshold = models.PositiveSmallIntegerField(default=15, validators=[MaxValueValidator(100)])

    def __str__(self) -> str:
        return f"{self.cohort}: {self.rubric}"

    @property
    def wanted(self) -> int:
        """How many assessors mark each submission."""
        return 2 if self.has_second else 1


class Mark(models.Model):
    """What one assessor judged, row by row; `agreed` is what a third person set for two.

    It counts for the hand-in of `submitted_at` and, once that is decided, for that decision alone.
    """

    class Kind(models.TextChoices):
        MARK = "mark", _("Mark")
        AGREED = "agreed", _("Agreed mark")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="marks")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="marks"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.MARK)
    levels = models.JSONField()
    total = models.DecimalField(max_digits=5, decimal_places=2)
    remarks = models.JSONField(default=list)
    note = models.TextField(blank=True)
    evidence_digests = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True, blank=True)
    marked_at = models.DateTimeField()
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )

    class Meta:
        ordering = ("marked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("decision",),
                condition=Q(kind="agreed"),
                name="a_decision_has_one_agreed_mark",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.total}"


class Sample(models.Model):
    """Work that was marked and decided, for assessors to try a rubric on."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="samples")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="samples")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("rubric", "decision"), name="a_sample_is_added_once"),
        )

    def __str__(self) -> str:
        return f"{self.rubric}: {self.decision}"


class Trial(models.Model):
    """What an assessor gave a sample, and whether it lies as close as its cohort asks."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="trials")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trials"
    )
    levels = models.JSONField()
    total = models.DecimalField(max_digits=5, decimal_places=2)
    passed = models.BooleanField()
    tried_at = models.DateTimeField()

    class Meta:
        ordering = ("-tried_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("sample", "assessor"), name="a_sample_is_tried_once_by_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sample}: {self.total}"
