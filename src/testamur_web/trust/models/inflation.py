"""What a worker counted of inflation, of each subject once, and what is alerted about."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Organisation

__all__ = ["InflationAlert", "InflationCount", "InflationThresholds"]

MAX_NAME: Final = 20


class InflationCount(models.Model):
    """The newest figures of one achievement, one organisation, or the whole catalogue.

    `content` is what pages and the API show; `index` stands beside it for sorting. No person is in
    it, and nothing over fewer than five of them.
    """

    class Kind(models.TextChoices):
        ACHIEVEMENT = "achievement", _("Achievement")
        ORGANISATION = "organisation", _("Organisation")
        CATALOGUE = "catalogue", _("Catalogue")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="inflation_counts"
    )
    achievement = models.OneToOneField(
        Achievement, on_delete=models.CASCADE, null=True, related_name="inflation_count"
    )
    content = models.JSONField()
    index = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    version = models.CharField(max_length=10)
    counted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("kind", "-index"), name="counts_by_index"),)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(kind="organisation"),
                name="an_organisation_is_counted_once",
            ),
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(kind="catalogue"),
                name="the_catalogue_is_counted_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.achievement_id or self.organisation_id or ''}".strip()


class InflationThresholds(models.Model):
    """From which figures on an organisation is told: only what differs from the defaults.

    A name with None is not told at all.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="inflation_thresholds"
    )
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"thresholds of {self.organisation_id}"


class InflationAlert(models.Model):
    """One figure of an achievement that has reached its threshold, since when, and as of when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="inflation_alerts"
    )
    name = models.CharField(max_length=MAX_NAME)
    value = models.DecimalField(max_digits=10, decimal_places=4)
    threshold = models.DecimalField(max_digits=10, decimal_places=4)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "name"),
                condition=Q(ended_at=None),
                name="a_figure_is_alerted_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} of {self.achievement_id}"
