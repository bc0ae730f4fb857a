"""Achievements and their versions, and the lists of skills that they name.

The content of an achievement is a `Definition` (definition.py), kept as JSON: as `draft`, which
changes, and in each `Version`, which never does. The other columns of a version are taken from its
content when it is published, for search and facets; `score_told` is its quality score with every
element, by the version of the method that was in use then.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from testamur_web.catalogue.review_models import Review, ReviewRequest, ReviewRule
from testamur_web.catalogue.skill_models import (
    Crosswalk,
    LevelScale,
    ListUpload,
    OwnSkill,
    SkillMapping,
)
from testamur_web.people.models import Organisation

__all__ = [
    "Achievement",
    "Crosswalk",
    "Framework",
    "LevelScale",
    "ListUpload",
    "OutcomeSkill",
    "OwnSkill",
    "QualityStatement",
    "QualityThreshold",
    "Review",
    "ReviewRequest",
    "ReviewRule",
    "SkillMapping",
    "StackPart",
    "UploadedImage",
    "Version",
]

MAX_TITLE: Final = 200


class Achievement(models.Model):
    """What one organisation defines and awards; "micro-credential" to users."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="achievements"
    )
    title = models.CharField(max_length=MAX_TITLE)
    draft = models.JSONField(null=True, blank=True)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey(
        "Version", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One published state of an achievement; rows are only added, and never change."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    change_note = models.CharField(max_length=500, blank=True)
    is_correction = models.BooleanField(default=False)

    title = models.CharField(max_length=MAX_TITLE)
    summary = models.TextField()
    search_text = models.TextField()
    kind = models.CharField(max_length=40, db_index=True)
    language = models.CharField(max_length=12, db_index=True)
    mode = models.CharField(max_length=20, blank=True, db_index=True)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    ects = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    hours = models.PositiveIntegerField(null=True, blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    is_stack = models.BooleanField(default=False, db_index=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    score_told = models.JSONField(null=True, blank=True)
    image_svg = models.TextField(blank=True)
    image_png = models.BinaryField(default=bytes)

    class Meta:
        ordering = ("achievement", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "number"), name="versions_of_an_achievement_are_numbered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"


class QualityStatement(models.Model):
    """The score of a version as a signed credential; made once, and it never changes."""

    version = models.OneToOneField(
        Version, on_delete=models.CASCADE, primary_key=True, related_name="statement"
    )
    credential = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"the score of {self.version_id}"


class QualityThreshold(models.Model):
    """The least score with which an organisation publishes; no row, no threshold."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="quality_threshold"
    )
    least = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation} publishes from {self.least}"


class UploadedImage(models.Model):
    """A picture uploaded for an achievement, checked and cleaned; a draft names its digest."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="images")
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    data = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "digest"), name="an_image_is_kept_once_for_an_achievement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.media_type} {self.digest[:12]}"


class OutcomeSkill(models.Model):
    """A skill of a published framework that a version certifies, and how well, by EQF level."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=500, db_index=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "uri"), name="a_version_certifies_a_skill_once"
            ),
        )

    def __str__(self) -> str:
        return self.uri


class StackPart(models.Model):
    """An achievement of this instance that the rule of a version names, so that its page tells."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parts")
    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="part_of")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "achievement"), name="a_version_names_a_part_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.achievement_id} in {self.version_id}"


class Framework(models.Model):
    """A published list of skills and occupations, in one version, as the bytes it is packed in.

    It is proposed while nobody has adopted it; the newest adopted version is the one in use.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    uri = models.CharField(max_length=500)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12)
    licence = models.CharField(max_length=500, blank=True)
    attribution = models.TextField(blank=True)
    skills = models.PositiveIntegerField()
    occupations = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()
    omissions = models.JSONField(default=list, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "-adopted_at")
        constraints = (
            models.UniqueConstraint(
                fields=("uri", "version"),
                condition=models.Q(adopted_at__isnull=False),
                name="a_version_of_a_framework_is_adopted_once",
            ),
        )
        # Every page with skills asks which are in use: answered without walking over `packed`.
        indexes = (
            models.Index(fields=("uri", "adopted_at", "id"), name="framework_in_use"),
            models.Index(fields=("name", "-adopted_at", "uri", "id"), name="framework_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()
