"""Searches that are kept, the names drawn for who is shown in them, and who was shown to whom."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from testamur_web.employers.models.consent import Purpose
from testamur_web.people.models import Organisation

__all__ = ["Alias", "Disclosure", "SavedSearch"]

MAX_NAME = 120


class SavedSearch(models.Model):
    """What an organisation looks for, to be looked for again; `content` as `criteria.py` reads it.

    Letters are about people whom it found first after `looked_at`, one a day at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="talent_searches"
    )
    name = models.CharField(max_length=MAX_NAME)
    content = models.JSONField()
    alerts = models.BooleanField(default=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("name", "saved_at")

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """What somebody is called in one search of one organisation: drawn, and used nowhere else.

    It is deleted 90 days after it was drawn, and with the last consent to be found or ranked.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    search = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=16)
    drawn_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "search", "person"), name="one_alias_in_a_search"
            ),
            models.UniqueConstraint(
                fields=("organisation", "name"), name="an_alias_is_of_one_person"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Disclosure(models.Model):
    """That an organisation was shown somebody on a day: by whom, for what, and what of them.

    One row for a day and a drawn name, or the log would tell which names are one person. `by` is
    who looked last, `shown` all that was seen.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="talent_disclosures"
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    day = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    alias = models.CharField(max_length=16, blank=True)
    shown = models.JSONField(default=list)

    class Meta:
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=("organisation", "-day"), name="disclosures_to_whom"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "purpose", "day", "alias"),
                name="one_disclosure_for_a_day_and_name",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} on {self.day}"
