"""Cohorts, enrolments, evidence and decisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation

__all__ = ["Cohort", "Decision", "Enrolment", "Evidence"]

MAX_NAME: Final = 200


class Cohort(models.Model):
    """One run of one version: who may enrol, and until when.

    Where it is for prior learning nobody is taught: people claim what they can do already.
    """

    class Entry(models.TextChoices):
        OPEN = "open", _("Anybody may enrol")
        CODE = "code", _("Whoever has the code")
        INVITATION = "invitation", _("Only those who are invited or listed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cohorts")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=MAX_NAME)
    entry = models.CharField(max_length=12, choices=Entry.choices, default=Entry.OPEN)
    code = models.CharField(max_length=20, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    is_prior_learning = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                "code", condition=~Q(code=""), name="one_cohort_for_an_entry_code"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day on which somebody can enrol, in UTC; None where there is none."""
        return (self.closes_at - timedelta(microseconds=1)).date() if self.closes_at else None


class Enrolment(models.Model):
    """One person in one cohort; `person` is None until they have an account, and may stay so."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Taking part")
        SUBMITTED = "submitted", _("Waiting for a decision")
        PASSED = "passed", _("Passed")
        NOT_PASSED = "not-passed", _("Not passed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
    )
    name = models.CharField(max_length=MAX_NAME)
    email = models.EmailField(blank=True)
    number = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    enrolled_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("cohort", "person"),
                condition=Q(person__isnull=False),
                name="a_person_enrols_once",
            ),
            models.UniqueConstraint(
                "cohort", Lower("email"), condition=~Q(email=""), name="an_address_enrols_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} in {self.cohort}"


class Evidence(models.Model):
    """What was handed in, with the SHA-256 of exactly that."""

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        LINK = "link", _("Link")
        REPOSITORY = "repository", _("Repository")
        NOTE = "note", _("Note")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="evidence")
    activity = models.ForeignKey(
        "learning.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    late_days = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=MAX_NAME)
    url = models.URLField(max_length=2000, blank=True)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="evidence/", blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def size(self) -> int:
        """The bytes of its file; 0 where it has none, or has lost it."""
        try:
            return self.file.size if self.file else 0
        except FileNotFoundError:
            return 0


class Decision(models.Model):
    """What an assessor decided, criterion by criterion; rows are only added, the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="decisions")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField()
    passed = models.BooleanField()
    findings = models.JSONField()
    grade = models.CharField(max_length=40, blank=True)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    evidence_digests = models.JSONField(default=list)
    contest_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-decided_at",)

    def __str__(self) -> str:
        return f"{self.enrolment}: {'passed' if self.passed else 'not passed'}"
