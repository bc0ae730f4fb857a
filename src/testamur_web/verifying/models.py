"""Shortlists: what somebody had verified together, row by row, until a stated day."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Shortlist", "ShortlistRow"]

MAX_NAME: Final = 200


class Shortlist(models.Model):
    """Credentials of several people, verified together for one person and read by nobody else.

    All of it is deleted on `ends_at`. `touched_at` is when a row of it was judged last.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shortlists"
    )
    name = models.CharField(max_length=MAX_NAME)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return self.name


class ShortlistRow(models.Model):
    """One credential of a shortlist: what was handed over until it is judged, and then the answers.

    `state` is "" until then, and `data` is emptied in the same moment. One thing that was handed
    over may hold several credentials: they have its `number`, and each a `part` of its own.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Yes")
        FAILED = "failed", _("No")
        UNDETERMINED = "undetermined", _("Nobody can say")
        NOT_APPLICABLE = "not applicable", _("Not known")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=MAX_NAME)
    data = models.BinaryField(null=True)
    state = models.CharField(max_length=24, blank=True)
    verdict = models.CharField(max_length=12, blank=True)
    untampered = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    signed = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    current = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    trusted = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    person = models.CharField(max_length=MAX_NAME, blank=True)
    claim = models.CharField(max_length=MAX_NAME, blank=True)
    issuer = models.CharField(max_length=MAX_NAME, blank=True)
    issuer_name = models.CharField(max_length=MAX_NAME, blank=True)
    is_proven = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(null=True)
    freshness = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    awarded_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    status_as_of = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    sentences = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number", "part")
        constraints = (
            models.UniqueConstraint(
                fields=("shortlist", "number", "part"), name="a_row_of_a_shortlist_is_there_once"
            ),
        )
        indexes = (models.Index(fields=("shortlist", "state"), name="rows_of_a_shortlist"),)

    def __str__(self) -> str:
        return f"{self.shortlist} {self.number}"
