"""What people outside the product confirm by link: who was asked for what, and what they said."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models.cohorts import Enrolment, Evidence
from testamur_web.people.asked import Asked

__all__ = ["Attestation", "AttestationRequest", "PlacementEntry", "PriorClaim"]

MAX_NAME: Final = 200
MAX_ROW: Final = 60


class AttestationRequest(Asked):
    """One supervisor asked by link to confirm some rows, word for word as they stand here.

    `rows` are objects with `id`, `text` and `detail`. What the supervisor sees of whoever asks is
    this row and their name, nothing else.
    """

    class About(models.TextChoices):
        PRIOR_LEARNING = "prior-learning", _("Prior learning")
        PLACEMENT = "work-placement", _("Work placement")
        USE = "use", _("Use of a skill")

    class Relation(models.TextChoices):
        MANAGER = "manager", _("Manager")
        MENTOR = "mentor", _("Mentor or trainer")
        COLLEAGUE = "colleague", _("Colleague")
        CLIENT = "client", _("Client or customer")
        OTHER = "other", _("Somebody else who saw the work")

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attestation_requests"
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attestation_requests",
    )
    about = models.CharField(max_length=20, choices=About.choices)
    title = models.CharField(max_length=MAX_NAME)
    issuer_name = models.CharField(max_length=MAX_NAME)
    supervisor_name = models.CharField(max_length=MAX_NAME)
    supervisor_email = models.EmailField()
    supervisor_organisation = models.CharField(max_length=MAX_NAME)
    relation = models.CharField(max_length=20, choices=Relation.choices)
    rows = models.JSONField()

    def __str__(self) -> str:
        return f"{self.title}: {self.supervisor_name}"

    @property
    def answer(self) -> Attestation | None:
        """What the supervisor said; None while they have said nothing."""
        return getattr(self, "attestation", None)


class Attestation(models.Model):
    """What a supervisor answered, once and for good: no service changes or repeats it.

    `answers` are objects with the `row` they are about, `confirmed`, and a `comment`. `statement`
    is, word for word, what they declared of themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.OneToOneField(
        AttestationRequest, on_delete=models.CASCADE, related_name="attestation"
    )
    answered_at = models.DateTimeField()
    signed_name = models.CharField(max_length=MAX_NAME)
    statement = models.TextField()
    answers = models.JSONField()

    def __str__(self) -> str:
        return f"{self.request}: {self.confirmed} of {len(self.answers)}"

    @property
    def confirmed(self) -> int:
        """How many rows were confirmed."""
        return sum(bool(one["confirmed"]) for one in self.answers)

    @property
    def by_row(self) -> dict[str, dict[str, Any]]:
        """The answers, each by the id of its row."""
        return {one["row"]: one for one in self.answers}


class PriorClaim(models.Model):
    """That a learner can already do what one outcome or criterion says, and how that is shown.

    `row` names the outcome or criterion in the version of the cohort; `text` is its words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="prior_claims")
    row = models.CharField(max_length=MAX_ROW)
    text = models.CharField(max_length=700)
    account = models.TextField()
    evidence = models.ManyToManyField(Evidence, related_name="prior_claims", blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        ordering = ("claimed_at",)
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "row"), name="a_row_is_claimed_once"),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.row}"


class PlacementEntry(models.Model):
    """Hours of one day of a work placement and what was done in them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="placement")
    day = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    task = models.CharField(max_length=1000)
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ("day", "logged_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=24), name="a_day_has_24_hours"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.hours.normalize():f} h"
