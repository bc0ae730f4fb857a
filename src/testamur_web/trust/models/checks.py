"""What an operator checked of an issuer: what was found, how, when, by whom, and until when."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation

__all__ = ["MAX_HOW", "IssuerCheck"]

MAX_HOW: Final = 500
MAX_SOURCE: Final = 200


class IssuerCheck(models.Model):
    """One check that succeeded. What ended is kept; that it was done once is a fact.

    That somebody is accredited is not among them: a signed accreditation says so by itself.
    """

    class Level(models.TextChoices):
        DOMAIN = "domain", _("Domain proven")
        LEGAL = "legal", _("Legal identity checked")
        REGISTER = "register", _("Recognised in a register")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="issuer_checks"
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    how = models.CharField(max_length=MAX_HOW)
    source = models.CharField(max_length=MAX_SOURCE, blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ends_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=MAX_HOW, blank=True)

    class Meta:
        ordering = ("level", "-checked_on", "-written_at")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.level}"
