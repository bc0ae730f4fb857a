"""The register of recognition: who accepts which credential as what, from which day to which.

The signed text is the truth; the columns beside it find it. A row is never overwritten: it ends by
its last day, or is withdrawn for a day that was announced.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import IssuerKey, StatusPlace
from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Organisation

__all__ = ["MAX_ADDRESS", "MAX_TERMS", "Recognition"]

MAX_ADDRESS: Final = 500
MAX_TERMS: Final = 500
MAX_TITLE: Final = 200

_IS_NAMED: Final = Q(achievement__isnull=False, address="") | (Q(achievement=None) & ~Q(address=""))
_SAYS_WHAT: Final = Q(accepted_as="equivalent", equal_to__isnull=False) | (
    ~Q(accepted_as="equivalent") & Q(equal_to=None)
)


class Recognition(models.Model):
    """`organisation` accepts an achievement of this instance, or one that has an `address`.

    What it accepts as equivalent is so to an achievement of its own. `withdrawn_on` is the first
    day on which it accepts it no more.
    """

    class As(models.TextChoices):
        CREDIT = "credit", _("Credit")
        EXEMPTION = "exemption", _("Exemption")
        HIRING = "hiring", _("Hiring requirement")
        EQUIVALENT = "equivalent", _("Equivalent")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="recognitions"
    )
    achievement = models.ForeignKey(
        Achievement, on_delete=models.PROTECT, null=True, blank=True, related_name="recognitions"
    )
    address = models.CharField(max_length=MAX_ADDRESS, blank=True)
    title = models.CharField(max_length=MAX_TITLE)
    accepted_as = models.CharField(max_length=12, choices=As.choices)
    terms = models.CharField(max_length=MAX_TERMS)
    equal_to = models.ForeignKey(
        Achievement, on_delete=models.PROTECT, null=True, blank=True, related_name="equivalents"
    )
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField(StatusPlace, on_delete=models.PROTECT, related_name="+")
    credential = models.TextField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=MAX_TERMS, blank=True)

    class Meta:
        ordering = ("-begins_on", "-signed_at", "pk")
        indexes = (models.Index(fields=("address",), name="recognised_by_address"),)
        constraints = (
            models.CheckConstraint(condition=_IS_NAMED, name="what_is_recognised_is_named_once"),
            models.CheckConstraint(condition=_SAYS_WHAT, name="an_equivalent_is_so_to_something"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} accepts {self.title} ({self.accepted_as})"
