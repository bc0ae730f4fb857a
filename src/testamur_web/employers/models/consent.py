"""What people let employers see of them, for which purpose; and whom they let see nothing.

A consent is never changed: another one begins, and the one before ends. So it can be told at any
time what somebody had agreed to on any day.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation

__all__ = ["Block", "Consent", "Part", "Purpose"]


class Purpose(models.TextChoices):
    """What employers may do; each is consented to by itself."""

    SEARCH = "search", _("Be found in searches")
    RANKING = "ranking", _("Be ranked against a job")
    CONTACT = "contact", _("Be written to")


class Part(models.TextChoices):
    """What of somebody is visible; `shows_PART` of a consent is its column."""

    SKILLS = "skills", _("Proven skills and levels")
    LANGUAGES = "languages", _("Languages")
    REGION = "region", _("Country and region")
    AVAILABILITY = "availability", _("When and how much I can work")
    NAME = "name", _("My name")


_LIVE: Final = Q(ended_at=None)


class Consent(models.Model):
    """That somebody agreed to a purpose on a day, and what they let be seen for it.

    Without an organisation it holds for every one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="talent_consents"
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    shows_skills = models.BooleanField(default=False)
    shows_languages = models.BooleanField(default=False)
    shows_region = models.BooleanField(default=False)
    shows_availability = models.BooleanField(default=False)
    shows_name = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-given_at",)
        indexes = (models.Index(fields=("person", "purpose"), name="consents_to_a_purpose"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "purpose"),
                condition=_LIVE & Q(organisation=None),
                name="one_consent_for_all_at_once",
            ),
            models.UniqueConstraint(
                fields=("person", "purpose", "organisation"),
                condition=_LIVE,
                name="one_consent_for_an_employer_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} since {self.given_at:%Y-%m-%d}"

    @property
    def parts(self) -> frozenset[Part]:
        """What it lets be seen."""
        return frozenset(part for part in Part if getattr(self, f"shows_{part.value}"))


class Block(models.Model):
    """An employer that finds nothing of somebody, whatever they agreed to, until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_employers"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                condition=_LIVE,
                name="an_employer_is_blocked_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} since {self.since:%Y-%m-%d}"
