"""Figures of demand as they were counted last: a page reads one row and asks no engine.

They are made anew after every load, all together, and name the sources that they rest on. When a
load is deleted they stay until they are counted from what is left, but no longer than an hour.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Count", "Figure"]

_LONGEST: Final = 500


class Count(models.Model):
    """When figures were counted last, and what was counted of all skills together.

    `wanted_at` is when somebody last asked for another count. `leaving` are loads that are deleted,
    by their names in the store: nothing is counted from them any more. From `hidden_from` on the
    figures are not shown: they rest on what was deleted, and nobody has counted anew.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    wanted_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    hidden_from = models.DateTimeField(null=True)
    leaving = models.JSONField(default=list)
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"count of {self.counted_at}"


class Figure(models.Model):
    """What is known of the demand for one skill or occupation; `content` is what its page shows.

    `postings` are all that ask for the skill, or are of the occupation; `growth` is the change of
    their share, None where it is not known. An occupation has the words of its source for a `uri`.
    """

    class Kind(models.TextChoices):
        SKILL = "skill", _("Skill")
        OCCUPATION = "occupation", _("Occupation")

    class Way(models.TextChoices):
        RISING = "rising", _("Rising")
        FALLING = "falling", _("Falling")
        LEVEL = "level", _("Neither surely rising nor surely falling")
        UNKNOWN = "unknown", _("Not known")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    uri = models.CharField(max_length=_LONGEST)
    label = models.CharField(max_length=_LONGEST)
    search_text = models.CharField(max_length=_LONGEST + 2)
    postings = models.PositiveIntegerField(null=True)
    growth = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    way = models.CharField(max_length=7, choices=Way.choices, default=Way.UNKNOWN)
    content = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("-postings", "label", "pk")
        constraints = (models.UniqueConstraint(fields=("kind", "uri"), name="labour_one_figure"),)
        indexes = (models.Index(fields=("kind", "way", "-postings"), name="labour_figure_way"),)

    def __str__(self) -> str:
        return self.label

    @property
    def per_holder(self) -> float | None:
        """How many postings stand against one person who holds it; None where that is not told."""
        holders: int | None = self.content.get("holders")
        return self.postings / holders if holders and self.postings else None
