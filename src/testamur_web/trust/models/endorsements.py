"""Endorsements and accreditations: asked for, signed, shown or not, withdrawn.

The signed text is the truth; the columns beside it find it. What is about a version of an
achievement, an organisation or an award names exactly one of them.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award, IssuerKey, StatusPlace
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation

__all__ = ["Endorsement", "EndorsementRequest"]

MAX_NOTE: Final = 1_000
MAX_REASON: Final = 500

_ABOUT_ONE: Final = (
    Q(version__isnull=False, issuer=None, award=None)
    | Q(version=None, issuer__isnull=False, award=None)
    | Q(version=None, issuer=None, award__isnull=False)
)
_ASKS_ONE: Final = Q(organisation__isnull=False, email="") | (Q(organisation=None) & ~Q(email=""))


class EndorsementRequest(models.Model):
    """Somebody asks an organisation here, or whoever reads the mail at an address, to vouch."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        GIVEN = "given", _("Given")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=MAX_NOTE, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)
        indexes = (
            models.Index(fields=("organisation", "state"), name="asked_of_organisation"),
            models.Index(fields=("email", "state"), name="asked_of_address"),
        )
        constraints = (
            models.CheckConstraint(condition=_ABOUT_ONE, name="a_request_is_about_one"),
            models.CheckConstraint(condition=_ASKS_ONE, name="a_request_asks_one"),
        )

    def __str__(self) -> str:
        return f"{self.asked_by} asks {self.organisation or self.email}"


class Endorsement(models.Model):
    """One signed word for an achievement, an issuer or an award.

    `organisation` signs it, or the instance for the person `by`; `by` is who gave it either way.
    """

    class Kind(models.TextChoices):
        ENDORSEMENT = "endorsement", _("Endorsement")
        ACCREDITATION = "accreditation", _("Accreditation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.ENDORSEMENT)
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="endorsements"
    )
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="endorsements"
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="endorsements"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements_given",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="endorsements_given"
    )
    request = models.ForeignKey(
        EndorsementRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.TextField()
    interest = models.CharField(max_length=MAX_REASON, blank=True)
    given_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField(StatusPlace, on_delete=models.PROTECT, related_name="+")
    credential = models.TextField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=MAX_REASON, blank=True)

    class Meta:
        ordering = ("-given_at",)
        constraints = (
            models.CheckConstraint(condition=_ABOUT_ONE, name="an_endorsement_is_about_one"),
        )

    def __str__(self) -> str:
        return f"{self.kind} by {self.organisation or self.by}"
