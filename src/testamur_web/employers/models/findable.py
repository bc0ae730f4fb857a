"""What can be found of people who agreed to it: facts they state, and skills that they prove.

The rows are made from the verified wallet, and gone with the last consent to be found or ranked.
Levels, dates and numbers are columns, so that a database judges them at the moment of asking;
`draw` is a number drawn for each person, by which nobody stands before anybody for a reason. It
stands in the rows of their skills as well: so a part of all people is read by an index of each
skill, and enough of them are found without reading all (`drawn`).
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

__all__ = ["Findable", "IndexedSkill", "ProvenSkill"]

MAX_TITLE: Final = 200


class IndexedSkill(models.Model):
    """A skill that somebody proves, by a number: numbers are found faster than addresses."""

    id = models.AutoField(primary_key=True)
    uri = models.CharField(max_length=500, unique=True)
    label = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.label


class Findable(models.Model):
    """Somebody who may be found, and the facts that they state for it.

    `region` is written for people, `region_key` for comparing. `languages` are codes with a blank
    around each, so that one is found as text: " de en ".
    """

    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="findable"
    )
    draw = models.BigIntegerField(db_index=True)
    languages = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=80, blank=True)
    region_key = models.CharField(max_length=80, blank=True)
    available_from = models.DateField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    indexed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"findable {self.pk}"


class ProvenSkill(models.Model):
    """What one credential of a wallet proves of one skill.

    Its confidence at a moment, at its own level, is
    `sureness x (oldest + (1 - oldest) x 0.5 ** (days since counted_from / half_life))`.
    `fresh_until` is the last day on which that is enough to count in full, None where it never was;
    `ends_on` is the last day of the credential. `assessment` is the strongest kind that is stated.
    """

    id = models.BigAutoField(primary_key=True)
    findable = models.ForeignKey(
        Findable, on_delete=models.CASCADE, related_name="proven", db_index=False
    )
    skill = models.ForeignKey(
        IndexedSkill, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    draw = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    sureness = models.FloatField()
    oldest = models.FloatField()
    counted_from = models.IntegerField()
    half_life = models.FloatField()
    fresh_until = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=MAX_TITLE)
    assessment = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("skill", "draw", "level", "findable", "ends_on", "fresh_until"),
                name="proven_skill_by_draw",
            ),
            models.Index(fields=("findable",), name="proven_by_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.skill_id} at {self.level}"
